"""Which moments of a record have a time of day, kept as one whole number: a bit for each of MOMENTS.

A bare date means that whole day in the zone of its source. What an import before this number knew is not known again:
where it is missing, a midnight of the source's zone is taken for a bare date.
"""

import numpy as np
import numpy.typing as npt

MOMENTS = (
    "received", "registered", "assigned", "first_reply", "answered", "closed", "promised", "extended_to", "file_due",
)  # fmt: skip
"""In the order of their bits; a new one goes to the end."""


def bits(*names: str) -> int:
    """The number in which these moments have a time and no other."""
    return sum(1 << MOMENTS.index(name) for name in names)


def has_time(timed: npt.NDArray[np.float64], name: str, is_midnight: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether this moment of each record has a time of day; timed: NaN where it is not known."""
    known = ~np.isnan(timed)
    told = np.where(known, timed, 0).astype(np.int64) & bits(name) > 0
    return np.where(known, told, ~is_midnight)
