"""Which counts are kept: the cubes, their cells and the days between which they tell sums."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from data.filters import PERIODS, Filters
from data.metrics.catalogue import DIMENSIONS
from data.snapshots.facts import day_number

AXES = {
    "way": ("channel", "source"),
    "theme": ("topic", "topic_group"),
    "group": ("topic_group",),
    "spot": ("place", "municipality"),
    "municipality": ("municipality",),
    "recipient": ("recipient",),
    "answered": ("answered_in",),
    "rating": ("rating",),
    "hint": ("hint_band",),
}
"""Axis → dimensions that its members tell; members are the combinations that occur."""
MOVING = frozenset(("answered_in", "rating", "status", "outcome", "has_term"))
"""Dimensions that put a record elsewhere on another day of the report."""
ID_BITS, MEMBER_BITS, LENGTH_BITS = 16, 12, 23
"""Bits of an id in the number of an axis' member; of a member's place, and of a coded duration, in that of a cell."""
MOST_CELLS, MOST_LENGTHS = 20_000, 60_000
"""Beyond which a cube is not kept: of counts, of durations."""
Steps = Literal["day", "week", "mark"]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cube:
    """Counts by the members of some axes. steps: which days are told apart, besides those of `marks`. duration: of
    `measures.DURATIONS`; then rows that have it are counted, by its length too.
    """

    axes: tuple[str, ...]
    steps: Steps = "week"
    duration: str = ""

    @property
    def by_day(self) -> bool:
        """Whether any two days are told apart."""
        return self.steps == "day"

    @property
    def is_long(self) -> bool:
        """Whether its rows are counted by the length of a duration."""
        return bool(self.duration)

    @property
    def per_question(self) -> bool:
        """Whether a record may lie in several cells; then those with several questions are left out."""
        return any(DIMENSIONS[name].per_question for name in self.dimensions)

    @property
    def dimensions(self) -> frozenset[str]:
        """Dimensions by which its counts can be narrowed and broken down."""
        return frozenset(name for axis in self.axes for name in AXES[axis])

    @property
    def most(self) -> int:
        """Cells beyond which it is not kept."""
        return MOST_LENGTHS if self.is_long else MOST_CELLS


_SINGLE = (("way",), ("way", "spot"), ("way", "theme"), ("way", "recipient"))
_DOUBLE = (("way", "group", "municipality"), ("way", "recipient", "municipality"))
_WIDE = (
    ("way", "group", "spot"), ("way", "theme", "municipality"), ("way", "recipient", "group"), ("theme", "spot"),
    *(("way", axis) for axis in ("answered", "rating", "hint")),
)  # fmt: skip
"""Too many cells to tell weeks apart, or asked by whole periods only: weeks and other days are summed row by row."""
CUBES = (
    *(Cube(axes, "day") for axes in _SINGLE),
    *(Cube(axes) for axes in _DOUBLE),
    *(Cube(axes, "mark") for axes in _WIDE),
    Cube(("way",), "day", "days"),
    *(Cube(axes, "week", "days") for axes in (*_SINGLE[1:], ("way", "group", "municipality"))),
    *(Cube(axes, "week", "minutes") for axes in _SINGLE),
)


CLOCKED = frozenset(
    number
    for number, cube in enumerate(CUBES)
    if cube.axes in (*_SINGLE, ("way", "group", "municipality"), ("way", "recipient", "group"))
)
"""Cubes that are kept for past days of the report too."""
_YEARS = (1, 2)
"""How many years back screens look for the same weeks."""
_LATELY = (1, 7)
"""How many days back they look for how things stood."""


def marks(as_of: date) -> Integers:
    """First days of the periods that screens offer and of those they are compared with, and the days after their last
    ones, as days since 1970-01-01.
    """
    found = {as_of, *clocks(as_of)}
    made = {one + timedelta(days=1) for one in found}
    for first, before in _beginnings(as_of):
        made |= {first, before, *(first - timedelta(weeks=52 * years) for years in _YEARS)}
    return np.array(sorted(day_number(one) for one in made), dtype=np.int64)


def clocks(as_of: date) -> list[date]:
    """Past days of the report that screens compare with: the last days of preceding periods and of the same weeks of
    earlier years, the day and the week before.
    """
    before = {first - timedelta(days=1) for first, _ in _beginnings(as_of)}
    before |= {as_of - timedelta(days=days) for days in _LATELY}
    return sorted(before | {as_of - timedelta(weeks=52 * years) for years in _YEARS})


def _beginnings(as_of: date) -> list[tuple[date, date]]:
    """The first day of each period that has one, and of the period before it."""
    made = []
    for period in PERIODS:
        asked = Filters(period=period)
        first, before = asked.span(as_of)[0], asked.previous(as_of)
        if first and before and before.date_from:
            made.append((first, before.date_from))
    return made
