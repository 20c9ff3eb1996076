"""Which kinds of notices the staff wants, and in which hours it does not want to be called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import sqlalchemy as sa

from data import store
from data.decisions import edit_words, edits
from data.decisions.edits import Edit, Editor
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store.tables import notice_kinds, quiet_hours
from data.store.tables.notices import EXPIRING, KINDS

TABLES = (notice_kinds, quiet_hours)
MOST_DAYS, USUAL_DAYS = 10, 3
"""Working days before the end of a term: the most that may be asked for, and what holds until somebody says so."""
_HOURS, _SATURDAY = 24, 5


@dataclass(frozen=True)
class KindSetting:
    """One kind. version: 0 while nobody has set it; days: of EXPIRING, else 0."""

    kind: str
    version: int = 0
    is_on: bool = True
    days: int = 0


@dataclass(frozen=True)
class QuietHours:
    """Hours of the district, 0–23; starts = ends: no hour is quiet. version: 0 while nobody has set them."""

    version: int = 0
    starts: int = 0
    ends: int = 0
    weekends: bool = False

    def end_of(self, moment: datetime) -> datetime | None:
        """When the quiet that this local moment lies in ends; None where it is not quiet."""
        end, hour = moment, timedelta(hours=1)
        while self._is_quiet(end):
            end = datetime.combine(end.date(), time(end.hour), end.tzinfo) + hour
        return end if end != moment else None

    def _is_quiet(self, moment: datetime) -> bool:
        if self.weekends and moment.weekday() >= _SATURDAY:
            return True
        if self.starts <= self.ends:
            return self.starts <= moment.hour < self.ends
        return moment.hour >= self.starts or moment.hour < self.ends


def kinds(connection: sa.Connection) -> dict[str, KindSetting]:
    """Every kind as it is set now."""
    k = notice_kinds.c
    rows = connection.execute(sa.select(k.kind, k.version, k.is_on, k.days))
    told = {row.kind: KindSetting(*row) for row in rows}
    return {kind: told.get(kind) or KindSetting(kind, days=USUAL_DAYS * (kind == EXPIRING)) for kind in KINDS}


def quiet(connection: sa.Connection) -> QuietHours:
    """The quiet hours as they are set now."""
    q = quiet_hours.c
    row = connection.execute(sa.select(q.version, q.starts, q.ends, q.weekends)).first()
    return QuietHours(*row) if row else QuietHours()


def read(settings: Settings) -> tuple[dict[str, KindSetting], QuietHours]:
    """All settings."""
    with store.reading(settings) as connection:
        return kinds(connection), quiet(connection)


def save_kind(settings: Settings, who: str, asked: KindSetting) -> None:
    """Switch a kind on or off, say how early. asked: with the version as seen."""
    if asked.kind not in KINDS:
        raise FilterError("Такого вида оповещений нет. Обновите страницу.")
    if asked.kind == EXPIRING and not 1 <= asked.days <= MOST_DAYS:
        raise FilterError(f"Предупреждать можно за 1–{MOST_DAYS} рабочих дней до конца срока.")
    values = {"is_on": asked.is_on, "days": asked.days if asked.kind == EXPIRING else 0}
    with edits.editing(settings, who) as editor:
        _put(editor, notice_kinds, notice_kinds.c.kind == asked.kind, asked.version, {"kind": asked.kind, **values})


def save_quiet(settings: Settings, who: str, asked: QuietHours) -> None:
    """Say in which hours nobody is called. asked: with the version as seen."""
    if not all(0 <= hour < _HOURS for hour in (asked.starts, asked.ends)):
        raise FilterError("Час — целое число от 0 до 23.")
    values = {"starts": asked.starts, "ends": asked.ends, "weekends": asked.weekends}
    with edits.editing(settings, who) as editor:
        _put(editor, quiet_hours, sa.true(), asked.version, values)


def _put(
    editor: Editor, table: sa.Table, here: sa.ColumnElement[bool], version: int, values: Mapping[str, object]
) -> None:
    (key,) = table.primary_key.columns
    known = editor.connection.execute(sa.select(key).where(here)).scalar()
    if known is not None:
        editor.change(table, int(known), version, values)
    elif version:
        raise FilterError("Эту настройку кто-то отменил. Обновите страницу.")
    else:
        editor.insert(table, values)


def history(settings: Settings, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits: the edit, what it was about, what it changed."""
    with store.reading(settings) as connection:
        found = edits.recent(connection, TABLES, limit)
        return [(edit, _about(edit), _differences(connection, edit)) for edit in found]


def _about(edit: Edit) -> str:
    told = edit.after or edit.before or {}
    return KINDS.get(told.get("kind", ""), "Тихие часы")


def _differences(connection: sa.Connection, edit: Edit) -> list[Difference]:
    table = next(one for one in TABLES if one.name == edit.table)
    return edit_words.differences(connection, table, edit.before, edit.after)
