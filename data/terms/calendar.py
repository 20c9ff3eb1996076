"""Working days and working minutes of the district.

Federal holidays, transfers and working Saturdays come from the `holidays` package (country RU, offline); short days
from ТК РФ, ст. 95; local days from the `calendar_overrides` table. A day is a whole number of days since 1970-01-01,
local time.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Literal

import holidays
import numpy as np
import numpy.typing as npt

from data.errors import StoreError
from data.store import reference

EPOCH = date(1970, 1, 1)
FIRST_DAY = (date(2000, 1, 1) - EPOCH).days
LAST_DAY = (date(2058, 12, 31) - EPOCH).days
"""Days are kept as 16-bit numbers, which end in September 2059."""
Days = npt.NDArray[np.int64]


@dataclass(frozen=True)
class WorkingTime:
    """Hours of a working day, local time; a short day ends one hour earlier (ТК РФ, ст. 95)."""

    start: time = time(8, 0)
    lunch_start: time = time(12, 0)
    lunch_end: time = time(13, 0)
    end: time = time(17, 0)

    def minutes_until(self, minute: npt.NDArray[np.int64], day_length: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Working minutes from the start of the day until `minute` (0–1440 since midnight), at most `day_length`."""
        before_lunch = np.clip(minute - _minute(self.start), 0, _minute(self.lunch_start) - _minute(self.start))
        after_lunch = np.clip(minute - _minute(self.lunch_end), 0, _minute(self.end) - _minute(self.lunch_end))
        return np.minimum(before_lunch + after_lunch, day_length)

    def minute_of_day(self, worked: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Minute since midnight at which so many minutes of the day have been worked."""
        morning = _minute(self.lunch_start) - _minute(self.start)
        return worked + np.where(worked <= morning, _minute(self.start), _minute(self.lunch_end) - morning)

    @classmethod
    def parse(cls, text: str) -> "WorkingTime":
        """From «08:00-12:00 13:00-17:00». Raises StoreError when it is not two spans, one after the other."""
        found = _HOURS.fullmatch(text.strip())
        spans = found.groups() if found else ("00:00",) * 4
        try:
            start, lunch_start, lunch_end, end = (time.fromisoformat(part) for part in spans)
        except ValueError:  # 25:70
            start = lunch_start = lunch_end = end = time(0)
        if not start < lunch_start <= lunch_end < end:
            raise StoreError(f"Рабочее время «{text[:40]}» непонятно. Напишите, например: 08:00-12:00 13:00-17:00.")
        return cls(start, lunch_start, lunch_end, end)

    @property
    def minutes(self) -> int:
        """Working minutes of a full day."""
        return _minute(self.lunch_start) - _minute(self.start) + _minute(self.end) - _minute(self.lunch_end)


_HOURS = re.compile(r"(\d\d:\d\d)\s*-\s*(\d\d:\d\d)[\s,;]+(\d\d:\d\d)\s*-\s*(\d\d:\d\d)")


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@dataclass(frozen=True)
class WorkingCalendar:
    """Working minutes of every day of 2000–2058 and their running sums.

    length: working minutes by day, 0 on a day off; before[i]: working minutes of all days before day i.
    """

    hours: WorkingTime
    length: npt.NDArray[np.int64]
    before: npt.NDArray[np.int64]

    def without(self, spans: Sequence[tuple[int, int]]) -> "WorkingCalendar":
        """The same calendar with spans of days (first and last, both included) on which nobody works."""
        if not spans:
            return self
        length = self.length.copy()
        for first, last in spans:
            length[max(first - FIRST_DAY, 0) : max(last - FIRST_DAY + 1, 0)] = 0
        return WorkingCalendar(self.hours, length, np.concatenate([[0], np.cumsum(length)[:-1]]))

    def is_working(self, day: Days) -> npt.NDArray[np.bool_]:
        """Whether people work on these days."""
        return self.length[_index(day)] > 0

    def minute_index(self, day: Days, minute: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Working minutes elapsed since the calendar's first day at `minute` (since midnight) of `day`; differences
        are durations.
        """
        i = _index(day)
        return self.before[i] + self.hours.minutes_until(minute, self.length[i])

    def day_of_minute(self, index: npt.NDArray[np.int64]) -> Days:
        """The day within which a working minute (`minute_index`) ends; the day's last minute still belongs to it."""
        return np.minimum(np.searchsorted(self.before + self.length, index) + FIRST_DAY, LAST_DAY)

    def time_of_minute(self, index: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The minute since midnight of a working minute (`minute_index`) on its own day (`day_of_minute`)."""
        return self.hours.minute_of_day(index - self.before[_index(self.day_of_minute(index))])

    def add_working_days(self, day: Days, count: npt.NDArray[np.int64] | int) -> Days:
        """The `count`-th working day after `day`; the day itself does not count (ГК РФ, ст. 191)."""
        working = np.flatnonzero(self.length > 0)
        position = np.searchsorted(working, _index(day), side="right") + count - 1
        return working[np.clip(position, 0, len(working) - 1)] + FIRST_DAY

    def move_to_working(self, day: Days, rule: str) -> Days:
        """What happens to a last day that is not a working one: `preceding`, `following` or `as_is`."""
        if rule == "as_is":
            return day
        working = np.flatnonzero(self.length > 0)
        side: Literal["left", "right"] = "right" if rule == "preceding" else "left"
        position = np.searchsorted(working, _index(day), side=side) - (1 if rule == "preceding" else 0)
        return working[np.clip(position, 0, len(working) - 1)] + FIRST_DAY


def _index(day: Days) -> Days:
    return np.clip(day, FIRST_DAY, LAST_DAY) - FIRST_DAY


@dataclass(frozen=True)
class Calendars:
    """The district's calendar and those of recipients who keep hours of their own.

    own: recipient_id → calendar; the days off are the same, only the hours differ.
    """

    common: WorkingCalendar
    own: Mapping[int, WorkingCalendar] = field(default_factory=dict)

    def split(self, recipient_id: npt.NDArray[np.float64]) -> Iterator[tuple[WorkingCalendar, npt.NDArray[np.int64]]]:
        """Each calendar with the positions of the rows it holds for; every row once."""
        kept = np.isin(recipient_id, np.array(sorted(self.own), dtype=float))
        yield self.common, np.flatnonzero(~kept)
        for one, calendar in self.own.items():
            yield calendar, np.flatnonzero(recipient_id == one)


def build(
    overrides: Mapping[date, tuple[str, int | None]] | None = None, hours: WorkingTime | None = None
) -> WorkingCalendar:
    """The calendar with local overrides: `{day: (working | off | short, hours or None)}`."""
    hours = hours or WorkingTime()
    federal = _federal()
    length = np.where(federal.working, hours.minutes - 60 * federal.short, 0).astype(np.int64)
    for day, (kind, worked) in (overrides or {}).items():
        full = hours.minutes if worked is None else worked * 60
        position = (day - EPOCH).days - FIRST_DAY
        if 0 <= position < len(length):
            length[position] = {"off": 0, "working": full, "short": full if worked is not None else full - 60}[kind]
    before = np.concatenate([[0], np.cumsum(length)[:-1]])
    return WorkingCalendar(hours, length, before)


@dataclass(frozen=True)
class _Federal:
    """Every day of 2000–2058 by federal law: whether people work, and whether an hour less (ТК РФ, ст. 95 ч. 1)."""

    working: npt.NDArray[np.bool_]
    short: npt.NDArray[np.bool_]


@lru_cache(maxsize=1)
def _federal() -> _Federal:
    """Working days by law, transfers and working Saturdays included, as far as they are known."""
    known = _known_days()
    weekday = (np.arange(FIRST_DAY, LAST_DAY + 1) + 3) % 7
    working = weekday < 5
    for day in known:
        working[(day - EPOCH).days - FIRST_DAY] = False
    for day in known.weekend_workdays:
        working[(day - EPOCH).days - FIRST_DAY] = True
    before_holiday = np.zeros(len(working), dtype=bool)
    for day, name in known.items():
        if is_holiday(name) and day > date(2000, 1, 1):
            before_holiday[(day - EPOCH).days - FIRST_DAY - 1] = True
    short = before_holiday & working
    for (
        off,
        worked,
    ) in days_off_in_exchange().items():  # the working Saturday takes the shortening of the day it replaces
        short[(worked - EPOCH).days - FIRST_DAY] = before_holiday[(off - EPOCH).days - FIRST_DAY]
    return _Federal(working, short)


@lru_cache(maxsize=1)
def _known_days() -> holidays.HolidayBase:
    return holidays.country_holidays("RU", years=range(2000, 2059), language="ru")


def is_holiday(name: str) -> bool:
    """Whether the package's name of a day off is that of a holiday (ТК РФ, ст. 112) and not of a moved day off."""
    return "выходной" not in name.lower()


def days_off_in_exchange() -> dict[date, date]:
    """Days off that a working Saturday or Sunday was given for: the day off → the day worked instead."""
    known = _known_days()
    told = {day: _MOVED_FROM.search(name) for day, name in known.items()}
    pairs = {day: datetime.strptime(found[1], "%d.%m.%Y").date() for day, found in told.items() if found}  # noqa: DTZ007
    return {off: worked for off, worked in pairs.items() if worked in known.weekend_workdays}


_MOVED_FROM = re.compile(r"перенесено с (\d\d\.\d\d\.\d{4})")


@lru_cache(maxsize=1)
def confirmed_until() -> int:
    """The last year whose transfers of days off a decree of the government has confirmed.

    `holidays` may know a later year from a draft: its days are counted by, but may still change.
    """
    return max(int(year) for year in reference.table("calendar_decrees")["year"])
