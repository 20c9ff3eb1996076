"""What a word is to the search: the same for texts and for what a reader types, on either database.

A word is a run of digits and of Latin and Cyrillic letters, in small letters, without «ё» and stress marks. Forms of
one Russian word share a stem: Snowball's, corrected where it takes two forms for two words.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from snowballstemmer.russian_stemmer import RussianStemmer

LONGEST = 60
_MOST_WORDS = 5_000
"""Distinct words of one text that are kept: a PostgreSQL vector holds a megabyte."""
_WORD = re.compile(f"([0-9a-zß-öø-ɏа-яѐ-ҁҊ-ԯ]{{1,{LONGEST}}})[0-9a-zß-öø-ɏа-яѐ-ҁҊ-ԯ]*")
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_ALPHABETIC = re.compile("[a-zß-öø-ɏа-яѐ-ҁҊ-ԯ]{2,}")
_CYRILLIC = re.compile("[а-я]{2,}")
_LATIN = re.compile("[a-z]")
_TWO_SCRIPTS = re.compile("[a-z][а-я]|[а-я][a-z]")
_LOOKS_LIKE = str.maketrans("aceopxykmthb", "асеорхукмтнв")
"""Latin letters that Russian words are written with by mistake."""
_FLEETING = re.compile("(?<=.{2})(?<=[^аеиоуыэюя])[ое](?=[кцнлрм]$)|(?<=[аеиоуыэюя])е(?=к$)")
_SOFT = re.compile("[ьй](?=[кцнлрм]$)")
_SHORTEST_FLEETING = 5
SHORTEST_SLIP = 5
"""A slip of one letter is looked for in words of so many letters."""
_STOP = "а без бы в во для до за и из или к как ко ли между на над не но о об обо от по под при про с со то у что это"
STOP_WORDS = frozenset(_STOP.split())
"""Words that say nothing on their own: asked for only where nothing else is."""


def folded(text: str) -> str:
    """Text in small letters, «ё» as «е», without stress marks and invisible signs."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _MARKS.sub("", text) if _MARKS.search(text) else text
    return text.lower().replace("ё", "е")


def words_of(text: str) -> list[str]:
    """The distinct words of a text in their order; long ones are cut. Every text that is loaded passes here."""
    told = folded(text)
    found: list[str] = _WORD.findall(told)
    if _LATIN.search(told) and _TWO_SCRIPTS.search(told):  # a Latin letter alone is found in a fifth of the time
        found = [_in_one_script(word) for word in found]
    return list(dict.fromkeys(found))[:_MOST_WORDS]


def _in_one_script(word: str) -> str:
    """A word of Russian letters with Latin ones among them, as it is meant."""
    meant = word if word.isascii() else word.translate(_LOOKS_LIKE)
    return meant if _CYRILLIC.fullmatch(meant) else word


def is_alphabetic(word: str) -> bool:
    """Whether a word can have forms and slips; numbers, and letters on their own, are only what they are."""
    return _ALPHABETIC.fullmatch(word) is not None


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """What the forms of a word have in common; a word that is not Russian stands for itself."""
    if not _CYRILLIC.fullmatch(word):
        return word
    return _irregular().get(word) or _regular(word)


def _regular(word: str) -> str:
    """Snowball keeps a fleeting vowel and a sign before it: «посёлок» and «посёлка», «скамейка» and «скамеек»."""
    stem = RussianStemmer().stemWord(word)
    stem = _SOFT.sub("", stem) if len(stem) >= _SHORTEST_FLEETING else stem
    while len(stem) >= _SHORTEST_FLEETING and (shorter := _FLEETING.sub("", stem)) != stem:
        stem = shorter
    return str(stem)


@cache
def _irregular() -> dict[str, str]:
    """Form → stem of the first form of its line."""
    lines = (Path(__file__).parent / "irregular_forms.txt").read_text(encoding="utf-8").splitlines()
    told = [line.split() for line in lines if line and not line.startswith("#")]
    return {form: _regular(forms[0]) for forms in told for form in forms}


def slips_of(word: str) -> set[int]:
    """Numbers of a word and of what is left of it without each of its letters: two words that differ by one letter
    wrong, missing, added or swapped share some of them.
    """
    return {zlib.crc32(one.encode()) & 0x7FFFFFFF for one in _shortened(word)}


def _shortened(word: str) -> Iterator[str]:
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def may_slip(word: str) -> bool:
    """Whether a word is long enough for a slip to be told from another word."""
    return len(word) >= SHORTEST_SLIP and is_alphabetic(word)


def is_near(one: str, other: str) -> bool:
    """Whether words differ by at most one letter wrong, missing or added, or two neighbours swapped."""
    if one == other:
        return True
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[:2][::-1] and len(left) > 1 and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def agreement(asked: Iterable[str], name: Iterable[str]) -> int | None:
    """How well every asked word is met by some word of a name: 0 by a form of it, 1 by one that begins with it, 2 by
    one that a slip makes of it; the worst of them, None where a word is not met.
    """
    held = list(name)
    ranks = [min((rank for other in held if (rank := _rank(word, other)) is not None), default=None) for word in asked]
    return None if not ranks or None in ranks else max(rank for rank in ranks if rank is not None)


def _rank(word: str, other: str) -> int | None:
    if stem_of(word) == stem_of(other):
        return 0
    if other.startswith(word):
        return 1
    return 2 if may_slip(other) and is_near(word, other) else None


def asked_words(text: str) -> list[str]:
    """The words of what a reader typed that say something; all of them where none does."""
    found = words_of(text)
    return [word for word in found if word not in STOP_WORDS] or found


def alphabetic(found: Iterable[str]) -> set[str]:
    """The words that can have forms."""
    return {word for word in found if is_alphabetic(word)}
