"""Ranges of places: all of a table right at once, equals not told apart, and no wider than need be."""

import numpy as np
import pandas as pd

from analysis.ranking import rank_ranges
from analysis.survival import kaplan_meier
from answers.ranks import ends
from bench.planted import measured, tables
from bench.trials import Effort, Figure, Trial, mean, share
from data.metrics import intervals, metric

OVERLAP = 19.3
"""Places between best and worst in a table of `tables.spread` when intervals that overlap are not told apart and all
kinds stand in one list: how it was, on 600 tables of seeds from 1000 on.
"""

MEDIAN = metric("resolution_median_days")


def _ranges(table: tables.Table) -> np.ndarray:
    low, high = intervals.wilson(table.hits, table.among)
    return rank_ranges(table.hits / table.among, low, high, higher_is_better=True, peers=table.kind)


def covers(ranges: np.ndarray, true: np.ndarray, kind: np.ndarray) -> bool:
    """Whether every range holds every place its member may be said to have."""
    peer = kind[:, None] == kind
    best = 1 + (peer & (true[None, :] > true[:, None])).sum(axis=1)
    worst = (peer & (true[None, :] >= true[:, None])).sum(axis=1)
    return bool(((ranges[:, 0] <= best) & (ranges[:, 1] >= worst)).all())


def spread(item: tuple[int, int]) -> tuple[bool, float]:
    """Of one table of a district: whether all ranges are right, and how wide they are."""
    table = tables.spread(np.random.default_rng([*item, 1]))
    ranges = _ranges(table)
    return covers(ranges, table.true, table.kind), float((ranges[:, 1] - ranges[:, 0]).mean())


def shares_of_equals(item: tuple[int, int]) -> bool:
    """Whether any two of a table of equals were told apart."""
    table = tables.equals(np.random.default_rng([*item, 2]))
    return not covers(_ranges(table), table.true, table.kind)


def medians_of_equals(item: tuple[int, int]) -> bool:
    """The same by medians of 12 groups with lives of one kind."""
    rng = np.random.default_rng([*item, 3])
    sizes = np.maximum(rng.lognormal(3.3, 0.8, 12).astype(int), 5)
    every = measured.lives(rng, int(sizes.sum()))
    rows = np.split(np.arange(sizes.sum()), np.cumsum(sizes)[:-1])
    curves = [kaplan_meier(every.days[one], every.is_closed[one]) for one in rows]
    names = {MEDIAN.id: "median", f"{MEDIAN.id}_low": "median_low", f"{MEDIAN.id}_high": "median_high"}
    frame = pd.DataFrame({name: [getattr(curve, own) for curve in curves] for name, own in names.items()})
    ranges = rank_ranges(frame[MEDIAN.id], *ends(frame, MEDIAN), higher_is_better=False)
    return bool((ranges != [1, len(curves)]).any())


def run(effort: Effort) -> list[Figure]:
    """Coverage and width where recipients differ, mistakes where they do not."""
    seeds = [(effort.seed, number) for number in range(effort.runs(400, 20))]
    right, width = zip(*effort.each(spread, seeds), strict=True)
    return [
        Figure("все места таблицы верны", *share(right), low=0.88),
        Figure("равные: кто-то различён по долям", *share(list(effort.each(shares_of_equals, seeds))), high=0.12),
        Figure("равные: кто-то различён по медианам", *share(list(effort.each(medians_of_equals, seeds))), high=0.12),
        Figure("ширина промежутка, мест", *mean(width), high=OVERLAP * 2 / 3, is_share=False),
    ]


TRIAL = Trial("ranks", "места среди сверстников верны все сразу и различают не случай", run)
