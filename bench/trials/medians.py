"""Quantiles of many groups asked at once: equal to exact fractions, and a group's answer is its own."""

from fractions import Fraction

import numpy as np

from bench.planted import durations
from bench.trials import Effort, Figure, Trial, share
from data.metrics import survival

QUANTILES = (Fraction(1, 2), Fraction(9, 10))


def _asked(found: durations.Groups, quantile: Fraction) -> np.ndarray:
    rows = (found.group, found.duration, found.ended, found.waiting)
    return np.array(survival.quantiles(*rows, found.size, float(quantile)))


def _alone(found: durations.Groups, one: int) -> durations.Groups:
    rows = found.group == one
    parts = (found.duration[rows], found.ended[rows], found.waiting[rows])
    return durations.Groups(np.zeros(int(rows.sum()), dtype=np.int64), *parts, 1)


def wrong(item: tuple[int, int, Fraction]) -> tuple[list[bool], list[bool]]:
    """Of one draw of groups: which differ from the fractions; which of every fiftieth answers otherwise alone."""
    seed, size, quantile = item
    found = durations.groups(np.random.default_rng([seed, size, quantile.denominator]), size)
    told = _asked(found, quantile)
    differs = ~np.isclose(told[0], durations.exact(found, quantile), rtol=0, atol=0, equal_nan=True)
    alone = [_asked(_alone(found, one), quantile)[:, 0] for one in range(0, size, 50)]
    turned = [not np.array_equal(told[:, 50 * i], answer, equal_nan=True) for i, answer in enumerate(alone)]
    return differs.tolist(), turned


def run(effort: Effort) -> list[Figure]:
    """Two figures for each quantile; both must be nothing at all."""
    size = effort.runs(22_040, 1_000)
    made = effort.each(wrong, [(effort.seed, size, quantile) for quantile in QUANTILES])
    figures = []
    for quantile, (differs, turned) in zip(QUANTILES, made, strict=True):
        name = f"квантиль {float(quantile):g}"
        figures.append(Figure(f"{name}: не равен точному".replace(".", ","), *share(differs), high=0.0))
        figures.append(Figure(f"{name}: один и среди других — разный".replace(".", ","), *share(turned), high=0.0))
    return figures


TRIAL = Trial("medians", "медиана группы точна и не зависит от других групп", run)
