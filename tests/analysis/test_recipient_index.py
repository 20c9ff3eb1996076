"""The index of a recipient: what it is made of, what places it allows, what weights do to it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import recipient_index
from analysis.recipient_index import Component, alike, index, movement, places_by_weights
from analysis.standardisation import wilson

NAN = float("nan")


def component(weight: float, *pairs: tuple[float, float]) -> Component:
    """pairs: share and cases of each member."""
    value, among = np.array(pairs, dtype=float).T
    low, high = wilson(value, among, 1.6448536)
    return Component(value, low, high, among, weight)


def test_each_part_is_shrunk_towards_the_mean_of_its_peers() -> None:
    made = index([component(1, (0.9, 90), (0.4, 10), (0.1, 5))], ["a", "a", "b"])

    mean = (0.9 * 90 + 0.4 * 10) / 100
    assert made.parts[:, 0] == pytest.approx([(81 + 10 * mean) / 100, (4 + 10 * mean) / 20, 0.1])
    assert made.index == pytest.approx(100 * made.parts[:, 0])


def test_the_index_is_the_weighted_sum() -> None:
    made = index([component(35, (0.9, 1e6), (0.8, 1e6)), component(15, (0.5, 1e6), (0.7, 1e6))], [*"aa"])

    assert made.index == pytest.approx([100 * (0.7 * 0.9 + 0.3 * 0.5), 100 * (0.7 * 0.8 + 0.3 * 0.7)], abs=0.01)


def test_a_component_that_no_peer_has_gives_its_weight_to_the_others() -> None:
    parts = [component(35, (0.9, 50), (0.8, 50), (0.7, 50)), component(15, (NAN, 0), (NAN, 0), (0.5, 20))]
    made = index(parts, ["a", "a", "b"])

    assert made.weights.tolist() == [[1, 0], [1, 0], [0.7, 0.3]]
    assert np.isnan(made.parts[0, 1])


def test_who_alone_lacks_a_component_gets_the_mean_of_its_peers_and_their_whole_spread() -> None:
    made = index([component(1, (0.9, 200), (0.6, 200), (NAN, 0))], [*"aaa"])

    assert made.parts[2, 0] == pytest.approx(0.75)
    assert made.error[2] > 10
    assert made.error[2] > 5 * made.error[0]


def test_without_any_component_there_is_no_index_and_any_place() -> None:
    made = index([component(1, (NAN, 0), (0.5, 20), (0.9, 900))], ["b", "a", "a"])

    assert np.isnan(made.index[0])
    assert made.places(["b", "a", "a"])[0].tolist() == [1, 1]


def test_five_of_five_does_not_stand_before_ninety_five_of_a_hundred() -> None:
    made = index([component(1, (1.0, 5), (0.95, 300), (0.7, 300))], [*"aaa"])

    assert made.index[1] > made.index[0]
    assert made.places([*"aaa"]).tolist() == [[1, 3], [1, 2], [2, 3]]


def test_weights_do_not_matter_to_who_is_better_in_everything() -> None:
    parts = [component(35, (0.9, 99), (0.8, 99), (0.79, 99)), component(15, (0.9, 99), (0.4, 99), (0.424, 99))]
    made = index(parts, [*"aaa"])

    assert places_by_weights(made, [*"aaa"], (35, 15)).tolist() == [[1, 1], [2, 3], [2, 3]]
    assert places_by_weights(made, [*"aab"], (35, 15)).tolist() == [[1, 1], [2, 2], [1, 1]]


def test_movement_sums_to_the_change_of_the_index() -> None:
    now = index([component(35, (0.9, 50), (0.8, 40)), component(15, (NAN, 0), (NAN, 0))], [*"aa"])
    before = index([component(35, (0.7, 60), (0.8, 30)), component(15, (0.6, 20), (0.4, 9))], [*"aa"])

    moved = movement(now, before)
    assert moved.sum(axis=1) == pytest.approx(now.index - before.index)
    assert (moved[:, 1] < 0).all()


def test_neighbours_are_alike_until_one_is_surely_worse_than_the_first() -> None:
    ranges = np.array([[3, 4], [1, 2], [1, 3], [2, 4], [5, 5]])

    assert [group.tolist() for group in alike(ranges)] == [[1, 2, 3], [0], [4]]


SHARES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 200), st.floats(0, 1), st.integers(0, 200), st.sampled_from("ab")),
    min_size=1,
    max_size=9,
)


@settings(max_examples=40, deadline=None)
@given(SHARES)
def test_every_index_lies_within_its_scale_and_every_member_in_one_group(rows) -> None:
    one, other = (
        component(w, *((r[i], r[i + 1]) if r[i + 1] else (NAN, 0) for r in rows)) for w, i in ((35, 0), (5, 2))
    )
    peers = [row[4] for row in rows]
    made = index([one, other], peers)
    known = np.isfinite(made.index)

    assert ((made.index[known] >= -1e-9) & (made.index[known] <= 100 + 1e-9)).all()
    assert made.weights[known].sum(axis=1) == pytest.approx(1)
    assert sorted(np.concatenate(alike(made.places(peers)))) == list(range(len(rows)))
    places = places_by_weights(made, peers, (35, 5))
    assert (places[:, 0] <= places[:, 1]).all()


def test_places_by_weights_are_the_same_every_time() -> None:
    made = index([component(35, (0.9, 99), (0.8, 99)), component(15, (0.4, 99), (0.8, 99))], [*"aa"])
    first = places_by_weights(made, [*"aa"], (35, 15))

    assert recipient_index.DRAWS == 1000
    assert (places_by_weights(made, [*"aa"], (35, 15)) == first).all()
