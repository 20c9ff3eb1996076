import pytest

from components.loading import plan


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
