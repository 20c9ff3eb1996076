"""Intervals are judged on what the door is given and on truths of every kind."""

import numpy as np
import pytest

from bench.planted import measured
from bench.trials import Effort, intervals


def test_records_of_one_age_are_one_row_as_the_door_counts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[np.ndarray, ...]] = []
    real = intervals.survival.quantiles

    def seen(*rows):
        asked.append(rows)
        return real(*rows)

    monkeypatch.setattr(intervals.survival, "quantiles", seen)

    intervals.coverage(("median", 30, 0, 50))

    ((of, days, ended, waiting, groups, _),) = asked
    assert len(set(zip(of, days, strict=True))) == len(of) < 30 * groups
    assert (ended + waiting).sum() == 30 * groups


@pytest.mark.parametrize("kind", intervals.ONE_SIDED)
@pytest.mark.parametrize("n", [30, 100])
def test_at_least_so_many_problems_were_told_by_nobody(kind: str, n: int) -> None:
    assert np.mean(intervals.coverage((kind, n, 0, 300))) >= intervals.LEAST


def test_problems_noticed_unequally_differ_more_than_alike_ones() -> None:
    alike, unequal = (measured.reporters(np.random.default_rng(2), 5000, alike=alike)[0] for alike in (True, False))

    assert unequal.var() / unequal.mean() > 1 > alike.var() / alike.mean()


def test_a_lower_bound_may_hold_always_while_an_interval_may_not() -> None:
    found = {one.name: one.high for one in intervals.run(Effort(is_quick=True))}

    unseen = [high for name, high in found.items() if "не сообщил никто" in name]
    assert unseen and set(unseen) == {None}
    assert found["доля, n = 30"] == intervals.MOST
