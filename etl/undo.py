"""Undo of an import: new records leave, changed ones get their former self back, in one transaction."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from data import store
from data.decisions import corrections
from data.errors import InputError
from data.settings import Settings
from data.snapshots import publish
from data.snapshots.month_rows import months_beside
from data.store import bulk, keys, tables, touched
from data.store.search import index
from data.store.tables import (
    identities,
    import_changes,
    imports,
    problems,
    question_originals,
    questions,
    record_problems,
    records,
    row_fingerprints,
)
from etl import reply_readings
from etl.discussions import undo as discussions
from etl.structure.replies import formal
from etl.structure.topics import model_files
from etl.touched import months_of_import, months_of_keys
from etl.write import remove_parts


def undo(settings: Settings, import_id: int) -> str:
    """Undo an import and say what was done. Refuses when a later import has changed the same records."""
    with store.writing(settings) as connection:
        publish.require_own(connection, settings)  # nothing is taken out beside another store's snapshots
        keys.require_own(connection, settings)
        row = connection.execute(sa.select(imports).where(imports.c.import_id == import_id)).first()
        if row is None:
            raise InputError(f"Загрузки № {import_id} нет. Список загрузок: python -m etl imports.")
        if row.status == "undone":
            raise InputError(f"Загрузка № {import_id} уже отменена.")
        _refuse_if_built_upon(connection, import_id)
        discussions.refuse_if_built_upon(connection, import_id)
        talk = discussions.take_back(connection, import_id)
        touched_by_it = _touched_by(connection, import_id)
        replies = reply_readings.earliest(connection, touched_by_it)
        months, removed = _remove_loaded(connection, import_id)
        back = _restore_changed(connection, import_id, formal.in_force(model_files.folder(settings.var)), replies)
        months |= back.months | reply_readings.months_behind(connection, replies)
        named = None if removed or back.is_more else {*touched_by_it, *_sharing(connection, back, replies)}
        index.forget_unused(connection)
        connection.execute(
            sa.update(imports)
            .where(imports.c.import_id == import_id)
            .values(status="undone", undone_at=store.utc_now())
        )
        store.note_change(connection, "undo", months, import_id, named)
    what = "обсуждений и комментариев" if any(talk) else "записей"
    done = f"удалено {what} {removed + talk[0]}, прежний вид возвращён у {back.restored + talk[1]}"
    return f"Загрузка № {import_id} («{row.file_name}») отменена: {done}."


def _refuse_if_built_upon(connection: sa.Connection, import_id: int) -> None:
    mine = sa.select(records.c.record_id).where(
        sa.or_(records.c.import_id == import_id, records.c.updated_import_id == import_id)
    )
    changed = sa.select(import_changes.c.record_id).where(import_changes.c.import_id == import_id)
    later = connection.execute(
        sa.select(import_changes.c.import_id)
        .join(imports, imports.c.import_id == import_changes.c.import_id)
        .where(
            import_changes.c.import_id > import_id,
            imports.c.status == "committed",
            sa.or_(import_changes.c.record_id.in_(mine), import_changes.c.record_id.in_(changed)),
        )
        .distinct()
        .order_by(import_changes.c.import_id.desc())
    ).scalars()
    numbers = ", ".join(str(number) for number in later)
    if numbers:
        raise InputError(f"Записи загрузки № {import_id} изменены более поздними. Сначала отмените: {numbers}.")


def _remove_loaded(connection: sa.Connection, import_id: int) -> tuple[set[int], int]:
    months = months_of_import(connection, import_id)
    gone = sa.select(records.c.record_id).where(records.c.import_id == import_id)
    ids = list(connection.execute(gone).scalars())
    months |= months_beside(connection, months)
    remove_parts(connection, ids)
    for part in bulk.parts(ids):
        connection.execute(sa.delete(record_problems).where(record_problems.c.record_id.in_(part)))
        connection.execute(sa.delete(records).where(records.c.record_id.in_(part)))
    held = sa.select(record_problems.c.problem_id)
    connection.execute(sa.delete(problems).where(problems.c.problem_id.not_in(held)))
    return months, len(ids)


def _touched_by(connection: sa.Connection, import_id: int) -> list[int]:
    """Records that an import has loaded or changed."""
    c, r = import_changes.c, records.c
    changed = sa.select(c.record_id).where(c.import_id == import_id)
    loaded = sa.select(r.record_id).where(r.import_id == import_id)
    return sorted(set(connection.execute(sa.union(changed, loaded)).scalars()))


class _Back(NamedTuple):
    """Records that are as before: how many, the months touched, their keys before and after. is_more: some have got
    their former number too.
    """

    restored: int
    months: set[int]
    keys: dict[str, set[str]]
    is_more: bool


def _sharing(connection: sa.Connection, back: _Back, replies: dict[str, int]) -> set[int]:
    """Records whose facts tell of those that are as before."""
    return touched.sharing(connection, back.keys) | reply_readings.records_with(connection, replies)


def _restore_changed(connection: sa.Connection, import_id: int, judge: formal.Judge, replies: dict[str, int]) -> _Back:
    """replies: keys of replies with their earliest months, to which those that come back are added."""
    c = import_changes.c
    rows = connection.execute(
        sa.select(c.record_id, c.before).where(c.import_id == import_id).order_by(c.import_change_id.desc())
    ).all()
    months: set[int] = set()
    restored: set[int] = set()
    keys: dict[str, set[str]] = {"applicant_key": set(), "address_key": set()}
    is_more = False
    for record_id, before in rows:  # newest first: a record changed twice ends as it was before the first change
        now = connection.execute(sa.select(records).where(records.c.record_id == record_id)).mappings().first()
        if now is not None and now["external_id"] != before["record"]["external_id"]:
            was = before["record"]["external_id"]
            corrections.renumber(connection, now["source_id"], now["external_id"], was)
            is_more = True
        for state in (before["record"], now):
            if state is not None:
                months.add(state["received_month"])
                for name, found in keys.items():
                    found |= {state[name]} - {None}
        if restore(connection, record_id, before, judge):
            restored.add(record_id)
    corrections.apply(connection, [row.record_id for row in rows])
    reply_readings.join(replies, reply_readings.earliest(connection, sorted(restored)).items())
    connection.execute(sa.delete(import_changes).where(c.import_id == import_id))
    return _Back(len(restored), months | months_of_keys(connection, keys), keys, is_more)


def restore(connection: sa.Connection, record_id: int, before: dict[str, Any], judge: formal.Judge) -> bool:
    """Give a record the look that `import_changes` remembers, and whether it is there; one that has left stays away."""
    remove_parts(connection, [record_id])
    values = _typed(records, before["record"])
    found = connection.execute(sa.update(records).where(records.c.record_id == record_id).values(**values)).rowcount
    if not found:  # loaded and changed by the same import: it has just left
        return False
    known = before.get("fingerprint")
    for table, rows in (
        (questions, before["questions"]),
        (question_originals, before["originals"]),
        (identities, [before["identity"]] if before["identity"] else []),
        (row_fingerprints, [{"record_id": record_id, "fingerprint": known}] if known else []),
    ):
        names = tuple(column.name for column in table.columns)
        bulk.insert(connection, table, names, [tuple(_typed(table, row)[name] for name in names) for row in rows])
    texts = [(one["question_id"], one["text"], one["answer"]) for one in before["originals"]]
    reply_readings.add(connection, texts, judge)
    index.add(connection, ((q["record_id"], q["question_no"], q["text"]) for q in before["questions"]))
    return True


def _typed(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    """Moments come back from JSON as text."""
    moments = {c.name for c in table.columns if isinstance(c.type, sa.DateTime)}
    return {k: datetime.fromisoformat(v) if k in moments and isinstance(v, str) else v for k, v in row.items()}


def imports_of(settings: Settings) -> list[dict[str, Any]]:
    """The ledger of imports, newest first."""
    with store.reading(settings) as connection:
        query = sa.select(imports, tables.sources.c.name.label("source")).join(tables.sources)
        return [dict(row) for row in connection.execute(query.order_by(imports.c.import_id.desc())).mappings()]
