"""Which pairs of records are compared, and how strongly each pair speaks for one problem.

Compared are records of one municipality and one group of topics, received within the window of each other, whose places
and streets are not known to differ: what several streets suffer at once is proposed street by street, and put together
by a person. Evidence is the logarithm of the odds that two records speak of one thing: a coincidence of strangers is
weighed by its expected number (`coincidence`), and a sum of terms says why two records were put together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from etl.structure.problems import coincidence
from etl.structure.problems.address import street_keys

Progress = Callable[[int, int | None], None]
"""Told how many pairs have been compared, of how many."""
MINUTES_A_DAY = 1440
_BATCH = 40_000
"""Pairs scored at once: bounds memory, not the result."""
_NEAR_DAYS, _NEAR_SHARE = 3.0, 0.9
"""Records of one thing follow each other within days; the rest of them are spread over the window."""
_SAME_TOPIC = 0.9
"""Share of the records of one thing that are sorted into one topic of the group: people and rules err."""
_SAME_STREET, _SAME_HOUSE, _SAME_APPLICANT = 0.95, 0.3, 0.1
"""Share of pairs of one thing that share the mark, where both name it."""
_WORDS = 0.22
"""Part of the rarity of shared words that counts: words come together, and their rarities are not independent."""
_NO_WORDS = 0.7
"""The same where two texts share less than strangers do: witnesses of one thing seldom share nothing."""
_MOST_WORDS = 15.0
_STEPS = (1, 2, 3, 4, 5)
_STRANGERS, _STRANGERS_ODDS = 100, 1.5
"""Imagined pairs of strangers and their odds, for a district with few."""
_FEW_RECORDS, _FEW_FOLLOW = 20, 0.3
"""Before anything is compared: so many records of one thing follow a record, worth so many records of experience."""
_PLACE_RECORDS = 50
"""How many records the experience of the whole district is worth beside a place's own."""
_FOLLOW = (0.02, 1.5)
_ROUNDS = 5


@dataclass(frozen=True)
class Terms:
    """How near records must be.

    window_days: no two records of one problem were received further apart.
    joins: evidence (log odds) from which two records without further witnesses are proposed together.
    allows: evidence below which two records never stand in one problem, whoever is between them.
    most_neighbours: later records each record is compared with; more of them in one block and window are not looked at.
    """

    window_days: int = 14
    joins: float = 0.8
    allows: float = -4.0
    most_neighbours: int = 300


@dataclass(frozen=True)
class Pairs:
    """Pairs that may stand in one problem: positions in the ordered frame (first < second) and their evidence."""

    first: Any
    second: Any
    evidence: Any
    compared: int
    skipped: int


def comparable_records(records: pd.DataFrame) -> pd.DataFrame:
    """Records that can be compared, by block, time and number: the order of received rows is forgotten here.

    Adds `block` and `minute`. A record without municipality or group of topics has no block and is left out.
    """
    known = records.dropna(subset=["municipality_id", "topic_group_id", "received_at"])
    minute = known["received_at"].to_numpy("datetime64[m]").astype(np.int64)
    block = known.groupby(["municipality_id", "topic_group_id"], sort=True).ngroup().to_numpy(np.int64)
    placed = known.assign(minute=minute, block=block)
    return placed.sort_values(["block", "minute", "record_id"]).reset_index(drop=True)


def pairs(frame: pd.DataFrame, terms: Terms, progress: Progress | None = None) -> Pairs:
    """Every comparable pair whose evidence reaches `terms.allows`. frame: see `comparable_records`."""
    if frame.empty:
        nobody = np.zeros(0, dtype=np.int64)
        return Pairs(nobody, nobody, np.zeros(0), 0, 0)
    followers, skipped = _followers(frame, terms)
    scorer = _Scorer(frame, terms)
    parts, done, total = [], 0, int(followers.sum())
    for first, second in _batches(followers):
        parts.append(scorer.allowed(first, second))
        done += len(first)
        if progress:
            progress(done, total)
    first, second, evidence = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _at_learnt_odds(Pairs(first, second, evidence, total, skipped), scorer.near, terms.allows)


def _at_learnt_odds(pairs: Pairs, place: Any, allows: float) -> Pairs:
    """Evidence with the number of records of one thing that follow a record, learnt from the pairs themselves.

    place: codes of the ordered frame's records. Where everybody writes of a thing of his own, less is proposed than
    where whole streets write of one; a place with few records is judged by the district.
    """
    records, everywhere = np.bincount(place), _FEW_FOLLOW
    of_pair = place[pairs.first]
    follow = np.full(len(records), _FEW_FOLLOW)
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-pairs.evidence - np.log(follow)[of_pair]))
        everywhere = (likely.sum() + _FEW_FOLLOW * _FEW_RECORDS) / (len(place) + _FEW_RECORDS)
        each = np.bincount(of_pair, weights=likely, minlength=len(records))
        follow = np.clip((each + everywhere * _PLACE_RECORDS) / (records + _PLACE_RECORDS), *_FOLLOW)
    evidence = np.round(pairs.evidence + np.log(follow)[of_pair], 4)
    is_allowed = evidence >= allows
    return replace(pairs, first=pairs.first[is_allowed], second=pairs.second[is_allowed], evidence=evidence[is_allowed])


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
        streets = frame["street"].fillna("").astype(str).tolist()
        group = _codes(frame["topic_group_id"])
        self._terms = terms
        self._minute = frame["minute"].to_numpy()
        self._place, self._topic = _codes(frame["place_id"]), _codes(frame["topic_id"])
        self._street = _codes(pd.Series(street_keys(streets, texts)).replace("", None))
        self._house, self._applicant = _codes(frame["address_key"]), _codes(frame["applicant_key"])
        # A record without a place may meet any of its municipality.
        municipality = self._place.max() + 1 + _codes(frame["municipality_id"])
        self.near = near = np.where(self._place >= 0, self._place, municipality)
        self._rate, self._rate_of_others = coincidence.rates_a_day(near, self._topic, group, self._minute)
        marks = (self._street, self._house, self._applicant)
        self._shared = [coincidence.shared_mark(near, mark) for mark in marks]
        self._words, self._by_chance = coincidence.rarity(texts, group)
        self._same_topic, self._other_topics = self._words_of_strangers(frame, group)

    def allowed(self, first: Any, second: Any) -> tuple[Any, Any, Any]:
        """Of these pairs the ones that may stand in one problem, with their evidence if one record followed each."""
        is_possible = ~(_differ(self._place, first, second) | _differ(self._street, first, second))
        first, second = first[is_possible], second[is_possible]
        evidence = self._meeting(first, second) + self._marks(first, second) + self._wording(first, second)
        is_enough = evidence + np.log(_FOLLOW[1]) >= self._terms.allows
        return first[is_enough], second[is_enough], evidence[is_enough]

    def _meeting(self, first: Any, second: Any) -> Any:
        """Log odds of meeting so soon: one thing against strangers of the same place, topic and season."""
        days = (self._minute[second] - self._minute[first]) / MINUTES_A_DAY
        soon = _NEAR_SHARE * np.exp(-days / _NEAR_DAYS) / _NEAR_DAYS + (1 - _NEAR_SHARE) / self._terms.window_days
        is_other = _differ(self._topic, first, second)
        rate = np.where(
            is_other, self._larger(self._rate_of_others, first, second), self._larger(self._rate, first, second)
        )
        return np.log(soon) + np.log(np.where(is_other, 1 - _SAME_TOPIC, _SAME_TOPIC)) - np.log(rate)

    def _larger(self, values: Any, first: Any, second: Any) -> Any:
        return np.maximum(values[first], values[second])

    def _marks(self, first: Any, second: Any) -> Any:
        """Log odds of the shared marks; a house says all that its street says."""
        street, house, applicant = (
            np.where(
                _same(codes, first, second), np.log((kept + (1 - kept) * shared[first]) / shared[first]), 0.0
            )
            for codes, shared, kept in zip(
                (self._street, self._house, self._applicant),
                self._shared,
                (_SAME_STREET, _SAME_HOUSE, _SAME_APPLICANT),
                strict=True,
            )
        )  # fmt: skip
        return np.maximum(street, house) + applicant

    def _wording(self, first: Any, second: Any) -> Any:
        """Log odds of the words that both texts say; strangers of the same topics come to odds of 1 in the mean."""
        is_other = _differ(self._topic, first, second)
        return self._shared_words(first, second) - np.where(is_other, self._other_topics, self._same_topic)

    def _shared_words(self, first: Any, second: Any) -> Any:
        alike = np.asarray(self._words[first].multiply(self._words[second]).sum(axis=1), dtype=np.float64).ravel()
        by_chance = (self._by_chance[first] + self._by_chance[second]) / 2
        more = np.minimum(alike - by_chance, _MOST_WORDS)
        return np.where(more > 0, _WORDS, _NO_WORDS) * more

    def _words_of_strangers(self, frame: pd.DataFrame, group: Any) -> tuple[float, float]:
        """What strangers' texts say for one thing, of one topic and of two: learnt from records of one topic group in
        different municipalities, which cannot speak of one thing.
        """
        order = np.lexsort((frame["record_id"].to_numpy(), self._minute, group))
        municipality = _codes(frame["municipality_id"])
        first, second = (np.concatenate(ends) for ends in zip(*((order[:-k], order[k:]) for k in _STEPS), strict=True))
        is_apart = (group[first] == group[second]) & (municipality[first] != municipality[second])
        first, second = first[is_apart], second[is_apart]
        cuts = range(0, max(len(first), 1), _BATCH)
        alike = [self._shared_words(first[cut : cut + _BATCH], second[cut : cut + _BATCH]) for cut in cuts]
        odds, is_other = np.exp(np.concatenate(alike)), _differ(self._topic, first, second)
        return _log_mean(odds[~is_other]), _log_mean(odds[is_other])


def _log_mean(odds: Any) -> float:
    return float(np.log((odds.sum() + _STRANGERS * _STRANGERS_ODDS) / (len(odds) + _STRANGERS)))


def _codes(values: pd.Series) -> Any:
    """Numbers of equal values; −1 where missing."""
    return pd.factorize(values.astype(object), use_na_sentinel=True)[0]


def _same(codes: Any, first: Any, second: Any) -> Any:
    return (codes[first] == codes[second]) & (codes[first] >= 0)


def _differ(codes: Any, first: Any, second: Any) -> Any:
    return (codes[first] != codes[second]) & (codes[first] >= 0) & (codes[second] >= 0)
