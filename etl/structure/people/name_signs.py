"""What a single word of a text calls for, told once for each word: most searches for names begin with a word that a
text has or has not, so that a text is taken apart once and no search is made for which nothing in it speaks.
"""

import re

from etl.structure.people import name_context as context
from etl.structure.people.name_words import last_names_of_streets, small_role

SMALL, INTRODUCTION, FATHER, STREET, MAYBE_INITIALS, OFFICE, INITIALS = 1, 2, 4, 8, 16, 32, 64
"""A name in small letters; «зовут» and its kin; «оглы»; the last name of a street; a small letter by itself; a word
that ends what introduces a person (`name_context.is_introduced`); a capital letter by itself.
"""
EVERYTHING = 127
STRANGE = "\u0130\u0131\u017f\u1c80-\u1c88\u212a"
"""Letters that become Russian or Latin ones when case is of no matter."""
_STRANGE_LETTER = re.compile(f"[{STRANGE}]")
_RUSSIAN = re.compile("[А-ЯЁа-яё]+")
_SMALL_WORD = re.compile("[а-яё]{3,25}(?![А-ЯЁа-яё])")
_ONE_SMALL_LETTER = re.compile("[а-яё](?![а-яё])")
_CAPITAL_LETTER = re.compile("(?<![А-ЯЁа-яё])[А-ЯЁ]$")
_INTRODUCTIONS = ("зовут", "имя", "уважением", "фио", "заявител", "фамили", "ф")
"""The last one of «ф.и.о.», where a word ends with it."""


def is_strange(word: str) -> bool:
    """Whether a word has letters that a search regardless of case takes for others."""
    return _STRANGE_LETTER.search(word) is not None


def signs_of(word: str) -> int:
    """The signs of a run of Russian and Latin letters as it is written."""
    if is_strange(word):
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
