"""The demonstration leaves an installation: its records, what was made of them, its snapshots and files.

Real records beside it, which an older version let in, stay as if the invented ones had never been there. Safe to
repeat: what a killed run has left is removed by the next one, snapshots being the last to go.
"""

import shutil
from typing import Any

import sqlalchemy as sa

from data import publishing, store
from data.decisions.notices import kept as notices
from data.settings import Settings
from data.snapshots import Manifest, demonstration, removal
from data.snapshots.demonstration import LEFT, Inventory, Removal
from data.store import bulk, seed, tables
from data.store.search import index
from data.store.tables import (
    changes,
    corrections,
    import_changes,
    imports,
    last_filters,
    material_files,
    material_packages,
    problems,
    record_problems,
    records,
)
from etl import demo_rows
from etl.desk import jobs
from etl.discussions import undo as discussions
from etl.structure.replies import formal
from etl.structure.topics import model_files
from etl.undo import restore

_TAUGHT = ("topic_labels", "recipient_labels", "place_labels", "municipality_labels", "header_mappings", "corrections")
"""What people have said of names and columns. Beside real data it stays: it speaks of them as well."""
_NOTES = ("note_files", "note_issues", "note_comments", "note_texts", "notes")
"""Notes of invented weeks, whoever wrote them."""


def is_here(settings: Settings) -> bool:
    """Whether anything of a demonstration is there to be removed."""
    return demonstration.inventory(settings).has_demo or _files(settings).exists()


def leave(settings: Settings) -> Removal:
    """Remove the demonstration and publish what is left; how many records and snapshots are gone."""
    found = demonstration.inventory(settings)
    gone = 0
    if True in found.imports:
        with store.writing(settings) as connection:
            gone = _remove(connection, found, formal.in_force(model_files.folder(settings.var)))
    jobs.remove_demo(settings)
    for folder in (_files(settings), model_files.folder(settings.var)):
        shutil.rmtree(folder, ignore_errors=True)
    return Removal(gone, _drop_snapshots(settings, found) if found.has_demo else 0)


def _files(settings: Settings) -> Any:
    return settings.var / "demo"


def _drop_snapshots(settings: Settings, found: Inventory) -> int:
    """The snapshot of what is left takes their place; without a real past one that can't be read was invented too."""

    def is_unwanted(manifest: Manifest | None) -> bool:
        return not found.is_real if manifest is None else manifest.is_demo or not found.is_real

    now = publishing.publish(settings, everything=True)
    return removal.remove(settings, is_unwanted, keep=now.number)


def _remove(connection: sa.Connection, found: Inventory, judge: formal.Judge) -> int:
    """Take the records out; how many they were."""
    demo = set(connection.execute(sa.select(imports.c.import_id).where(imports.c.is_demo)).scalars())
    if found.is_real:
        _take_back_changes(connection, demo, judge)
        _adopt_updated(connection, demo)
    gone = sa.select(records.c.record_id).where(records.c.import_id.in_(demo))
    _forget_corrections(connection, demo)
    _forget_sent_files(connection)
    demo_rows.forget(connection)
    _forget_filters(connection)
    notices.forget_all(connection)
    months = set(connection.execute(gone.with_only_columns(records.c.received_month).distinct()).scalars())
    count = connection.execute(sa.delete(records).where(records.c.record_id.in_(gone))).rowcount
    connection.execute(sa.delete(problems).where(problems.c.problem_id.not_in(sa.select(record_problems.c.problem_id))))
    discussions.forget(connection, demo)
    _forget_imports(connection, demo)
    _forget_empty_plans(connection)
    index.forget_unused(connection)
    if not found.is_real:
        for name in (*_TAUGHT, *_NOTES):
            connection.execute(sa.delete(tables.metadata.tables[name]))
        connection.execute(sa.delete(tables.edits).where(tables.edits.c.table_name.in_((*_TAUGHT, *_NOTES))))
        seed.add_missing(connection)
    store.note_change(connection, LEFT, months)
    return int(count)


def _forget_sent_files(connection: sa.Connection) -> None:
    """The files of materials that people of the demonstration have sent; their rows go by the history of edits."""
    sent = sa.select(material_packages.c.code).where(
        material_packages.c.sent_by.startswith(demonstration.LOGINS_BEGIN, autoescape=True)
    )
    connection.execute(sa.delete(material_files).where(material_files.c.package_code.in_(sent)))


def _forget_filters(connection: sa.Connection) -> None:
    """The last filters of people of the demonstration."""
    own = last_filters.c.login.startswith(demonstration.LOGINS_BEGIN, autoescape=True)
    connection.execute(sa.delete(last_filters).where(own))


def _forget_imports(connection: sa.Connection, demo: set[int]) -> None:
    for table in (tables.rejected_rows, import_changes):
        connection.execute(sa.delete(table).where(table.c.import_id.in_(demo)))
    connection.execute(sa.update(changes).where(changes.c.import_id.in_(demo)).values(import_id=None))
    connection.execute(sa.delete(imports).where(imports.c.import_id.in_(demo)))


def _forget_corrections(connection: sa.Connection, demo: set[int]) -> None:
    """What was said of invented records goes with them."""
    r, c = records.c, corrections.c
    about = sa.select(r.record_id).where(
        r.source_id == c.source_id, r.external_id == c.external_id, r.import_id.in_(demo)
    )
    connection.execute(sa.delete(corrections).where(about.exists()))
    _forget_dismissals(connection, demo)
    _forget_checks(connection, demo)


def _forget_checks(connection: sa.Connection, demo: set[int]) -> None:
    """What was read of invented answers goes with their records; its edits go here, of what was withdrawn too."""
    e = tables.edits.c
    invented = set(connection.execute(sa.select(records.c.record_id).where(records.c.import_id.in_(demo))).scalars())
    rows = connection.execute(sa.select(e.edit_no, e.before, e.after).where(e.table_name == tables.answer_checks.name))
    mine = [row.edit_no for row in rows if (row.after or row.before)["record_id"] in invented]
    for part in bulk.parts(mine):
        connection.execute(sa.delete(tables.edits).where(e.edit_no.in_(part)))


def _forget_empty_plans(connection: sa.Connection) -> None:
    """Plans of which no answer is left, with their strata."""
    p, i = tables.answer_plans, tables.answer_plan_items.c
    connection.execute(sa.delete(p).where(p.c.plan_id.not_in(sa.select(i.plan_id))))


def _forget_dismissals(connection: sa.Connection, demo: set[int]) -> None:
    """Dismissed signals of invented records go with their edits; nothing of theirs is undone any more."""
    r, d, log = records.c, tables.signal_dismissals, tables.edits
    about = sa.select(r.record_id).where(
        r.source_id == d.c.source_id, r.external_id == d.c.external_id, r.import_id.in_(demo)
    )
    gone = sa.select(d.c.dismissal_id).where(about.exists())
    mine = (log.c.table_name == d.name) & log.c.row_key.in_(list(connection.execute(gone).scalars()))
    connection.execute(sa.delete(log).where(mine))
    connection.execute(sa.delete(d).where(about.exists()))


def _take_back_changes(connection: sa.Connection, demo: set[int], judge: formal.Judge) -> None:
    """Changes that demonstration files made, the newest first: the record, or the next change's memory of it, gets back
    the look it had before.
    """
    c = import_changes.c
    mine = sa.select(import_changes).where(c.import_id.in_(demo)).order_by(c.import_change_id.desc())
    for row in connection.execute(mine).all():
        later = sa.select(c.import_change_id).where(
            c.record_id == row.record_id, c.import_change_id > row.import_change_id
        )
        next_one = connection.execute(later.order_by(c.import_change_id).limit(1)).scalar()
        if next_one is None:
            restore(connection, row.record_id, row.before, judge)
        else:
            connection.execute(
                sa.update(import_changes).where(c.import_change_id == next_one).values(before=row.before)
            )
        connection.execute(sa.delete(import_changes).where(c.import_change_id == row.import_change_id))


def _adopt_updated(connection: sa.Connection, demo: set[int]) -> None:
    """A record that a demonstration file brought and a real one changed is the real file's own from then on."""
    c, r = import_changes.c, records.c
    mixed = sa.select(r.record_id).where(r.import_id.in_(demo), r.updated_import_id.not_in(demo))
    for record_id in list(connection.execute(mixed).scalars()):
        told = connection.execute(
            sa.select(import_changes).where(c.record_id == record_id).order_by(c.import_change_id)
        ).all()
        owner = told[0].import_id
        connection.execute(sa.delete(import_changes).where(c.import_change_id == told[0].import_change_id))
        for row in told[1:]:
            before = row.before | {"record": _owned(row.before["record"], owner)}
            connection.execute(
                sa.update(import_changes).where(c.import_change_id == row.import_change_id).values(before=before)
            )
        now = connection.execute(sa.select(r.import_id, r.updated_import_id).where(r.record_id == record_id)).one()
        owned = _owned(now._asdict(), owner)
        connection.execute(sa.update(records).where(r.record_id == record_id).values(**owned))


def _owned(record: dict[str, Any], owner: int) -> dict[str, Any]:
    """A record, or its imports alone, brought by `owner` instead."""
    updated = record["updated_import_id"]
    return record | {"import_id": owner, "updated_import_id": None if updated == owner else updated}
