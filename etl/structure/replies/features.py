# ruff: noqa: E501 - a pattern is easier to check on one line
"""What a reply is judged formal by: its signals, and how it is written. Each feature lies between 0 and 1, `grammar`
between −1 and 1.
"""

import re
from collections.abc import Sequence
from functools import cache

from data.settings import district
from etl.structure.replies import actors
from etl.structure.replies.phrases import holds_any, tokens
from etl.structure.replies.plain import NAMES_THING, is_terse
from etl.structure.replies.shapes import counts, is_official
from etl.structure.replies.statements import Statement
from etl.structure.replies.words import roots

_NAME = re.compile(r"[а-яё,»)–—-] «?([А-ЯЁ][а-яё]{2,})(?!\w)")
_POLITE_NAME = frozenset(
    "вы вас вам вами ваш ваша ваше ваши вашего вашему вашей вашу вашим ваших россии российской федерации федерального закона".split()
)
_ENOUGH_WORDS, _FEW_WORDS = 12, 4
_MOST = {"reflexive": 3, "participle": 4, "did": 3, "will": 3, "we": 2, "imperative": 2, "small": 3}
"""Shape → how many words of it count."""


@cache
def _polite_names() -> frozenset[str]:
    """Words with a capital that name nobody and nothing: forms of address, the country, the region."""
    own = district()
    return _POLITE_NAME.union(f"{own.region} {own.region_genitive}".lower().split())


def features(reply: str, low: str, said: Sequence[Statement], asked_about: set[str], built: float) -> dict[str, float]:
    """Features by name. low: the reply in small letters; asked_about: roots of the letter; built: how much the build
    of its sentences speaks for a formal one (`grammar`).
    """
    told = tokens(low)
    words = [word for word in told if len(word) > 2 and not word.isdigit()]
    count = max(len(words), 1)
    shapes, about = counts(words), roots(low)
    own = sum(one not in asked_about and not is_official(one) for one in about)
    official, terse = shapes["official"] / max(count, _FEW_WORDS), is_terse(low)
    names_thing = terse and holds_any(low, NAMES_THING | actors.ANY)
    return _of_statements(said) | {
        "official": official,
        "plain_words": 1 - official if count >= _FEW_WORDS else 0.5,
        "abstract": shapes["abstract"] / max(count, _FEW_WORDS),
        **{name: _capped(shapes[name], most) for name, most in _MOST.items()},
        "digits": _capped(sum(map(str.isdigit, told)), 3),
        "names": _capped(sum(one.lower() not in _polite_names() for one in _NAME.findall(reply)), 3),
        "colon": float(": " in reply or ";" in reply),
        "dash": float(" — " in reply or " – " in reply or " - " in reply),
        "concrete": _capped(own, _ENOUGH_WORDS),
        "long": _capped(count, 60),
        "short": float(count < 5),
        "terse": float(terse),
        "terse_thing": float(names_thing),
        "echo": _capped(len(about & asked_about), 3),
        "grammar": grammar_feature(built),
        "one": 1.0,
    }


_SURE = 4.0
"""Logarithm of odds from which on more of them says no more."""


def grammar_feature(built: float) -> float:
    """What the build of a reply counts for in judging it."""
    return max(min(built, _SURE), -_SURE) / _SURE


def _of_statements(said: Sequence[Statement]) -> dict[str, float]:
    told = dict.fromkeys(_OF_STATEMENTS, 0.0)
    handling = talk = 0
    for one in said:
        for name, holds in zip(_OF_STATEMENTS, _flags(one), strict=True):
            if holds:
                told[name] = 1.0
        handling += one.is_handling
        talk += one.is_talk and not one.has_substance
    if any(one.refuses and _is_reasoned(said, place) for place, one in enumerate(said)):
        told["refused"] = 1.0
    bare = float(is_bare_refusal(said))
    told |= {"refused": told["refused"] * (1 - bare), "refused_bare": bare}
    count = max(len(said), 1)
    empty = not any(one.has_substance for one in said)
    plain = sum(one.is_plain for one in said)
    return told | {
        "handling": handling / count, "talk": talk / count, "empty": float(empty), "plain": plain / count,
        "some_plain": float(plain > 0),
    }  # fmt: skip


def _is_reasoned(said: Sequence[Statement], place: int) -> bool:
    """Whether a sentence beside a refusal gives its reason in law or in words: «… не соответствует зоне. Отказано.»."""
    beside = [said[near] for near in (place - 1, place + 1) if 0 <= near < len(said)]
    return any((one.has_reason and one.has_basis) or one.is_because for one in beside)


_OF_STATEMENTS = (
    "claims", "acts", "dated", "named", "refused", "refused_bare", "explained", "date_of_letter", "body_of_letter",
    "proof", "basis", "because", "general", "missing", "happened", "amount",
)  # fmt: skip


def is_bare_refusal(said: Sequence[Statement]) -> bool:
    """Whether a reply refuses and no sentence of it says why."""
    return any(one.refuses for one in said) and not any(
        one.has_reason or one.is_because or one.explains or (one.is_plain and not one.refuses) for one in said
    )


def _flags(one: Statement) -> tuple[bool, ...]:
    """In the order of _OF_STATEMENTS."""
    return (
        one.claims, one.acts, one.dated, one.named, one.refuses and one.has_reason, one.refuses, one.explains,
        one.has_date and not one.dated, one.has_responsible and not one.named, one.has_proof, one.has_basis,
        one.is_because, one.is_general, one.is_missing, one.has_happened, one.has_amount,
    )  # fmt: skip


def _capped(value: float, most: float) -> float:
    return min(value, most) / most
