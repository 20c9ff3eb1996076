"""Ids of the screen «Внести вручную», shared by its parts, its page and assets/82-entry.js."""

from typing import Any

FORM, SAVE, ANYWAY, CLEAR, MORE, ANSWER, RECENT, OUTCOME = (
    "entry-form", "entry-save", "entry-anyway", "entry-clear", "entry-more", "entry-answer", "entry-recent",
    "entry-outcome",
)  # fmt: skip


def field(name: Any, no: Any = 0) -> dict[str, Any]:
    """Id of what a field is typed into; no: of the question, 0 for the record's own fields."""
    return {"type": "entry-field", "name": name, "no": no}


def flaw(name: Any, no: Any = 0) -> dict[str, Any]:
    """Id of what is said to be wrong with a field."""
    return {"type": "entry-flaw", "name": name, "no": no}


def question(no: Any) -> dict[str, Any]:
    """Id of the block of one question."""
    return {"type": "entry-question", "no": no}


def hint(no: Any) -> dict[str, Any]:
    """Id of the line that says what a question's topic looks like."""
    return {"type": "entry-hint", "no": no}


def pick(no: Any, topic: Any) -> dict[str, Any]:
    """Id of the button that takes a topic."""
    return {"type": "entry-pick", "no": no, "topic": topic}


def undo(number: Any) -> dict[str, Any]:
    """Id of the button that takes an entry back."""
    return {"type": "entry-undo", "import": number}
