"""Rules of recommendations, and decisions as far as they are open to the asker."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from data import store
from data.decisions.orders.read import is_open
from data.scope import Scope
from data.settings import Settings
from data.store.tables import municipalities, recipients, recommendation_decisions, recommendation_rules, topics
from data.store.tables.recommendations import SIGNALS


@dataclass(frozen=True)
class Rule:
    """One rule. topic: code of a topic or a group, '' for any; threshold: of what the signal is measured by; least:
    records from which it may speak; quiet_days: how long it is silent once a person has decided.
    """

    key: int
    code: str
    topic: str
    signal: str
    threshold: float
    least: int
    decision: str
    powers: str
    source: str
    confidence: str
    quiet_days: int


@dataclass(frozen=True)
class Decision:
    """What a person has decided of a recommendation. became: number of the order, or of the roadmap; '' of nothing."""

    key: int
    version: int
    rule: str
    quiet_days: int
    signal: str
    topic: str
    topic_name: str
    recipient: str
    recipient_name: str
    municipality: str
    is_accepted: bool
    reason: str
    text: str
    numbers: str
    link: str
    decided_on: date
    became: str

    def is_in_force(self, day: date) -> bool:
        """Whether the same is not to be recommended again yet."""
        return day <= self.decided_on + timedelta(days=self.quiet_days)


def rules(settings: Settings) -> list[Rule]:
    """All rules, in the order of their codes."""
    with store.reading(settings) as connection:
        return rules_of(connection)


def rules_of(connection: sa.Connection) -> list[Rule]:
    """The same inside an open connection."""
    r, t = recommendation_rules.c, topics.c
    columns = (
        r.rule_id, r.code, t.code.label("topic"), r.signal, r.threshold, r.least, r.decision, r.powers, r.source,
        r.confidence, r.quiet_days,
    )  # fmt: skip
    joined = recommendation_rules.outerjoin(topics, t.topic_id == r.topic_id)
    rows = connection.execute(sa.select(*columns).select_from(joined).order_by(r.code))
    return [Rule(key, code, topic or "", *rest) for key, code, topic, *rest in rows]


def decisions(settings: Settings, scope: Scope) -> list[Decision]:
    """Decisions that are open to the asker, the newest first. None for who may see totals only."""
    if scope.hides_small_cells:
        return []
    return [one for one in _everything(settings) if is_open(scope, one.recipient, one.municipality)]


def counts(settings: Settings, scope: Scope) -> tuple[int, int]:
    """How many were accepted and declined in the asker's circle; for who sees totals only too."""
    found = [one for one in _everything(settings) if is_open(scope, one.recipient, one.municipality)]
    accepted = sum(one.is_accepted for one in found)
    return accepted, len(found) - accepted


def _everything(settings: Settings) -> list[Decision]:
    d, u, t, r, m = recommendation_decisions.c, recommendation_rules.c, topics.c, recipients.c, municipalities.c
    joined = (
        recommendation_decisions.join(recommendation_rules, u.rule_id == d.rule_id)
        .join(topics, t.topic_id == d.topic_id)
        .join(recipients, r.recipient_id == d.recipient_id)
        .outerjoin(municipalities, m.municipality_id == r.municipality_id)
    )
    columns = (
        d.decision_id, d.version, u.code, u.quiet_days, u.signal, t.code, t.name, r.code, r.short_name,
        sa.func.coalesce(m.oktmo, ""), d.is_accepted, d.reason, d.text, d.numbers, d.link, d.decided_on, d.became,
    )  # fmt: skip
    named = [column.label(f"c{number}") for number, column in enumerate(columns)]
    query = sa.select(*named).select_from(joined).order_by(d.decided_on.desc(), d.decision_id.desc())
    with store.reading(settings) as connection:
        return [Decision(*row) for row in connection.execute(query)]


__all__ = ["SIGNALS", "Decision", "Rule", "counts", "decisions", "rules", "rules_of"]
