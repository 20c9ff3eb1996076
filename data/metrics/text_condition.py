"""Questions of a snapshot whose texts hold what a reader typed: the condition of the filter `text`.

The words are asked of the store, which holds the texts; the snapshot holds none.
"""

import time
from functools import partial

import sqlalchemy as sa

from data import store
from data.errors import AccessError
from data.metrics.reader import Snapshot
from data.metrics.text_answers import KEY, Held
from data.scope import Scope
from data.settings import Settings
from data.snapshots import ownership
from data.store.search.find import Found, Keys, find
from data.store.tables import changes

_WRITTEN_IN = 300
"""So many numbers stand in the statement itself; more are a table."""


def of_texts(scope: Scope) -> Scope:
    """The part of the scope whose texts may be read: nobody learns from a number what a closed text says."""
    if not scope.may_open_records:
        raise AccessError("Поиск по словам и номерам вам не открыт: доступны только сводные показатели.")
    return scope.at_least("records")


def held(snapshot: Snapshot, text: str, opened: str, first_key: int, settings: Settings) -> Held:
    """The questions that hold this text, as a condition.

    opened: the condition of the asker's scope, empty without limits; closed texts do not decide what is looked for.
    first_key: questions before it lie outside the period.
    """
    with store.reading(settings) as connection:
        ownership.require_own(connection, snapshot.manifest)
        change = connection.execute(sa.select(sa.func.max(changes.c.change_no))).scalar() or 0
        before, asked = snapshot.found, (text, opened, first_key, change)
        with before.lock:
            for gone in before.outdated(time.monotonic()):
                if gone.table:
                    snapshot.drop(gone.table)
            if asked not in before.held:
                is_open = partial(_is_open, snapshot, opened) if opened else None
                before.held[asked] = _asked(snapshot, find(connection, text, is_open, first_key))
            before.held[asked].used = time.monotonic()
            return before.held[asked]


def first_key(snapshot: Snapshot, day: int) -> int:
    """The least key of a question received on a day (days since 1970-01-01) or later; 0 when there is none."""
    known = snapshot.found.first_keys
    if day not in known:
        query = f"SELECT min(record_id) FROM facts WHERE received_day >= {day}"
        known[day] = int(snapshot.cursor().execute(query).fetchall()[0][0] or 0) * 256
    return known[day]


def _is_open(snapshot: Snapshot, opened: str, keys: Keys) -> bool:
    name = _table(snapshot, keys)
    try:
        query = f"SELECT 1 FROM facts WHERE {KEY} IN (SELECT key FROM {name}) AND ({opened}) LIMIT 1"
        return bool(snapshot.cursor().execute(query).fetchall())
    finally:
        snapshot.drop(name)


def _table(snapshot: Snapshot, keys: Keys) -> str:
    """Name of a new table that holds these keys."""
    snapshot.found.count += 1
    name = f"found_{snapshot.found.count}"
    snapshot.hold(name, keys)
    return name


def _asked(snapshot: Snapshot, found: Found) -> Held:
    if len(found.keys) <= _WRITTEN_IN:
        numbers = ", ".join(map(str, found.keys.tolist())) or "0"
        return Held(f"{KEY} IN ({numbers})", found.is_similar, count=len(found.keys))
    name = _table(snapshot, found.keys)
    return Held(f"{KEY} IN (SELECT key FROM {name})", found.is_similar, name, count=len(found.keys))
