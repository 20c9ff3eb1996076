"""Roadmaps (дорожные карты): a topic in a territory, why it is so, what is done about it, what was promised of it."""

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from data.store.tables.base import metadata
from data.store.tables.edits import version

STAGES = {
    "draft": "черновик",
    "agreed": "согласована",
    "running": "выполняется",
    "done": "выполнена",
    "dropped": "прекращена",
}
"""Stages of a roadmap, in their order."""
MEASURE_STAGES = {
    "planned": "запланировано",
    "running": "выполняется",
    "done": "выполнено",
    "dropped": "отменено",
}
"""Stages of a measure, in their order."""
TARGETS = {"": "не названа", "records": "меньше записей, %", "days": "быстрее, дней", "repeats": "меньше повторных, %"}
"""What a target promises: fewer records by so many per cent, a median of so many days less, a share of repeats of so
many points less.
"""
BY_COUNT, NOT_BY_COUNT, BY_MEASURE = "by_count", "not_by_count", "by_measure"
CHECKABILITY = {
    "": "цели нет",
    BY_COUNT: "проверяется числом записей",
    NOT_BY_COUNT: "не проверяется числом записей",
    BY_MEASURE: "проверяется сроками или повторными",
}

roadmaps = Table(
    "roadmaps",
    metadata,
    Column("roadmap_id", Integer, primary_key=True),
    Column("code", String(20), nullable=False, unique=True, info={"label": "код"}),
    Column("title", String(200), nullable=False, info={"label": "название"}),
    Column(
        "problem_id",
        ForeignKey("problems.problem_id", ondelete="SET NULL"),
        index=True,
        info={"label": "проблема"},
    ),
    Column("topic_id", ForeignKey("topics.topic_id"), nullable=False, info={"label": "тематика"}),
    Column("place_id", ForeignKey("places.place_id"), info={"label": "населённый пункт"}),
    Column(
        "municipality_id",
        ForeignKey("municipalities.municipality_id"),
        info={"label": "поселение"},
        comment="missing, and no place: the whole district",
    ),
    Column("stage", String(10), nullable=False, default="draft", info={"label": "стадия", "words": STAGES}),
    Column("starts_on", Date, info={"label": "начало"}, comment="its week opens the time after"),
    Column("target_kind", String(10), nullable=False, default="", info={"label": "цель", "words": TARGETS}),
    Column("target_value", Float, info={"label": "величина цели"}),
    Column("target_months", SmallInteger, info={"label": "проверка цели, месяцев"}),
    Column("target_fixed_on", Date, info={"label": "цель записана"}),
    Column("baseline", Float, info={"label": "было до начала"}, comment="records a week, days, or per cent of repeats"),
    Column("baseline_from", Date, info={"label": "было: с"}),
    Column("baseline_to", Date, info={"label": "было: по"}),
    Column(
        "smallest", Float, info={"label": "наименьшее доказуемое, %"}, comment="per cent; missing: none can be shown"
    ),
    Column(
        "checkability", String(20), nullable=False, default="", info={"label": "проверяемость", "words": CHECKABILITY}
    ),
    version(),
)

roadmap_causes = Table(
    "roadmap_causes",
    metadata,
    Column("cause_id", Integer, primary_key=True),
    Column("roadmap_id", ForeignKey("roadmaps.roadmap_id"), nullable=False, info={"label": "дорожная карта"}),
    Column("no", SmallInteger, nullable=False, info={"label": "№"}),
    Column(
        "parent_id",
        ForeignKey("roadmap_causes.cause_id"),
        index=True,
        info={"label": "причина чего"},
        comment="missing: a cause of the problem itself",
    ),
    Column("name", String(400), nullable=False, info={"label": "причина"}),
    version(),
    UniqueConstraint("roadmap_id", "no"),
)

roadmap_measures = Table(
    "roadmap_measures",
    metadata,
    Column("measure_id", Integer, primary_key=True),
    Column("roadmap_id", ForeignKey("roadmaps.roadmap_id"), nullable=False, info={"label": "дорожная карта"}),
    Column("no", SmallInteger, nullable=False, info={"label": "№"}),
    Column("cause_id", ForeignKey("roadmap_causes.cause_id"), index=True, info={"label": "устраняет причину"}),
    Column("name", String(400), nullable=False, info={"label": "мероприятие"}),
    Column("recipient_id", ForeignKey("recipients.recipient_id"), index=True, info={"label": "ответственный"}),
    Column("post", String(200), nullable=False, default="", info={"label": "должность"}),
    Column("starts_on", Date, info={"label": "начало"}),
    Column("due_on", Date, info={"label": "срок"}),
    Column("resource", String(200), nullable=False, default="", info={"label": "ресурс"}),
    Column("document", String(400), nullable=False, default="", info={"label": "документ"}),
    Column("stage", String(10), nullable=False, default="planned", info={"label": "стадия", "words": MEASURE_STAGES}),
    Column("done_on", Date, info={"label": "выполнено"}),
    version(),
    UniqueConstraint("roadmap_id", "no"),
)

roadmap_checks = Table(
    "roadmap_checks",
    metadata,
    Column("check_id", Integer, primary_key=True),
    Column("roadmap_id", ForeignKey("roadmaps.roadmap_id"), nullable=False, info={"label": "дорожная карта"}),
    Column("no", SmallInteger, nullable=False, info={"label": "№"}),
    Column("check_on", Date, nullable=False, info={"label": "когда проверить"}),
    Column("name", String(400), nullable=False, info={"label": "что проверить"}),
    Column("fact", Text, nullable=False, default="", info={"label": "что оказалось"}),
    Column("fact_on", Date, info={"label": "когда проверено"}),
    version(),
    UniqueConstraint("roadmap_id", "no"),
)
