"""Counts in whole blocks of 13 weeks around a start, and the contrast of a place with its donors in them.

13 weeks are a quarter of a year: long enough for a place that is written about once a fortnight to be heard, and for
what lasts some weeks (a broken pipe, a campaign) to stay inside one block, so that blocks hardly depend on each other.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy import special

from analysis.arrays import Numbers
from analysis.intervals import LEVEL

WEEKS = 13
_HALF = 0.5
"""Added to every count before its logarithm: a block without records is no certainty that there never will be one."""
_CHANCE_OF_CHANCE = 0.35
"""How much of the Poisson part counts as estimated in the degrees of freedom: it rests on counts, not on blocks, and so
is known better than what blocks differ by beyond it, but not exactly.
"""
_NORMAL = 200.0
"""Degrees of freedom that are as good as endless."""
_STEPS = 30


def whole_blocks(counts: Numbers, start: int) -> tuple[Numbers, int]:
    """Sums of whole blocks and how many of them lie before.

    counts: (units, weeks). start: the week that opens the first block after; blocks before are laid backwards from it,
    and what is left over at both ends belongs to none. Returns (units, blocks) and the number of blocks before.
    """
    before, after = start // WEEKS, max(counts.shape[1] - start, 0) // WEEKS
    span = counts[:, start - WEEKS * before : start + WEEKS * after]
    return span.reshape(len(counts), before + after, WEEKS).sum(axis=2), before


@dataclass(frozen=True)
class Contrast:
    """Log ratio after against before, of a place to its donors, over the last axis of blocks.

    change: the estimate; expected: records after that the donors let expect if nothing changed; known: the part of the
    Poisson variance that does not depend on the change; beyond: what blocks differ by beyond chance; blocks: how many
    blocks are behind it. All but blocks of shape (…).
    """

    change: Numbers
    expected: Numbers
    known: Numbers
    beyond: Numbers
    blocks: int

    def ends(self, *, is_alone: bool) -> tuple[Numbers, Numbers]:
        """Both ends of the 90 % interval: the changes at which what was seen would be just too far (score interval).

        Few records after a fall scatter more, in logarithms, than as many as before: each end is judged by the variance
        that would hold there, so that a fall to almost nothing is neither overlooked nor overstated.
        is_alone: no other interval stands beside it. Blocks that follow each other are alike, and a handful of them
        cannot tell how much: alone it keeps the few degrees of freedom that the blocks give; beside placebos, which do
        see it, the part of chance is counted as what it is, nearly known (Satterthwaite).
        """
        low, high = (self._end(side, is_alone=is_alone) for side in (-1, 1))
        return low, high

    def _end(self, side: int, *, is_alone: bool) -> Numbers:
        end = self.change
        for _ in range(
            _STEPS
        ):  # a fixed point; half steps keep the lower end, whose variance grows with it, from leaping
            end = (end + self.change + side * self._reach(end, is_alone=is_alone)) / 2
        return end

    def _reach(self, change: Numbers, *, is_alone: bool) -> Numbers:
        chance = self.known + 1 / (self.expected * np.exp(change) + _HALF)
        variance = chance + self.beyond
        freedom = np.full(variance.shape, float(self.blocks - 2))
        if not is_alone:
            freedom = np.minimum(freedom * (variance / (self.beyond + _CHANCE_OF_CHANCE * chance)) ** 2, _NORMAL)
        return special.stdtrit(freedom, 0.5 + LEVEL / 2) * np.sqrt(variance)


def contrast(treated: Numbers, donors: Numbers, before: int) -> Contrast:
    """Compare blocks (…, blocks) of a place with those of its donors together; at least three, two of them before.

    The estimate is a ratio of sums: records after to those the donors let expect. Its variance is Poisson's plus what
    the logarithms of single blocks scatter beyond Poisson, never less than nothing.
    """
    level = _sum(treated[..., :before]) / np.maximum(_sum(donors[..., :before]), _HALF)
    expected = level[..., None] * donors
    change = np.log(_sum(treated[..., before:]) + _HALF) - np.log(_sum(expected[..., before:]) + _HALF)
    known = np.sum([1 / (_sum(part) + _HALF) for part in (treated[..., :before], *_around(donors, before))], axis=0)
    beyond = _beyond_chance(treated, donors, expected, change, before)
    each = 1 / before + 1 / (treated.shape[-1] - before)
    return Contrast(change, _sum(expected[..., before:]), known, beyond * each, treated.shape[-1])


def _around(values: Numbers, before: int) -> tuple[Numbers, Numbers]:
    return values[..., :before], values[..., before:]


def placebo(donors: Numbers, before: int) -> Numbers:
    """How far donors (…, donors, blocks) move, each against the others as if it had been treated: the size that nine of
    ten places like these do not exceed, ⌈0.9 (donors + 1)⌉-th of them.
    """
    others = donors.sum(axis=-2, keepdims=True) - donors
    moved = np.sort(np.abs(contrast(donors, others, before).change), axis=-1)
    count = moved.shape[-1]
    return moved[..., min(ceil(round(LEVEL * (count + 1), 9)), count) - 1]


def _beyond_chance(treated: Numbers, donors: Numbers, expected: Numbers, change: Numbers, before: int) -> Numbers:
    """Variance of a block's log ratio that Poisson does not explain."""
    ratio = np.log(treated + _HALF) - np.log(donors + _HALF)
    parts = _around(ratio, before)
    squares = np.sum([((part - part.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1) for part in parts], axis=0)
    freedom = sum(part.shape[-1] - 1 for part in parts)
    fitted = expected.copy()
    fitted[..., before:] *= np.exp(change)[..., None]
    chance = (1 / (fitted + _HALF) + 1 / (donors + _HALF)).mean(axis=-1)
    return np.maximum(squares / freedom - chance, 0.0)


def _sum(values: Numbers) -> Numbers:
    return values.sum(axis=-1)
