"""One problem that people have made: its name and its records, for who may open them all."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import store
from data.decisions.flaws import within
from data.scope import Scope
from data.settings import Settings
from data.store.tables import problems, questions, record_problems, records


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
