"""The lexicon of replies, `phrases.csv`, as compiled patterns: one alternation for each kind.

A phrase is words apart by spaces. `*` stands for any ending, `+` for the endings of a short participle or a past verb
(none, а, о, ы, и; a doubled н is forgiven), `/` parts alternatives of one word, `..` allows three words between,
`@kind` stands for any phrase of another kind. Texts are in small letters with е for ё (`plain`).
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

HERE = Path(__file__).parent
_SEPARATOR = r"[^\w]{1,4}"
_BETWEEN = rf"{_SEPARATOR}(?:\w+{_SEPARATOR}){{0,3}}?"


_SMALL = frozenset(
    "в во на по с со не ни нет при для до из за к ко о об у от и под над без а но или будет будут".split()
)
_TOKEN = re.compile(r"\w+")


def search(low: str, *kinds: str) -> re.Match[str] | None:
    """The first phrase of these kinds in a text; quick where no word of it marks one."""
    bit, compiled = _TABLE.get(kinds) or _enter(kinds)
    return compiled.search(low) if _kinds_in(low) & bit else None


def found(low: str, *kinds: str) -> Iterator[re.Match[str]]:
    """Every phrase of these kinds in a text."""
    bit, compiled = _TABLE.get(kinds) or _enter(kinds)
    return compiled.finditer(low) if _kinds_in(low) & bit else iter(())


_TABLE: dict[tuple[str, ...], tuple[int, re.Pattern[str]]] = {}
"""Kinds → their bit and their pattern; a plain dictionary, because it is asked a hundred times for each reply."""


def _enter(kinds: tuple[str, ...]) -> tuple[int, re.Pattern[str]]:
    _TABLE[kinds] = sum(_bits()[kind] for kind in kinds), pattern(*kinds)
    return _TABLE[kinds]


@lru_cache(maxsize=512)
def tokens(low: str) -> list[str]:
    """The words and numbers of a text."""
    return _TOKEN.findall(low)


@lru_cache(maxsize=512)
def _kinds_in(low: str) -> int:
    """A bit for each kind that a text may hold a phrase of, and for each registered kind of its words."""
    told = 0
    for word in tokens(low):
        if not word.isdigit():  # no phrase is marked by a number, and there is no end of numbers
            told |= _kinds_of(word)
    return told


@lru_cache(maxsize=200_000)
def _kinds_of(word: str) -> int:
    told = sum(bit for kind, bit in _bits().items() if _marks(kind).fullmatch(word))
    return told | sum(bit for bit, is_one in _WORDS.values() if is_one(word))


_WORDS: dict[str, tuple[int, Callable[[str], object]]] = {}
"""Registered kind of words → its bit, and what tells such a word."""
_FIRST_BIT = 100


def register(name: str, is_one: Callable[[str], object]) -> int:
    """Let `holds` know a kind of words; its bit, for `holds_any`. Called while modules are imported."""
    _WORDS[name] = 1 << (_FIRST_BIT + len(_WORDS)), is_one
    _kinds_of.cache_clear()
    _kinds_in.cache_clear()
    return _WORDS[name][0]


def holds_any(low: str, bits: int) -> bool:
    """Whether a text may hold a phrase or a word of kinds whose bits are set."""
    return bool(_kinds_in(low) & bits)


def kinds_of_word(word: str) -> list[str]:
    """Kinds of the lexicon that have a phrase which the word may mark."""
    held = _kinds_of(word)
    return [kind for kind, bit in _bits().items() if held & bit]


def bits_of(*kinds: str) -> int:
    """Bits of kinds of the lexicon, for `holds_any`."""
    return sum(_bits()[kind] for kind in kinds)


@cache
def _bits() -> dict[str, int]:
    return {kind: 1 << number for number, kind in enumerate(_phrases())}


@cache
def _marks(kind: str) -> re.Pattern[str]:
    """Words one of which stands in every phrase of a kind."""
    return re.compile("|".join(sorted({one for phrase in _phrases()[kind] for one in _marking(phrase)})))


def _marking(phrase: str) -> Iterator[str]:
    """Alternatives of the first word that says more than a preposition does."""
    words = [word for word in phrase.split() if word != ".."]
    telling = [word for word in words if not _SMALL.issuperset(word.split("/"))]
    first = (telling or words)[0]
    if first.startswith("@"):
        for inner in _phrases()[first[1:]]:
            yield from _marking(inner)
    else:
        yield from (_ending(one) for one in first.split("/"))


@cache
def pattern(*kinds: str) -> re.Pattern[str]:
    """Whatever phrase of these kinds a text holds, from the beginning of a word to the end of one."""
    return re.compile(rf"\b(?:{_alternatives(kinds)})(?!\w)")


@cache
def _alternatives(kinds: Sequence[str]) -> str:
    return _grouped(_regex(phrase) for kind in kinds for phrase in _phrases()[kind])


def _grouped(regexes: Iterable[str]) -> str:
    """Alternatives that begin with the same letter behind it: a word is compared with few of them."""
    by_letter: dict[str, list[str]] = {}
    for one in sorted(set(regexes)):
        by_letter.setdefault(one[0] if one[0].isalnum() else "", []).append(one)
    return "|".join(f"{letter}(?:{'|'.join(one[len(letter) :] for one in held)})" for letter, held in by_letter.items())


@cache
def _phrases() -> dict[str, list[str]]:
    """Kind → its phrases."""
    made: dict[str, list[str]] = {}
    with (HERE / "phrases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            made.setdefault(row["kind"], []).append(row["phrase"])
    return made


def _regex(phrase: str) -> str:
    parts: list[str] = []
    gap = ""
    for word in phrase.split():
        if word == "..":
            gap = _BETWEEN
            continue
        parts += [gap or _SEPARATOR] if parts else []
        parts.append(_word(word))
        gap = ""
    return "".join(parts)


def _word(word: str) -> str:
    if word.startswith("@"):
        return f"(?:{_alternatives((word[1:],))})"
    endings = [_ending(one) for one in word.split("/")]
    return endings[0] if len(endings) == 1 else f"(?:{'|'.join(endings)})"


def _ending(word: str) -> str:
    stem, last = word[:-1], word[-1]
    if last == "*":
        return rf"{stem}\w*"
    if last == "+":
        return f"{stem}{'н?' if stem.endswith('н') else ''}[аоыи]?"
    return word
