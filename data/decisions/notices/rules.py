"""What calls for attention: conditions over a published snapshot and the store, each for one circle of data."""

from collections.abc import Sequence
from datetime import date, timedelta

from data.decisions.notes.read import WITH_CENTRE_HEAD, WITH_CURATOR, Note
from data.decisions.notices.state import Finding
from data.filters import Filters
from data.metrics import stamp
from data.metrics.durations import ending
from data.metrics.freshness import Freshness
from data.metrics.states import SOON_WORKING_DAYS
from data.scope import Scope
from data.store.tables.notices import EXPIRING, NOTE, STALE

_WAITS = {WITH_CENTRE_HEAD: "ждёт согласования", WITH_CURATOR: "ждёт выпуска"}


def expiring(scope: Scope, working_days: int, as_of: date | None = None) -> list[Finding]:
    """Open records whose term ends within so many working days of the day of the report; the overdue are none of them.

    as_of: missing means the last day of the newest snapshot. One finding or none; it opens the records of that day.
    """
    if not scope.may_open_records:
        return []
    asked = Filters(as_of=as_of or stamp(Filters()).as_of)
    numbers = tuple(map(str, ending(asked, scope, working_days)))
    if not numbers:
        return []
    # The register knows the usual number of days; another one is seen on the screen of deadlines.
    screen = "/register?state=burning" if working_days == SOON_WORKING_DAYS else "/deadlines?view=burning"
    href = f"{screen}&as_of={asked.as_of}"
    return [Finding(EXPIRING, "terms", _ahead(working_days), href, numbers, len(numbers))]


def _ahead(working_days: int) -> str:
    days = "одного рабочего дня" if working_days == 1 else f"{working_days} рабочих дней"
    return f"До конца срока ответа не больше {days}"


def stale(found: Sequence[Freshness]) -> list[Finding]:
    """A finding a source whose last day is past its staleness. found: of `data.metrics.freshness` on the day."""
    return [
        Finding(STALE, one.state.code, f"{one.state.name}: {_last(one)}", "/loading", (str(one.state.last_day),))
        for one in found
        if one.is_stale
    ]


def _last(one: Freshness) -> str:
    return f"данные по {one.state.last_day:%d.%m.%Y}" if one.state.last_day else "событий нет"


def waiting_notes(found: Sequence[Note], statuses: Sequence[str]) -> list[Finding]:
    """A finding a note that stands in one of the statuses; handed over again, it is something new."""
    return [
        Finding(
            NOTE, one.week, f"Записка за {_days(one.week)} {_WAITS[one.status]}", f"/note?week={one.week}",
            (f"{one.status} {one.version}",),
        )
        for one in found
        if one.status in statuses and one.status in _WAITS
    ]  # fmt: skip


def _days(week: str) -> str:
    """«2026-W47» → «16.11–22.11.2026»."""
    year, number = week.split("-W")
    first = date.fromisocalendar(int(year), int(number), 1)
    return f"{first:%d.%m}–{first + timedelta(days=6):%d.%m.%Y}"
