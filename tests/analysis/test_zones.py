"""Circles of neighbouring places."""

import numpy as np
import pytest

from analysis.zones import circles, distances_km, nearest, neighbours
from tests.analysis.district import lattice


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert distances_km([53, 54], [90, 90])[0, 1] == pytest.approx(111.19, abs=0.01)


def test_two_places_at_one_point_are_each_nearest_to_themselves() -> None:
    assert nearest(distances_km([53, 53, 54], [90, 90, 90]))[:, 0].tolist() == [0, 1, 2]


def test_every_place_alone_is_a_zone_even_when_it_holds_most_people() -> None:
    zones = circles(lattice(2), [90, 4, 3, 3], max_share=0.5)
    alone = zones[zones.sum(axis=1) == 1]

    assert sorted(alone.argmax(axis=1).tolist()) == [0, 1, 2, 3]


def test_circles_are_distinct_and_hold_at_most_their_share() -> None:
    weight = np.arange(1, 17, dtype=float)
    zones = circles(lattice(), weight, max_share=0.4)

    assert len(np.unique(zones, axis=0)) == len(zones)
    several = zones[zones.sum(axis=1) > 1]
    assert ((several @ weight) / weight.sum() <= 0.4 + 1e-9).all()


def test_circles_can_be_held_to_a_number_of_places() -> None:
    assert circles(lattice(), np.ones(16), max_places=3).sum(axis=1).max() == 3


def test_an_unknown_population_takes_no_room_in_a_circle() -> None:
    weight = np.full(16, np.nan)
    weight[:4] = 1

    assert circles(lattice(), weight, max_share=0.25).sum(axis=1).max() > 1


def test_neighbours_are_mutual_and_nobody_is_his_own() -> None:
    linked = neighbours(lattice(), 3)

    assert (linked == linked.T).all()
    assert not linked.diagonal().any()
    assert (linked.sum(axis=1) >= 3).all()
