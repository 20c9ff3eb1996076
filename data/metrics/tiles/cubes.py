"""Which counts are kept: the cubes, their cells and the days between which they tell sums."""

from dataclasses import dataclass
from datetime import date, timedelta

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
}
"""Axis → dimensions that its members tell; members are the combinations that occur."""
ID_BITS, MEMBER_BITS, LENGTH_BITS = 16, 12, 20
"""Bits of an id in the number of an axis' member; of a member's place, and of a coded duration, in that of a cell."""
MOST_CELLS, MOST_LENGTHS = 20_000, 60_000
"""Beyond which a cube is not kept: of counts, of durations."""
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cube:
    """Counts by the members of some axes. by_day: any two days are told apart, otherwise only those of `marks`.
    is_long: rows that have a duration, by its length too.
    """

    axes: tuple[str, ...]
    by_day: bool = False
    is_long: bool = False

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
_DOUBLE = (
    ("way", "group", "municipality"), ("way", "group", "spot"), ("way", "theme", "municipality"),
    ("way", "recipient", "group"), ("way", "recipient", "municipality"), ("theme", "spot"), ("recipient", "spot"),
    ("recipient", "theme"), ("recipient", "group", "municipality"),
)  # fmt: skip
CUBES = (
    *(Cube(axes, by_day=True) for axes in _SINGLE),
    *(Cube(axes) for axes in _DOUBLE),
    Cube(("way",), by_day=True, is_long=True),
    *(Cube(axes, is_long=True) for axes in (*_SINGLE[1:], ("way", "group", "municipality"))),
)


def marks(as_of: date) -> Integers:
    """First days of the periods that screens offer and of those they are compared with, and the day after the report,
    as days since 1970-01-01.
    """
    found = {as_of + timedelta(days=1)}
    for period in PERIODS:
        asked = Filters(period=period)
        for one in (asked, asked.previous(as_of)):
            first = one.span(as_of)[0] if one else None
            found |= {first} if first else set()
            if first and one is asked:
                found |= {first - timedelta(weeks=52 * years) for years in (1, 2)}
                found |= {as_of - timedelta(weeks=52 * years) + timedelta(days=1) for years in (1, 2)}
    return np.array(sorted(day_number(one) for one in found), dtype=np.int64)
