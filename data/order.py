"""The order of a list: a name with a way, «due.desc» in the URL, and the Russian alphabet."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.errors import FilterError

WAYS = {".asc": False, ".desc": True}
_DIGITS = re.compile(r"(\d{1,99})")
_LETTERS = str.maketrans({"ё": "е\uffff", "\u00a0": " ", "\u202f": " ", **dict.fromkeys("«»„“\"'", "")})
"""ё stands between е and ж; quotation marks don't count."""


@dataclass(frozen=True)
class Order:
    """By what, and whether from the last to the first. What is not known stands last both ways."""

    name: str
    is_down: bool = False

    @property
    def text(self) -> str:
        """As the URL says it, the way always said."""
        return f"{self.name}.{'desc' if self.is_down else 'asc'}"


def parse(text: str, known: Sequence[str], down_at_first: Sequence[str] = ()) -> Order:
    """The order that «due» or «due.desc» means; names of `down_at_first` alone mean the last first. Raises FilterError
    for a name that is not among `known`.
    """
    name, dot, way = text.partition(".")
    if name not in known or (dot and dot + way not in WAYS):
        raise FilterError(f"Порядок «{text[:40]}» не существует. Есть: {', '.join(known)}.")
    return Order(name, WAYS[dot + way] if dot else name in down_at_first)


def or_default(text: str, known: Sequence[str], default: Order, down_at_first: Sequence[str] = ()) -> Order:
    """The same from an address of a screen, where nonsense means the order that stands without it."""
    try:
        return parse(text, known, down_at_first) if text else default
    except FilterError:
        return default


def alphabetical(text: str) -> tuple[Any, ...]:
    """A key that sorts words by the Russian alphabet whatever their case, and numbers inside them by their size: «№ 9»
    before «№ 10».
    """
    plain = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    parts = _DIGITS.split(" ".join(plain.split()))
    return tuple(int(part) if i % 2 else part for i, part in enumerate(parts))
