"""Records that people have entered in the form: the last ones of a person, and taking one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data import store
from data.errors import AccessError
from data.settings import Settings
from data.store import tables
from etl.desk import dry_run
from etl.desk.job import Asker
from etl.sources.by_hand import CODE


@dataclass(frozen=True)
class Recent:
    """One entry of a person. number, channel and topic: of the record, '' once it has been taken back."""

    import_id: int
    entered_at: datetime
    is_undone: bool
    number: str = ""
    channel: str = ""
    topic: str = ""


def recent(asker: Asker, settings: Settings, most: int = 10) -> list[Recent]:
    """The last entries of the asker, the newest first."""
    i, s, r = tables.imports.c, tables.sources, tables.records.c
    query = sa.select(i.import_id, i.started_at, i.status, i.understood_as).join_from(tables.imports, s)
    query = query.where(s.c.code == CODE, i.loaded_by == asker.login).order_by(i.import_id.desc())
    with store.reading(settings) as connection:
        rows = [row for row in connection.execute(query.limit(5 * most)).mappings() if is_typed(row)][:most]
        of = sa.func.coalesce(r.updated_import_id, r.import_id)
        said = sa.select(of, r.external_id, tables.channels.c.name, tables.topics.c.name)
        said = said.select_from(tables.records).outerjoin(tables.channels)
        first = sa.and_(tables.questions.c.record_id == r.record_id, tables.questions.c.question_no == 1)
        said = said.outerjoin(tables.questions, first)
        said = said.outerjoin(tables.topics, tables.topics.c.topic_id == tables.questions.c.topic_id)
        found = connection.execute(said.where(of.in_([row["import_id"] for row in rows])))
        known = {row[0]: tuple(value or "" for value in row[1:]) for row in found}
    return [
        Recent(row["import_id"], row["started_at"], row["status"] == "undone", *known.get(row["import_id"], ()))
        for row in rows
    ]


def is_typed(row: Any) -> bool:
    """Whether a row of the ledger is a record entered in the form."""
    return bool((row["understood_as"] or {}).get("typed"))


def typed_within(connection: sa.Connection, rows: Sequence[Any], asker: Asker) -> set[int]:
    """Imports of typed records of the asker's channels alone: their source has those of everybody."""
    typed = [row["import_id"] for row in rows if is_typed(row)]
    try:
        open_to = dry_run.channels_of(asker)
    except AccessError:
        return set()
    if open_to is None or not typed:
        return set()
    r, c = tables.records.c, tables.channels.c
    of = sa.func.coalesce(r.updated_import_id, r.import_id)
    query = sa.select(of, c.code).select_from(tables.records.outerjoin(tables.channels)).where(of.in_(typed))
    found: dict[int, set[str | None]] = {}
    for import_id, code in connection.execute(query):
        found.setdefault(import_id, set()).add(code)
    return {import_id for import_id, codes in found.items() if codes <= open_to}


def undo(import_id: int, settings: Settings) -> str:
    """Take an entry back; what was done, in a sentence."""
    from etl import proposals  # as in `entries.enter`
    from etl import undo as undoing

    sentence = undoing.undo(settings, import_id)
    proposals.refresh(settings)
    return sentence
