"""Kulldorff's scan over places and weeks: which circle of places, over which weeks, holds too many records.

Not what the program asks, but what its own search (`analysis.average_scan`) is measured against.

Kulldorff M. A spatial scan statistic // Communications in Statistics. 1997. 26(6). P. 1481–1496; prospective cylinders:
Kulldorff M. // JRSS A. 2001. 164(1). P. 61–72.

For a cylinder with c records of which e were expected, all records being C:
LLR = c·ln(c/e) + (C − c)·ln((C − c)/(C − e)) when c > e, otherwise 0.
p = (1 + replicas whose largest LLR reaches the cylinder's)/(replicas + 1): the search over all cylinders is paid for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.arrays import Flags, Integers, Numbers, numbers

BATCH = 128


@dataclass(frozen=True)
class Cluster:
    """A cylinder: positions of its places, weeks [start, end), records, expected, ratio inside to outside, LLR, p."""

    places: tuple[int, ...]
    start: int
    end: int
    count: int
    expected: float
    ratio: float
    llr: float
    p: float


@dataclass(frozen=True)
class _Window:
    """Weeks [start, end); what every zone is expected to have in them; parts of the LLR without the counts."""

    start: int
    end: int
    expected: Numbers
    slope: Numbers
    floor: Numbers


def scan(
    counts: Any,
    baseline: Any,
    zones: Any,
    *,
    runs: int = 999,
    seed: int = 0,
    longest: int | None = None,
    prospective: bool = True,
    most: int = 10,
) -> list[Cluster]:
    """The most likely cluster and those that share no place with a likelier one, likeliest first, at most `most`.

    counts: whole records, (places, weeks), none missing. baseline: what they should be proportional to, same shape
    (people × season, or a norm); scaled to the total, so a rise of the whole district is not a cluster. zones: see
    `zones.circles`. longest: weeks of the longest window (half of all by default). prospective: only windows that end
    with the last week; otherwise any, which takes as many times longer as there are more windows.
    Replicas scatter the C records by the baseline.
    p of secondary clusters is conservative: it is held against the replicas' largest. No records: an empty list.
    """
    y = np.asarray(counts, dtype=np.int64)
    total = int(y.sum())
    if total == 0:
        return []
    norm = numbers(baseline)
    expected = norm * (total / norm.sum())
    members = np.asarray(zones, dtype=float)
    windows = _windows(members, expected, total, longest or max(1, y.shape[1] // 2), prospective)
    logs = _n_log_n(total)
    observed = np.array([_llr(members @ _within(y, w), w, logs) for w in windows])
    largest = _largest(_replicas(y, expected, runs, np.random.default_rng(seed)), members, windows, logs)
    return list(_clusters(observed, y, np.asarray(zones, dtype=bool), windows, largest, most))


def _windows(members: Numbers, expected: Numbers, total: int, longest: int, prospective: bool) -> list[_Window]:
    weeks = expected.shape[1]
    ends = [weeks] if prospective else range(1, weeks + 1)
    spans = [(start, end) for end in ends for start in range(max(0, end - longest), end)]
    return [_window(members @ expected[:, a:b].sum(axis=1), total, a, b) for a, b in spans]


def _window(expected: Numbers, total: int, start: int, end: int) -> _Window:
    """LLR = [c·ln c + (C − c)·ln(C − c)] − c·slope − floor, the bracket from a table of whole numbers.

    A cylinder with all the expectation or none of it can hold no cluster: its slope is infinite.
    """
    possible = (expected > 0) & (expected < total * (1 - 1e-9))
    inside = np.where(possible, expected, total / 2)
    outside = total - inside
    slope = np.where(possible, np.log(inside / outside), np.inf)
    return _Window(start, end, np.where(possible, expected, np.inf), slope, total * np.log(outside))


def _n_log_n(total: int) -> Numbers:
    """c·ln c + (C − c)·ln(C − c) for c = 0…C."""
    n = np.arange(total + 1, dtype=float)
    single = n * np.log(np.maximum(n, 1.0))
    return single + single[::-1]


def _llr(counts: Numbers, window: _Window, logs: Numbers) -> Numbers:
    """counts: (…, zones), whole numbers kept as floats."""
    with np.errstate(invalid="ignore"):
        value = logs[counts.astype(np.int32)]
        value -= counts * window.slope
        value -= window.floor
    value[counts <= window.expected] = 0.0
    return value


def _within(y: Integers, window: _Window) -> Numbers:
    return y[:, window.start : window.end].sum(axis=1).astype(float)


def _replicas(y: Integers, expected: Numbers, runs: int, rng: np.random.Generator) -> Iterator[Integers]:
    """Batches of replicas, each (batch, places, weeks + 1): counts summed over weeks from the first."""
    for first in range(0, runs, BATCH):
        size = min(BATCH, runs - first)
        drawn = _scattered(int(y.sum()), expected, size, rng)
        sums = np.zeros((size, y.shape[0], y.shape[1] + 1), dtype=np.int32)
        np.cumsum(drawn, axis=2, out=sums[:, :, 1:])
        yield sums


def _scattered(total: int, expected: Numbers, size: int, rng: np.random.Generator) -> Integers:
    """Records thrown into cells by the baseline: a multinomial, drawn cell by cell or, when few, record by record."""
    share = (expected / expected.sum()).ravel()
    if total > 2 * len(share):
        return rng.multinomial(total, share, size=size).reshape(size, *expected.shape)
    edges = np.cumsum(share)
    cells = np.minimum(np.searchsorted(edges, rng.random(size * total), side="right"), len(share) - 1)
    keys = np.repeat(np.arange(size) * len(share), total) + cells
    return np.bincount(keys, minlength=size * len(share)).reshape(size, *expected.shape)


def _largest(batches: Iterator[Integers], members: Numbers, windows: list[_Window], logs: Numbers) -> Numbers:
    """The largest LLR of every replica."""
    found = []
    for sums in batches:
        best = np.zeros(len(sums))
        for window in windows:
            inside = (sums[:, :, window.end] - sums[:, :, window.start]).astype(float) @ members.T
            np.maximum(best, _llr(inside, window, logs).max(axis=1), out=best)
        found.append(best)
    return np.concatenate(found) if found else np.empty(0)


def _clusters(
    observed: Numbers, y: Integers, zones: Flags, windows: list[_Window], largest: Numbers, most: int
) -> Iterator[Cluster]:
    """observed: (windows, zones). Of equal LLR the shorter window and the smaller zone come first."""
    best_window = observed.argmax(axis=0)
    llr = observed[best_window, np.arange(len(zones))]
    taken = np.zeros(zones.shape[1], dtype=bool)
    for _ in range(most):
        zone = int(np.where((zones & taken).any(axis=1), 0.0, llr).argmax())
        if llr[zone] <= 0 or (zones[zone] & taken).any():
            return
        taken |= zones[zone]
        yield _cluster(zones[zone], windows[best_window[zone]], zone, float(llr[zone]), y, largest)


def _cluster(places: Flags, window: _Window, zone: int, llr: float, y: Integers, largest: Numbers) -> Cluster:
    count, expected, total = int(_within(y, window)[places].sum()), float(window.expected[zone]), int(y.sum())
    outside = (total - count) / (total - expected)
    ratio = count / expected / outside if outside > 0 else np.inf
    p = (1 + int((largest >= llr - 1e-9).sum())) / (len(largest) + 1)
    found = tuple(np.flatnonzero(places).tolist())
    return Cluster(found, window.start, window.end, count, expected, ratio, llr, p)
