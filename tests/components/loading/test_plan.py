import pytest

from components.loading import changes, plan


@pytest.mark.parametrize(
    ("unchanged", "rejected", "said"),
    [
        (0, 3, "Ни одна строка не принята"),
        (3, 0, "Нового в файле нет"),
        (2, 1, "Нового в файле нет"),
    ],
)
def test_a_file_of_which_nothing_can_be_written_says_why(unchanged, rejected, said):
    assert said in plan.why_nothing({"unchanged": unchanged, "rejected": rejected})


def test_no_refused_row_is_not_a_warning():
    told = {"loaded": 3, "updated": 0, "unchanged": 0, "rejected": 0, "repeated": {}}
    assert "fate--rejected" not in str(changes.fates(told))
    assert "fate--rejected" in str(changes.fates(told | {"rejected": 1}))


def test_a_file_without_news_of_which_more_is_read_by_now_can_be_written():
    told = {"loaded": 0, "updated": 0, "unchanged": 3, "repeated": {}}
    assert changes.written(told | {"completed": 2}) == 2
    assert changes.written(told) == 0
