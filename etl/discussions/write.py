"""Discussions and comments into the store: new ones added, changed ones with their former self kept, threads joined."""

import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from data.store import bulk
from data.store.tables import discussion_changes, discussion_comments, discussions
from etl.discussions.rows import COMMENT
from etl.structure.people.masking import mask_all

TABLES = {"discussions": discussions, "comments": discussion_comments}
_KEYS = {"discussions": ("kind", "number"), "comments": ("number",)}
_HASHED = {
    name: tuple(
        column.name
        for column in table.columns
        if column.name not in ("content_hash", "import_id", "updated_import_id", "discussion_id", "source_id")
        and column.name not in ("topic_id", "place_id", "municipality_id")
        and not column.primary_key
    )
    for name, table in TABLES.items()
}
LOADED, UPDATED, UNCHANGED = "loaded", "updated", "unchanged"
Row = dict[str, Any]


class Writer:
    """Writes the rows of one import; `fates` counts rows, `repeated` those whose key stood in the file before."""

    def __init__(self, connection: sa.Connection, part: str, source_id: int, import_id: int, secret: bytes) -> None:
        self._connection, self._part, self._secret = connection, part, secret
        self._source_id, self._import_id = source_id, import_id
        self._table = TABLES[part]
        self.fates: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()
        self._known = self._read_known()

    def write(self, rows: Sequence[Row]) -> list[Row]:
        """Write rows in the order of the file; those that are new or changed, now masked, with ids of dimensions
        still to be found by the caller through `complete`.
        """
        fresh: dict[tuple[str, ...], Row] = {}
        told: dict[tuple[str, ...], str] = {}
        seen: set[tuple[str, ...]] = set()
        for row in rows:
            one = tuple(row[name] for name in _KEYS[self._part])
            row["content_hash"] = self._hash(row)
            fate = self._fate(one, row["content_hash"], fresh)
            self.fates[fate] += 1
            if one in seen:
                self.repeated[fate] += 1
            seen.add(one)
            if fate != UNCHANGED:
                fresh[one] = row
                told[one] = LOADED if LOADED in (fate, told.get(one)) else UPDATED
        self._told = told
        return list(fresh.values())

    def keep(self, rows: Sequence[Row]) -> None:
        """Put what `write` found new or changed into the store."""
        for text in ("title", "body"):
            if rows and text in rows[0]:
                masked = mask_all([row[text] for row in rows], [row["author"] for row in rows])
                for row, plain in zip(rows, masked, strict=True):
                    row[text] = plain
        added = [row for row in rows if self._told[self._key(row)] == LOADED]
        self._insert(added)
        self._update([row for row in rows if self._told[self._key(row)] == UPDATED])

    def _key(self, row: Row) -> tuple[str, ...]:
        return tuple(row[name] for name in _KEYS[self._part])

    def _fate(self, one: tuple[str, ...], digest: str, fresh: Mapping[tuple[str, ...], Row]) -> str:
        before = fresh[one]["content_hash"] if one in fresh else self._known.get(one, (0, None))[1]
        return LOADED if before is None else UNCHANGED if before == digest else UPDATED

    def _hash(self, row: Row) -> str:
        said = "\x1f".join(str(row.get(name)) for name in _HASHED[self._part])
        return hmac.digest(self._secret, said.encode(), "sha256").hex()[:32]

    def _read_known(self) -> dict[tuple[str, ...], tuple[int, str]]:
        t = self._table.c
        key = next(iter(self._table.primary_key.columns))
        query = sa.select(key, t.content_hash, *(t[name] for name in _KEYS[self._part]))
        rows = self._connection.execute(query.where(t.source_id == self._source_id))
        return {tuple(row[2:]): (row[0], row[1]) for row in rows}

    def _columns(self) -> list[str]:
        outside = ("import_id", "updated_import_id", "source_id", "discussion_id")
        return [c.name for c in self._table.columns if not c.primary_key and c.name not in outside]

    def _insert(self, rows: Sequence[Row]) -> None:
        key = next(iter(self._table.primary_key.columns)).name
        first, columns = bulk.next_id(self._connection, self._table), self._columns()
        values = (
            (first + at, self._source_id, self._import_id, *(row.get(name) for name in columns))
            for at, row in enumerate(rows)
        )
        bulk.insert(self._connection, self._table, (key, "source_id", "import_id", *columns), values)

    def _update(self, rows: Sequence[Row]) -> None:
        key = next(iter(self._table.primary_key.columns))
        ids = {self._known[self._key(row)][0]: row for row in rows}
        keep_former(self._connection, self._import_id, self._table, list(ids))
        for row_id, row in ids.items():
            values = {name: row.get(name) for name in self._columns()} | {"updated_import_id": self._import_id}
            self._connection.execute(sa.update(self._table).where(key == row_id).values(**values))


def keep_former(connection: sa.Connection, import_id: int, table: sa.Table, ids: Sequence[int]) -> None:
    """Remember rows as they are before an import changes them."""
    key = next(iter(table.primary_key.columns))
    first = bulk.next_id(connection, discussion_changes)
    former = [
        dict(row)
        for part in bulk.parts(ids)
        for row in connection.execute(sa.select(table).where(key.in_(part))).mappings()
    ]
    rows = [
        (first + at, import_id, table.name, row[key.name], {name: plain(value) for name, value in row.items()})
        for at, row in enumerate(former)
    ]
    bulk.insert(
        connection, discussion_changes, ("discussion_change_id", "import_id", "table_name", "row_key", "before"), rows
    )


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def join_threads(connection: sa.Connection, source_id: int) -> int:
    """Tell every comment of a source which discussion it is about, as far as that is loaded; how many still wait.

    What the comments say of it never changes here, so the outcome is the same whatever came first.
    """
    d, c = discussions.c, discussion_comments.c
    found = connection.execute(sa.select(d.kind, d.number, d.discussion_id).where(d.source_id == source_id)).all()
    known = {(kind, number): key for kind, number, key in found}
    alone = _only_by_number(known)
    columns = (
        c.discussion_comment_id, c.number, c.parent_kind, c.parent_number, c.root_kind, c.root_number, c.discussion_id,
    )  # fmt: skip
    comments = connection.execute(sa.select(*columns).where(c.source_id == source_id)).all()
    by_number = {row.number: row for row in comments}
    moved: dict[int | None, list[int]] = {}
    waiting = 0
    for row in comments:
        kind, number = _root(row, by_number)
        goal = known.get((kind, number)) if kind else alone.get(number)
        waiting += goal is None
        if goal != row.discussion_id:
            moved.setdefault(goal, []).append(row.discussion_comment_id)
    for goal, ids in moved.items():
        for part in bulk.parts(ids):
            connection.execute(
                sa.update(discussion_comments).where(c.discussion_comment_id.in_(part)).values(discussion_id=goal)
            )
    return waiting


def _only_by_number(known: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Discussions whose number no other kind has."""
    counts = Counter(number for _, number in known)
    return {number: key for (_, number), key in known.items() if counts[number] == 1}


def _root(row: Any, by_number: Mapping[str, Any]) -> tuple[str, str]:
    """What a thread is about: kind and number; ("?", "") where a comment above has not come yet."""
    seen: set[str] = set()
    while not row.root_number:
        if row.parent_kind != COMMENT:
            return row.parent_kind, row.parent_number
        above = by_number.get(row.parent_number)
        if above is None or row.number in seen:
            return "?", ""
        seen.add(row.number)
        row = above
    return row.root_kind, row.root_number


def typed(table: sa.Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Days come back from JSON as text."""
    days = {column.name for column in table.columns if isinstance(column.type, sa.Date)}
    return {
        name: date.fromisoformat(value) if name in days and isinstance(value, str) else value
        for name, value in row.items()
    }
