"""Days on which a recipient closed unusually many records whose term ended that very day."""

from collections import Counter
from collections.abc import Mapping

from scipy import special

from data.decisions.signals.declared import FEWEST_AT_ONCE

HABIT_DAYS = 182
"""Days before and after by which the habit of a recipient is told."""
_WORKING_SHARE = 5 / 7
_CHANCE = 0.001
_LEAST_HABIT = 0.2
"""Answers on the last day that anybody may be taken to give a working day, however few are known."""


def unusual(closings: Mapping[tuple[int, int], int], span: int) -> frozenset[tuple[int, int]]:
    """(recipient, day) where at least FEWEST_AT_ONCE closings on the last day of their terms are too many for the
    recipient's habit on other days: less than one chance in a thousand.

    closings: recipient and day → how many such closings; span: days that they were looked for in.
    """
    in_all: Counter[int] = Counter()
    for (recipient, _), count in closings.items():
        in_all[recipient] += count
    others = max(span * _WORKING_SHARE - 1, 1)
    return frozenset(
        key
        for key, count in closings.items()
        if count >= FEWEST_AT_ONCE and _chance(count, (in_all[key[0]] - count) / others) < _CHANCE
    )


def _chance(count: int, habit: float) -> float:
    """Of at least so many on one day (Poisson)."""
    return float(special.gammainc(count, max(habit, _LEAST_HABIT)))
