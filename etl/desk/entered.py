"""Records that people have entered in the form: the last ones of a person, and taking one back."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from data import store
from data.errors import InputError
from data.settings import current
from data.store import tables
from etl.desk import files
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


def recent(asker: Asker, most: int = 10) -> list[Recent]:
    """The last entries of the asker, the newest first."""
    i, s, r = tables.imports.c, tables.sources, tables.records.c
    query = sa.select(i.import_id, i.started_at, i.status, i.understood_as).join_from(tables.imports, s)
    query = query.where(s.c.code == CODE, i.loaded_by == asker.login).order_by(i.import_id.desc())
    with store.reading(current()) as connection:
        rows = [row for row in connection.execute(query.limit(5 * most)).mappings() if files.is_typed(row)][:most]
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


def undo(import_id: int, asker: Asker) -> str:
    """Take an entry back; what was done, in a sentence. Raises AccessError where it isn't the asker's to undo."""
    from etl import proposals  # as in `entries.enter`
    from etl import undo as undoing

    if not files.one(import_id, asker).is_typed:
        raise InputError(f"Загрузка № {import_id} — файл. Отмените её на экране «Загрузка».")
    settings = current()
    sentence = undoing.undo(settings, import_id)
    proposals.refresh(settings)
    return sentence
