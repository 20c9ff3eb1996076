"""How many answers of each recipient to read, and which: a stratified plan drawn with a known seed.

Every stratum gets its floor, so that each has an estimate with a known error; what is left goes where it makes the
error of the whole smallest (Neyman 1934), one answer after the other, which is exactly optimal in whole numbers
(Wright T. The equivalence of Neyman optimum allocation for sampling and equal proportions for apportioning the U.S.
House of Representatives // The American Statistician. 2012. 66(4). P. 217–224).
"""

from typing import Any

import numpy as np

from analysis.arrays import Flags, Integers, numbers


def allocate(sizes: Any, spreads: Any, capacity: int, floor: int) -> Integers:
    """How many of each stratum to read, never more than it has. spreads: standard deviations of what is estimated.

    The floors come first: where they need more than the capacity, they get it, so the sum may be larger than asked.
    """
    have, spread = np.asarray(sizes, dtype=np.int64), numbers(spreads)
    taken = np.minimum(have, floor)
    for _ in range(min(capacity, int(have.sum())) - int(taken.sum())):
        gain = np.where(taken < have, (have * spread) ** 2 / np.maximum(taken * (taken + 1), 0.5), -1.0)
        taken[int(np.argmax(gain))] += 1
    return taken


def draw(stratum: Any, taken: Any, seed: int) -> Flags:
    """Which units of the frame are chosen, without replacement. stratum: of each unit, from 0; taken: of each stratum.

    The same frame in the same order and the same seed give the same choice.
    """
    code, chance = np.asarray(stratum, dtype=np.int64), np.random.default_rng(seed)
    chosen = np.zeros(len(code), dtype=bool)
    for number, count in enumerate(np.asarray(taken, dtype=np.int64)):
        chosen[chance.choice(np.flatnonzero(code == number), int(count), replace=False)] = True
    return chosen


def twice(count: int, share: float, seed: int) -> Flags:
    """Which of the chosen are read by two people: at least the share, at least two where there are two."""
    least = min(count, max(2, int(np.ceil(count * share - 1e-9))))
    marked = np.zeros(count, dtype=bool)
    marked[np.random.default_rng([seed, 2]).choice(count, least, replace=False)] = True
    return marked
