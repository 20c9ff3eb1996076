"""Every 90 % interval the program shows: how often it holds the truth, at 1, 2, 3, 5, 10 and 30 records."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.intervals import negative_binomial_interval, rate_ratio, ratio_to_expected
from analysis.reporting import FEWEST_PROBLEMS, reporting
from analysis.smoothing import smooth
from analysis.survival import kaplan_meier
from answers.heat_map.numbers import differences, growth
from bench.planted import measured
from bench.trials import Effort, Figure, Trial, share
from data.metrics import disclosure, intervals, survival

NUMBERS = (1, 2, 3, 5, 10, 30)
LEAST, MOST = 0.85, 0.96
SURE = 30
"""From this many records on an interval may not be far too wide either."""
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Chance = np.random.Generator


def _held(low: Numbers, true: Numbers, high: Numbers) -> Flags:
    """A missing end is an open one."""
    slack = 1e-9
    return ~(np.asarray(low) > true + slack) & ~(np.asarray(high) < true - slack)


def _count(rng: Chance, n: int, runs: int) -> Flags:
    true = measured.counts(rng, n, runs)
    low, high = intervals.poisson(rng.poisson(true).astype(float))
    return _held(low, true, high)


def _share(rng: Chance, n: int, runs: int) -> Flags:
    true = measured.shares(rng, runs)
    low, high = intervals.wilson(rng.binomial(n, true).astype(float), np.full(runs, float(n)))
    return _held(low, true, high)


def _rating(rng: Chance, n: int, runs: int) -> Flags:
    drawn = [measured.marks(rng, n) for _ in range(runs)]
    sums, squares = (np.array([float((marks**power).sum()) for _, marks in drawn]) for power in (1, 2))
    low, high = intervals.mean(sums, squares, np.full(runs, float(n)), 1.0, 5.0)
    return _held(low, np.array([true for true, _ in drawn]), high)


def _quantile(quantile: float) -> Callable[[Chance, int, int], Flags]:
    def held(rng: Chance, n: int, runs: int) -> Flags:
        groups = [measured.lives(rng, n) for _ in range(runs)]
        of, days = np.repeat(np.arange(runs), n), np.concatenate([one.days for one in groups])
        closed = np.concatenate([one.is_closed for one in groups])
        rows = pd.DataFrame({"of": of, "days": days.astype(float), "ended": closed * 1.0, "waiting": ~closed * 1.0})
        counted = rows.groupby(["of", "days"], as_index=False).sum()  # sorted, and one row a duration as the door asks
        group, day, ended, waiting = (counted[name].to_numpy() for name in rows)
        _, low, high = survival.quantiles(group, day, ended, waiting, runs, quantile)
        return _held(low, np.array([one.quantile(quantile) for one in groups], dtype=float), high)

    return held


def _curve(rng: Chance, n: int, runs: int) -> Flags:
    """On a day drawn for every curve, where it still runs."""
    found = []
    for _ in range(runs // 4):
        one, day = measured.lives(rng, n), int(rng.integers(1, 60))
        curve = kaplan_meier(one.days, one.is_closed)
        at = int(np.searchsorted(curve.times, day, side="right")) - 1
        if at < len(curve.times) - 1 or curve.survival[-1] == 0:
            found.append(curve.low[at] <= one.kept[day] <= curve.high[at])
    return np.array(found)


def _smoothed(rng: Chance, n: int, runs: int) -> Flags:
    """n: records of the topic in the whole district."""
    places = [measured.rates(rng, n) for _ in range(runs // 20)]
    made = [(smooth(one.records, one.exposure), one.rate) for one in places]
    return np.array([_held(found.low, rate, found.high) for found, rate in made]).ravel()


def _growth(rng: Chance, n: int, runs: int) -> Flags:
    """Of the map: n records of both periods together; nothing is said where nothing was before."""
    true, before, after = _two_periods(rng, n, runs)
    found = growth(_counts(after), _counts(before), ["place"]).set_index("place").loc[np.arange(runs)]
    shown = before > 0
    low, high = (found[end].to_numpy(dtype=float)[shown] for end in ("low", "high"))
    return _held(low, 100 * (true[shown] - 1), high)


def _ratio(rng: Chance, n: int, runs: int) -> Flags:
    """Of the bridge of growth, of the candidates and of the classes of hotspots."""
    true, before, after = _two_periods(rng, n, runs)
    low, high = rate_ratio(after, before)
    return _held(low, true, high)


def _two_periods(rng: Chance, n: int, runs: int) -> tuple[Numbers, Numbers, Numbers]:
    true = rng.lognormal(0.0, 0.5, runs)
    after = rng.binomial(n, true / (1 + true)).astype(float)
    return true, n - after, after


def _counts(values: Numbers) -> pd.DataFrame:
    place = np.arange(len(values))
    return pd.DataFrame({"place": place, "place_label": place, "value": values, "low": 0.0, "high": 0.0, "n": values})


def _difference(rng: Chance, n: int, runs: int) -> Flags:
    """Of shares in two periods, n in each."""
    true, frames = [], []
    for values in (measured.shares(rng, runs), measured.shares(rng, runs)):
        hits = rng.binomial(n, values).astype(float)
        low, high = intervals.wilson(hits, np.full(runs, float(n)))
        true.append(values)
        frames.append(_counts(hits).assign(value=hits / n, low=low, high=high))
    return _difference_held(frames[0], frames[1], true[0] - true[1], is_count=False)


def _change_of_count(rng: Chance, n: int, runs: int) -> Flags:
    """Of records in two periods, about n in each."""
    true, frames = [], []
    for expected in (measured.counts(rng, n, runs), measured.counts(rng, n, runs)):
        seen = rng.poisson(expected).astype(float)
        low, high = intervals.poisson(seen)
        true.append(expected)
        frames.append(_counts(seen).assign(low=low, high=high))
    return _difference_held(frames[0], frames[1], true[0] - true[1], is_count=True)


def _difference_held(now: pd.DataFrame, before: pd.DataFrame, true: Numbers, *, is_count: bool) -> Flags:
    found = differences(now, before, ["place"], is_count=is_count).set_index("place").loc[np.arange(len(true))]
    return _held(found["low"].to_numpy(dtype=float), true, found["high"].to_numpy(dtype=float))


def _to_norm(rng: Chance, n: int, runs: int) -> Flags:
    """Of a hotspot's records to a norm that is an estimate; n: the norm."""
    certainty, true = rng.uniform(5, 60, runs), rng.lognormal(0.3, 0.5, runs)
    expected = measured.counts(rng, n, runs)
    seen = rng.poisson(true * expected * rng.gamma(certainty, 1 / certainty))
    low, high = ratio_to_expected(seen, expected, certainty=certainty)
    return _held(low, true, high)


def _week(rng: Chance, n: int, runs: int) -> Flags:
    """Of the weeks of a timeline: where the records of a week lie when nothing happens."""
    expected = measured.counts(rng, n, runs)
    low, high = negative_binomial_interval(expected, 0.0)
    return _held(low, rng.poisson(expected).astype(float), high)


def _unseen(rng: Chance, n: int, runs: int, *, alike: bool = True) -> Flags:
    """Of problems that nobody reported, at least so many; n: about how many were; nothing is said of fewer than ten."""
    found = []
    for _ in range(runs):
        told, silent = measured.reporters(rng, round(n * (1.35 if alike else 2)), alike=alike)
        if len(told) >= FEWEST_PROBLEMS and not (made := reporting(told)).few_data:
            found.append(made.low <= silent)
    return np.array(found)


def _rounded_count(rng: Chance, n: int, runs: int) -> Flags:
    """Of a count as those see it who see totals only; n: about how many records."""
    true = measured.counts(rng, n, runs)
    shown = disclosure.round_counts(rng.poisson(true).astype(float), rng.integers(1, 2**40, runs).astype(float))
    low, high = disclosure.count_interval(shown[shown > 0])
    return _held(low, true[shown > 0], high)


def _rounded_share(rng: Chance, n: int, runs: int) -> Flags:
    """The same of a share; n: records behind it."""
    true = measured.shares(rng, runs)
    hits = rng.binomial(n, true).astype(float)
    keys = rng.integers(1, 2**40, (2, runs)).astype(float)
    among, shown = disclosure.round_counts(np.full(runs, float(n)), keys[0]), disclosure.round_counts(hits, keys[1])
    known = ~np.isnan(among) & ~np.isnan(shown)
    part = np.clip(shown[known] / among[known], 0, 1)
    low, high = disclosure.share_interval(part, among[known])
    return _held(low, true[known], high)


_HIDDEN = (30, 100, 300)
KINDS: dict[str, tuple[str, Callable[[Chance, int, int], Flags], Sequence[int]]] = {
    "count": ("число записей и число на 1000 жителей", _count, NUMBERS),
    "share": ("доля", _share, NUMBERS),
    "rating": ("средняя оценка", _rating, NUMBERS),
    "median": ("медиана", _quantile(0.5), NUMBERS),
    "ninth": ("P90", _quantile(0.9), NUMBERS),
    "curve": ("полоса кривой", _curve, NUMBERS),
    "smoothed": ("сглаженное на 1000 жителей", _smoothed, NUMBERS),
    "growth": ("рост на карте", _growth, NUMBERS),
    "ratio": ("отношение двух периодов", _ratio, NUMBERS),
    "difference": ("разность долей", _difference, NUMBERS),
    "change": ("разность чисел записей", _change_of_count, NUMBERS),
    "norm": ("отношение к норме", _to_norm, NUMBERS),
    "week": ("неделя против обычной", _week, NUMBERS),
    "unseen": ("не меньше скольких проблем не сообщил никто, похожие", _unseen, (10, 30)),
    "rounded_count": ("число записей, только итоги", _rounded_count, _HIDDEN),
    "rounded_share": ("доля, только итоги", _rounded_share, _HIDDEN[1:]),
    "unseen_unequal": (
        "не меньше скольких проблем не сообщил никто, заметны по-разному",
        partial(_unseen, alike=False),
        (10, 30, 100),
    ),
}
ONE_SIDED = ("unseen", "unseen_unequal")
"""A lower bound only: it may hold the truth always."""


def coverage(item: tuple[str, int, int, int]) -> list[bool]:
    """Whether each planted truth lies in its interval: kind, records, seed, how many to plant."""
    kind, n, seed, runs = item
    rng = np.random.default_rng([seed, list(KINDS).index(kind), n])
    return [bool(held) for held in KINDS[kind][1](rng, n, runs)]


def run(effort: Effort) -> list[Figure]:
    """One figure for every kind of interval and number of records."""
    asked = [(kind, n) for kind, (_, _, numbers) in KINDS.items() for n in numbers]
    items = [(kind, n, effort.seed, effort.runs(4000, 200)) for kind, n in asked]
    held = effort.each(coverage, items)
    return [
        Figure(f"{KINDS[kind][0]}, n = {n}", *share(hits), LEAST, MOST if n >= SURE and kind not in ONE_SIDED else None)
        for (kind, n), hits in zip(asked, held, strict=True)
    ]


TRIAL = Trial("intervals", "90 %-е интервалы держат истину не реже 85 %, а от 30 записей и не чаще 96 %", run)
