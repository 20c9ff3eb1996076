"""Every record of both periods falls into one cause; the causes sum to the change."""

import hypothesis.strategies as st
import pandas as pd
from hypothesis import given

from analysis.causes import AGAIN, CAUSES, GROWTH, LATE, MEANING, RULES, SEASON, SOURCE, by_cause, changes
from analysis.growth import decompose, roll_up

KEYS = ("topic", "place")


def counted(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KEYS, "before", "after"])


RECORDS = {
    SOURCE: counted(("water", "A", 0, 9)),
    LATE: counted(("snow", "B", 3, 0)),
    AGAIN: counted(("water", "A", 1, 5)),
    GROWTH: counted(("water", "A", 9, 15), ("snow", "B", 2, 10)),
}
COUNT = st.integers(0, 30)
CELL = st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"))
ROW = st.tuples(CELL, COUNT, COUNT, st.sampled_from([one for one in CAUSES if one not in (MEANING, RULES, SEASON)]))
NORM = st.tuples(CELL, st.integers(-60, 60).map(lambda twice: twice / 2))
MOVE = st.tuples(CELL, st.integers(-20, 20))


def moved(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KEYS, "change"])


def by_name(rows: pd.DataFrame) -> dict[object, int]:
    return dict(roll_up(decompose(rows, [*KEYS, "cause"]), ["cause"]).parts.set_index("cause")["change"])


def test_causes_counted_by_hand() -> None:
    # 15 → 39, +24: 9 of a new source; late ones 3 → 0; further ones 1 → 5; of 11 → 25 others the season brings 6 snows.
    rows = by_cause(RECORDS, KEYS, season=moved(("snow", "B", 6.0)))

    assert by_name(rows) == {SOURCE: 9, LATE: -3, AGAIN: 4, SEASON: 6, GROWTH: 8}


def test_what_is_not_known_of_the_season_is_no_cause() -> None:
    assert by_name(by_cause(RECORDS, KEYS)) == {SOURCE: 9, LATE: -3, AGAIN: 4, GROWTH: 14}


def test_halves_of_a_norm_of_two_years_are_shared_out_to_its_whole_sum() -> None:
    rows = by_cause(RECORDS, KEYS, season=moved(("snow", "B", 1.5), ("water", "A", 0.5), ("water", "C", 0.5)))

    assert by_name(rows)[SEASON] == 3, "2.5 and away from zero"
    assert by_name(rows)[GROWTH] == 11


def test_a_season_that_falls_leaves_more_to_growth() -> None:
    assert by_name(by_cause(RECORDS, KEYS, season=moved(("water", "A", -5.0))))[GROWTH] == 19


def test_a_new_meaning_moves_records_between_cells_and_leaves_the_whole_alone() -> None:
    # Four of the ten snows were called water until the name got another meaning: snow 2 → 6, water 9 → 19 without it.
    rows = by_cause(RECORDS, KEYS, meaning=moved(("snow", "B", 4), ("water", "A", -4)))
    cells = changes(decompose(rows, [*KEYS, "cause"]).parts, KEYS).set_index(list(KEYS))

    assert by_name(rows) == {SOURCE: 9, LATE: -3, AGAIN: 4, MEANING: 0, GROWTH: 14}
    assert cells[MEANING].to_dict() == {("water", "A"): -4, ("snow", "B"): 4}
    assert cells[GROWTH].to_dict() == {("water", "A"): 10, ("snow", "B"): 4}


def test_other_rules_move_records_beside_a_new_meaning_and_each_is_a_cause_of_its_own() -> None:
    # Of the snows 2 → 10 four came by a new meaning and three by other rules: two from water, one that had no topic.
    ruled = moved(("snow", "B", 3), ("water", "A", -2), ("none", "B", -1))
    rows = by_cause(RECORDS, KEYS, meaning=moved(("snow", "B", 4), ("water", "A", -4)), rules=ruled)
    cells = changes(decompose(rows, [*KEYS, "cause"]).parts, KEYS).set_index(list(KEYS))

    assert by_name(rows) == {SOURCE: 9, LATE: -3, AGAIN: 4, MEANING: 0, RULES: 0, GROWTH: 14}
    assert cells[RULES].to_dict() == {("water", "A"): -2, ("snow", "B"): 3, ("none", "B"): -1}
    assert cells[GROWTH].to_dict() == {("water", "A"): 12, ("snow", "B"): 1, ("none", "B"): 1}


def test_a_cell_holds_its_records_and_the_change_of_each_cause() -> None:
    found = decompose(by_cause(RECORDS, KEYS, season=moved(("snow", "B", 6.0))), [*KEYS, "cause"])
    cells = changes(found.parts, KEYS).set_index(list(KEYS))

    assert cells.loc[("water", "A"), ["before", "after", "change", *CAUSES]].tolist() == [
        10,
        29,
        19,
        9,
        0,
        0,
        4,
        0,
        0,
        0,
        0,
        6,
    ]
    assert cells.loc[("snow", "B"), ["before", "after", "change", *CAUSES]].tolist() == [
        5,
        10,
        5,
        0,
        0,
        -3,
        0,
        0,
        0,
        0,
        6,
        2,
    ]


@given(
    st.lists(ROW, min_size=1, max_size=12),
    st.none() | st.lists(NORM, max_size=8),
    st.none() | st.lists(MOVE, max_size=6),
)
def test_causes_sum_to_the_change_in_every_cell_and_in_whole(
    records: list[tuple], norms: list[tuple] | None, moves: list[tuple] | None
) -> None:
    each = {cause: counted(*[(*cell, b, a) for cell, b, a, own in records if own == cause]) for *_, cause in records}
    season, meaning = (None if rows is None else moved(*[(*c, n) for c, n in rows]) for rows in (norms, moves))
    found = decompose(by_cause(each, KEYS, season=season, meaning=meaning), [*KEYS, "cause"])

    assert found.before == sum(b for _, b, _, _ in records)
    assert found.after == sum(a for _, _, a, _ in records)
    assert sum(roll_up(found, ["cause"]).parts["change"]) == found.change
    cells = changes(found.parts, KEYS)
    assert (cells[[*CAUSES]].sum(axis=1) == cells["change"]).all()
    assert (cells[["before", "after"]] >= 0).all(axis=None)
