"""Problems that people have made, each with its name and records, for who may open them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import store
from data.decisions.flaws import within
from data.scope import Scope
from data.settings import Settings
from data.store.tables import places, problems, questions, record_problems, records, topics


@dataclass(frozen=True)
class Made:
    """number: of the problem; records: ids in the order of receipt."""

    number: int
    title: str
    made_by: str
    made_on: date | None
    records: tuple[int, ...]


def found(settings: Settings, scope: Scope, number: int) -> Made | None:
    """A problem; nothing where there is none, or a record of it is not open to the asker.

    Raises AccessError for who may open no records.
    """
    p, m, r, q = problems.c, record_problems.c, records.c, questions.c
    members = (
        sa.select(r.record_id, sa.func.coalesce(within(scope), sa.false()).label("is_open"))
        .select_from(record_problems.join(records, r.record_id == m.record_id))
        .join(questions, sa.and_(q.record_id == r.record_id, q.question_no == 1))
        .where(m.problem_id == number)
        .order_by(r.received_at, r.record_id)
    )
    with store.reading(settings) as connection:
        head = connection.execute(sa.select(problems).where(p.problem_id == number)).mappings().first()
        rows = connection.execute(members).all() if head is not None else []
    if head is None or not rows or not all(row.is_open for row in rows):
        return None
    made_on = store.local_day(head["made_at"], settings) if head["made_at"] else None
    return Made(number, head["title"], head["made_by"] or "", made_on, tuple(int(row.record_id) for row in rows))


def of_record(settings: Settings, scope: Scope, record_id: int) -> list[tuple[int, str]]:
    """Number and title of the problem that a record stands in; empty of none, or of one that is not all open."""
    m = record_problems.c
    return _named(settings, scope, sa.select(m.problem_id).where(m.record_id == record_id))


def about(settings: Settings, scope: Scope, topic: str, oktmo: Sequence[str]) -> list[tuple[int, str]]:
    """The same of problems that hold a record of a topic in one of these places, the newest first."""
    m, q, r = record_problems.c, questions.c, records.c
    subject = (
        sa.select(m.problem_id)
        .join(records, r.record_id == m.record_id)
        .join(questions, q.record_id == r.record_id)
        .join(topics, topics.c.topic_id == q.topic_id)
        .join(places, places.c.place_id == r.place_id)
        .where(topics.c.code == topic, places.c.oktmo.in_(oktmo))
    )
    return _named(settings, scope, subject)


def _named(settings: Settings, scope: Scope, wanted: sa.Select[tuple[int]]) -> list[tuple[int, str]]:
    p, m, r, q = problems.c, record_problems.c, records.c, questions.c
    is_open = sa.case((sa.func.coalesce(within(scope), sa.false()), 1), else_=0)
    query = (
        sa.select(p.problem_id, p.title)
        .join(record_problems, m.problem_id == p.problem_id)
        .join(records, r.record_id == m.record_id)
        .join(questions, sa.and_(q.record_id == r.record_id, q.question_no == 1))
        .where(p.problem_id.in_(wanted))
        .group_by(p.problem_id, p.title)
        .having(sa.func.min(is_open) == 1)
        .order_by(p.problem_id.desc())
    )
    with store.reading(settings) as connection:
        return [(int(number), str(title)) for number, title in connection.execute(query)]
