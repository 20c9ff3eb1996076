"""Names that look alike: shared three-letter pieces (Dice), word order and endings matter little. Suggests, never
decides.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from data.store.reference import label_key

_LEAST = 0.3


@lru_cache(maxsize=4_000)
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
        self._with_piece: dict[str, list[int]] = defaultdict(list)
        for number, (known, _) in enumerate(self._known):
            for piece in known:
                self._with_piece[piece].append(number)

    def likest(self, label: str) -> dict[str, float]:
        """Code → likeness of its likest spelling, where that is enough to speak of."""
        asked = pieces(label)
        alike = {number for piece in asked for number in self._with_piece.get(piece, ())}
        scored = sorted((likeness(asked, self._known[number][0]), self._known[number][1]) for number in alike)
        return {code: score for score, code in scored if score >= _LEAST}
