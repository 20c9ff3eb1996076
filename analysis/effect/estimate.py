"""The change in one place against its donors, with an interval that holds for rare events, and a verdict in words.

Two intervals are asked and the wider is told. Blocks: Student's interval of the contrast (`analysis.effect.blocks`).
Placebo in space: the same contrast of every donor as if it had been treated; the k-th smallest of their sizes, with
k = ⌈0.9 (donors + 1)⌉, is what a place like these moves by when nothing is done. Donors are places of a third to three
times the records expected of this one; with fewer than nine of them no placebo can speak at 90 %, and blocks alone are
told, against all places that have records.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np

from analysis.arrays import Integers, Numbers
from analysis.effect.blocks import contrast, placebo, whole_blocks

FEWEST_DONORS = 9
MOST_DONORS_APART = 3.0
FEWEST_BLOCKS_BEFORE = 4
FEWEST_RECORDS = 5
"""Records before the start, in the place and in its donors each; fewer tell nothing."""


class Verdict(StrEnum):
    """What may be said of a change."""

    FELL = "снизилось"
    ROSE = "стало больше"
    DID_NOT_FALL = "не снизилось"
    NOT_PROVED = "не доказано"
    FEW_DATA = "недостаточно данных"


@dataclass(frozen=True)
class Series:
    """counts: records (units, weeks), no gaps; treated: the unit where something was done; start: the week it began
    in, which may lie outside. target: the change wished, −0.3 for thirty per cent less; missing without one.
    """

    counts: Numbers
    treated: int
    start: int
    target: float | None = None


@dataclass(frozen=True)
class Effect:
    """change, low, high: relative, −0.56 is 56 % less; the ends are those of a 90 % interval. method: whose interval
    it is; donors: how many places it was compared with. Without enough data only verdict and donors are there.
    """

    verdict: Verdict
    donors: int
    change: float | None = None
    low: float | None = None
    high: float | None = None
    method: Literal["blocks", "placebo"] | None = None


def estimate(series: Series) -> Effect:
    """The effect of what began at `series.start`; no chance is drawn: equal series give equal effects."""
    sums, before = whole_blocks(series.counts, min(max(series.start, 0), series.counts.shape[1]))
    donors, has_placebo = _donors(sums, series.treated, before)
    if not _is_enough(sums, before, series, donors):
        return Effect(Verdict.FEW_DATA, len(donors))
    place = contrast(sums[series.treated], sums[donors].sum(axis=0), before)
    ends, method = place.ends(is_alone=not has_placebo), "blocks"
    if has_placebo:
        moved = float(placebo(sums[donors], before))
        if 2 * moved > ends[1] - ends[0]:
            ends, method = (place.change - moved, place.change + moved), "placebo"
    return _told(series.target, len(donors), method, *(float(np.expm1(one)) for one in (place.change, *ends)))


def _told(target: float | None, donors: int, method: str, change: float, low: float, high: float) -> Effect:
    verdict = Verdict.NOT_PROVED
    if high < 0:
        verdict = Verdict.FELL
    elif low > 0:
        verdict = Verdict.ROSE
    elif target is not None and low > target:
        verdict = Verdict.DID_NOT_FALL
    return Effect(verdict, donors, change, low, high, method)  # type: ignore[arg-type]


def _donors(sums: Numbers, treated: int, before: int) -> tuple[Integers, bool]:
    """Units to compare with, and whether they are like enough and many enough for placebos."""
    records = sums[:, :before].sum(axis=1)
    others = np.flatnonzero((records > 0) & (np.arange(len(sums)) != treated))
    times = records[others] / max(records[treated], 1.0)
    like = others[(times >= 1 / MOST_DONORS_APART) & (times <= MOST_DONORS_APART)]
    return (like, True) if len(like) >= FEWEST_DONORS else (others, False)


def _is_enough(sums: Numbers, before: int, series: Series, donors: Integers) -> bool:
    if not 0 < series.start < series.counts.shape[1] or before < FEWEST_BLOCKS_BEFORE or sums.shape[1] == before:
        return False
    records = sums[:, :before].sum(axis=1)
    return bool(records[series.treated] >= FEWEST_RECORDS and records[donors].sum() >= FEWEST_RECORDS)
