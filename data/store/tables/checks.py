"""Answers read by people: which were drawn by plan, and what was found in each.

A check outside a plan has no item: it is kept, and counts for nothing in an estimate.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from data.store.tables.base import metadata
from data.store.tables.edits import version

answer_plans = Table(
    "answer_plans",
    metadata,
    Column("plan_id", Integer, primary_key=True),
    Column("week_on", Date, nullable=False, unique=True, comment="Monday of the week in which the answers were given"),
    Column("seed", BigInteger, nullable=False, comment="of the draw: the same frame gives the same choice"),
    Column("capacity", Integer, nullable=False, comment="answers asked for"),
    Column("least", SmallInteger, nullable=False, comment="of each stratum"),
    Column("made_at", DateTime, nullable=False),
    Column("made_by", String(100), nullable=False),
)

answer_plan_strata = Table(
    "answer_plan_strata",
    metadata,
    Column("plan_id", ForeignKey("answer_plans.plan_id", ondelete="CASCADE"), primary_key=True),
    Column("stratum_no", SmallInteger, primary_key=True),
    Column("recipient_id", ForeignKey("recipients.recipient_id"), comment="missing: the answers of nobody known"),
    Column("answers", Integer, nullable=False, comment="in the frame when the plan was drawn"),
    Column("planned", Integer, nullable=False, comment="planned / answers: the probability of inclusion"),
)

answer_plan_items = Table(
    "answer_plan_items",
    metadata,
    Column("item_id", Integer, primary_key=True),
    Column("plan_id", Integer, nullable=False),
    Column("stratum_no", SmallInteger, nullable=False),
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("question_no", SmallInteger, nullable=False),
    Column("is_double", Boolean, nullable=False, comment="to be read by two people"),
    ForeignKeyConstraint(
        ["plan_id", "stratum_no"],
        ["answer_plan_strata.plan_id", "answer_plan_strata.stratum_no"],
        ondelete="CASCADE",
    ),
    UniqueConstraint("plan_id", "record_id", "question_no"),
)

answer_reservations = Table(
    "answer_reservations",
    metadata,
    Column("reader", String(100), primary_key=True, comment="login; nobody reads two answers at once"),
    Column("item_id", ForeignKey("answer_plan_items.item_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("until", DateTime, nullable=False, comment="UTC; then it may be read by another"),
)

answer_checks = Table(
    "answer_checks",
    metadata,
    Column("check_id", Integer, primary_key=True),
    Column("item_id", ForeignKey("answer_plan_items.item_id", ondelete="CASCADE"), comment="missing: outside a plan"),
    Column("record_id", ForeignKey("records.record_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("question_no", SmallInteger, nullable=False),
    Column("reading", SmallInteger, nullable=False, comment="1 the first reader, 2 the second"),
    Column("outcome", String(12), nullable=False, comment="solved | explained | unsolved"),
    Column("is_complete", Boolean, nullable=False, comment="every question of the letter is answered"),
    Column("is_definite", Boolean, nullable=False, comment="a date and a responsible body or person are named"),
    Column("has_proof", Boolean, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("made_by", String(100), nullable=False),
    version(),
    UniqueConstraint("item_id", "reading"),
)
