"""Texts that people type into plans and decisions: nobody's name or telephone stays in them, as in received texts."""

from etl.structure.people.masking import mask


def without_people(text: str) -> str:
    """The text with what identifies a person replaced by a bracketed word; '' stays ''."""
    return mask(text)
