"""The week, month or quarter of a report: written «2026-W47», «2026-10», «2026-Q3»."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from answers import season
from data.errors import FilterError
from reports.weekly.week import Week
from words import format

Step = Literal["week", "month", "quarter"]
STEPS: tuple[Step, ...] = ("week", "month", "quarter")
_PATTERNS: Mapping[Step, str] = {"month": r"([0-9]{4})-([0-9]{2})", "quarter": r"([0-9]{4})-Q([1-4])"}
_EXAMPLES: Mapping[Step, str] = {"month": "Месяц пишется так: 2026-10", "quarter": "Квартал пишется так: 2026-Q3"}
_MONTHS: Mapping[Step, int] = {"month": 1, "quarter": 3}
_TREND: Mapping[Step, int] = {"week": 8, "month": 6, "quarter": 4}
"""Steps that lead to a period and are shown beside it, itself among them."""
_EARLIEST, _LATEST = 1990, 2100


@dataclass(frozen=True)
class Span:
    """A period of the calendar, both days inclusive."""

    step: Step
    first: date

    @classmethod
    def parse(cls, step: Step, text: str) -> "Span":
        """FilterError for what is no period of this step."""
        if step == "week":
            return cls("week", Week.parse(text).first)
        told = re.fullmatch(_PATTERNS[step], text)
        month = (int(told[2]) - 1) * _MONTHS[step] + 1 if told else 0
        if told is None or not 1 <= month <= 12 or not _EARLIEST <= int(told[1]) <= _LATEST:
            raise FilterError(f"Периода «{text[:40]}» нет. {_EXAMPLES[step]}.")
        return cls(step, date(int(told[1]), month, 1))

    @property
    def last(self) -> date:
        """The last day."""
        return self.moved(1).first - timedelta(days=1)

    def moved(self, steps: int) -> "Span":
        """The period so many steps later, or earlier with a minus."""
        if self.step == "week":
            return Span("week", self.first + timedelta(weeks=steps))
        months = self.first.year * 12 + self.first.month - 1 + steps * _MONTHS[self.step]
        return Span(self.step, date(months // 12, months % 12 + 1, 1))

    @property
    def year_ago(self) -> "Span":
        """The same period a year before; of a week the same days of the week."""
        return self.moved({"week": -season.WEEKS, "month": -12, "quarter": -4}[self.step])

    @property
    def trend(self) -> tuple["Span", ...]:
        """The periods up to and with this one that are shown beside it, the oldest first."""
        return tuple(self.moved(back) for back in range(1 - _TREND[self.step], 1))

    @property
    def code(self) -> str:
        """«2026-W47», «2026-10», «2026-Q3»."""
        if self.step == "week":
            return Week(self.first).code
        return (
            f"{self.first:%Y-%m}" if self.step == "month" else f"{self.first.year}-Q{pd.Timestamp(self.first).quarter}"
        )

    @property
    def words(self) -> str:
        """«неделю 23–29.11.2026», «октябрь 2026», «III квартал 2026»: after «за»."""
        return f"неделю {format.week(self.first)}" if self.step == "week" else self.short

    @property
    def short(self) -> str:
        """The same for a heading of a column."""
        known = {"week": format.week, "month": format.month, "quarter": format.quarter}
        return known[self.step](self.first)

    @property
    def parts(self) -> tuple[tuple[date, date], ...]:
        """What the flow inside it is drawn by: days of a week, else weeks from Monday, the ends as the period cuts."""
        if self.step == "week":
            return tuple((day, day) for day in (self.first + timedelta(days=n) for n in range(7)))
        mondays = pd.date_range(self.first - timedelta(days=self.first.weekday()), self.last, freq="7D")
        return tuple(
            (max(monday.date(), self.first), min(monday.date() + timedelta(days=6), self.last)) for monday in mondays
        )


def latest(step: Step, as_of: date) -> Span:
    """The last period of a step that is over on a day."""
    if step == "week":
        return Span("week", Week.last_whole(as_of).first)
    held = Span(step, as_of.replace(month=(as_of.month - 1) // _MONTHS[step] * _MONTHS[step] + 1, day=1))
    return held if held.last <= as_of else held.moved(-1)
