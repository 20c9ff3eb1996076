"""One kind of what identifies a person by number or address, and when it is looked for."""

import re
from typing import NamedTuple

SEPARATOR = r"[ \u00a0.()\-–—‑_/]{0,4}"
"""What may stand between two digits of one number."""


class Rule(NamedTuple):
    """One kind of identifier and the word that replaces it. hint: instead of a word, for what is too short to be one.
    gate: what any match holds and is found faster than the pattern itself, where that is dear. number: what any match
    has of one number, of whatever digits (`identifier_choice`).
    """

    words: tuple[str, ...]
    digits: int
    is_long: bool
    pattern: re.Pattern[str]
    replacement: str
    hint: re.Pattern[str] | None = None
    gate: re.Pattern[str] | None = None
    number: re.Pattern[str] | None = None

    def may_apply(self, lower: str) -> bool:
        """Whether the lower-case text has any of the words, or the hint."""
        for word in self.words:  # a loop: with so few words `any` costs more than the search itself
            if word in lower:
                return True
        return not self.words or (self.hint is not None and self.hint.search(lower) is not None)


def rule(
    words: str,
    digits: int,
    is_long: bool,
    pattern: str,
    replacement: str,
    hint: str = "",
    *,
    gate: str = "",
    number: str = "",
) -> Rule:
    """A rule of the texts that it is written down as: `words` parted by blanks, patterns regardless of case."""
    said, gated = re.compile(hint) if hint else None, re.compile(gate, re.IGNORECASE) if gate else None
    shape = re.compile(number) if number else None
    return Rule(
        tuple(words.split()), digits, is_long, re.compile(pattern, re.IGNORECASE), replacement, said, gated, shape
    )
