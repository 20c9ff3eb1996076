"""What made the growth: a change of counts split into parts that sum to it exactly.

A part is a cell of the given keys (topic × place × channel). Its contribution is its own change: records after less
records before, so the parts of any grouping sum to the whole change, with no remainder to explain away. In percentage
points: change of the part / records before in total × 100; whole points by the largest remainder, so that what is shown
also sums to what is shown («+40 %: 31 п.п. — вода в трёх сёлах»).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.arrays import Integers, Numbers
from analysis.intervals import LEVEL, rate_ratio


@dataclass(frozen=True)
class Growth:
    """A change and its parts.

    parts: one row per cell of the keys: the keys, `before`, `after`, `change` (whole records), `points` (percentage
    points, missing when nothing was before), `whole_points` (whole ones that sum to `percent`). Largest change first in
    the direction of the whole. ratio: after/before per unit of time, missing when nothing was before; low, high: its
    interval.
    """

    parts: pd.DataFrame
    before: int
    after: int
    ratio: float
    low: float
    high: float
    percent: int | None

    @property
    def change(self) -> int:
        """Records after less records before."""
        return self.after - self.before

    @property
    def is_sure(self) -> bool:
        """Whether the interval of the ratio leaves out «no change»."""
        return self.low > 1 or self.high < 1


def decompose(
    counts: pd.DataFrame,
    keys: Sequence[str],
    *,
    before: str = "before",
    after: str = "after",
    time_ratio: float = 1.0,
    dispersion: float = 1.0,
    level: float = LEVEL,
) -> Growth:
    """Split the change between two periods by `keys`.

    counts: whole records of both periods per row, rows of equal keys are added up; a missing key is a group of its own,
    a missing count is a ValueError (unknown is not zero). time_ratio: length of the later period over the earlier; it
    concerns only ratio and interval: contributions are counted in records, so compare equal periods.
    dispersion: how many times the variance of counts exceeds Poisson's; the interval is that of counts / dispersion,
    and a count worth less than one record leaves its end open (0 below, inf above).
    """
    if counts[[before, after]].isna().any(axis=None):
        raise ValueError("counts of both periods must be known")
    parts, percent = _split(counts.rename(columns={before: "before", after: "after"}), keys)
    b, a = int(parts["before"].sum()), int(parts["after"].sum())
    ends = rate_ratio(a / dispersion, b / dispersion, exposure=time_ratio, level=level)
    low, high = float(ends[0]) if a >= dispersion else 0.0, float(ends[1]) if b >= dispersion else np.inf
    return Growth(parts, b, a, a / b / time_ratio if b else np.nan, low, high, percent)


def _split(counts: pd.DataFrame, keys: Sequence[str]) -> tuple[pd.DataFrame, int | None]:
    """Parts by the keys, and the whole change in whole per cent."""
    parts = counts.groupby(list(keys), dropna=False, observed=True, sort=True)[["before", "after"]].sum().reset_index()
    parts = parts.astype({"before": "int64", "after": "int64"})
    parts["change"] = parts["after"] - parts["before"]
    before, change = int(parts["before"].sum()), int(parts["change"].sum())
    percent = half_away(100.0 * change / before) if before else None
    parts["points"] = parts["change"] * (100.0 / before) if before else np.nan
    parts["whole_points"] = _whole_points(parts["points"].to_numpy(dtype=float), percent)
    return parts.sort_values("change", ascending=change < 0, kind="stable", ignore_index=True), percent


def roll_up(growth: Growth, keys: Sequence[str]) -> Growth:
    """The same change by fewer keys; sums to the same whole."""
    return replace(growth, parts=_split(growth.parts, keys)[0])


def bridge(growth: Growth, keys: Sequence[str], *, most: int = 6, order: Sequence[object] = ()) -> pd.DataFrame:
    """Steps from before to after: the largest parts by absolute change, then one row for all the rest.

    order: the values of the only key in the order they are to stand; then every part is a step.

    Columns: the keys (missing in the last row), `parts` (how many cells a step holds), `change`, `points`,
    `whole_points` (of each step less than one from its points), `start`, `end` (records before and after the step).
    Changes sum to the whole change.
    """
    parts = roll_up(growth, keys).parts
    if order:
        ranks, most = parts[keys[0]].map(list(order).index), len(order)
    else:
        ranks = -parts["change"].abs()
    rows = ranks.sort_values(kind="stable").index
    shown = parts.loc[rows[:most]].assign(parts=1)
    rest = parts.loc[rows[most:]]
    steps = pd.concat([shown, _rest(rest)], ignore_index=True) if len(rest) else shown.reset_index(drop=True)
    if len(rest):  # rounded as a step: its many small parts, each rounded alone, may add up to the other sign
        steps["whole_points"] = _whole_points(steps["points"].to_numpy(dtype=float), growth.percent)
    steps["end"] = growth.before + steps["change"].cumsum()
    steps["start"] = steps["end"] - steps["change"]
    return steps[[*keys, "parts", "change", "points", "whole_points", "start", "end"]]


def _rest(parts: pd.DataFrame) -> pd.DataFrame:
    sums = parts[["before", "after", "change", "points"]].sum(min_count=1)
    row = pd.DataFrame([sums]).assign(parts=len(parts), whole_points=pd.array([pd.NA], dtype="Int64"))
    return row.astype({"change": "int64"})


def main_cause(parts: pd.DataFrame, first: str, then: str, *, share: float = 0.75) -> tuple[object, list[object], int]:
    """The value of `first` (topic) that moved most with the whole; the fewest values of `then` (places) with at least
    `share` of its movement; records of the change that these hold: the words of «+40 %: 31 п.п. — вода в трёх сёлах».

    parts: those of a `Growth`, or some of them: then «the whole» is these.
    """
    sign = 1 if parts["change"].sum() >= 0 else -1
    leader = _split(parts, [first])[0].iloc[0][first]
    own = parts[_equals(parts[first], leader)].groupby(then, dropna=False, observed=True)["change"].sum()
    moved = (own * sign).sort_values(ascending=False, kind="stable")
    moved = moved[moved > 0]
    enough = int((moved.cumsum() < share * moved.sum()).sum()) + 1
    chosen = moved.iloc[:enough]
    return leader, list(chosen.index), int(chosen.sum()) * sign


def _equals(column: pd.Series, value: object) -> pd.Series:
    return column.isna() if value is None or value != value else column == value  # NaN alone differs from itself


def half_away(value: float) -> int:
    """The nearest whole number; a half goes away from zero."""
    return int(np.sign(value) * np.floor(abs(value) + 0.5))


def _whole_points(points: Numbers, percent: int | None) -> pd.Series:
    if percent is None:
        return pd.Series(pd.array([pd.NA] * len(points), dtype="Int64"))
    return pd.Series(pd.array(whole_parts(points, percent), dtype="Int64"))


def whole_parts(values: Numbers, total: int) -> Integers:
    """Whole numbers nearest to `values` from below, the largest remainders rounded up until the sum is `total`."""
    whole: Integers = np.floor(values + 1e-9).astype(np.int64)
    up = np.argsort(-(values - whole), kind="stable")[: total - int(whole.sum())]
    whole[up] += 1
    return whole
