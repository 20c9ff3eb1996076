"""Records of a group of topics in eleven municipalities over twelve quarters: in one they end with the eighth."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

MUNICIPALITIES = [
    "95608151", "95608165", "95608169", "95608405", "95608409", "95608410", "95608412", "95608413", "95608415",
    "95608420", "95608430",
]  # fmt: skip
FELL, STEADY = MUNICIPALITIES[7], MUNICIPALITIES[3]
FIRST, QUARTERS, BEFORE = date(2023, 3, 6), 12, 8
STARTED = FIRST + timedelta(days=91 * BEFORE)
LAST = FIRST + timedelta(days=91 * QUARTERS - 1)
"""A Sunday: the last day of the last quarter."""


def rows() -> Iterator[dict[str, Any]]:
    """Four records a quarter where it fell, thirteen in the steady one, five elsewhere: neither of them is a donor of
    the other. One more in the week before the first, and one on the last day.
    """
    yield _row(MUNICIPALITIES[0], FIRST - timedelta(days=3), "roads.potholes")
    for code in MUNICIPALITIES:
        for quarter in range(QUARTERS):
            if code == FELL and quarter >= BEFORE:
                continue
            count = {FELL: 4, STEADY: 13}.get(code, 5)
            for number in range(count):
                yield _row(code, FIRST + timedelta(days=91 * quarter + 2 + 7 * number), "waste.illegal_dumps")
    yield _row(MUNICIPALITIES[0], LAST, "roads.potholes")


def _row(code: str, day: date, topic: str) -> dict[str, Any]:
    return {"received": day.isoformat(), "topic": topic, "municipality": code}
