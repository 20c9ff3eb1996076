"""What a single word of a text calls for, told once for each word: most searches for names begin with a word that a
text has or has not, so that a text is taken apart once and no search is made for which nothing in it speaks.
"""

import re
from collections.abc import Iterable

from etl.structure.people import name_context as context
from etl.structure.people.name_words import last_names_of_streets, small_role

SMALL, INTRODUCTION, FATHER, STREET, MAYBE_INITIALS, OFFICE, INITIALS = 1, 2, 4, 8, 16, 32, 64
"""A name in small letters; «зовут» and its kin; «оглы»; the last name of a street; a small letter by itself; a word
that ends what introduces a person (`name_context.is_introduced`); a capital letter by itself.
"""
EVERYTHING = 127
_STRANGE = "\u0130\u1c80-\u1c88\u212a"
"""Letters that become Russian or Latin ones when case is of no matter."""
_WORD = re.compile(f"[А-ЯЁа-яёA-Za-z{_STRANGE}]+")
_STRANGE_LETTER = re.compile(f"[{_STRANGE}]")
_RUSSIAN = re.compile("[А-ЯЁа-яё]+")
_SMALL_WORD = re.compile("[а-яё]{3,25}(?![А-ЯЁа-яё])")
_ONE_SMALL_LETTER = re.compile("[а-яё](?![а-яё])")
_CAPITAL_LETTER = re.compile("(?<![А-ЯЁа-яё])[А-ЯЁ]$")
_INTRODUCTIONS = ("зовут", "имя", "уважением", "фио", "заявител", "фамили", "ф")
"""The last one of «ф.и.о.», where a word ends with it."""
_MOST = 200_000
"""Words remembered; then they are forgotten all at once."""


class _Signs(dict[str, int]):
    """Word as it is written → its signs."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        made = self[word] = _signs_of_word(word)
        return made


_SIGNS = _Signs()


def words_of(text: str) -> list[str]:
    """Runs of Russian and Latin letters."""
    return _WORD.findall(text)


def signs_of(words: Iterable[str]) -> int:
    """The signs of all words together."""
    found = 0
    for word in words:
        found |= _SIGNS[word]
    return found


def _signs_of_word(word: str) -> int:
    if _STRANGE_LETTER.search(word):
        return EVERYTHING
    lower = word.lower()
    folded = lower.replace("ё", "е")
    small = _SMALL_WORD.match(word)
    introduces = any(part in lower for part in _INTRODUCTIONS[:-1]) or lower.endswith(_INTRODUCTIONS[-1])
    is_told = {
        SMALL: small is not None and small_role(small[0]) != "",
        INTRODUCTION: introduces,
        FATHER: "оглы" in word or "кызы" in word,
        STREET: any(name in folded for name in last_names_of_streets()),
        MAYBE_INITIALS: _ONE_SMALL_LETTER.match(word) is not None,
        OFFICE: any(map(context.may_introduce, _RUSSIAN.findall(word))),
        INITIALS: _CAPITAL_LETTER.search(word) is not None,
    }
    return sum(sign for sign, told in is_told.items() if told)
