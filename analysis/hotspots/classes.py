"""What kind of hotspot it is, from how the same places stood before: new, growing, chronic, seasonal, fading."""

from typing import Any

import numpy as np

from analysis.arrays import Integers, Numbers
from analysis.discrete import hypergeometric_tails, poisson_quantile
from analysis.hotspots.finding import CHANGE, Hotspot
from analysis.hotspots.level import HISTORY_WEEKS

NEW, GROWING, CHRONIC, SEASONAL, FADING, UNPROVED = "new", "growing", "chronic", "seasonal", "fading", "unproved"
LABELS = {
    NEW: "новый",
    GROWING: "растущий",
    CHRONIC: "хронический",
    SEASONAL: "сезонный",
    FADING: "затухающий",
    UNPROVED: "рост не доказан",
}
TIMES = 1.5
"""How many times its usual share a place must have had to have stood out before."""
YEAR_WEEKS = 52
PROVED = 0.05
PROVED_OF_LASTING = 0.001
"""Of what was found as a lasting excess: the search of rises did not name it, and of twenty such one would rise."""


def classify(hotspot: Hotspot, counts: Any) -> str:
    """The class of a finding; counts as `find_hotspots` takes them.

    A rise is proved when so many of the topic's records in these places fall into the weeks of the hotspot only once in
    twenty by accident, the places and the weeks having nothing to do with one another (Fisher's exact test against at
    most HISTORY_WEEKS before); a fall likewise. Of a lasting excess a rise is asked to be rarer. Stood out: TIMES the
    usual share of the places or more.
    seasonal: a proved rise against all weeks before, but the same weeks of last year had one too, and none is proved
    since.
    new: a proved rise, and the places did not stand out before. growing: a proved rise of what stood out before.
    fading: a proved fall of what stood out. chronic: it stood out before and stands out now, neither rise nor fall
    being proved. unproved: none of these, or nothing is known of the time before.
    """
    y = np.asarray(counts, dtype=np.int64)[hotspot.topic]
    inside, whole = y[list(hotspot.places)].sum(axis=0), y.sum(axis=0)
    now, before = (hotspot.start, hotspot.end), (max(0, hotspot.start - HISTORY_WEEKS), hotspot.start)
    rise, fall = _moved(inside, whole, before, now)
    rises, falls = rise <= (PROVED if hotspot.question == CHANGE else PROVED_OF_LASTING), fall <= PROVED
    if rises and _is_seasonal(hotspot, inside, whole):
        return SEASONAL
    stood_out = _ratio(inside, whole, before, hotspot) >= TIMES
    if rises:
        return GROWING if stood_out else NEW
    if not stood_out:
        return UNPROVED
    return FADING if falls else CHRONIC


def _is_seasonal(hotspot: Hotspot, inside: Integers, whole: Integers) -> bool:
    """A year ago the same weeks stood out too, provedly above those between, and no rise since is proved."""
    now, year = (hotspot.start, hotspot.end), (hotspot.start - YEAR_WEEKS, hotspot.end - YEAR_WEEKS)
    if year[0] < 0 or now[1] - now[0] > YEAR_WEEKS // 2:
        return False
    came = _ratio(inside, whole, year, hotspot) >= TIMES and _moved(inside, whole, (year[1], now[0]), year)[0] <= PROVED
    return came and _moved(inside, whole, year, now)[0] > PROVED


def _moved(inside: Integers, whole: Integers, before: tuple[int, int], now: tuple[int, int]) -> tuple[float, float]:
    """Chances of so many records or more and of so few or less, the topic having changed as it did elsewhere."""
    records, earlier = _sum(inside, now), _sum(inside, before)
    every = _sum(whole, now), _sum(whole, before)
    return hypergeometric_tails(records, every[0] + every[1], records + earlier, every[0])


def _ratio(inside: Integers, whole: Integers, span: tuple[int, int], hotspot: Hotspot) -> float:
    """Records of the places in some weeks against their usual share of the topic's records elsewhere."""
    usual = hotspot.expected if np.isnan(hotspot.usual) else hotspot.usual
    elsewhere = _sum(whole, (hotspot.start, hotspot.end)) - hotspot.count
    expected = usual / max(elsewhere, 1) * (_sum(whole, span) - _sum(inside, span))
    return _sum(inside, span) / expected if expected > 0 else 0.0


def _sum(series: Integers, span: tuple[int, int]) -> int:
    return int(series[max(span[0], 0) : max(span[1], 0)].sum())


def detectable_ratio(expected: Any, *, level: float = 0.01, power: float = 0.8) -> Numbers:
    """The least ratio that a place with so many expected records shows with this power, at a one-sided Poisson test.

    For the warning of short windows: 0.5 expected records a month need about a tenfold rise. Missing stays missing.
    """
    from scipy import special  # dear to import, and most starts never ask

    e = np.atleast_1d(np.asarray(expected, dtype=float))
    ratios = np.concatenate([np.arange(1.1, 5.0, 0.1), np.arange(5.0, 51.0, 1.0)])
    most = poisson_quantile(1 - level, np.maximum(e, 0.0))
    reached = special.pdtrc(most[:, None], np.maximum(e, 0.0)[:, None] * ratios) >= power
    found = np.where(reached.any(axis=1), ratios[reached.argmax(axis=1)], np.inf)
    return np.where(np.isnan(e) | (e <= 0), np.nan, found)
