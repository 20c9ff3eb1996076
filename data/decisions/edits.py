"""The one way people edit rows of state: every edit is kept as before and after, and can be taken back.

An editable table has one integer key and a `version` (data.store.tables.edits.version); words of its fields for people:
`data.decisions.edit_words`. Keys are never given twice and a version never comes again, not even when an edit is
undone: a form opened before is known to be old. What stood in a row is kept for ever, so no table with personal data of
applicants may be edited here.

    with editing(settings, who.login, "перенесено из положения") as editor:
        duty = editor.insert(duties, {…})
        editor.insert(duty_topics, {"duty_id": duty, …})  # one group: undone together
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import edit_words
from data.errors import EditConflictError, FilterError, MCUError
from data.settings import Settings
from data.store import bulk
from data.store.tables import edits, metadata

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
Values = Mapping[str, Any]
_Past = tuple[int, ...]
"""The edits that have made a row what it is, the last first."""
_REFUSED = "Запись не сохранена: на неё ссылаются другие, или такая уже есть. Обновите страницу и проверьте."


@dataclass(frozen=True)
class Edit:
    """One edit of one row. before, after: values of all columns but the key and the version; None: there was no row.

    at: naive UTC. undoes: number of the edit it takes back. stands: nothing was done to the row since, or all of that
    was undone; so it can be undone.
    """

    number: int
    group: int
    table: str
    key: int
    version: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    at: datetime
    who: str
    reason: str
    undoes: int | None
    stands: bool

    @property
    def kind(self) -> str:
        """ADDED, CHANGED or REMOVED."""
        return ADDED if self.before is None else REMOVED if self.after is None else CHANGED


@dataclass
class Editor:
    """Edits of one person inside one transaction; they make one group, which is undone as a whole.

    zone: of the times that refusals name. Raises EditConflictError where the row is not as the person saw it,
    FilterError where the store refuses the values.
    """

    connection: sa.Connection
    zone: tzinfo
    who: str
    reason: str = ""
    group: int = field(default=0, init=False)

    def insert(self, table: sa.Table, values: Values) -> int:
        """Add a row; its key, which no row has had before."""
        key = bulk.new_id(self.connection, table)
        self._write(table, key, None, _whole(table, values), 0)
        return key

    def change(self, table: sa.Table, key: int, version: int, values: Values) -> int:
        """Give fields of a row other values; its new version. version: of the row as the person saw it.

        Nothing is written where the row has these values already, whoever gave them.
        """
        now = row(self.connection, table, key)
        if now is not None and all(
            edit_words.plain(now[name]) == edit_words.plain(value) for name, value in values.items()
        ):
            return int(now["version"])
        before = self._as_seen(table, key, version, now, values)
        return self._write(table, key, before, before | _known(table, values), version)

    def touch(self, table: sa.Table, key: int, version: int) -> int:
        """Give a row another version because rows that belong to it change; the version. The row's values stay."""
        same = self._as_seen(table, key, version, row(self.connection, table, key), {})
        return self._write(table, key, same, same, version)

    def remove(self, table: sa.Table, key: int, version: int) -> None:
        """Take a row out. Rows that refer to it are removed before it, by the same editor."""
        before = self._as_seen(table, key, version, row(self.connection, table, key), None)
        self._write(table, key, before, None, version)

    def undo(self, number: int) -> None:
        """Take back the group of an edit, the last edit first. Refuses when a row was edited since."""
        group = _group(self.connection, number)
        for edit in group:
            self._refuse_later(edit)
        for edit in group:
            table = metadata.tables[edit.table]
            self._write(table, edit.key, edit.after, edit.before, edit.version, undoes=edit.number)

    def _as_seen(
        self, table: sa.Table, key: int, version: int, now: dict[str, Any] | None, values: Values | None
    ) -> dict[str, Any]:
        """The row's fields, if it is at the version that the person saw. values: missing where it is to be removed."""
        if now is None or now["version"] != version:
            raise self._conflict(table, key, now, values)
        return {name: value for name, value in now.items() if name in _fields(table)}

    def _conflict(self, table: sa.Table, key: int, now: Values | None, wanted: Values | None) -> MCUError:
        last = next(iter(history(self.connection, table, key)), None)
        if last is None:
            return FilterError("Такой записи нет. Обновите страницу и выберите ещё раз.")
        found = edit_words.differences(self.connection, table, now, wanted or {}) if now is not None else []
        at, version = edit_words.local(last.at, self.zone), None if now is None or wanted is None else now["version"]
        return EditConflictError(last.who, at, tuple(found), is_gone=now is None, version=version, key=key)

    def _refuse_later(self, edit: Edit) -> None:
        table = metadata.tables[edit.table]
        told = history(self.connection, table, edit.key)
        if any(one.stands and one.group == edit.group for one in told):
            return
        if undoing := next((one for one in told if one.undoes == edit.number), None):
            when = f"{edit_words.local(undoing.at, self.zone):%d.%m.%Y %H:%M}"
            raise FilterError(f"Правка уже отменена: {undoing.who}, {when}. Обновите страницу.")
        now = row(self.connection, table, edit.key)
        found = edit_words.differences(self.connection, table, edit.after, now) if edit.after and now else []
        at = edit_words.local(told[0].at, self.zone)
        raise EditConflictError(told[0].who, at, tuple(found), is_gone=now is None, is_undo=True)

    def _write(
        self,
        table: sa.Table,
        key: int,
        before: Values | None,
        after: Values | None,
        version: int,
        undoes: int | None = None,
    ) -> int:
        made = 1 + max(version, _last_version(self.connection, table, key))
        self._put(table, key, before, after, made)
        self.group = self.group or _next_group(self.connection)
        told = (bulk.next_id(self.connection, edits), self.group, table.name, key, made, _json(before), _json(after))
        why = self.reason.strip()[:500]
        self.connection.execute(sa.insert(edits).values((*told, store.utc_now(), self.who[:100], why, undoes)))
        return made

    def _put(self, table: sa.Table, key: int, before: Values | None, after: Values | None, version: int) -> None:
        here = _key(table) == key
        statement: sa.Insert | sa.Update | sa.Delete
        if after is None:
            statement = sa.delete(table).where(here)
        elif before is None:
            statement = sa.insert(table).values({**_typed(table, after), _key(table).name: key, "version": version})
        else:
            statement = sa.update(table).where(here).values({**_typed(table, after), "version": version})
        try:
            done = self.connection.execute(statement).rowcount
        except sa.exc.IntegrityError as error:
            raise FilterError(_REFUSED) from error
        if done == 0:
            raise FilterError("Записи уже нет. Обновите страницу.")


@contextmanager
def editing(settings: Settings, who: str, reason: str = "") -> Iterator[Editor]:
    """A transaction of its own with one editor: everything inside is one group, kept whole or not at all."""
    with store.writing(settings) as connection:
        yield Editor(connection, settings.time_zone, who, reason)


def undo(settings: Settings, who: str, number: int, reason: str = "") -> None:
    """Take an edit back, with what was saved together with it."""
    with editing(settings, who, reason) as editor:
        editor.undo(number)


def row(connection: sa.Connection, table: sa.Table, key: int) -> dict[str, Any] | None:
    """A row as it is now, with its key and version; None when there is none."""
    found = connection.execute(sa.select(table).where(_key(table) == key)).mappings().first()
    return None if found is None else dict(found)


def history(connection: sa.Connection, table: sa.Table, key: int) -> list[Edit]:
    """All edits of one row, the newest first; of rows that are gone too."""
    return _edits(connection, (edits.c.table_name == table.name) & (edits.c.row_key == key))


def recent(connection: sa.Connection, tables: Iterable[sa.Table], limit: int) -> list[Edit]:
    """The newest edits of some tables, the newest first."""
    return _edits(connection, edits.c.table_name.in_([table.name for table in tables]))[:limit]


def one(connection: sa.Connection, number: int) -> Edit:
    """An edit by its number. FilterError for none."""
    chosen = edits.alias("chosen")
    same = (chosen.c.table_name == edits.c.table_name) & (chosen.c.row_key == edits.c.row_key)
    found = _edits(connection, sa.exists().where(same, chosen.c.edit_no == number))
    for edit in found:
        if edit.number == number:
            return edit
    raise FilterError("Такой правки нет. Обновите страницу и выберите ещё раз.")


def _group(connection: sa.Connection, number: int) -> list[Edit]:
    """The edits saved together with one, the last first. FilterError for an unknown number."""
    group = one(connection, number).group
    chosen = edits.alias("chosen")
    same = (chosen.c.table_name == edits.c.table_name) & (chosen.c.row_key == edits.c.row_key)
    found = _edits(connection, sa.exists().where(same, chosen.c.group_no == group))
    return [edit for edit in found if edit.group == group]


def _edits(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Edit]:
    """condition: takes all edits of a row or none of them."""
    standing = _standing(found := list(connection.execute(sa.select(edits).where(condition).order_by(edits.c.edit_no))))
    return [Edit(*(*edit, edit.edit_no in standing)) for edit in reversed(found)]


def _standing(found: Sequence[Any]) -> set[int]:
    """Of every row the edits that can be undone: its last one, and the one that made it what it is. One that was undone
    leaves the row to the edit before it, and has made it again when the undoing is undone. found: oldest first.
    """
    now: dict[tuple[str, int], _Past] = {}
    before: dict[int, _Past] = {}
    for edit in found:
        row_of = (edit.table_name, edit.row_key)
        before[edit.edit_no] = now.get(row_of, ())
        now[row_of] = (edit.edit_no, *now.get(row_of, ())) if edit.undoes is None else before[edit.undoes]
    last = {(edit.table_name, edit.row_key): edit.edit_no for edit in found}
    return {past[0] for past in now.values() if past} | set(last.values())


def _last_version(connection: sa.Connection, table: sa.Table, key: int) -> int:
    """0 where nobody has edited the row."""
    same = (edits.c.table_name == table.name) & (edits.c.row_key == key)
    return connection.execute(sa.select(sa.func.max(edits.c.version)).where(same)).scalar() or 0


def _next_group(connection: sa.Connection) -> int:
    """Safe because writers take turns, as `bulk.next_id`."""
    return (connection.execute(sa.select(sa.func.max(edits.c.group_no))).scalar() or 0) + 1


def _key(table: sa.Table) -> sa.Column[Any]:
    (column,) = table.primary_key.columns
    return column


def _fields(table: sa.Table) -> list[str]:
    """Columns that edits keep: one with `info={"kept_apart": True}` has a writer of its own."""
    apart = {column.name for column in table.columns if column.primary_key or column.info.get("kept_apart")}
    return [column.name for column in table.columns if column.name not in {"version", *apart}]


def _whole(table: sa.Table, values: Values) -> dict[str, Any]:
    """A value for every field: what is not told is the table's default, or missing."""
    known = _known(table, values)
    return {name: known.get(name, _default(table.c[name])) for name in _fields(table)}


def _default(column: sa.Column[Any]) -> Any:
    default: Any = column.default
    return default.arg if default is not None and default.is_scalar else None


def _known(table: sa.Table, values: Values) -> dict[str, Any]:
    unknown = set(values) - set(_fields(table))
    assert not unknown, f"{table.name} has no {sorted(unknown)}"
    return dict(values)


def _typed(table: sa.Table, values: Values) -> dict[str, Any]:
    """Kept values as the columns' own types; a column that the table has lost since is left out."""
    return {name: _value(table.c[name], value) for name, value in values.items() if name in table.c}


def _value(column: sa.Column[Any], value: Any) -> Any:
    if isinstance(value, str) and isinstance(column.type, sa.DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    return value


def _json(values: Values | None) -> dict[str, Any] | None:
    return None if values is None else {name: edit_words.plain(value) for name, value in values.items()}
