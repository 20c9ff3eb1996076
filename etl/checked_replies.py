"""The district's own marks of replies: what people have found in those that they have checked."""

import sqlalchemy as sa

from data.store.tables import answer_checks, question_originals, questions
from etl.structure.text import clean_text

Marked = tuple[str, str, bool]
"""The letter, the reply, both clean, and whether it is a formal one."""


def marked(connection: sa.Connection) -> list[Marked]:
    """Checked replies whose text is known, by their first reading. A reader who finds nothing solved or explained, not
    every question answered, no date with a responsible and no proof has read a formal reply.
    """
    a, q, o = answer_checks.c, questions.c, question_originals.c
    is_formal = sa.and_(a.outcome == "unsolved", ~a.is_complete, ~a.is_definite, ~a.has_proof)
    source = answer_checks.join(questions, sa.and_(q.record_id == a.record_id, q.question_no == a.question_no))
    source = source.outerjoin(question_originals, o.question_id == q.question_id)
    query = sa.select(sa.func.coalesce(o.text, q.text, ""), sa.func.coalesce(o.answer, q.answer), is_formal)
    query = query.select_from(source).where(a.reading == 1, q.answer.is_not(None)).order_by(a.check_id)
    return [(clean_text(letter), clean_text(reply), mark) for letter, reply, mark in connection.execute(query)]
