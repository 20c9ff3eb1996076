"""Completeness of a reply as its text alone hints at it (domain: полнота ответа), to be checked by people."""

from etl.structure.replies.signals import Reading

SOLVED, ALL_ANSWERED, WHEN_AND_WHO, PROVEN = 40, 20, 15, 15
"""Points; the remaining 10 are for no repeat in 30 days, which no text can tell."""


def points(found: Reading) -> int:
    """0..90. What is refused with its reason because it lies outside the powers counts as solved."""
    signals = found.signals
    is_solved = "claims_solution" in signals or ("has_refusal" in signals and found.is_outside)
    is_answered = not found.unanswered and "is_formal" not in signals
    return (
        SOLVED * is_solved
        + ALL_ANSWERED * is_answered
        + WHEN_AND_WHO * ({"has_date", "has_responsible"} <= signals)
        + PROVEN * ("has_proof" in signals)
    )
