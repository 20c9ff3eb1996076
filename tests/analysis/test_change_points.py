"""When the level of a series changed."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.change_points import change_points


def test_one_jump_is_found_where_it_is_with_the_levels_around_it() -> None:
    y = np.random.default_rng(0).poisson([3.0] * 30 + [9.0] * 22)
    found = change_points(y)

    assert len(found) == 1
    assert abs(found[0].at - 30) <= 1
    assert [found[0].before, found[0].after] == pytest.approx([3, 9], abs=1.5)


def test_a_level_series_rarely_shows_a_change() -> None:
    rng = np.random.default_rng(1)

    assert np.mean([bool(change_points(rng.poisson(4.0, 104))) for _ in range(200)]) < 0.05


def test_a_season_is_not_a_change_when_the_norm_knows_it() -> None:
    season = np.where(np.arange(104) % 52 < 13, 4.0, 1.0)
    y = np.random.default_rng(2).poisson(5 * season)

    assert change_points(y, norm=season) == []
    assert len(change_points(y)) >= 2


def test_bursts_are_not_changes_of_level() -> None:
    rng = np.random.default_rng(3)
    found = [bool(change_points(rng.poisson(4 * rng.gamma(1.0, 1.0, 104)))) for _ in range(100)]

    assert np.mean(found) < 0.1


def test_a_short_series_has_no_changes() -> None:
    assert change_points([1, 9, 9]) == []


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 12), min_size=6, max_size=12), st.floats(0.5, 8))
def test_no_other_split_is_better(y: list[int], penalty: float) -> None:
    counts = np.array(y, dtype=float)

    def cost(starts: tuple[int, ...]) -> float:
        edges = [0, *starts, len(y)]
        total = penalty * len(starts)
        for a, b in pairwise(edges):
            c = counts[a:b].sum()
            total += -2 * (c * np.log(c / (b - a)) - c) if c else 0.0
        return total

    allowed = [
        starts
        for k in range(4)
        for starts in combinations(range(2, len(y) - 1), k)
        if all(b - a >= 2 for a, b in zip((0, *starts), (*starts, len(y)), strict=True))
    ]
    ours = tuple(change.at for change in change_points(y, penalty=penalty, shortest=2))
    best = min(map(cost, allowed))
    assert cost(ours) <= best + 1e-6
