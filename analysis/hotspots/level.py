"""What each place is expected to write of a topic: its usual part of the topic, and what its own history says of it.

The usual part (the level) is learned from what the place writes of all other topics, without those of them that stand
out there: neither the topic in question nor one outbreak of another may raise or lower the measure.

Places differ lastingly in their topics. A place's expected part is therefore drawn towards its own history:
level × (a + y)/(a + e), y records of the topic before the window where the level gives e, 1/a the variance of such
factors among places, by moments. The factor itself is known no better than Gamma(a + y): the search allows for that.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betainc

from analysis.arrays import Flags, Integers, Numbers
from analysis.smoothing import GammaPrior, prior_by_likelihood

HISTORY_WEEKS = 104
ROUNDS = 6
OUTLYING = 1e-3
"""Chance of so many records or more, below which a topic stands out in a place and teaches nothing of its level."""
MOST_SQUARE = 20.0
"""Of a squared standardised deviation: one outbreak must not pass for a difference among all places."""
TYPICAL_VARIANCE = 0.04
PRIOR_CELLS = 40.0
"""Places that the district's variance of factors counts for beside a topic's own."""
SMALLEST_VARIANCE = 1e-6


@dataclass(frozen=True)
class Level:
    """All (topics, places). level: the usual part of each place in a topic, rows sum to 1; before, usual_before:
    records of the history and what the level gives for it; part: the expected part in the window, rows sum to 1;
    certainty: Gamma shape of that part, large where it is as good as known.
    """

    level: Numbers
    before: Integers
    usual_before: Numbers
    part: Numbers
    certainty: Numbers


def level_of(counts: Integers, population: Numbers, window: int) -> Level:
    """The expected parts of the last `window` weeks; counts (topics, places, weeks), population missing or 0 where
    unknown. The history is at most HISTORY_WEEKS long; without one the parts are those of the level.
    """
    weeks = counts.shape[2]
    history = counts[:, :, max(0, weeks - window - HISTORY_WEEKS) : weeks - window].sum(axis=2)
    rows = np.concatenate([history, counts[:, :, -window:].sum(axis=2)])
    kept = _typical_cells(rows)
    level, known = _level(rows, kept, population)
    usual = level * history.sum(axis=1, keepdims=True)
    variances = _variances_of_topics(rows, kept, level, is_known=bool(history.any()))
    shape = 1 / (variances[:, None] + 1 / known + _borrowed_variance(rows, variances)[:, None])
    part = level * (shape + history) / (shape + usual)
    return Level(level, history, usual, part / part.sum(axis=1, keepdims=True), shape + history)


def _borrowed_variance(rows: Integers, variances: Numbers) -> Numbers:
    """What the differences of the other topics leave in a level that is learned from them, (topics,)."""
    sizes = rows.reshape(2, len(variances), -1).sum(axis=(0, 2)).astype(float)
    squares = sizes**2 * variances
    return _ratio(squares.sum() - squares, (sizes.sum() - sizes) ** 2)


def _variances_of_topics(rows: Integers, kept: Flags, level: Numbers, *, is_known: bool) -> Numbers:
    """Variances of the topics from the history; without one from the window, as far as nothing stands out there."""
    history, window = rows[: len(level)], np.where(kept, rows, 0)[len(level) :]
    if is_known:
        return factor_variances(history, level * history.sum(axis=1, keepdims=True))
    parts = np.where(kept[len(level) :], level, 0.0)
    return factor_variances(window, parts * (window.sum(axis=1) / np.maximum(parts.sum(axis=1), 1e-12))[:, None])


def _level(rows: Integers, kept: Flags, population: Numbers) -> tuple[Numbers, Numbers]:
    """Parts of the places in every topic, learned without it, and their Gamma shapes: the records they were learned
    from and the prior's. rows: (2 × topics, places), history above window.
    """
    sizes, _ = _fit_margins(rows, kept)
    topics = len(rows) // 2
    records, exposure = (np.where(kept, values, 0.0) for values in (rows, sizes[:, None]))
    others = [x.sum(axis=0) - x[:topics] - x[topics:] for x in (records, exposure)]
    writes, prior = _writes(others[0], others[1], records.sum(axis=0), exposure.sum(axis=0), population)
    return writes / writes.sum(axis=1, keepdims=True), others[0] + prior


def _typical_cells(rows: Integers) -> Flags:
    """Which topics of a place keep step with its others. Judged anew each round, for one outbreak makes all other
    topics and places look low or high until it is left out. At first places write as they do of their middling topic
    and differ in nothing else: from an outbreak not yet left out one would learn that they differ very much.
    """
    expected, shape = rows.sum(axis=1, keepdims=True) * _middling(rows), 1 / SMALLEST_VARIANCE
    for _ in range(ROUNDS):
        kept = (rows == 0) | (_as_many(rows, expected, shape) > OUTLYING)
        sizes, writes = _fit_margins(rows, kept)
        expected = sizes[:, None] * writes
        shape = 1 / _variance(rows[kept], expected[kept])
    return kept


def _middling(rows: Integers) -> Numbers:
    """Part of each place in the district, as in its middling topic; half of its mean where that is none: a hamlet.

    Topics weigh by the root of their records: the one with the outbreak may hold most of them.
    """
    sizes = rows.sum(axis=1)
    parts = _ratio(rows, sizes[:, None])
    order = np.argsort(parts, axis=0, kind="stable")
    weights = np.cumsum(np.sqrt(sizes)[order], axis=0)
    at = (2 * weights < weights[-1]).sum(axis=0)
    median = np.take_along_axis(np.take_along_axis(parts, order, axis=0), at[None], axis=0)[0]
    mean = _ratio(rows.sum(axis=0), sizes.sum())
    middling = np.where(median > 0, median, mean / 2)
    return _ratio(middling, middling.sum())


def _as_many(rows: Integers, expected: Numbers, shape: float) -> Numbers:
    """Chance of so many records or more, negative binomial with this mean and shape."""
    mean = np.maximum(expected, np.finfo(float).tiny)
    chance: Numbers = np.where(rows > 0, betainc(np.maximum(rows, 1), shape, mean / (mean + shape)), 1.0)
    return chance


def _fit_margins(rows: Integers, kept: Flags) -> tuple[Numbers, Numbers]:
    """Sizes of the rows and what the places write (summing to 1): their products fit the margins of the kept cells."""
    y = np.where(kept, rows, 0.0)
    sizes, writes = y.sum(axis=1), np.full(rows.shape[1], 1.0 / rows.shape[1])
    for _ in range(4 * ROUNDS):
        writes = _ratio(y.sum(axis=0), (kept * sizes[:, None]).sum(axis=0))
        writes = _ratio(writes, writes.sum())
        sizes = _ratio(y.sum(axis=1), (kept * writes).sum(axis=1))
    return sizes, writes


def _ratio(above: Any, below: Any) -> Numbers:
    result: Numbers = np.divide(
        above, below, out=np.zeros(np.broadcast_shapes(np.shape(above), np.shape(below))), where=below > 0
    )
    return result


def _writes(
    records: Numbers, exposure: Numbers, all_records: Numbers, all_exposure: Numbers, population: Numbers
) -> tuple[Numbers, float]:
    """Records a place writes per record of the topics it was learned from: its smoothed rate × residents; and the
    shape of the prior that smooths.

    Where residents are not known, its records with half a record of a middling place beside them.
    """
    people = np.where(np.nan_to_num(population) > 0, population, np.nan)
    mean = max(float(all_records.sum()), 0.5) / max(float(all_exposure.sum()), 0.5)
    alone = (records + 0.5) / (exposure + 0.5 / mean)
    known = ~np.isnan(people) & (all_exposure > 0)
    if not known.any():
        return alone, 0.5
    prior: GammaPrior = prior_by_likelihood(all_records[known], (people * all_exposure)[known])
    smoothed = people * (records + prior.shape) / (people * exposure + prior.rate)
    return np.where(np.isnan(smoothed), alone, smoothed), prior.shape


def factor_variances(records: Integers, expected: Numbers) -> Numbers:
    """Variance of what places lastingly have more or less of each topic, (topics,): the topic's own and the district's,
    each as far as its places can tell.
    """
    whole = _variance(records, expected)
    v = max(whole, TYPICAL_VARIANCE)
    telling = (v * expected / (1 + v * expected)) ** 2
    cells = telling.sum(axis=1)
    own = np.array([_variance(y, e) for y, e in zip(records, expected, strict=True)])
    return (PRIOR_CELLS * whole + cells * own) / (PRIOR_CELLS + cells)


def _variance(records: Integers, expected: Numbers) -> float:
    """By moments: (y − e)² has mean e + v·e². Cells weigh as they tell v, the largest deviations are cut."""
    known = expected > 0
    if not known.any():
        return SMALLEST_VARIANCE
    v, y, e = TYPICAL_VARIANCE, records[known].astype(float), expected[known]
    for _ in range(2 * ROUNDS):
        spread = e + v * e**2
        square = np.minimum((y - e) ** 2, MOST_SQUARE * spread)
        weight = 1 / spread**2
        v = max(float((weight * e**2 * (square - e)).sum() / (weight * e**4).sum()), SMALLEST_VARIANCE)
    return v
