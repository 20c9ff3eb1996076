"""Answers of surveys, call-backs and control questions, as far as they are open to the asker."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.scope import Grant, Scope
from data.settings import Settings
from data.store.tables import (
    channels,
    municipalities,
    places,
    questions,
    recipients,
    records,
    survey_answers,
    surveys,
    topics,
)
from data.store.tables.surveys import KINDS

__all__ = ["COLUMNS", "KINDS", "Survey", "answers", "listed", "recipient_names"]

COLUMNS = (
    "survey", "kind", "title", "day", "value", "channel", "recipient", "topic", "topic_group", "place", "municipality",
)  # fmt: skip


@dataclass(frozen=True)
class Survey:
    """One survey as it was written down. answers: how many it has."""

    key: int
    kind: str
    title: str
    answers: int
    first: date | None
    last: date | None


def listed(settings: Settings) -> list[Survey]:
    """All surveys, the newest first: for who writes them down."""
    s, a = surveys.c, survey_answers.c
    counted = (sa.func.count(a.survey_answer_id), sa.func.min(a.answered_on), sa.func.max(a.answered_on))
    query = sa.select(s.survey_id, s.kind, s.title, *counted).select_from(surveys.outerjoin(survey_answers))
    with store.reading(settings) as connection:
        rows = connection.execute(query.group_by(s.survey_id, s.kind, s.title).order_by(s.survey_id.desc()))
        return [Survey(*row) for row in rows]


def answers(settings: Settings, scope: Scope) -> list[dict[str, Any]]:
    """One row per answer that is open to the asker: `COLUMNS`, codes of the dimensions, None where nobody has said.

    What an answer does not name itself, its record says. An answer is open where its channel, recipient and territory
    are known to lie within a grant's limits. Nothing for who sees some of the data in totals only: these are few.
    """
    if scope.hides_small_cells:
        return []
    with store.reading(settings) as connection:
        rows = [dict(row) for row in connection.execute(_query()).mappings()]
    return [row for row in rows if any(_is_within(row, grant) for grant in scope.grants)]


def _is_within(row: dict[str, Any], grant: Grant) -> bool:
    of = {"channels": "channel", "recipients": "recipient", "municipalities": "municipality"}
    return all(row[of[name]] in codes for name, codes in grant.limits.items())


def _query() -> sa.Select[Any]:
    """An answer with its record, which is that of its source and number whenever it was loaded."""
    a, s, r, q = survey_answers.c, surveys.c, records.c, questions.c
    group = topics.alias("topic_groups")
    recipient, topic = sa.func.coalesce(a.recipient_id, q.recipient_id), sa.func.coalesce(a.topic_id, q.topic_id)
    place = sa.func.coalesce(a.place_id, r.place_id)
    municipality = sa.func.coalesce(places.c.municipality_id, r.municipality_id)
    source = (
        survey_answers.join(surveys, s.survey_id == a.survey_id)
        .outerjoin(records, sa.and_(r.source_id == a.source_id, r.external_id == a.external_id))
        .outerjoin(questions, sa.and_(q.record_id == r.record_id, q.question_no == 1))
        .outerjoin(channels, channels.c.channel_id == r.channel_id)
        .outerjoin(recipients, recipients.c.recipient_id == recipient)
        .outerjoin(topics, topics.c.topic_id == topic)
        .outerjoin(group, group.c.topic_id == sa.func.coalesce(topics.c.group_id, topics.c.topic_id))
        .outerjoin(places, places.c.place_id == place)
        .outerjoin(municipalities, municipalities.c.municipality_id == municipality)
    )
    told = (
        s.survey_id, s.kind, s.title, a.answered_on, a.value, channels.c.code, recipients.c.code, topics.c.code,
        group.c.code, places.c.oktmo, municipalities.c.oktmo,
    )  # fmt: skip
    named = [column.label(name) for column, name in zip(told, COLUMNS, strict=True)]
    return sa.select(*named).select_from(source).order_by(a.survey_answer_id)


def recipient_names(settings: Settings) -> list[tuple[str, str]]:
    """Code and name of every recipient, by name."""
    query = sa.select(recipients.c.code, recipients.c.name).order_by(recipients.c.name)
    with store.reading(settings) as connection:
        return [(row.code, row.name) for row in connection.execute(query)]
