"""What identifies a person by number or address, replaced in a text by the rules of `identifier_rules`.

A rule is tried only where its words occur, where the text has the digits it needs and, if it is long, five
of them together.
"""

import re
from functools import cache
from typing import NamedTuple

from etl.structure.people.identifier_rule import Rule
from etl.structure.people.identifier_rules import (
    DISGUISED_TELEPHONE,
    NICKNAME,
    ORDINAL_FLAT,
    SPELLED_TELEPHONE,
    WITH_DIGITS,
    WITHOUT_DIGITS,
)

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
        text = ORDINAL_FLAT.sub("[квартира]", text) if _AFTER_ORDINAL.search(lower) else text
    return SPELLED_TELEPHONE.sub("[телефон]", text) if "девят" in lower else text


def _without_numbers(text: str, lower: str, digits: int) -> str:
    if digits >= _TELLING and _DISGUISED.search(lower):
        text = DISGUISED_TELEPHONE.sub(_telephone, text)
    plan = _plan(min(digits, _MOST), is_long=_LONG.search(lower) is not None)
    chosen = plan.always
    for word, numbers in plan.words:
        if word in lower:
            chosen |= numbers
    closed: re.Pattern[str] | None = None  # a gate that the text as it is now does not pass
    for rule, number in plan.rules:
        if not (chosen & number or (rule.hint and rule.hint.search(lower))):
            continue
        if rule.gate and (rule.gate is closed or not rule.gate.search(text)):
            closed = rule.gate
            continue
        text, count = rule.pattern.subn(rule.replacement, text)
        closed = None if count else closed
    return text


class _Plan(NamedTuple):
    """Rules that a text of some digits can need, each with its own bit, in their order; the bits of the rules without
    a word, and of those that a word calls for: a word is looked for once, however many rules it calls for.
    """

    rules: tuple[tuple[Rule, int], ...]
    always: int
    words: tuple[tuple[str, int], ...]


@cache
def _plan(digits: int, *, is_long: bool) -> _Plan:
    chosen = [rule for rule in WITH_DIGITS if rule.digits <= digits and (is_long or not rule.is_long)]
    rules = tuple((rule, 1 << i) for i, rule in enumerate(chosen))
    words: dict[str, int] = {}
    for rule, number in rules:
        for word in rule.words:
            words[word] = words.get(word, 0) | number
    return _Plan(rules, sum(number for rule, number in rules if not rule.words), tuple(words.items()))


def _telephone(found: re.Match[str]) -> str:
    """Ten digits without a letter among them are left to the rules of passports, accounts and telephones."""
    is_disguised = any(letter in found[0].lower() for letter in "оoз")
    return "[телефон]" if is_disguised and len(_DIGIT.findall(found[0])) >= _TELLING else found[0]
