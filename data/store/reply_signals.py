"""What a reply says, as bits of `reply_readings.signals` and of the fact column `reply_signals`: declared once.

Found by `etl.structure.replies`; what the words mean and how well they are told: docs/answers.md.
"""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from data.store.tables import questions, reply_readings

RULES_VERSION = 6
"""Raised with every change of the rules or the lexicon: what was read before can be read again."""
READ_AGAIN = "python -m etl read-answers"

SIGNALS: Mapping[str, int] = {
    "is_formal": 1,
    "has_date": 2,
    "has_responsible": 4,
    "has_proof": 8,
    "has_basis": 16,
    "has_refusal": 32,
    "claims_solution": 64,
    "is_duplicate": 128,
    "has_explanation": 256,
    "is_rude": 512,
    "is_rude_letter": 1024,
}
"""Name of a signal → its bit. is_duplicate is known only beside the other replies: it is set in the facts, never
stored. is_rude: of the reply; is_rude_letter: of the citizen.
"""
SWITCHED_ON = frozenset(SIGNALS) - {"has_explanation"}
"""Signals whose precision is measured and good enough; the bit of another is never set, and metrics of it know
nothing.
"""


def mask_of(signals: Iterable[str]) -> int:
    """The bits of the signals that hold, those that are switched off left out."""
    return sum(SIGNALS[name] for name in set(signals) & SWITCHED_ON)


def unread(connection: sa.Connection) -> int:
    """Questions with a reply that nobody has read, or that other rules have."""
    r = reply_readings.c
    joined = questions.outerjoin(reply_readings, r.question_id == questions.c.question_id)
    is_old = sa.or_(r.question_id.is_(None), r.rules_version != RULES_VERSION)
    query = sa.select(sa.func.count()).select_from(joined).where(questions.c.answer.is_not(None), is_old)
    return int(connection.execute(query).scalar_one())


def unread_sentence(connection: sa.Connection) -> str:
    """What to do about replies that are not read, '' when there are none."""
    count = unread(connection)
    return f"Ответов, не прочитанных нынешними правилами: {count}. Прочитать: {READ_AGAIN}." if count else ""
