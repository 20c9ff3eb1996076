"""Fields of the forms of a poll with their labels and choices, and a poll as the form shows it."""

from typing import Any

from data.decisions.polls import card, decided
from data.decisions.polls.read import Poll
from data.decisions.polls.results import answers
from data.decisions.polls.terms import CARRIED_OUT, DESIGNS, FREE, KINDS, NOT_DONE, SCALE, SINGLE, TEXT
from words import format

__all__ = ["CARD", "CARRIED_OUT", "DECISION", "DESIGNS", "KINDS", "answers", "has_own_words", "of_card", "of_decision"]

CARD, DECISION = card.FIELDS, decided.FIELDS
_SHARES = ("threshold", "called", "called_for_other")
_NEW = {"kind": SINGLE, "design": FREE}


def of_card(poll: Poll | None) -> dict[str, str]:
    """Texts of the fields of a card; of a new one the usual choices."""
    if poll is None:
        return {name: _NEW.get(name, "") for name in CARD}
    told = {name: _text(poll.said.get(name), is_share=name in _SHARES) for name in CARD}
    if poll.said["kind"] != SCALE:
        told["scale_top"] = ""
    return told | {"topic": poll.topic, "municipality": poll.municipality, "problem": _text(poll.said["problem_id"])}


def of_decision(poll: Poll) -> dict[str, str]:
    """Texts of the fields of a decision."""
    told = {name: _text(poll.said[name]) for name in DECISION}
    return told | {"carried_out": poll.said["carried_out"] or NOT_DONE}


def has_own_words(poll: Poll) -> bool:
    """Whether people answer in their own words, so that the card names no answers."""
    return bool(poll.said["kind"] == TEXT)


def _text(value: Any, *, is_share: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{round(100 * value, 6) if is_share else value:g}".replace(".", ",")
    return format.day(value) if hasattr(value, "isoformat") else str(value)
