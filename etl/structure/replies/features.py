# ruff: noqa: E501 - a pattern is easier to check on one line
"""What a reply is judged formal by: its signals, and how it is written. Each feature lies between 0 and 1."""

import re
from collections.abc import Sequence

from etl.structure.replies.phrases import search
from etl.structure.replies.shapes import counts, is_official
from etl.structure.replies.statements import Statement
from etl.structure.replies.words import roots

_WORD = re.compile(r"[а-я]{3,}")
_DIGITS = re.compile(r"(?<![№\d.,/-])\d+(?:[.,]\d+)?(?![\d/]|-фз)")
_NAME = re.compile(r"(?<=[а-яё,«»)-] )«?[А-ЯЁ][а-яё]{2,}(?!\w)")
_POLITE_NAME = frozenset(
    "вы вас вам вами ваш ваша ваше ваши вашего вашему вашей вашу вашим ваших россии российской федерации республики хакасия хакасии федерального закона".split()
)
_ENOUGH_WORDS, _FEW_WORDS = 12, 4
_MOST = {"reflexive": 3, "participle": 4, "did": 3, "will": 3, "we": 2, "imperative": 2, "small": 3}
"""Shape → how many words of it count."""


def features(reply: str, low: str, said: Sequence[Statement], asked_about: set[str]) -> dict[str, float]:
    """Features by name. low: the reply in small letters; asked_about: roots of the letter."""
    words = _WORD.findall(low)
    count = max(len(words), 1)
    told, about = counts(words), roots(low)
    own = sum(one not in asked_about and not is_official(one) for one in about)
    official = told["official"] / count
    return _of_statements(said) | {
        "official": official,
        "plain_words": 1 - official if count >= _FEW_WORDS else 0.5,
        "abstract": told["abstract"] / count,
        **{name: _capped(told[name], most) for name, most in _MOST.items()},
        "digits": _capped(len(_DIGITS.findall(low)), 3),
        "names": _capped(sum(one.lower().strip("«") not in _POLITE_NAME for one in _NAME.findall(reply)), 3),
        "colon": float(": " in reply or ";" in reply),
        "dash": float(" — " in reply or " – " in reply or " - " in reply),
        "concrete": _capped(own, _ENOUGH_WORDS),
        "long": _capped(count, 60),
        "short": float(count < 5),
        "echo": _capped(len(about & asked_about), 3),
        "one": 1.0,
    }


def _of_statements(said: Sequence[Statement]) -> dict[str, float]:
    count = max(len(said), 1)
    return {
        "claims": float(any(one.claims for one in said)),
        "acts": float(any(one.acts for one in said)),
        "dated": float(any(one.dated for one in said)),
        "named": float(any(one.named for one in said)),
        "refused": float(any(one.refuses and one.has_reason for one in said)),
        "refused_bare": float(any(one.refuses for one in said)),
        "explained": float(any(one.explains for one in said)),
        "date_of_letter": float(any(one.has_date and not one.dated for one in said)),
        "body_of_letter": float(any(one.has_responsible and not one.named for one in said)),
        "proof": float(any(one.has_proof for one in said)),
        "basis": float(any(one.has_basis for one in said)),
        "handling": sum(one.is_handling for one in said) / count,
        "because": float(any(search(one.low, "because") is not None for one in said)),
        "general": float(any(one.is_general for one in said)),
    }


def _capped(value: float, most: float) -> float:
    return min(value, most) / most
