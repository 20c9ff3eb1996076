"""What a channel report is asked of: the channel, the period, the snapshot, and for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from answers import channels, record_links, season
from answers.channels import FAMILIES, Family
from answers.frames import only_row
from data.errors import AccessError, FilterError, RefusedReportError
from data.filters import Filters
from data.metrics import METRICS, Stamp, members, query, stamp
from data.metrics.freshness import Freshness, freshness
from data.scope import Scope
from reports.channel.span import Span, latest
from reports.documents.blocks import Number
from words import format

_SOURCE_DAYS = 365
"""A source that brought a channel in so many days is one of its sources."""


@dataclass(frozen=True)
class Question:
    """A channel in a period of a snapshot, as somebody may see it. channels: codes of the family that are open."""

    family: Family
    span: Span
    stamp: Stamp
    scope: Scope
    channels: tuple[str, ...]

    def filters(self, first: date | None = None, last: date | None = None) -> Filters:
        """The channel over some days, seen from their last one; over the period by default."""
        until = last or self.span.last
        number, own_hash = self.stamp.address.split("-")
        return Filters(
            date_from=first or self.span.first, date_to=until, as_of=until, channels=self.channels,
            snapshot=int(number), snapshot_hash=own_hash,
        )  # fmt: skip

    @property
    def before(self) -> Filters:
        """As many days just before, seen from their last one: what the growth is counted against."""
        length = self.span.last - self.span.first + timedelta(days=1)
        return self.filters(self.span.first - length, self.span.last - length)

    @property
    def year_ago(self) -> Filters:
        """The same period a year ago."""
        ago = self.span.year_ago
        return self.filters(ago.first, ago.last)

    def ask(self, metrics: Sequence[str], filters: Filters | None = None) -> dict[str, Any]:
        """One row, with intervals."""
        return only_row(query(metrics, [], filters or self.filters(), self.scope, intervals=True))

    def ask_by(self, metrics: Sequence[str], by: Sequence[str], filters: Filters | None = None) -> pd.DataFrame:
        """A row per member, with intervals."""
        return query(metrics, by, filters or self.filters(), self.scope, intervals=True)

    def number(self, metric: str, value: Any, cell: Mapping[str, Any], filters: Filters | None = None) -> Number:
        """A value as a number of the document; a count leads to the records that it counts."""
        known = None if format.is_missing(value) else float(value)
        asked = filters or self.filters()
        href = ""
        if METRICS[metric].kind == "count" and known and self.scope.may_open_records:
            href = record_links.address(asked, asked.as_of or self.span.last, metric, cell)
        return Number(format.value(METRICS[metric], value), metric, known, href)

    def knows(self, first: date | None) -> bool:
        """Whether records of the channel reach back to a day."""
        whole = replace(self.filters(), date_from=None)
        began = min(query(["records"], ["day"], whole, self.scope)["day"], default=None)
        return bool(began and first and began <= first + season.LET_PASS)

    @property
    def sees_all(self) -> bool:
        """Whether no record of the channel is closed to the asker."""
        whole = {str(code) for code in members("channel", self.filters())["code"]}
        own = {code for code in whole if code.startswith(self.family.prefix)}
        return own <= set(self.channels) and any(
            grant.recipients is None and grant.municipalities is None and own <= set(grant.channels or own)
            for grant in self.scope.grants
        )

    def sources(self) -> list[Freshness]:
        """How far the sources of this channel had come by the end of the period."""
        year = self.filters(self.span.last - timedelta(days=_SOURCE_DAYS))
        brought = set(query(["records"], ["source"], year, self.scope)["source"])
        return [one for one in freshness(self.stamp.sources, self.span.last) if one.state.code in brought]


def open_report(family: str, span: Span | None, snapshot: int | None, scope: Scope) -> Question:
    """A channel by its code over a period, the last whole month of the snapshot by default.

    Raises FilterError for a channel or a period that the data don't hold whole, AccessError for who may not see the
    channel exactly, RefusedReportError when a source of it is stale for the period.
    """
    if family not in FAMILIES:
        raise FilterError(f"Канала «{family[:40]}» нет. Есть: {', '.join(FAMILIES)}.")
    if scope.hides_small_cells:
        raise AccessError("Вам открыты сводные показатели, а отчёт по каналу составляют точные числа.")
    of = stamp(Filters(snapshot=snapshot))
    chosen = span or latest("month", of.as_of)
    if chosen.last > of.as_of:
        raise FilterError(f"Период {chosen.code} ещё не кончился в данных: они на {format.day(of.as_of)}.")
    found = Question(FAMILIES[family], chosen, of, scope, ())
    narrowed = channels.of_family(found.family, found.filters(), scope)
    if narrowed is None:
        raise AccessError(f"Канал «{found.family.label}» вам не открыт.")
    return _checked(replace(found, channels=narrowed.channels))


def _checked(found: Question) -> Question:
    if not found.knows(found.span.first):
        raise FilterError(f"Данных канала «{found.family.label}» за период {found.span.code} ещё не было.")
    stale = [one for one in found.sources() if one.is_stale]
    if stale:
        named = "; ".join(f"{one.state.name} — данные по {format.day(one.state.last_day)}" for one in stale)
        raise RefusedReportError(
            f"Отчёт за {found.span.words} не составлен: источник устарел ({named}). Загрузите свежую выгрузку."
        )
    return found
