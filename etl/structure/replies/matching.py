# ruff: noqa: E501 - a pattern is easier to check on one line
"""Which questions of a letter no sentence of the reply answers."""

import re
from collections import Counter
from collections.abc import Sequence, Set

from etl.structure.places.inflection import reading
from etl.structure.replies.questions import Ask
from etl.structure.replies.statements import Statement
from etl.structure.replies.words import roots


def unanswered(asks: Sequence[Ask], said: Sequence[Statement], *, is_formal: bool) -> list[Ask]:
    """Questions that no telling sentence is about: all of them where the reply is formal. Of one question alone any
    such sentence will do.
    """
    if is_formal:
        return list(asks)
    telling = (
        [one for one in said if one.has_substance or _is_plain_fact(one)]
        or [one for one in said if not one.is_handling]
        or list(said)
    )
    about = [roots(one.low) for one in telling]
    if len(asks) > 1 or any(ask.kind for ask in asks):
        own = frozenset[str]().union(*(ask.about for ask in asks))
        near = [place for place, held in enumerate(about) if not _is_of_another(held, own)]
        telling, about = [telling[place] for place in near], [about[place] for place in near]
    own_roots = _own_roots(asks)
    return [ask for place, ask in enumerate(asks) if not _is_answered(place, asks, own_roots, telling, about)]


def _is_plain_fact(one: Statement) -> bool:
    return one.is_plain and (one.has_amount or one.has_happened or _SAYS.match(one.low, one.start) is not None)


_THINGS = frozenset(
    "light water heat gas waste dog bus bridge tree play school kinder doctor sign grass internet roof toilet shop "
    "sewage".split()
)
"""Roots of things a letter may be about."""
_IN_WORDS = re.compile(
    r"\b(?:сто|двести|триста|четыреста|пятьсот|\w+сот|\w+дцать|\w+десят|тысяч\w*|миллион\w*|один|одна|одно|одну|два|две|двое|три|трое|четыре|пять|шесть|семь|восемь|девять|десять|полтора|оба|обе|нисколько|бесплатно|поровну)\b"
)
"""How much, without a digit."""
_YES_OR_NO = re.compile(r"\b\w{3,}\sли\b|^\W*(?:это|а это|так|можно|нужно|надо)\s(?!когда)[\w\s-]+\?$")
_SAYS = re.compile(
    r"^\W*(?:да|нет|можно|нельзя|нужно|надо|не нужно|не надо|будет|будут|есть|конечно|обязательно|не обязательно|сдавать не|платить не|положен\w*|опасно|не опасно|безопасно|правда|верно|имеете|должн\w+)\b"
)
"""A yes or a no, which no root of the question need stand beside."""
_ONCE = re.compile(r"^\W*как\s(?:только\s)?\w+|\bкак только\b|\bпри (?:минус|плюс|нуле)\b")
"""When, by what must come first."""


def _is_of_another(held: Set[str], asked_about: Set[str]) -> bool:
    """Whether a sentence tells of another thing than any the letter asks about: lamps, when the question is of gas."""
    things = _THINGS & held
    return bool(things and _THINGS & asked_about) and not held & asked_about


def _is_answered(
    place: int,
    asks: Sequence[Ask],
    own_roots: Sequence[frozenset[str]],
    telling: Sequence[Statement],
    about: Sequence[set[str]],
) -> bool:
    ask, own = asks[place], own_roots[place]
    if ask.is_general or len(asks) == 1:
        return any(_fits(ask.kind, one) for one in telling)
    if _YES_OR_NO.search(reading(ask.text)) and any(_SAYS.match(one.low, one.start) for one in telling):
        return True
    fitting = [(one, held) for one, held in zip(telling, about, strict=True) if _fits(ask.kind, one)]
    if any(own & held for _, held in fitting):
        return True
    if not ask.kind or any(other.kind == ask.kind for other in asks if other is not ask):
        return False
    others = frozenset[str]().union(*own_roots[:place], *own_roots[place + 1 :])
    return any(_tells_more(ask.kind, one) or not held & others for one, held in fitting)


def _tells_more(kind: str, one: Statement) -> bool:
    """Whether a sentence of several parts names a day or somebody beside what another question is about."""
    return ", " in one.low and ((kind == "when" and one.dated) or (kind == "who" and one.named))


def _own_roots(asks: Sequence[Ask]) -> list[frozenset[str]]:
    """Roots of each question that no other has, all of its own where every one is shared: «отремонтировать дорогу» and
    «восстановить свет» share what is asked.
    """
    askers = Counter(root for ask in asks for root in ask.about)
    return [frozenset(root for root in ask.about if askers[root] == 1) or ask.about for ask in asks]


def _fits(kind: str, one: Statement) -> bool:
    refused = one.refuses and one.has_reason
    if kind == "when":
        return one.dated or one.claims or refused or one.explains or _ONCE.search(one.low) is not None
    if kind == "who":
        return one.named or one.has_responsible or one.explains
    if kind == "count":
        return any(sign.isdigit() for sign in one.low) or refused or _IN_WORDS.search(one.low) is not None
    if kind == "why":
        return (
            one.explains
            or refused
            or one.has_reason
            or one.has_happened
            or one.claims
            or one.is_plain
            or one.has_amount
        )
    return True
