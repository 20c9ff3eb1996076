"""An order that anybody can recount, and how far it depends on the weights."""

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from analysis.priority import DEFAULT_WEIGHTS, MEASURES, prioritise

EQUAL = dict.fromkeys(MEASURES, 1.0)
PART = st.floats(0, 1)
CANDIDATES = st.lists(st.tuples(st.floats(0, 9000), PART, st.floats(0, 20), PART), min_size=1, max_size=8)


def only(measure: str) -> dict[str, float]:
    return {name: float(name == measure) for name in MEASURES}


def columns(rows: list[tuple[float, ...]]) -> Any:
    return np.array(rows, dtype=float).T


def test_a_score_counted_by_hand() -> None:
    found = prioritise([0, 10_001**0.5 - 1], [0.5, 1.0], [3.0, 0.4], [1.0, 0.5], weights=EQUAL)

    assert found.parts.tolist() == [pytest.approx([0, 0.5, 0.5, 1.0]), pytest.approx([0.5, 1, 0, 0.5])]
    assert found.score == pytest.approx([0.5, 0.5])
    assert found.rank.tolist() == [1, 1]


def test_two_keep_their_order_when_a_third_with_more_people_is_added() -> None:
    # The first has fewer people and lasts longer; with its people held against 9000 instead of 900 it fell behind.
    two: list[tuple[float, ...]] = [(30, 0.70, 1.0, 0.5), (900, 0.18, 1.0, 0.5)]
    alone, among = (prioritise(*columns(rows)).rank[:2] for rows in (two, [*two, (9000, 0.1, 1.0, 0.5)]))

    assert (alone[0] < alone[1]) == (among[0] < among[1])


@given(CANDIDATES, CANDIDATES)
def test_what_else_is_on_the_list_never_changes_a_score_or_turns_two_round(
    rows: list[tuple[float, ...]], others: list[tuple[float, ...]]
) -> None:
    alone, among = (prioritise(*columns(some), draws=5) for some in (rows, rows + others))

    assert among.score[: len(rows)] == pytest.approx(alone.score, abs=1e-12)
    order = np.sign(alone.rank[:, None] - alone.rank)
    assert np.array_equal(order, np.sign(among.rank[: len(rows), None] - among.rank[: len(rows)]))


def test_growth_within_the_norm_adds_nothing_and_twice_the_norm_a_third() -> None:
    parts = prioritise([1] * 3, [0] * 3, [0.2, 1.0, 2.0], [0] * 3).parts[:, MEASURES.index("growth")]

    assert parts == pytest.approx([0, 0, 1 / 3])


def test_the_scale_of_the_weights_does_not_matter() -> None:
    rows = columns([(500, 0.2, 1.5, 1), (8000, 0.9, 1.0, 0), (60, 1.0, 4.0, 0.5)])
    tenfold = {name: 10 * weight for name, weight in DEFAULT_WEIGHTS.items()}

    assert prioritise(*rows).score == pytest.approx(prioritise(*rows, weights=tenfold).score)


def test_a_weight_of_zero_stays_zero_in_every_trial() -> None:
    found = prioritise([10, 1000], [1, 0], [9, 1], [1, 0], weights=only("people"))

    assert found.rank.tolist() == found.best.tolist() == found.worst.tolist() == [2, 1]


def test_a_candidate_better_in_everything_is_first_under_any_weights() -> None:
    found = prioritise([900, 90, 50], [0.9, 0.5, 0.6], [5, 2, 1], [1, 0.5, 0], top=1)

    assert (found.best[0], found.worst[0], found.in_top[0]) == (1, 1, 1.0)


def test_two_that_each_win_by_one_measure_change_places_under_other_weights() -> None:
    found = prioritise([1000, 1000], [1, 0], [1, 1], [0, 1], weights=EQUAL, top=1)

    assert found.best.tolist() == [1, 1]
    assert found.worst.tolist() == [2, 2]
    assert found.in_top == pytest.approx([0.5, 0.5], abs=0.06)


def test_equal_scores_share_the_better_place() -> None:
    assert prioritise([5, 5, 1], [0.1] * 3, [1] * 3, [1] * 3).rank.tolist() == [1, 1, 3]


def test_a_missing_measure_leaves_without_a_place_and_pushes_nobody() -> None:
    found = prioritise([100, np.nan, 10], [0.5] * 3, [1] * 3, [1] * 3)

    assert found.rank.tolist() == [1, 0, 2]
    assert (found.best[1], found.worst[1]) == (0, 0)
    assert np.isnan([found.score[1], found.in_top[1]]).all()


def test_no_candidates_make_an_empty_order() -> None:
    found = prioritise([], [], [], [])

    assert (len(found.rank), len(found.in_top), found.parts.shape) == (0, 0, (0, 4))


@pytest.mark.parametrize(
    "weights",
    [
        {},
        {**EQUAL, "charm": 1.0},
        {**EQUAL, "people": -1.0},
        dict.fromkeys(MEASURES, 0.0),
        {**EQUAL, "people": float("nan")},
    ],
)
def test_weights_that_make_no_sense_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        prioritise([1], [1], [1], [1], weights=weights)


@given(CANDIDATES)
def test_places_and_parts_stay_within_their_bounds(rows: list[tuple[float, ...]]) -> None:
    found = prioritise(*columns(rows), draws=60)

    assert ((found.parts >= 0) & (found.parts <= 1 + 1e-12)).all()
    assert ((found.best >= 1) & (found.best <= found.worst) & (found.worst <= len(rows))).all()
    assert ((found.in_top >= 0) & (found.in_top <= 1)).all()
    by_place = found.score[np.argsort(found.rank, kind="stable")]
    assert (np.diff(by_place) <= 1e-9).all(), "a better place never has a lower score"


@given(CANDIDATES, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_rows(rows: list[tuple[float, ...]], chance: Any) -> None:
    turned = list(range(len(rows)))
    chance.shuffle(turned)
    one, other = (prioritise(*columns(some), draws=40) for some in (rows, [rows[i] for i in turned]))

    assert one.rank[turned].tolist() == other.rank.tolist()
    assert one.best[turned].tolist() == other.best.tolist()


@given(CANDIDATES, st.floats(0, 1))
def test_longer_trouble_never_lowers_a_candidate(rows: list[tuple[float, ...]], more: float) -> None:
    better = [(rows[0][0], max(rows[0][1], more), *rows[0][2:]), *rows[1:]]

    assert prioritise(*columns(better), draws=5).rank[0] <= prioritise(*columns(rows), draws=5).rank[0]
