"""Which records of the store are citizens' own: no spam, and no control question of a «тайный заявитель»."""

from typing import Any

import sqlalchemy as sa

from data.store.tables import records, survey_answers, surveys
from data.store.tables.surveys import SECRET


def are_citizens(r: Any) -> sa.ColumnElement[bool]:
    """The condition on the columns of `records` or of an alias of it. Whatever counts or lists records asks for it."""
    return sa.and_(r.is_spam.is_(False), r.record_id.not_in(control_questions()))


def control_questions() -> sa.Select[Any]:
    """Ids of the records that answers of a control question name; asked once in a statement, not for every record."""
    control, a = records.alias("control"), survey_answers.c
    same = sa.and_(control.c.source_id == a.source_id, control.c.external_id == a.external_id)
    query = sa.select(control.c.record_id).join_from(survey_answers, control, same)
    return query.join(surveys, surveys.c.survey_id == a.survey_id).where(surveys.c.kind == SECRET).correlate(None)
