"""Which rules for numbers a text can need: by its words, each of which is looked at once and for all, by what in it is
no letter, and by how many digits it has.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from etl.structure.people.identifier_rule import Rule
from etl.structure.people.identifier_rules import WITH_DIGITS

_NUMBERED = tuple((1 << i, rule) for i, rule in enumerate(WITH_DIGITS))
"""Each rule with its own bit."""
_HINTED = tuple((number, rule.hint.search) for number, rule in _NUMBERED if rule.hint)
_ALWAYS = sum(number for number, rule in _NUMBERED if not rule.words)
_MOST = 200_000
"""Words remembered; then they are forgotten all at once."""


def _called_by(is_of_letters: bool) -> tuple[tuple[str, int], ...]:
    """Words of letters, or all others, and the bits of the rules that each calls for."""
    called: dict[str, int] = {}
    for number, rule in _NUMBERED:
        for word in rule.words:
            if word.isalpha() == is_of_letters:
                called[word] = called.get(word, 0) | number
    return tuple(called.items())


_LETTERS, _OTHERS = _called_by(is_of_letters=True), _called_by(is_of_letters=False)


class _Called(dict[str, int]):
    """Word of a text as it is written → bits of the rules that it calls for."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        lower = word.lower()
        called = 0
        for part, numbers in _LETTERS:
            if part in lower:
                called |= numbers
        self[word] = called
        return called


_CALLED = _Called()


def rules_for(lower: str, words: Sequence[str], digits: int, *, is_long: bool) -> tuple[Rule, ...]:
    """In their order. lower: the text in small letters; words: `name_signs.words_of` it; is_long: whether five digits
    stand together.
    """
    chosen = _ALWAYS
    for word in words:
        chosen |= _CALLED[word]
    for part, numbers in _OTHERS:
        if part in lower:
            chosen |= numbers
    chosen &= (allowed := _allowed(digits, is_long=is_long))
    for number, hint in _HINTED:
        if allowed & number and not chosen & number and hint(lower):
            chosen |= number
    return _rules(chosen)


@cache
def _allowed(digits: int, *, is_long: bool) -> int:
    """Bits of the rules that a text of some digits may need."""
    return sum(number for number, rule in _NUMBERED if rule.digits <= digits and (is_long or not rule.is_long))


@lru_cache(maxsize=10_000)
def _rules(chosen: int) -> tuple[Rule, ...]:
    return tuple(rule for number, rule in _NUMBERED if chosen & number)
