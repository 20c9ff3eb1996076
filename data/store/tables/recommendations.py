"""Rules by which something is recommended, and what people have said of what the rules recommended."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Integer, String, Table, Text

from data.store.tables.base import metadata
from data.store.tables.edits import version

CONFIDENCE = {"H": "по документу", "M": "косвенно", "L": "проверьте"}
SIGNALS = {
    "overdue": "доля нарушений срока",
    "growth": "рост",
    "hotspot": "проблемная точка",
    "repeats": "повторные",
    "refusals": "отказы",
    "outside_duty": "вне обязанностей",
    "formal": "отписки",
    "unanswered": "ответы не на всё",
    "incomplete": "неполные ответы",
    "season": "сезон",
}
"""What a rule looks at."""

recommendation_rules = Table(
    "recommendation_rules",
    metadata,
    Column("rule_id", Integer, primary_key=True),
    Column("code", String(60), nullable=False, unique=True, info={"label": "код"}),
    Column("topic_id", ForeignKey("topics.topic_id"), info={"label": "тематика"}, comment="or a group; missing: any"),
    Column("signal", String(20), nullable=False, info={"label": "признак", "words": SIGNALS}),
    Column("threshold", Float, nullable=False, info={"label": "порог"}),
    Column("least", Integer, nullable=False, info={"label": "не меньше записей"}),
    Column("decision", Text, nullable=False, info={"label": "что решить"}),
    Column("powers", Text, nullable=False, info={"label": "чьё полномочие"}),
    Column("source", Text, nullable=False, info={"label": "основание"}),
    Column("confidence", String(1), nullable=False, info={"label": "достоверность", "words": CONFIDENCE}),
    Column("quiet_days", Integer, nullable=False, info={"label": "после решения молчит дней"}),
    version(),
)

recommendation_decisions = Table(
    "recommendation_decisions",
    metadata,
    Column("decision_id", Integer, primary_key=True),
    Column("rule_id", ForeignKey("recommendation_rules.rule_id"), nullable=False, info={"label": "правило"}),
    Column("topic_id", ForeignKey("topics.topic_id"), nullable=False, info={"label": "тематика"}),
    Column("recipient_id", ForeignKey("recipients.recipient_id"), nullable=False, info={"label": "получатель"}),
    Column("is_accepted", Boolean, nullable=False, info={"label": "принята"}),
    Column("reason", Text, nullable=False, default="", info={"label": "почему"}),
    Column("text", Text, nullable=False, info={"label": "рекомендация"}),
    Column("numbers", Text, nullable=False, info={"label": "числа"}, comment="the sentence that was shown"),
    Column(
        "link",
        Text,
        nullable=False,
        default="",
        info={"label": "адрес записей"},
        comment="address of the records at that snapshot",
    ),
    Column("decided_on", Date, nullable=False, info={"label": "решено"}),
    Column(
        "became", String(20), nullable=False, default="", info={"label": "стала"}, comment="code of an order or map"
    ),
    version(),
)
