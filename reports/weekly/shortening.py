"""A note of at most four sheets: lists give up their last items, the least important list first, and say how many."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.documents.blocks import Block

MOST_SHEETS = 4
ORDER = (
    "proposals", "hotspots", "ranking", "polls", "roadmaps", "grown", "deadlines", "topics", "orders",
    "overdue_decisions", "hotspot_decisions",
)  # fmt: skip
"""Which list is shortened first. Hotspots that ask for something are told among the decisions already."""


@dataclass(frozen=True)
class Listed:
    """A list that may be told shorter. key: of `ORDER`; most, least: how many of its items are told where there is room
    and where there is none; told: the blocks with so many items, the others in a sentence that leads to them.
    """

    key: str
    most: int
    least: int
    told: Callable[[int], Sequence[Block]]


Part = Block | Listed
Kept = Mapping[str, int]
"""Key of a list → how many of its items are told; others are told whole."""


def flat(parts: Sequence[Part], kept: Kept) -> tuple[Block, ...]:
    """The blocks of parts, lists with as many items as are kept."""
    made: list[Block] = []
    for part in parts:
        made += part.told(kept.get(part.key, part.most)) if isinstance(part, Listed) else [part]
    return tuple(made)


def kept(lists: Sequence[Listed], sheets: Callable[[Kept], int]) -> Kept:
    """What to keep of lists so that a note takes no more than `MOST_SHEETS`; the least of each where nothing helps.

    sheets: how many a note takes with so much kept; a note with less kept is taken not to be longer.
    """
    steps = list(_steps(lists))
    found = bisect_left(range(len(steps) - 1), True, key=lambda at: sheets(steps[at]) <= MOST_SHEETS)
    return steps[found]


def too_long(sheets: int) -> str:
    """What is said of a draft that still takes so many sheets; '' where they are no more than there should be."""
    if sheets <= MOST_SHEETS:
        return ""
    return f"Листов {sheets}, а нужно не больше {MOST_SHEETS}. Списки уже сокращены: сократите свой текст."


def _steps(lists: Sequence[Listed]) -> Iterator[Kept]:
    """From the whole down to the least of each list, one item after another."""
    told: dict[str, int] = {}
    yield dict(told)
    for one in sorted(lists, key=lambda one: ORDER.index(one.key)):
        for count in reversed(range(min(one.least, one.most), one.most)):
            told[one.key] = count
            yield dict(told)
