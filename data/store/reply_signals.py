"""What a reply says, as bits of `reply_readings.signals` and of the fact column `reply_signals`: declared once.

Found by `etl.structure.replies`; what the words mean and how well they are told: docs/answers.md.
"""

from collections.abc import Iterable, Mapping

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
SWITCHED_ON = frozenset(SIGNALS)
"""Signals whose precision is measured and good enough; the bit of another is never set, and metrics of it know
nothing.
"""


def mask_of(signals: Iterable[str]) -> int:
    """The bits of the signals that hold, those that are switched off left out."""
    return sum(SIGNALS[name] for name in set(signals) & SWITCHED_ON)
