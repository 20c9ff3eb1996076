"""What applicants answered when they were asked: surveys, call-backs, and control questions that are no citizens'."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, SmallInteger, String, Table

from data.store.tables.base import metadata
from data.store.tables.edits import version

SURVEY, CALL_BACK, SECRET = "survey", "call_back", "secret"
KINDS = {SURVEY: "Опрос заявителей", CALL_BACK: "Обзвон", SECRET: "Тайный заявитель"}
"""What was asked of whom; a record that an answer of the last one names is a control question, never a citizen's."""

surveys = Table(
    "surveys",
    metadata,
    Column("survey_id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False, info={"label": "вид", "words": KINDS}),
    Column("title", String(200), nullable=False, info={"label": "название"}),
    version(),
)

survey_answers = Table(
    "survey_answers",
    metadata,
    Column("survey_answer_id", Integer, primary_key=True),
    Column("survey_id", ForeignKey("surveys.survey_id"), nullable=False, index=True, info={"label": "опрос"}),
    Column("source_id", ForeignKey("sources.source_id"), info={"label": "источник"}),
    Column("external_id", String(100), info={"label": "номер записи"}, comment="of a record, loaded or yet to come"),
    Column("recipient_id", ForeignKey("recipients.recipient_id"), info={"label": "ответственный"}),
    Column("topic_id", ForeignKey("topics.topic_id"), info={"label": "тематика"}),
    Column("place_id", ForeignKey("places.place_id"), info={"label": "населённый пункт"}),
    Column("answered_on", Date, nullable=False, info={"label": "день ответа"}),
    Column("value", SmallInteger, nullable=False, info={"label": "оценка"}, comment="1–5"),
    version(),
    Index("ix_survey_answers_source_id_external_id", "source_id", "external_id"),
)
