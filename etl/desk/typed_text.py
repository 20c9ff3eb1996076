"""Texts that people type on screens: personal data is masked in them as it is in received texts."""

from etl.structure.people.masking import mask


def masked(text: str | None) -> str:
    """The text with names, telephones and the like replaced by bracketed words; '' for missing."""
    return mask((text or "").strip())
