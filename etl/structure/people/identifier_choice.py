"""Which rules for numbers a text can need: by its words, each of which is looked at once and for all, by the shapes of
its numbers, of which all texts together have few, and by what in it is neither.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from etl.structure.people.identifier_rule import Rule
from etl.structure.people.identifier_rules import WITH_DIGITS
from etl.structure.people.remembered import Remembered

_Search = Callable[[str], re.Match[str] | None]
_NUMBERED = tuple((1 << i, rule) for i, rule in enumerate(WITH_DIGITS))
"""Each rule with its own bit."""
_LONG = 1 << len(WITH_DIGITS)
"""The bit of a number with five digits together."""
_HINTED = tuple((number, rule.hint.search) for number, rule in _NUMBERED if rule.hint)
_ALWAYS = sum(number for number, rule in _NUMBERED if not rule.words)
BITS = len(WITH_DIGITS)
"""How many bits `called_by` a word has."""
_MOST_DIGITS = 20
"""Digits from which every rule may be needed."""

_NUMBER = re.compile(r"\d[\d \u00a0.()\-–—‑_/]*[№nN]?")
"""A digit and all that goes on with digits and what stands between those of one number."""
_DIGIT = re.compile(r"\d")
_FIVE_TOGETHER = re.compile(r"\d(?:(?:[ \u00a0.()\-–—‑_/]{0,4}\d){4}|\d ?[№nN])")
_AS_ZERO = str.maketrans("123456789", "0" * 9)


def _called_by(is_of_letters: bool) -> tuple[tuple[str, int], ...]:
    """Words of letters, or all others, and the bits of the rules that each calls for."""
    called: dict[str, int] = {}
    for number, rule in _NUMBERED:
        for word in rule.words:
            if word.isalpha() == is_of_letters:
                called[word] = called.get(word, 0) | number
    return tuple(called.items())


_LETTERS, _OTHERS = _called_by(is_of_letters=True), _called_by(is_of_letters=False)


def called_by(word: str) -> int:
    """Bits of the rules that a word in small letters calls for."""
    called = 0
    for part, numbers in _LETTERS:
        if part in word:
            called |= numbers
    return called


def _told_by(shape: str) -> tuple[int, int]:
    allowed = sum(number for number, rule in _NUMBERED if not rule.number or rule.number.search(shape))
    is_long = _FIVE_TOGETHER.search(shape) is not None
    return allowed | (_LONG if is_long else 0), len(_DIGIT.findall(shape))


_SHAPES = Remembered(_told_by)
"""Number as it is written, but with 0 for its digits → bits of the rules it may need, and its digits."""


def numbers_of(text: str) -> tuple[int, int]:
    """Bits of the rules that the numbers of a text allow, and how many digits they have; 0 and 0 where it has none.

    A rule that has replaced a part of a number leaves none of a shape that the whole did not hold.
    """
    found = _NUMBER.findall(text)
    if not found:
        return 0, 0
    allowed = digits = 0
    for shape in "\n".join(found).translate(_AS_ZERO).split("\n"):
        bits, count = _SHAPES[shape]
        allowed |= bits
        digits += count
    return allowed & _allowed(min(digits, _MOST_DIGITS), is_long=allowed >= _LONG), digits


def rules_for(lower: str, called: int, allowed: int) -> tuple[Rule, ...]:
    """In their order. lower: the text in small letters; called: by all its words (`called_by`); allowed: by its
    numbers.
    """
    chosen = (called | _ALWAYS) & allowed
    parts, hints = _looked_for(allowed)
    for part, numbers in parts:
        if part in lower:
            chosen |= numbers
    for number, hint in hints:
        if not chosen & number and hint(lower):
            chosen |= number
    return _rules(chosen & allowed)


@cache
def _allowed(digits: int, *, is_long: bool) -> int:
    """Bits of the rules that a text of some digits may need."""
    return sum(number for number, rule in _NUMBERED if rule.digits <= digits and (is_long or not rule.is_long))


@lru_cache(maxsize=10_000)
def _looked_for(allowed: int) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[int, _Search], ...]]:
    """Parts of a text that are no words, and hints, that call for some of the rules."""
    return tuple(one for one in _OTHERS if one[1] & allowed), tuple(one for one in _HINTED if one[0] & allowed)


@lru_cache(maxsize=10_000)
def _rules(chosen: int) -> tuple[Rule, ...]:
    return tuple(rule for number, rule in _NUMBERED if chosen & number)
