"""Shares made comparable between members with different mixes of topics (indirect standardisation).

    expected = Σ over strata (cases of the member there × rate of all others there)
    standardised share = (counted / expected) × rate that the others would have with the mix of all

The rate of others in a stratum is shrunk towards their rate over all strata, (hits + 10·rate)/(cases + 10): a topic
that nobody else answers for says nothing of its difficulty, so there the member is held against everybody; with its
own cases in the rate it would be its own yardstick, and the only road department could never be found slow. What is
counted is the rarer of the two outcomes (hits or misses), so that a ratio cannot lift a share of 95 % above 100 %.

Breslow N., Day N. Statistical methods in cancer research. Vol. II. IARC, 1987. Ch. 2.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis.arrays import Integers, Numbers, numbers
from analysis.intervals import LEVEL

SHRINKAGE = 10.0
"""Cases that the rate over all strata is worth in one stratum."""


@dataclass(frozen=True)
class Standardised:
    """One value per member. raw, share: hits over cases as counted and for the common mix; missing without cases.
    low, high: 90 % interval of `share`; among: cases; expected: share that the others' rates give for the member's mix;
    elsewhere: part of its cases in strata where others have cases as well; overall: the rate of all as counted.
    """

    raw: Numbers
    share: Numbers
    low: Numbers
    high: Numbers
    among: Numbers
    expected: Numbers
    elsewhere: Numbers
    overall: float

    def of(self, rows: Any) -> "Standardised":
        """The same of some members."""
        raw, share, low, high = (values[rows] for values in (self.raw, self.share, self.low, self.high))
        among, expected, elsewhere = (values[rows] for values in (self.among, self.expected, self.elsewhere))
        return Standardised(raw, share, low, high, among, expected, elsewhere, self.overall)


def indirect(
    hits: Any, among: Any, member: Any, stratum: Any, members: int, whole: tuple[Any, Any] | None = None
) -> Standardised:
    """Members made comparable.

    hits, among: per cell of member and stratum, a missing one counts as nothing; member, stratum: numbers of the cell's
    member (0 … members − 1) and stratum (0 …). A member alone, or one without cases elsewhere, stays as it is.
    whole: hits and cases of each member where one case may lie in several strata, missing where the cells say them:
    what was counted and how much stands behind it is of cases, only the mix is of cells.
    """
    counted, cases = (_table(values, member, stratum, members) for values in (hits, among))
    told, nothing = (counted.sum(axis=1), cases.sum(axis=1)), np.full(members, np.nan)
    own, n = (np.where(np.isnan(w), of, w) for w, of in zip(whole or (nothing, nothing), told, strict=True))
    total = cases.sum()
    overall = float(counted.sum() / total) if total else np.nan
    if overall > 0.5:
        return _of_misses(_standardised(cases - counted, cases, n - own, n, 1 - overall))
    return _standardised(counted, cases, own, n, overall)


def _table(values: Any, member: Any, stratum: Any, members: int) -> Numbers:
    rows, columns = np.asarray(member, dtype=np.int64), np.asarray(stratum, dtype=np.int64)
    made = np.zeros((members, int(columns.max(initial=0)) + 1))
    np.add.at(made, (rows, columns), np.nan_to_num(numbers(values)))
    return made


def _standardised(counted: Numbers, cases: Numbers, own: Numbers, n: Numbers, overall: float) -> Standardised:
    mix = cases.sum(axis=1)
    others, behind = counted.sum(axis=0) - counted, cases.sum(axis=0) - cases
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = others.sum(axis=1, keepdims=True) / behind.sum(axis=1, keepdims=True)
        rate = np.where(np.isnan(rate), overall, rate)
        rates = (others + SHRINKAGE * rate) / (behind + SHRINKAGE)
        raw, expected = own / n, (cases * rates).sum(axis=1) / mix
        common = (cases.sum(axis=0) * rates).sum(axis=1) / cases.sum()
        factor = np.where(expected > 0, common / expected, 1.0)
        chance = (
            rates * (1 - rates) * behind / (behind + SHRINKAGE) ** 2
        )  # a topic of one's own adds none: a convention
        error = np.sqrt((cases**2 * chance).sum(axis=1)) / mix / expected
        elsewhere = (cases * (behind > 0)).sum(axis=1) / mix
    low, high = _ends(raw, n, factor, np.nan_to_num(error))
    return Standardised(raw, np.clip(raw * factor, 0, 1), low, high, n, expected, elsewhere, overall)


def _ends(raw: Numbers, n: Numbers, factor: Numbers, error: Numbers) -> tuple[Numbers, Numbers]:
    """Wilson's interval of the counted share, scaled; widened by what is not known of the expected one (MOVER)."""
    z = float(special.ndtri(0.5 + LEVEL / 2))
    value, low, high = (factor * share for share in (raw, *wilson(raw, n, z)))
    of_expected = z * value * error
    down, up = np.hypot(value - low, of_expected), np.hypot(high - value, of_expected)
    return np.clip(value - down, 0, 1), np.clip(value + up, 0, 1)


def wilson(share: Numbers, n: Numbers, z: float) -> tuple[Numbers, Numbers]:
    """Ends of a share among n cases; missing without cases. z: of the level."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(np.maximum(share * (1 - share), 0) / n + z**2 / (4 * n**2))
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def _of_misses(misses: Standardised) -> Standardised:
    return Standardised(
        1 - misses.raw, 1 - misses.share, 1 - misses.high, 1 - misses.low, misses.among, 1 - misses.expected,
        misses.elsewhere, 1 - misses.overall,
    )  # fmt: skip


def numbered(codes: Any) -> tuple[list[Any], Integers]:
    """The codes in the order of their first occurrence, and the number of each cell's code among them."""
    known = {code: i for i, code in enumerate(dict.fromkeys(codes))}
    return list(known), np.array([known[code] for code in codes], dtype=np.int64)
