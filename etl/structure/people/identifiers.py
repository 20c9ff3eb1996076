"""What identifies a person by number or address, replaced in a text by the rules of `identifier_rules`.

A rule is tried only where its words occur, where the text has the digits it needs and, if it is long, five
of them together.
"""

import re

from etl.structure.people.identifier_rules import (
    DISGUISED_TELEPHONE,
    NICKNAME,
    ORDINAL_FLAT,
    SPELLED_TELEPHONE,
    WITH_DIGITS,
    WITHOUT_DIGITS,
)

_UP_TO = tuple(tuple(rule for rule in WITH_DIGITS if rule.digits <= count) for count in range(21))
"""Rules that a text with so many digits can need; the last entry serves all longer ones."""

_LONG = re.compile(r"\d(?:(?:[ \u00a0.()\-–—‑_/]{0,4}\d){4}|\d ?(?:№|n))")
_SIGNS = ("/", "@", "[", "соба", "at", "(a)", "dog")
"""A text with none of these needs no rule of WITHOUT_DIGITS."""
_LATIN = re.compile(r"[a-z_][a-z0-9_.]{3}")
_DIGIT = re.compile(r"\d")
_DISGUISED = re.compile(r"\d[оoз]|[оoз]\d")
_TELLING = 6
"""Digits among the letters of a disguised telephone, at least."""


def hide(text: str) -> str:
    """The text with every identifier replaced."""
    text = _without_words(text, text.lower())
    digits = len(_DIGIT.findall(text))
    return _without_numbers(text, text.lower(), digits) if digits else text


def _without_words(text: str, lower: str) -> str:
    """Addresses and profiles, a flat and a telephone said in words."""
    if any(map(lower.__contains__, _SIGNS)):
        for rule in WITHOUT_DIGITS:
            if rule.may_apply(lower):
                text = rule.pattern.sub(rule.replacement, text)
    if _LATIN.search(lower):
        text = NICKNAME.sub(r"\1[профиль]", text)
    if "квартир" in lower:
        text = ORDINAL_FLAT.sub("[квартира]", text)
    return SPELLED_TELEPHONE.sub("[телефон]", text) if "девят" in lower else text


def _without_numbers(text: str, lower: str, digits: int) -> str:
    if digits >= _TELLING and _DISGUISED.search(lower):
        text = DISGUISED_TELEPHONE.sub(_telephone, text)
    is_long = _LONG.search(lower) is not None
    for rule in _UP_TO[min(digits, len(_UP_TO) - 1)]:
        if (is_long or not rule.is_long) and rule.may_apply(lower):
            text = rule.pattern.sub(rule.replacement, text)
    return text


def _telephone(found: re.Match[str]) -> str:
    return "[телефон]" if len(_DIGIT.findall(found[0])) >= _TELLING else found[0]
