"""What identifies a person by number or address, replaced in a text by `address_rules` and `identifier_rules`.

A rule is tried only where its words occur and the numbers of the text have the digits and the shape that it needs.
"""

import re

from etl.structure.people import words
from etl.structure.people.address_rules import (
    DISGUISED_TELEPHONE,
    NICKNAME,
    ORDINAL_FLAT,
    SPELLED_TELEPHONE,
    WITHOUT_DIGITS,
)
from etl.structure.people.identifier_choice import numbers_of, rules_for

_SIGNS = ("/", "@", "[", "(a)")
"""A text with none of these and no word of an address needs no rule of WITHOUT_DIGITS."""
_LATIN = re.compile(r"[a-z_][a-z0-9_.]{3}")
_DIGIT = re.compile(r"\d")
_DISGUISED = re.compile(r"\d(?:[оoз]|(?<=[оoз]\d))")
"""A digit beside a letter that looks like one; begins with the digit, which is rarer."""
_AFTER_ORDINAL = re.compile(r"квартир(?<=[яйюь] квартир)")
"""What any match of ORDINAL_FLAT ends with."""
_TELLING = 6
"""Digits among the letters of a disguised telephone, at least."""


def hide(text: str, calls: int) -> str:
    """The text with every identifier replaced. calls: `words.calls_of` it."""
    lower = text.lower()
    told = _without_words(text, lower, calls)
    allowed, digits = numbers_of(told)
    if not digits:
        return told
    if told != text:
        lower, calls = told.lower(), words.calls_of(told)
    return _without_numbers(told, lower, calls, allowed, digits)


def _without_words(text: str, lower: str, calls: int) -> str:
    """Addresses and profiles, a flat and a telephone said in words."""
    if calls & words.SPOKEN_ADDRESS or any(map(lower.__contains__, _SIGNS)):
        for rule in WITHOUT_DIGITS:
            if rule.may_apply(lower):
                text = rule.pattern.sub(rule.replacement, text)
    if calls & words.NETWORK and (calls & words.LATIN or "_" in lower) and _LATIN.search(lower):
        text = NICKNAME.sub(r"\1[профиль]", text)
    if calls & words.FLAT:
        text = ORDINAL_FLAT.sub("[квартира]", text) if _AFTER_ORDINAL.search(lower) else text
    return SPELLED_TELEPHONE.sub("[телефон]", text) if calls & words.NINE else text


def _without_numbers(text: str, lower: str, calls: int, allowed: int, digits: int) -> str:
    if digits >= _TELLING and calls & words.ROUND and _DISGUISED.search(lower):
        text = DISGUISED_TELEPHONE.sub(_telephone, text)
    closed: re.Pattern[str] | None = None  # a gate that the text as it is now does not pass
    for rule in rules_for(lower, words.rules_called(calls), allowed):
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
