"""Parts of a change sum to the change, in records and in whole points."""

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from analysis.growth import bridge, decompose, main_cause, roll_up
from analysis.intervals import rate_ratio

COUNTS = pd.DataFrame(
    [
        ("water", "A", 10, 25),
        ("water", "B", 5, 15),
        ("water", "C", 5, 7),
        ("roads", "A", 60, 62),
        ("roads", "B", 20, 11),
        ("light", "C", 0, 20),
    ],
    columns=["topic", "place", "before", "after"],
)
KEYS = ("topic", "place")
ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 60), st.integers(0, 60)),
    min_size=1,
    max_size=12,
)


def frame(rows: list[tuple[str, str, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["topic", "place", "before", "after"])


def test_a_change_counted_by_hand() -> None:
    found = decompose(COUNTS, KEYS)

    assert (found.before, found.after, found.change, found.percent) == (100, 140, 40, 40)
    assert found.ratio == pytest.approx(1.4)
    topics = roll_up(found, ["topic"]).parts.set_index("topic")
    assert topics["change"].to_dict() == {"water": 27, "light": 20, "roads": -7}
    assert topics["whole_points"].to_dict() == {"water": 27, "light": 20, "roads": -7}
    assert list(topics.index) == ["water", "light", "roads"], "the largest in the direction of the whole first"


def test_points_that_do_not_divide_are_rounded_to_the_whole_per_cent() -> None:
    found = decompose(frame([("a", "x", 1, 2), ("b", "x", 1, 2), ("c", "x", 1, 2)]), ["topic"])

    assert found.percent == 100
    assert sorted(found.parts["whole_points"]) == [33, 33, 34]


def test_the_interval_is_that_of_two_poisson_counts_and_says_whether_it_is_chance() -> None:
    found = decompose(COUNTS, KEYS)

    assert (found.low, found.high) == pytest.approx(tuple(float(end) for end in rate_ratio(140, 100)))
    assert found.is_sure
    assert not decompose(COUNTS, KEYS, dispersion=6.0).is_sure, "storms of letters are no proof"


def test_a_longer_period_is_held_against_its_length() -> None:
    found = decompose(COUNTS, KEYS, time_ratio=2.0)

    assert found.ratio == pytest.approx(0.7)
    assert found.high < 1
    assert found.change == 40, "contributions are counted in records"


def test_a_count_worth_less_than_a_record_leaves_its_end_open() -> None:
    found = decompose(frame([("a", "x", 2, 2)]), ["topic"], dispersion=3.0)

    assert (found.low, found.high) == (0.0, np.inf)


def test_nothing_before_gives_no_percent_and_no_points() -> None:
    found = decompose(frame([("a", "x", 0, 4), ("b", "y", 0, 1)]), KEYS)

    assert found.percent is None
    assert np.isnan(found.ratio)
    assert found.parts["points"].isna().all()
    assert found.parts["whole_points"].isna().all()
    steps = bridge(found, KEYS, most=1)
    assert steps["change"].tolist() == [4, 1]
    assert steps["whole_points"].isna().all()


def test_an_unknown_count_is_refused_and_not_taken_for_zero() -> None:
    with pytest.raises(ValueError, match="known"):
        decompose(COUNTS.astype({"before": float}).replace({"before": {10.0: np.nan}}), KEYS)


def test_a_missing_key_is_a_part_of_its_own() -> None:
    found = decompose(pd.DataFrame({"topic": ["a", None], "before": [1, 2], "after": [1, 5]}), ["topic"])

    assert len(found.parts) == 2
    assert found.change == 3


def test_the_bridge_joins_the_smallest_steps_into_one_rest() -> None:
    steps = bridge(decompose(COUNTS, KEYS), KEYS, most=2)

    assert steps["change"].tolist() == [20, 15, 5]
    assert steps["parts"].tolist() == [1, 1, 4]
    assert steps["start"].tolist() == [100, 120, 135]
    assert steps["end"].tolist() == [120, 135, 140]
    assert pd.isna(steps["topic"].iloc[2])


def test_the_rest_is_rounded_as_a_step_and_not_as_the_sum_of_its_rounded_parts() -> None:
    # 267 became 296: +5.6, +5.6, +0.7 and three of −0.4. Rounded alone, the small ones would be 1, 0, 0 and 0.
    small = [("roads", "A", 20, 22), ("quiet", "A", 2, 2), *((f"less{i}", "A", 15, 14) for i in range(3))]
    counts = frame([("water", "A", 100, 115), ("light", "A", 100, 115), *small])

    steps = bridge(decompose(counts, KEYS), KEYS, most=2)

    assert steps["change"].tolist() == [15, 15, -1]
    assert sorted(steps["whole_points"]) == [0, 5, 6]


def test_the_main_cause_is_the_topic_and_the_fewest_places_that_hold_most_of_it() -> None:
    assert main_cause(decompose(COUNTS, KEYS).parts, "topic", "place") == ("water", ["A", "B"], 25)


def test_the_main_cause_of_a_fall_is_what_fell() -> None:
    turned = COUNTS.rename(columns={"before": "after", "after": "before"})

    assert main_cause(decompose(turned, KEYS).parts, "topic", "place") == ("water", ["A", "B"], -25)


@given(ROWS, st.integers(1, 5))
def test_parts_and_steps_sum_to_the_change_whatever_the_grouping(
    rows: list[tuple[str, str, int, int]], most: int
) -> None:
    found = decompose(frame(rows), KEYS)

    for keys in (["topic"], ["place"], list(KEYS)):
        parts, steps = roll_up(found, keys).parts, bridge(found, keys, most=most)
        assert parts["change"].sum() == steps["change"].sum() == found.change
        assert steps["start"].iloc[0] == found.before
        assert steps["end"].iloc[-1] == found.after
        assert steps["parts"].sum() == len(parts)
        if found.percent is not None:
            assert parts["whole_points"].sum() == steps["whole_points"].sum() == found.percent
            for each in (parts, steps):
                assert (each["whole_points"].astype(float) - each["points"]).abs().max() < 1 + 1e-6
            assert (parts.loc[parts["change"] == 0, "whole_points"] == 0).all(), "what did not change has no point"


@given(ROWS)
def test_turning_time_round_turns_the_change_and_the_interval_round(rows: list[tuple[str, str, int, int]]) -> None:
    there = decompose(frame(rows), KEYS)
    back = decompose(frame([(t, p, after, before) for t, p, before, after in rows]), KEYS)

    assert there.change == -back.change
    if there.before and there.after:
        assert there.low == pytest.approx(1 / back.high)
        assert there.high == pytest.approx(1 / back.low)


@given(ROWS, st.floats(1.0, 10.0))
def test_more_dispersion_never_makes_surer(rows: list[tuple[str, str, int, int]], dispersion: float) -> None:
    plain, wide = decompose(frame(rows), KEYS), decompose(frame(rows), KEYS, dispersion=dispersion)

    assert wide.low <= plain.low + 1e-9
    assert wide.high >= plain.high - 1e-9
