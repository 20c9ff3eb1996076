"""How recipients stand by a profile in one period: their index with its error, and the shares made comparable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis import recipient_index, standardisation
from analysis.arrays import Numbers, numbers
from analysis.recipient_index import Component, Index
from analysis.standardisation import Standardised
from data.decisions.profiles import Indicator, Profile
from data.metrics import METRICS, Metric
from data.metrics.enough import FEW

RECIPIENT, TOPIC = "recipient", "topic_group"
_MEANS = ("mean", "assisted_mean")
INDEX = Metric(
    "recipient_index",
    "Индекс получателя",
    "Индекс",
    "балл",
    "mean",
    "received",
    "Взвешенная сумма долей профиля (100 — лучше некуда): доли приведены к общему набору тем и стянуты к среднему "
    "сверстников как n/(n + 10).",
    better="higher",
    interval="index",
)
"""Counted from answers of the door, which itself does not answer it."""


@dataclass(frozen=True)
class Answers:
    """What the door has said of one period. whole: by recipient, with intervals; cells: shares by recipient and topic
    group, with n; missing where the asker sees totals only.
    """

    whole: pd.DataFrame
    cells: pd.DataFrame | None


@dataclass(frozen=True)
class Standing:
    """One row of everything per code. adjusted: shares by metric id, those made comparable; among: cases behind the
    weightiest component of the profile.
    """

    codes: tuple[str, ...]
    peers: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    made: Index
    adjusted: Mapping[str, Standardised]
    among: Numbers

    @property
    def is_told(self) -> Any:
        """Whether enough stands behind each member's index for a place."""
        return np.isfinite(self.made.index) & (self.among >= FEW)


def counted(profile: Profile) -> tuple[Indicator, ...]:
    """Indicators that make the index: those with a weight that the program knows how to count."""
    return tuple(one for one in weighted(profile) if is_countable(one.metric))


def weighted(profile: Profile) -> list[Indicator]:
    """Indicators of a profile that have a say in its total."""
    return [one for one in profile.indicators if one.direction and one.weight > 0]


def is_countable(metric_id: str) -> bool:
    """Whether the door answers a metric as a share, or as a mean on a scale with a best and a worst value."""
    return metric_id in METRICS and METRICS[metric_id].kind in ("share", *_MEANS)


def of(profile: Profile, kinds: Mapping[str, str], codes: Sequence[str], answers: Answers) -> Standing:
    """Recipients of `codes` in one period. kinds: code → words for whom it is compared with."""
    indicators, place = counted(profile), {code: i for i, code in enumerate(codes)}
    peers = tuple(kinds.get(code, "") for code in codes)
    adjusted = _adjusted([one.metric for one in indicators], place, answers)
    rows = _Rows(answers.whole, place)
    parts = [_component(one, rows, adjusted) for one in indicators]
    if not parts or not codes:
        nothing = np.full(len(codes), np.nan)
        empty = np.zeros((len(codes), len(parts)))
        return Standing(
            tuple(codes), peers, indicators, Index(empty * np.nan, empty, nothing, nothing), adjusted, nothing
        )
    made = recipient_index.index(parts, peers)
    heaviest = np.argmax(made.weights, axis=1)
    among = np.nan_to_num(np.column_stack([part.among for part in parts]))[np.arange(len(codes)), heaviest]
    return Standing(tuple(codes), peers, indicators, made, adjusted, among)


class _Rows:
    """Columns of the door's answer by recipient, in the order of codes; missing where it has no such row or column."""

    def __init__(self, whole: pd.DataFrame, codes: Iterable[Any]) -> None:
        row = {code: i for i, code in enumerate(whole[RECIPIENT].tolist()) if isinstance(code, str)}
        self._rows = np.array([row.get(code, -1) for code in codes], dtype=np.int64)
        self._whole = whole

    def column(self, name: str) -> Numbers:
        """One value per code."""
        if name not in self._whole or not len(self._whole):
            return np.full(len(self._rows), np.nan)
        return np.where(self._rows < 0, np.nan, numbers(self._whole[name])[self._rows])


def _adjusted(metric_ids: Sequence[str], place: Mapping[str, int], answers: Answers) -> dict[str, Standardised]:
    """Shares of metrics for the common mix of topics; of those that are shares and known by topic. Whoever is not rated
    still tells how hard a topic is. A letter about several topics lies in several cells and is one case of its
    recipient.
    """
    cells = answers.cells
    shares = [] if cells is None else [name for name in metric_ids if name in cells and METRICS[name].is_share]
    if cells is None or not shares:
        return {}
    known, members = standardisation.numbered([*place, *_codes(cells[RECIPIENT])])
    topics = standardisation.numbered(_codes(cells[TOPIC]))[1]
    rows, here = _Rows(answers.whole, known), np.arange(len(place))
    made = {}
    for name in dict.fromkeys(shares):
        among = numbers(cells[f"{name}_n"])
        hits = np.nan_to_num(numbers(cells[name]) * among)
        share, n = rows.column(name), rows.column(f"{name}_n")
        whole = np.where(n == 0, 0, share * n), n
        cases = hits, np.nan_to_num(among), members[len(place) :], topics
        made[name] = standardisation.indirect(*cases, len(known), whole).of(here)
    return made


def _codes(column: pd.Series) -> list[str]:
    """Codes of members, empty of «не определено»."""
    return [code if isinstance(code, str) else "" for code in column.tolist()]


def _component(one: Indicator, rows: _Rows, adjusted: Mapping[str, Standardised]) -> Component:
    made = adjusted.get(one.metric)
    if made is not None:
        told = made.share, made.low, made.high, made.among
    else:  # missing where it was not asked for
        told = tuple(rows.column(f"{one.metric}{end}") for end in ("", "_low", "_high", "_n"))  # type: ignore[assignment]
    first, last = (0.0, 1.0) if METRICS[one.metric].is_share else METRICS[one.metric].scale
    value, low, high = ((end - first) / (last - first) for end in told[:3])
    if one.direction == "lower":
        value, low, high = 1 - value, 1 - high, 1 - low
    return Component(value, low, high, told[3], one.weight)
