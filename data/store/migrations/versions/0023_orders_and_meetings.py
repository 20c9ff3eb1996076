"""Orders, meetings, recommendations and best practices"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: the rules come with the reference lists (data.store.seed)."""
    _orders()
    _rules()
    _decisions()
    _practices()
    _meetings()


def _table(name: str, key: str, *columns: sa.Column, unique: str = "", **references: str) -> None:
    """references: own column → «table.column»."""
    constraints = [
        sa.ForeignKeyConstraint([own], [to], name=op.f(f"fk_{name}_{own}_{to.partition('.')[0]}"))
        for own, to in references.items()
    ]
    only = [sa.UniqueConstraint(unique, name=op.f(f"uq_{name}_{unique}"))] if unique else []
    op.create_table(
        name,
        sa.Column(key, sa.Integer(), nullable=False),
        *columns,
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        *constraints,
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}")),
        *only,
    )


def _text(name: str, length: int = 0, comment: str | None = None) -> sa.Column:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False, comment=comment)


def _number(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable, comment=comment)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _day(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _orders() -> None:
    _table(
        "orders", "order_id", _text("code", 20), _text("text"), _number("recipient_id"), _text("official", 200, "a post, no name"),
        _day("given_on"), _day("due_on"), _day("done_on", nullable=True), _text("result"), _flag("is_withdrawn"),
        _number("topic_id", nullable=True), _number("problem_id", nullable=True, comment="a problem may go before its orders"), _text("source_kind", 20),
        _number("source_id", nullable=True), _number("item_id", nullable=True, comment="of the meeting's agenda"),
        unique="code", recipient_id="recipients.recipient_id", topic_id="topics.topic_id",
    )  # fmt: skip
    for name in ("recipient_id", "problem_id"):
        op.create_index(op.f(f"ix_orders_{name}"), "orders", [name])


def _rules() -> None:
    _table(
        "recommendation_rules", "rule_id", _text("code", 60),
        _number("topic_id", nullable=True, comment="or a group; missing: any"), _text("signal", 20),
        sa.Column("threshold", sa.Float(), nullable=False), _number("least"), _text("decision"), _text("powers"),
        _text("source"), _text("confidence", 1), _number("quiet_days"), unique="code", topic_id="topics.topic_id",
    )  # fmt: skip


def _decisions() -> None:
    _table(
        "recommendation_decisions", "decision_id", _number("rule_id"), _number("topic_id"), _number("recipient_id"),
        _flag("is_accepted"), _text("reason"), _text("text"), _text("numbers", comment="the sentence that was shown"),
        _text("link", comment="address of the records at that snapshot"), _day("decided_on"),
        _text("became", 20, "code of an order or map"), rule_id="recommendation_rules.rule_id", topic_id="topics.topic_id",
        recipient_id="recipients.recipient_id",
    )  # fmt: skip


def _practices() -> None:
    _table(
        "practices", "practice_id", _text("code", 20), _text("title", 300),
        _number("topic_id", comment="or a group: then all its topics"), _text("situation"),
        _text("action"), _text("result"), _text("place", 300), _text("source"), _flag("is_own"), _text("roadmap", 20, "its code"),
        unique="code", topic_id="topics.topic_id",
    )  # fmt: skip
    op.create_index(op.f("ix_practices_topic_id"), "practices", ["topic_id"])


def _meetings() -> None:
    _table(
        "meetings", "meeting_id", _text("code", 20), _text("title", 300), _text("chair", 20), _day("held_on"),
        _text("starts_at", 5, "HH:MM, local"), _text("place", 300), _text("attendees", comment="posts and bodies"), _text("state", 20), _text("conclusion"),
        unique="code",
    )  # fmt: skip
    _table(
        "meeting_items", "item_id", _number("meeting_id"), _number("position"), _text("kind", 20), _text("key", 200, "of what was proposed: it is not proposed twice"),
        _text("subject"), _text("reason"), _text("link", comment="address that shows the numbers"),
        _text("speaker", 200, "a post"), _text("decision"),
        meeting_id="meetings.meeting_id",
    )  # fmt: skip
    op.create_index(op.f("ix_meeting_items_meeting_id"), "meeting_items", ["meeting_id"])


def downgrade() -> None:
    """Back: orders, meetings, practices and what was decided of recommendations are lost."""
    for name in (
        "meeting_items",
        "meetings",
        "practices",
        "recommendation_decisions",
        "recommendation_rules",
        "orders",
    ):
        op.drop_table(name)
