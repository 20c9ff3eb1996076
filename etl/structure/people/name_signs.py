"""What a single word of a text calls for, told once for each word: most searches for names begin with a word that a
text has or has not, so that a text is taken apart once and no search is made for which nothing in it speaks.
"""

import re
from collections.abc import Iterable

from etl.structure.people.name_words import last_names_of_streets, small_role

SMALL, INTRODUCTION, FATHER, STREET, MAYBE_INITIALS = 1, 2, 4, 8, 16
"""A name in small letters; «зовут» and its kin; «оглы»; the last name of a street; a small letter by itself."""
_WORD = re.compile("[А-ЯЁа-яёA-Za-z]+")
_SMALL_LETTERS = re.compile("[а-яё]{3,}")
_ONE_SMALL_LETTER = re.compile("[а-яё](?![а-яё])")
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
    lower = word.lower()
    folded = lower.replace("ё", "е")
    introduces = any(part in lower for part in _INTRODUCTIONS[:-1]) or lower.endswith(_INTRODUCTIONS[-1])
    is_told = {
        SMALL: any(map(small_role, _SMALL_LETTERS.findall(word))),
        INTRODUCTION: introduces,
        FATHER: "оглы" in word or "кызы" in word,
        STREET: any(name in folded for name in last_names_of_streets()),
        MAYBE_INITIALS: _ONE_SMALL_LETTER.match(word) is not None,
    }
    return sum(sign for sign, told in is_told.items() if told)
