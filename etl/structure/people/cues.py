"""A pattern of what stands right before a name, with the words it can end with: nearly every word is none of them,
which is told without searching.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

_LOOK_BACK = 30
_WORD = re.compile("[А-ЯЁа-яё\u1c80-\u1c88]+")
"""Russian letters, and the old ones that a pattern takes for them regardless of case."""


class Cue:
    """Stands before a name where its pattern, which ends with `$`, is found."""

    def __init__(self, pattern: str, *, before: Sequence[str] = (), behind: Sequence[str] = (" ",)) -> None:
        """before: what the pattern may want to stand before its last word, if anything; behind: what behind it."""
        self.pattern = re.compile(pattern, re.IGNORECASE)
        self._around = list(product(("", *before), behind))
        self.may_end = lru_cache(maxsize=100_000)(self._ends)
        """Whether a word can be the last one of the pattern."""

    def _ends(self, word: str) -> bool:
        return any(self.pattern.search(f"{before}{word}{behind}") for before, behind in self._around)

    def is_before(self, text: str, start: int) -> bool:
        """Whether the cue stands right before text[start]."""
        near = text[max(0, start - _LOOK_BACK) : start]
        words = _WORD.findall(near)
        return bool(words) and self.may_end(words[-1]) and self.pattern.search(near) is not None
