"""How many silent people would overturn an outcome: by hand, and against asking one more until it happens."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from analysis.polls.overturn import ORDER, SCALE, SEVERAL, SINGLE, TEXT, overturn

COUNTS = st.lists(st.integers(0, 40), min_size=2, max_size=6).filter(any)


@pytest.mark.parametrize(
    ("kind", "counts", "expected"),
    [
        (SINGLE, [60, 45, 10], 16),  # 45 + 16 = 61 > 60
        (SINGLE, [7, 7], 1),  # a draw
        (SEVERAL, [30, 50], 21),
        (ORDER, [40, 31, 10], 5),  # two points each: 31 + 8 = 39, 31 + 10 = 41 > 40
        (SCALE, [0, 0, 0, 0, 10], 11),  # mean 5; eleven ones: 61/21 < 3, ten: 60/20 = 3
        (SCALE, [2, 1], 2),  # below the middle 1.5: (4 + 2·1)/4 = 1.5 not yet, (4 + 2·2)/5 = 1.6
        (TEXT, [3, 1], None),
        (SINGLE, [0, 0], None),
    ],
)
def test_counted_by_hand(kind: str, counts: list[int], expected: int | None) -> None:
    assert overturn(kind, counts) == expected


@given(COUNTS, st.sampled_from((SINGLE, SEVERAL, ORDER)))
def test_options_fall_with_that_many_and_with_one_less_do_not(counts: list[int], kind: str) -> None:
    found = overturn(kind, counts)
    leader = counts.index(max(counts))
    step = len(counts) - 1 if kind == ORDER else 1
    assert found is not None

    def fallen(silent: int) -> bool:
        rivals = [i for i in range(len(counts)) if i != leader]
        return any(counts[rival] + step * silent > counts[leader] for rival in rivals)

    assert fallen(found)
    assert found == 1 or not fallen(found - 1)


@given(COUNTS)
def test_a_scale_crosses_its_middle_with_that_many_and_with_one_less_does_not(counts: list[int]) -> None:
    found, top = overturn(SCALE, counts), len(counts)
    total, answers = sum(m * c for m, c in enumerate(counts, start=1)), sum(counts)
    above = 2 * total >= (top + 1) * answers
    assert found is not None

    def crossed(silent: int) -> bool:
        twice, middle = 2 * (total + silent * (1 if above else top)), (top + 1) * (answers + silent)
        return twice < middle if above else twice > middle

    assert crossed(found)
    assert found == 1 or not crossed(found - 1)
