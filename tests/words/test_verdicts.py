"""Statistics in plain words."""

import pytest

from words import verdicts


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (1.1, "около обычного"),
        (1.5, "в 1,5 раза больше обычного"),
        (2.0, "вдвое больше обычного"),
        (3.1, "втрое больше обычного"),
        (8.04, "в 8 раз больше обычного"),
        (22.0, "в 22 раза больше обычного"),
        (float("inf"), "обычно не пишут"),
    ],
)
def test_a_ratio_is_told_as_people_say_it(ratio: float, said: str) -> None:
    assert verdicts.times_more(ratio).replace("\u00a0", " ") == said


def test_the_fewer_findings_are_false_the_surer_the_words() -> None:
    said = [verdicts.chance(share) for share in (0.001, 0.02, 0.08, 0.3, None)]
    assert said == [
        "случайность почти исключена",
        "случайность маловероятна",
        "сомнения остаются",
        "может быть случайностью",
        "нет данных",
    ]
