"""What is said of one hotspot."""

from dataclasses import dataclass

import numpy as np

CHANGE, LEVEL = "change", "level"
"""Asked of a finding: more than its places used to write, or more than their share of everything else gives."""


@dataclass(frozen=True)
class Hotspot:
    """One finding. topic, places: positions; start, end: its own weeks [start, end) of the series, end before the last
    week when it is over; count, expected: records of these weeks; ratio with its 90 % interval; p of the search; q: the
    share of findings this doubtful that are false; question: `CHANGE` or `LEVEL`; usual: what the level of the places
    alone would give in these weeks, missing where it is the expected; is_named: whether it is called a hotspot, others
    are too doubtful.
    """

    topic: int
    places: tuple[int, ...]
    start: int
    end: int
    count: int
    expected: float
    ratio: float
    low: float
    high: float
    p: float
    q: float
    question: str
    usual: float = np.nan
    is_named: bool = True
