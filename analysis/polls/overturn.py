"""How many of those who kept silent would have to disagree for another outcome: exact arithmetic, no chance in it.

Every one of the silent is taken to answer as badly for the outcome as the question allows. 1 for a draw: one more
answer settles it. None where there is nothing to overturn: no answers, or a question without an outcome.
"""

from collections.abc import Sequence

SINGLE, SEVERAL, ORDER, SCALE, TEXT = "single", "several", "order", "scale", "text"
"""Kinds of questions: one option, several of them, an order (Borda), a mark, own words."""


def overturn(kind: str, counts: Sequence[int]) -> int | None:
    """The least number of silent people that changes the outcome.

    counts: votes of every option (single, several), points of every option (order), answers of every mark from 1 on
    (scale).
    """
    if kind == TEXT or not any(counts) or len(counts) < 2:
        return None
    return _of_scale(counts) if kind == SCALE else _of_options(counts, len(counts) - 1 if kind == ORDER else 1)


def _of_options(counts: Sequence[int], most: int) -> int:
    """most: points that one person can add to a rival while adding nothing to the leader."""
    first, second = sorted(counts, reverse=True)[:2]
    return (first - second) // most + 1


def _of_scale(counts: Sequence[int]) -> int:
    """The mean crosses the middle of the scale. Twice the excess of all marks over the middle, d, falls by top − 1 with
    every worst mark, so x is the least with x · (top − 1) > |d|.
    """
    top = len(counts)
    excess = sum((2 * mark - top - 1) * count for mark, count in enumerate(counts, start=1))
    return abs(excess) // (top - 1) + 1
