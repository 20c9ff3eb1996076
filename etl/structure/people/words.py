"""The words of a text and all that they call for: each is looked at once, every search has a bit."""

import re

from etl.structure.people import identifier_choice, name_signs
from etl.structure.people.remembered import Remembered

NETWORK, LATIN, SPOKEN_ADDRESS, FLAT, NINE, ROUND = (name_signs.EVERYTHING + 1 << i for i in range(6))
"""The name of a social network; a Latin letter; a word of an address without its signs; «квартира»; «девять»; nothing
but letters that look like digits. Below them are the bits of `name_signs`, above them those of `identifier_choice`.
"""
_FIRST_RULE = ROUND.bit_length()
_WORD = re.compile(f"[А-ЯЁа-яёA-Za-z{name_signs.STRANGE}]+")
_HAS_LATIN = re.compile("[a-z]")
_NETWORKS = tuple(
    "инст телеграм тг ник вк вконтакте однокласс скайп skype логин аккаунт instagram telegram insta tg vk".split()
)
_ADDRESSES = ("соба", "at", "dog")
_LIKE_DIGITS = frozenset("оoз")


def calls_of(text: str) -> int:
    """The bits of all words of a text together."""
    found = 0
    for word in _WORD.findall(text):
        found |= _CALLED[word]
    return found


def rules_called(calls: int) -> int:
    """Of the bits of a text those of rules for numbers, as `identifier_choice` has them."""
    return calls >> _FIRST_RULE


def _called_by(word: str) -> int:
    lower = word.lower()
    is_strange = name_signs.is_strange(word)
    told: dict[int, bool] = {
        NETWORK: is_strange or lower.startswith(_NETWORKS),
        LATIN: _HAS_LATIN.search(lower) is not None,
        SPOKEN_ADDRESS: any(map(lower.__contains__, _ADDRESSES)),
        FLAT: "квартир" in lower,
        NINE: "девят" in lower,
        ROUND: is_strange or _LIKE_DIGITS.issuperset(lower),
    }
    own = sum(bit for bit, is_told in told.items() if is_told)
    return name_signs.signs_of(word) | own | identifier_choice.called_by(lower) << _FIRST_RULE


_CALLED = Remembered(_called_by)
"""Word as it is written → all that it calls for."""
