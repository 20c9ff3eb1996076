"""The week a note is about, and every question it asks the door: the week, the eight before it, the same a year ago."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from answers import norm_weeks, record_links, season
from answers.frames import only_row
from answers.usual import WEEKS as NORM_WEEKS
from data.errors import FilterError, RefusedReportError
from data.filters import LISTS, Filters
from data.metrics import Stamp, members, query, stamp
from data.metrics.freshness import Freshness, freshness
from data.scope import Scope
from data.settings import Settings
from words import format

LONG_WEEKS = 12
"""What a week is too short for (shares of recipients, ratings, hotspots) is told of this many weeks."""
_CODE = re.compile(r"([0-9]{4})-W([0-9]{2})")
Frame = pd.DataFrame


@dataclass(frozen=True)
class Week:
    """Monday to Sunday."""

    first: date

    @classmethod
    def parse(cls, text: str) -> "Week":
        """«2026-W47». FilterError for anything else."""
        told = _CODE.fullmatch(str(text))
        try:
            if told:
                return cls(date.fromisocalendar(int(told[1]), int(told[2]), 1))
        except ValueError:
            pass  # a 53rd week of a year that has 52
        raise FilterError(f"Недели «{str(text)[:40]}» нет. Неделя пишется так: 2026-W47.")

    @classmethod
    def last_whole(cls, as_of: date) -> "Week":
        """The last week whose Sunday is not later than a day."""
        return cls(as_of - timedelta(days=(as_of.weekday() + 1) % 7 + 6))

    @property
    def last(self) -> date:
        """Sunday."""
        return self.first + timedelta(days=6)

    @property
    def code(self) -> str:
        """«2026-W47»."""
        year, week, _ = self.first.isocalendar()
        return f"{year:04d}-W{week:02d}"

    @property
    def words(self) -> str:
        """«23–29.11.2026»."""
        return format.week(self.first)

    def back(self, weeks: int) -> "Week":
        """The week some weeks before."""
        return Week(self.first - timedelta(weeks=weeks))


_TO_ANSWER = 5


@dataclass(frozen=True)
class Weekly:
    """A week of a snapshot as somebody may see it. recipients: codes to narrow to, all by default; made_on: the day the
    note is written, missing for the last day of the week.
    """

    week: Week
    stamp: Stamp
    scope: Scope
    settings: Settings
    recipients: tuple[str, ...] = ()
    made_on: date | None = None

    @property
    def answer_by(self) -> date:
        """The day that its orders name: five days from the note, which is not written before the week ends."""
        return max(self.week.last, self.made_on or self.week.last) + timedelta(days=_TO_ANSWER)

    def of(self, recipient: str) -> "Weekly":
        """The same of one recipient."""
        return replace(self, recipients=(recipient,))

    def filters(self, first: date | None = None, last: date | None = None) -> Filters:
        """Over some days of this snapshot, seen from their last one; the week by default."""
        until = last or self.week.last
        number, own_hash = self.stamp.address.split("-")
        return Filters(
            date_from=first or self.week.first, date_to=until, as_of=until, recipients=self.recipients,
            snapshot=int(number), snapshot_hash=own_hash,
        )  # fmt: skip

    @property
    def before(self) -> Filters:
        """The eight weeks before the week."""
        return self.filters(self.week.back(NORM_WEEKS).first, self.week.back(1).last)

    @property
    def year_ago(self) -> Filters:
        """The same week a year ago."""
        ago = self.week.back(season.WEEKS)
        return self.filters(ago.first, ago.last)

    @property
    def long(self) -> Filters:
        """The weeks up to and with the week that shares are told of."""
        return self.filters(self.week.back(LONG_WEEKS - 1).first)

    def ask(self, metrics: Sequence[str], filters: Filters | None = None, *, intervals: bool = False) -> dict[str, Any]:
        """One row."""
        return only_row(query(metrics, [], filters or self.filters(), self.scope, intervals=intervals))

    def of_all(
        self, metrics: Sequence[str], dimension: str, codes: Iterable[str], filters: Filters | None = None
    ) -> dict[str, Any]:
        """One row of several members together: a record that belongs to two of them counts once."""
        narrowed: dict[str, Any] = {LISTS[dimension]: tuple(codes)}
        return self.ask(metrics, replace(filters or self.filters(), **narrowed))

    def ask_by(
        self, metrics: Sequence[str], by: Sequence[str], filters: Filters | None = None, *, intervals: bool = False
    ) -> Frame:
        """A row per member."""
        return query(metrics, by, filters or self.filters(), self.scope, intervals=intervals)

    def usual_weeks(self, metrics: Sequence[str], by: Sequence[str], before: Filters | None = None) -> Frame:
        """Counts by week of the eight weeks before, or of others, as a norm takes them: without weeks of events."""
        return norm_weeks.counted(metrics, by, before or self.before, self.scope)[0]

    def left_out(self) -> str:
        """A sentence naming the events whose weeks are no part of the norm; '' where there is none."""
        return norm_weeks.sentence(norm_weeks.counted(["records"], [], self.before, self.scope)[1])

    def href(self, metric_id: str, value: Any, cell: Mapping[str, Any], filters: Filters | None = None) -> str:
        """The address of the records that a number counts; empty where there are none."""
        if format.is_missing(value) or not value or not self.scope.may_open_records:
            return ""
        return self.behind(metric_id, cell, filters)

    def behind(self, metric_id: str, cell: Mapping[str, Any], filters: Filters | None = None) -> str:
        """The address of the records that a count may have, none at the moment."""
        asked = filters or self.filters()
        return record_links.address(asked, asked.as_of or self.week.last, metric_id, cell)

    def screen(self, path: str, filters: Filters) -> str:
        """The address of a screen over some days of this snapshot."""
        return f"{path}?{urlencode(filters.to_params(), safe=',')}"

    def asked(self, filters: Filters | None, cell: Mapping[str, Any]) -> str:
        """The filters that a number was asked with, as an address tells them. cell: nothing, or one recipient."""
        told = filters or self.filters()
        narrowed = replace(told, recipients=(str(cell["recipient"]),)) if cell else told
        return urlencode(narrowed.to_params(), safe=",")

    def member(self, dimension_id: str, code: str) -> dict[str, Any]:
        """What is known of a member: label, name and its cases, kind …"""
        known = members(dimension_id, self.filters())
        return {str(name): value for name, value in known[known["code"] == code].iloc[0].items()}

    def knows(self, filters: Filters) -> bool:
        """Whether records reach back to the beginning of a period."""
        whole = replace(self.filters(), date_from=None, recipients=())
        began = min(query(["records"], ["day"], whole, self.scope)["day"], default=None)
        first = filters.date_from
        return bool(began and first and began <= first + season.LET_PASS)

    def sources(self) -> list[Freshness]:
        """How far each source had come by the end of the week."""
        return freshness(self.stamp.sources, self.week.last)


def open_week(
    code: str | None, snapshot: int | None, scope: Scope, settings: Settings, made_on: date | None = None
) -> Weekly:
    """The week by its code, or the last whole one of the snapshot; made_on: as of `Weekly`.

    Raises FilterError for a week that the data don't hold whole, RefusedReportError when a source is stale for it.
    """
    of = stamp(Filters(snapshot=snapshot))
    last = Week.last_whole(of.as_of)
    week = last if code is None else Week.parse(code)
    if week.first > last.first:
        raise FilterError(f"Неделя {week.code} ещё не кончилась в данных: они на {format.day(of.as_of)}.")
    found = Weekly(week, of, scope, settings, made_on=made_on)
    if not found.knows(found.filters()):
        raise FilterError(f"Данных за неделю {week.code} ещё не было. Возьмите неделю позже.")
    stale = [one for one in found.sources() if one.is_stale]
    if stale:
        named = "; ".join(f"{one.state.name} — данные по {format.day(one.state.last_day)}" for one in stale)
        raise RefusedReportError(
            f"Записка за {week.words} не составлена: источник устарел ({named}). Загрузите свежую выгрузку."
        )
    return found
