"""What identifies a person by number or address, replaced in a text by the rules of `identifier_rules`.

A rule is tried only where its words occur, where the text has the digits it needs and, if it is long, five
of them together.
"""

import re
from collections.abc import Sequence

from etl.structure.people.identifier_choice import rules_for
from etl.structure.people.identifier_rules import (
    DISGUISED_TELEPHONE,
    NICKNAME,
    ORDINAL_FLAT,
    SPELLED_TELEPHONE,
    WITHOUT_DIGITS,
)
from etl.structure.people.name_signs import words_of

_MOST = 20
"""Digits from which every rule may be needed."""

_LONG = re.compile(r"\d(?:(?:[ \u00a0.()\-–—‑_/]{0,4}\d){4}|\d ?[№n])")
_SIGNS = ("/", "@", "[", "соба", "at", "(a)", "dog")
"""A text with none of these needs no rule of WITHOUT_DIGITS."""
_LATIN = re.compile(r"[a-z_][a-z0-9_.]{3}")
_DIGIT = re.compile(r"\d")
_DISGUISED = re.compile(r"\d(?:[оoз]|(?<=[оoз]\d))")
"""A digit beside a letter that looks like one; begins with the digit, which is rarer."""
_AFTER_ORDINAL = re.compile(r"квартир(?<=[яйюь] квартир)")
"""What any match of ORDINAL_FLAT ends with."""
_TELLING = 6
"""Digits among the letters of a disguised telephone, at least."""


def hide(text: str, words: Sequence[str] | None = None) -> str:
    """The text with every identifier replaced. words: `name_signs.words_of` it, where they have been told already."""
    lower = text.lower()
    told = _without_words(text, lower)
    digits = len(_DIGIT.findall(told))
    if not digits:
        return told
    if told != text:
        lower, words = told.lower(), None
    return _without_numbers(told, lower, digits, words_of(told) if words is None else words)


def _without_words(text: str, lower: str) -> str:
    """Addresses and profiles, a flat and a telephone said in words."""
    if any(map(lower.__contains__, _SIGNS)):
        for rule in WITHOUT_DIGITS:
            if rule.may_apply(lower):
                text = rule.pattern.sub(rule.replacement, text)
    if _LATIN.search(lower):
        text = NICKNAME.sub(r"\1[профиль]", text)
    if "квартир" in lower:
        text = ORDINAL_FLAT.sub("[квартира]", text) if _AFTER_ORDINAL.search(lower) else text
    return SPELLED_TELEPHONE.sub("[телефон]", text) if "девят" in lower else text


def _without_numbers(text: str, lower: str, digits: int, words: Sequence[str]) -> str:
    if digits >= _TELLING and _DISGUISED.search(lower):
        text = DISGUISED_TELEPHONE.sub(_telephone, text)
    closed: re.Pattern[str] | None = None  # a gate that the text as it is now does not pass
    for rule in rules_for(lower, words, min(digits, _MOST), is_long=_LONG.search(lower) is not None):
        if rule.gate and (rule.gate is closed or not rule.gate.search(text)):
            closed = rule.gate
            continue
        text, count = rule.pattern.subn(rule.replacement, text)
        closed = None if count else closed
    return text


def _telephone(found: re.Match[str]) -> str:
    """Ten digits without a letter among them are left to the rules of passports, accounts and telephones."""
    is_disguised = any(letter in found[0].lower() for letter in "оoз")
    return "[телефон]" if is_disguised and len(_DIGIT.findall(found[0])) >= _TELLING else found[0]
