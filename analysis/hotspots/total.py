"""What the number of a topic's records in the whole district tells of a rise somewhere in it, before any place is
looked at: where a village of a tenth of the records writes three times as much, the topic has a fifth more than before.

The search compares places given that number and so cannot use it. It enters as odds of every rise that is looked for, a
part of its prior: they are settled before the places are looked at and the same in all replicas, so what reaches a bar
by accident is still counted exactly. A topic that grew in the whole district must not profit: whether its number keeps
step with the other topics is itself asked, and of one that does not the number tells nothing.
"""

from typing import Any

import numpy as np
from scipy.special import gammaln

from analysis.arrays import Integers, Numbers

ROUNDS = 20
MOST_SQUARE = 6.0
"""Of a squared standardised deviation: one topic that grew much must not pass for the growth of all."""
LEAST_VARIANCE, FREE_VARIANCE = 1e-3, 1.0
"""Of a topic's own growth beside the district's: where it keeps step and where it does not."""
FREE = 0.1
"""Prior of a topic that does not keep step."""


def rise_odds(records: Integers, before: Integers, growths: Numbers) -> Numbers:
    """Odds of every rise by a topic's number of records alone, (topics, rises).

    records, before: of each topic in the window and before it; growths: how many times more a topic has for each rise
    that is looked for, (topics, rises). Ones without a time before.
    """
    known = before > 0
    if not known.any():
        return np.ones(growths.shape)
    expected = np.median(records[known] / before[known]) * np.maximum(before, 1)
    own = np.maximum(_variance(records[known], expected[known], before[known]), LEAST_VARIANCE)
    shapes = [1 / (variance + 1 / np.maximum(before, 1)) for variance in (own, FREE_VARIANCE)]
    steps, free = (_chance(records, expected, shape) for shape in shapes)
    is_free = 1 / (1 + np.exp(np.clip(steps - free, -500, 500)) * (1 - FREE) / FREE)
    odds = (1 - is_free)[:, None] * _odds(records, expected, shapes[0], growths) + is_free[:, None]
    return np.where(known[:, None], odds, 1.0)


def _variance(records: Integers, expected: Numbers, before: Integers) -> float:
    """Of the growths of the topics, by moments, beside what few records before and now make of it."""
    v, e = 0.02, np.maximum(expected, 1e-9)
    chance = e + e**2 / before
    for _ in range(ROUNDS):
        spread = chance + v * e**2
        square = np.minimum((records - e) ** 2, MOST_SQUARE * spread)
        weight = (e / spread) ** 2
        v = max(float((weight * (square - chance)).sum() / (weight * e**2).sum()), 0.0)
    return v


def _chance(records: Any, expected: Numbers, shape: Numbers) -> Numbers:
    """Logarithm, negative binomial, without what does not depend on the shape."""
    chance: Numbers = gammaln(records + shape) - gammaln(shape) - shape * np.log1p(expected / shape)
    return chance - records * np.log(shape + expected)


def _odds(records: Integers, expected: Numbers, shape: Numbers, growths: Numbers) -> Numbers:
    """Likelihood of so many records where so many times more are expected, against the expected; (topics, rises)."""
    y, e, c = (x[:, None] for x in (records, expected, shape))
    odds: Numbers = np.exp(np.clip(y * np.log(growths) - (y + c) * np.log((c + growths * e) / (c + e)), -500, 500))
    return odds
