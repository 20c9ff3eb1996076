"""Which pairs of records are compared, and how strongly each pair speaks for one problem.

Compared are records of one municipality and one group of topics, received within the window of each other, whose places
and streets are not known to differ: what several streets suffer at once is proposed street by street, and put together
by a person. Evidence is a sum of shares, so a reader can say why two records were put together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from etl.structure.problems.address import street_keys
from etl.structure.topics import features

if TYPE_CHECKING:
    from scipy import sparse

Progress = Callable[[int, int | None], None]
"""Told how many pairs have been compared, of how many."""
MINUTES_A_DAY = 1440
_STEM_LETTERS = 4
_BATCH = 40_000
"""Pairs scored at once: bounds memory, not the result."""
_TEXT, _ADDRESS, _PLACE, _TOPIC, _TIME = 0.50, 0.25, 0.10, 0.10, 0.05
_SAME_STREET = 0.7
"""Of the weight of the address, where not both houses are known to be one."""


@dataclass(frozen=True)
class Terms:
    """How near records must be.

    window_days: no two records of one problem were received further apart.
    joins: evidence (0–1) from which two records are proposed together.
    allows: evidence below which two records never stand in one problem, whoever is between them.
    most_neighbours: later records each record is compared with; more of them in one block and window are not looked at.
    """

    window_days: int = 14
    joins: float = 0.45
    allows: float = 0.30
    most_neighbours: int = 300


@dataclass(frozen=True)
class Pairs:
    """Pairs that may stand in one problem: positions in the ordered frame (first < second) and their evidence."""

    first: Any
    second: Any
    evidence: Any
    compared: int
    skipped: int


def ordered(records: pd.DataFrame) -> pd.DataFrame:
    """Records that can be compared, by block, time and number: the order of received rows is forgotten here.

    Adds `block` and `minute`. A record without municipality or group of topics has no block and is left out.
    """
    known = records.dropna(subset=["municipality_id", "topic_group_id", "received_at"])
    minute = known["received_at"].to_numpy("datetime64[m]").astype(np.int64)
    block = known.groupby(["municipality_id", "topic_group_id"], sort=True).ngroup().to_numpy(np.int64)
    placed = known.assign(minute=minute, block=block)
    return placed.sort_values(["block", "minute", "record_id"]).reset_index(drop=True)


def pairs(frame: pd.DataFrame, terms: Terms, progress: Progress | None = None) -> Pairs:
    """Every comparable pair whose evidence reaches `terms.allows`. frame: see `ordered`."""
    if frame.empty:
        nobody = np.zeros(0, dtype=np.int64)
        return Pairs(nobody, nobody, np.zeros(0), 0, 0)
    followers, skipped = _followers(frame, terms)
    scorer = _Scorer(frame, terms)
    found, done, total = [], 0, int(followers.sum())
    for first, second in _batches(followers):
        found.append(scorer.kept(first, second))
        done += len(first)
        if progress:
            progress(done, total)
    first, second, evidence = (np.concatenate(column) for column in zip(*found, strict=True))
    return Pairs(first, second, evidence, total, skipped)


def _followers(frame: pd.DataFrame, terms: Terms) -> tuple[Any, int]:
    """How many of the records behind it each one is compared with; how many pairs the bound leaves out."""
    window = terms.window_days * MINUTES_A_DAY
    minute = frame["minute"].to_numpy() - frame["minute"].min()
    moment = frame["block"].to_numpy() * (minute.max() + window + 1) + minute
    near = np.searchsorted(moment, moment + window, side="right") - np.arange(len(moment)) - 1
    bounded = np.minimum(near, terms.most_neighbours)
    return bounded, int((near - bounded).sum())


def _batches(followers: Any) -> Iterator[tuple[Any, Any]]:
    """Positions of pairs, about `_BATCH` at once; at least one batch, maybe empty."""
    ends = np.cumsum(followers)
    cuts = np.searchsorted(ends, np.arange(_BATCH, int(ends[-1]) + _BATCH, _BATCH), side="left") + 1
    bounds = np.unique(np.concatenate([[0], np.minimum(cuts, len(followers)), [len(followers)]]))
    for low, high in pairwise(bounds.tolist()):
        counts = followers[low:high]
        first = np.repeat(np.arange(low, high), counts)
        starts = np.repeat(np.cumsum(counts) - counts, counts)
        yield first, first + 1 + np.arange(len(first)) - starts


class _Scorer:
    """Columns of the frame as arrays, and the evidence of pairs of positions."""

    def __init__(self, frame: pd.DataFrame, terms: Terms) -> None:
        texts = frame["text"].fillna("").astype(str).tolist()
        self._terms = terms
        self._words = _weighted(texts)
        self._minute = frame["minute"].to_numpy()
        self._place, self._topic = _codes(frame["place_id"]), _codes(frame["topic_id"])
        self._house = _codes(frame["address_key"])
        streets = frame["street"].fillna("").astype(str).tolist()
        self._street = _codes(pd.Series(street_keys(streets, texts)).replace("", None))

    def kept(self, first: Any, second: Any) -> tuple[Any, Any, Any]:
        """Of these pairs the ones allowed in one problem, with their evidence."""
        is_possible = ~(_differ(self._place, first, second) | _differ(self._street, first, second))
        first, second = first[is_possible], second[is_possible]
        evidence = np.round(self._evidence(first, second), 4)
        is_enough = evidence >= self._terms.allows
        return first[is_enough], second[is_enough], evidence[is_enough]

    def _evidence(self, first: Any, second: Any) -> Any:
        apart = (self._minute[second] - self._minute[first]) / (self._terms.window_days * MINUTES_A_DAY)
        alike = self._words[first].multiply(self._words[second]).sum(axis=1)
        return (
            _TEXT * np.asarray(alike, dtype=np.float64).ravel()
            + _ADDRESS * self._address(first, second)
            + _PLACE * _same(self._place, first, second)
            + _TOPIC * _same(self._topic, first, second)
            + _TIME * (1 - apart)
        )

    def _address(self, first: Any, second: Any) -> Any:
        return np.where(_same(self._house, first, second), 1.0, _SAME_STREET * _same(self._street, first, second))


def _weighted(texts: list[str]) -> "sparse.csr_matrix":
    """Rows of length 1 over word stems; a word everybody writes («здравствуйте», «просим») weighs little."""
    from scipy import sparse

    counted = features.stems(texts, _STEM_LETTERS)
    used = np.bincount(counted.indices, minlength=counted.shape[1])
    rarity = 1 + np.log((1 + len(texts)) / (1 + used))
    values = np.sqrt(counted.data) * rarity[counted.indices]
    made = sparse.csr_matrix((values, counted.indices, counted.indptr), shape=counted.shape)
    length = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    made.data /= np.repeat(np.where(length > 0, length, 1), np.diff(made.indptr))
    return made


def _codes(values: pd.Series) -> Any:
    """Numbers of equal values; −1 where missing."""
    return pd.factorize(values.astype(object), use_na_sentinel=True)[0]


def _same(codes: Any, first: Any, second: Any) -> Any:
    return (codes[first] == codes[second]) & (codes[first] >= 0)


def _differ(codes: Any, first: Any, second: Any) -> Any:
    return (codes[first] != codes[second]) & (codes[first] >= 0) & (codes[second] >= 0)
