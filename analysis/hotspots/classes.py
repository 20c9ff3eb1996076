"""What kind of hotspot it is, from how the same places stood before: new, growing, chronic, seasonal, fading."""

from typing import Any

import numpy as np

from analysis.arrays import Integers, Numbers
from analysis.hotspots.search import Hotspot
from analysis.intervals import rate_ratio

NEW, GROWING, CHRONIC, SEASONAL, FADING = "new", "growing", "chronic", "seasonal", "fading"
LABELS = {NEW: "новый", GROWING: "растущий", CHRONIC: "хронический", SEASONAL: "сезонный", FADING: "затухающий"}
LATER = 4
"""Earlier windows looked at for a chronic hotspot."""
TIMES = 1.5
"""How many times its share a place must have had to count as a hotspot of that window."""
YEAR_WEEKS = 52


def classify(hotspot: Hotspot, counts: Any) -> str:
    """The class of a finding; counts as `find_hotspots` takes them.

    A rise is proved when the 90 % interval of the ratio of two Poisson counts, exposure being the topic's change in the
    whole district, lies above 1 (Clopper–Pearson given the sum).
    seasonal: the same weeks a year ago held as much (no proved rise) and the weeks before held less (a proved rise).
    new: a proved rise against the window before, and no share above TIMES in any of the LATER windows before.
    growing: a proved rise, and such a share already before. fading: a proved fall against the window before.
    chronic: neither, and such a share in at least half of the earlier windows; otherwise new.
    """
    y = np.asarray(counts, dtype=np.int64)[hotspot.topic]
    inside, whole = y[list(hotspot.places)].sum(axis=0), y.sum(axis=0)
    length = hotspot.end - hotspot.start
    earlier = [(hotspot.start - (i + 1) * length, hotspot.start - i * length) for i in range(LATER)]
    known = [span for span in earlier if span[0] >= 0]
    now = (hotspot.start, hotspot.end)
    if not known:
        return NEW
    year = (now[0] - YEAR_WEEKS, now[1] - YEAR_WEEKS)
    rises, falls = _moved(inside, whole, known[0], now)
    # Asked before the rise is believed: what comes back every winter rises every winter too.
    if rises and year[0] >= 0 and length <= YEAR_WEEKS // 2 and _held_as_much(inside, whole, year, now, hotspot):
        return SEASONAL
    was = [_ratio(inside, whole, span, hotspot) >= TIMES for span in known]
    if rises:
        return GROWING if any(was) else NEW
    if falls:
        return FADING
    return CHRONIC if sum(was) * 2 >= len(known) else NEW


def _moved(inside: Integers, whole: Integers, before: tuple[int, int], now: tuple[int, int]) -> tuple[bool, bool]:
    """Whether a rise or a fall from one window to the other is proved, beyond the topic's change in the district."""
    exposure = _sum(whole, now) / max(_sum(whole, before), 1)
    low, high = rate_ratio(_sum(inside, now), _sum(inside, before), exposure=max(exposure, 1e-9))
    return bool(low > 1), bool(high < 1)


def _held_as_much(
    inside: Integers, whole: Integers, year: tuple[int, int], now: tuple[int, int], hotspot: Hotspot
) -> bool:
    """A year ago the same weeks stood out too, and no rise since is proved."""
    return _ratio(inside, whole, year, hotspot) >= TIMES and not _moved(inside, whole, year, now)[0]


def _ratio(inside: Integers, whole: Integers, span: tuple[int, int], hotspot: Hotspot) -> float:
    """Records of the places in a window against their expected share of the topic now."""
    share = hotspot.expected / max(_sum(whole, (hotspot.start, hotspot.end)), 1)
    expected = share * _sum(whole, span)
    return float(_sum(inside, span) / expected) if expected > 0 else 0.0


def _sum(series: Integers, span: tuple[int, int]) -> float:
    return float(series[max(span[0], 0) : span[1]].sum())


def detectable_ratio(expected: Any, *, level: float = 0.01, power: float = 0.8) -> Numbers:
    """The least ratio that a place with so many expected records shows with this power, at a one-sided Poisson test.

    For the warning of short windows: 0.5 expected records a month need about a tenfold rise. Missing stays missing.
    """
    from scipy.stats import poisson  # only the screens' warnings need it

    e = np.atleast_1d(np.asarray(expected, dtype=float))
    ratios = np.concatenate([np.arange(1.1, 5.0, 0.1), np.arange(5.0, 51.0, 1.0)])
    needed = poisson.isf(level, e) + 1
    reached = poisson.sf(needed[:, None] - 1, e[:, None] * ratios) >= power
    found = np.where(reached.any(axis=1), ratios[reached.argmax(axis=1)], np.inf)
    return np.where(np.isnan(e) | (e <= 0), np.nan, found)
