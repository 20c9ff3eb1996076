"""How far two readers agree: share of equal marks, Cohen's κ, Gwet's AC1.

κ (Cohen 1960) falls when nearly everything is of one category, however well people agree, and is not defined when
everything is; AC1 (Gwet K. Computing inter-rater reliability and its variance in the presence of high agreement //
British Journal of Mathematical and Statistical Psychology. 2008. 61. P. 29–48) does not. So both are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

FEWEST_PAIRS = 50
LEAST_KAPPA, LEAST_SHARE = 0.75, 0.95


@dataclass(frozen=True)
class Agreement:
    """pairs: answers read twice; share: of equal marks; each missing (None) where it is not defined."""

    pairs: int
    share: float | None
    kappa: float | None
    ac1: float | None

    @property
    def is_few(self) -> bool:
        """Whether too few pairs tell anything."""
        return self.pairs < FEWEST_PAIRS

    @property
    def is_good(self) -> bool:
        """Whether readers agree: by κ, or so often that κ says nothing against it."""
        by_chance = self.kappa is not None and self.kappa >= LEAST_KAPPA
        return by_chance or (self.share is not None and self.share >= LEAST_SHARE)


def agreement(first: Sequence[str], second: Sequence[str], categories: Sequence[str]) -> Agreement:
    """Of two readers' marks of the same answers in the same order. categories: all that may be given, seen or not."""
    pairs = len(first)
    if pairs == 0:
        return Agreement(0, None, None, None)
    equal = Fraction(sum(one == other for one, other in zip(first, second, strict=True)), pairs)
    shares = [(Fraction(list(first).count(c), pairs), Fraction(list(second).count(c), pairs)) for c in categories]
    kappa = _beyond(equal, sum((one * other for one, other in shares), Fraction(0)))
    means = [(one + other) / 2 for one, other in shares]
    spread = sum((mean * (1 - mean) for mean in means), Fraction(0))
    ac1 = _beyond(equal, spread / (len(categories) - 1)) if len(categories) > 1 else None
    return Agreement(pairs, float(equal), kappa, ac1)


def _beyond(equal: Fraction, by_chance: Fraction) -> float | None:
    """The agreement beyond chance, of all there could be; missing where chance alone makes all marks equal."""
    return None if by_chance == 1 else float((equal - by_chance) / (1 - by_chance))
