"""Every record of both periods falls into one cause; the causes sum to the change."""

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from analysis.causes import AGAIN, CAUSES, GROWTH, SEASON, SOURCE, by_cause, changes
from analysis.growth import decompose, roll_up

KEYS = ("topic", "place")
ONE_SIDED = pd.DataFrame([("water", "A", 0, 9)], columns=[*KEYS, "before", "after"])
OTHERS = pd.DataFrame(
    [("water", "A", 10, 20, 9, 15), ("snow", "B", 2, 10, 2, 10)],
    columns=[*KEYS, "before", "after", "first_before", "first_after"],
)
COUNT = st.integers(0, 30)
CELL = st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"))
ROW = st.tuples(CELL, COUNT, COUNT, COUNT, COUNT)
NORM = st.tuples(CELL, st.integers(-60, 60).map(lambda twice: twice / 2))


def season(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KEYS, "change"])


def by_name(rows: pd.DataFrame) -> dict[object, int]:
    return dict(roll_up(decompose(rows, [*KEYS, "cause"]), ["cause"]).parts.set_index("cause")["change"])


def test_causes_counted_by_hand() -> None:
    # 12 → 39, +27: 9 of a new source; further ones 1 → 5; of 11 → 25 first ones the season brings 6 snows.
    rows = by_cause(ONE_SIDED, OTHERS, season(("snow", "B", 6.0)), KEYS)

    assert by_name(rows) == {SOURCE: 9, AGAIN: 4, SEASON: 6, GROWTH: 8}


def test_what_is_not_known_of_the_season_is_no_cause() -> None:
    assert by_name(by_cause(ONE_SIDED, OTHERS, None, KEYS)) == {SOURCE: 9, AGAIN: 4, GROWTH: 14}


def test_halves_of_a_norm_of_two_years_are_shared_out_to_its_whole_sum() -> None:
    rows = by_cause(ONE_SIDED, OTHERS, season(("snow", "B", 1.5), ("water", "A", 0.5), ("water", "C", 0.5)), KEYS)

    assert by_name(rows)[SEASON] == 3, "2.5 and away from zero"
    assert by_name(rows)[GROWTH] == 11


def test_a_season_that_falls_leaves_more_to_growth() -> None:
    assert by_name(by_cause(ONE_SIDED, OTHERS, season(("water", "A", -5.0)), KEYS))[GROWTH] == 19


def test_more_first_records_than_records_are_refused() -> None:
    with pytest.raises(ValueError, match="more than the records"):
        by_cause(ONE_SIDED, OTHERS.assign(first_after=21), None, KEYS)


def test_a_cell_holds_its_records_and_the_change_of_each_cause() -> None:
    found = decompose(by_cause(ONE_SIDED, OTHERS, season(("snow", "B", 6.0)), KEYS), [*KEYS, "cause"])
    cells = changes(found.parts, KEYS).set_index(list(KEYS))

    assert cells.loc[("water", "A"), ["before", "after", "change", *CAUSES]].tolist() == [10, 29, 19, 9, 0, 4, 0, 6]
    assert cells.loc[("snow", "B"), ["before", "after", "change", *CAUSES]].tolist() == [2, 10, 8, 0, 0, 0, 6, 2]


@given(st.lists(ROW, max_size=8), st.lists(ROW, min_size=1, max_size=8), st.none() | st.lists(NORM, max_size=8))
def test_causes_sum_to_the_change_in_every_cell_and_in_whole(
    one_sided: list[tuple], others: list[tuple], norms: list[tuple] | None
) -> None:
    single = pd.DataFrame([(*cell, b, a) for cell, b, a, *_ in one_sided], columns=ONE_SIDED.columns)
    rest = pd.DataFrame([(*c, b + x, a + y, b, a) for c, b, a, x, y in others], columns=OTHERS.columns)
    rows = by_cause(single, rest, None if norms is None else season(*[(*c, n) for c, n in norms]), KEYS)
    found = decompose(rows, [*KEYS, "cause"])

    assert found.before == single["before"].sum() + rest["before"].sum()
    assert found.after == single["after"].sum() + rest["after"].sum()
    assert sum(by_name(rows).values()) == found.change
    cells = changes(found.parts, KEYS)
    assert (cells[[*CAUSES]].sum(axis=1) == cells["change"]).all()
    assert (cells[["before", "after"]] >= 0).all(axis=None)
