"""A quick part of what intervals, medians, ranks, funnels, candidates, misses, effects and the like promise."""

import pytest

from bench.trials import (
    Effort,
    candidates,
    completeness,
    effects,
    funnel,
    intervals,
    medians,
    misses,
    ranks,
    recipient_index,
)
from bench.trials.intervals import LEAST


@pytest.mark.parametrize(
    "method",
    [intervals, medians, ranks, recipient_index, funnel, candidates, misses, effects, completeness],
    ids=lambda m: m.TRIAL.name,
)
def test_no_promise_is_missed_beyond_chance(method) -> None:
    figures = method.run(Effort(seed=0, is_quick=True))

    assert [figure.name for figure in figures if figure.is_missed] == []


def test_an_interval_of_nothing_is_a_missed_promise(monkeypatch) -> None:
    monkeypatch.setattr(intervals, "KINDS", {"empty": ("пустой", lambda rng, n, runs: [False] * runs, (5,))})
    (figure,) = intervals.run(Effort(is_quick=True))

    assert figure.low == LEAST
    assert figure.is_missed


def test_another_seed_plants_other_data() -> None:
    one, other = (intervals.coverage(("share", 5, seed, 200)) for seed in (0, 1))

    assert one != other
    assert one == intervals.coverage(("share", 5, 0, 200))
