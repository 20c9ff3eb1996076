"""Names that look alike: shared three-letter pieces (Dice), word order and endings matter little. Suggests, never
decides.
"""

from collections.abc import Iterable

from data.store.reference import label_key

_LEAST = 0.3


def pieces(text: str) -> frozenset[str]:
    """Three-letter pieces of every word of a name, its edges marked."""
    words = (f" {word} " for word in "".join(c if c.isalnum() else " " for c in label_key(text)).split())
    return frozenset(word[i : i + 3] for word in words for i in range(len(word) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0 for nothing in common, 1 for the same pieces."""
    together = len(one) + len(other)
    return 2 * len(one & other) / together if together else 0.0


class KnownSpellings:
    """Spellings that are known already."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        """Spellings are (spelling, code)."""
        self._known = [(pieces(spelling), code) for spelling, code in spellings]

    def likest(self, label: str) -> dict[str, float]:
        """Code → likeness of its likest spelling, where that is enough to speak of."""
        asked = pieces(label)
        scored = sorted((likeness(asked, known), code) for known, code in self._known)
        return {code: score for score, code in scored if score >= _LEAST}
