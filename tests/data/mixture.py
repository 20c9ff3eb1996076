"""Records of every mixture, made without chance, for tests that ask one question in many ways."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

TOPICS = (
    "roads.potholes",
    "roads.lighting",
    "housing.no_water",
    None,
    "roads.snow_ice",
    "waste.bulky",
    "energy.outages",
)
PLACES = ("95608405101", "95608151051", "95608405106", "")
CHANNELS = ("pos_message", "letter", "im_vk", "letter", "phone")
BODIES = ("administration", "", "road_department")
STATUSES = ("new", "in_work", "moderation", "returned", "interim")
FIRST, LAST = date(2025, 1, 3), date(2026, 9, 20)
COUNT = 150


def rows() -> Iterator[dict[str, object]]:
    """`COUNT` records from FIRST to LAST: old and open, late, extended, promised, of two questions, of no term."""
    step = (LAST - FIRST) / (COUNT - 1)
    for i in range(COUNT):
        day = FIRST + i * step
        two = i % 5 == 0
        row: dict[str, Any] = {
            "received": f"{day} {8 + i % 9:02d}:10", "registered": f"{day + timedelta(days=i % 3)} 18:00",
            "channel": CHANNELS[i % 5], "place": PLACES[i % 4], "applicant": f"a{i % 9}",
            "status": STATUSES[i // 3 % 5],
            "questions": [TOPICS[i % 7], TOPICS[(i * 3 + 1) % 7]] if two else [TOPICS[i % 7]],
            "recipients": [BODIES[i % 3], BODIES[i % 2]] if two else [BODIES[i % 3]],
        }  # fmt: skip
        if i % 4:
            answered = day + timedelta(days=3 + i * 7 % 61)
            if answered <= LAST:
                row |= {"answered": f"{answered} 15:00", "status": "closed_solved", "rating": 1 + i % 5}
        if i % 6 == 0:
            row["first_reply"] = f"{day + timedelta(days=1 + i % 3)} 16:00"
        if i % 7 == 0:
            row["extended_to"] = f"{day + timedelta(days=55)}"
        if i % 11 == 0:
            row["promised"] = f"{day + timedelta(days=20)}"
        yield row
