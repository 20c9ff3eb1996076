"""Replies that say the same body with other names, dates, numbers and addresses."""

import hashlib
import re
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from etl.structure.places.inflection import plain

_WORD = re.compile(r"[А-ЯЁа-яё]+")
_MONTHS = re.compile(
    r"(?:январ|феврал|март|апрел|ма[йяюе]$|июн|июл|август|сентябр|октябр|ноябр|декабр|понедельник|вторник|сред[уы]|четверг|пятниц|суббот|воскресень)"
)
_FEWEST = 6
"""Words of a body that is long enough to be told from other replies."""
_NEAR = 0.8
"""Share of common words from which two replies are the same body."""


def body(reply: str) -> list[str]:
    """The words of a clean reply without what changes from one addressee to the next."""
    words: list[str] = _WORD.findall(reply.lower() if reply.isupper() else reply)
    return [kept for word in words if (kept := _kept(word))]


@lru_cache(maxsize=100_000)
def _kept(word: str) -> str:
    """The word as it is compared; '' for names, months and days of the week, and single letters."""
    return plain(word) if word[0].islower() and len(word) > 1 and not _MONTHS.match(word) else ""


def key(words: list[str]) -> str | None:
    """A hash by which equal bodies are found (32 hex digits); None for a body too short to be told from others."""
    return _hash(words) if len(words) >= _FEWEST else None


def _hash(words: list[str]) -> str:
    return hashlib.md5(" ".join(words).encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Trace:
    """What is kept of a reply to find its like. parts: hashes of the whole body, and of its halves."""

    parts: tuple[str, ...]
    words: "array[int]"
    """Numbers of its different words: a tenth of the room that a set of them takes."""


def trace(words: list[str]) -> Trace | None:
    """The trace of a body; None for one too short."""
    if len(words) < _FEWEST:
        return None
    half = max(len(words) // 4 * 2, _FEWEST // 2)  # even: a word more mostly leaves one of the ends as it was
    parts = (_hash(words), f"a{_hash(words[:half])}", f"b{_hash(words[-half:])}")
    return Trace(parts, array("I", sorted({zlib.crc32(word.encode()) for word in words})))


@dataclass
class Seen:
    """Replies met so far, in their order; for each body two places at most, of different letters."""

    _by_part: dict[str, list[tuple[int, str, "array[int]"]]] = field(default_factory=dict)

    def first(self, place: int, letter: str, told: Trace) -> int | None:
        """The place of the first reply with the same body that went to another letter; remembers this one."""
        found = [one for one in self._alike(told) if one[1] != letter]
        for part in told.parts:
            held = self._by_part.setdefault(part, [])
            if len(held) < 2 and all(one[1] != letter for one in held):
                held.append((place, letter, told.words))
        return min((one[0] for one in found), default=None)

    def _alike(self, told: Trace) -> Iterator[tuple[int, str, "array[int]"]]:
        for part in told.parts:
            for one in self._by_part.get(part, ()):
                if part == told.parts[0] or _is_near(set(one[2]), set(told.words)):
                    yield one


def _is_near(one: set[int], other: set[int]) -> bool:
    return len(one & other) >= _NEAR * len(one | other)
