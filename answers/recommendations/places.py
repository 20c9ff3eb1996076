"""Hotspots as signals: their search takes seconds, so it is asked for apart from the rest."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from answers.hotspots.list import HOTSPOT, hotspots, window
from answers.recommendations.facts import WEEKS
from answers.recommendations.signals import Finding, Story
from answers.record_links import address
from data.filters import Filters
from data.metrics import query
from data.scope import Scope
from words import format


def find(filters: Filters, scope: Scope, as_of: date) -> list[Finding]:
    """Hotspots that go on, proved in the last weeks. The recipient is who got most of that topic there."""
    asked = window(filters, as_of, str(WEEKS))
    listed = hotspots(filters, scope, asked).rows(HOTSPOT)
    found = [_finding(filters, scope, as_of, row) for row in listed.to_dict("records") if not row["is_over"]]
    return [one for one in found if one is not None]


def _finding(filters: Filters, scope: Scope, as_of: date, row: Mapping[Any, Any]) -> Finding | None:
    topic, places = str(row["topic"]), tuple(map(str, row["places"]))
    there = replace(filters, topics=(topic,), places=places, date_from=row["first"], date_to=row["last"])
    answering = query(["records"], ["recipient"], there, scope).dropna(subset=["recipient"])
    if answering.empty:
        return None
    who = answering.sort_values(["records", "recipient"], ascending=[False, True]).iloc[0]
    cell = {"topic": topic, "place": places}

    def tell() -> Story:
        expected, low = format.number(row["expected"], 1), float(row["low"])
        times = format.plural(round(low) if low >= 10 else round(low, 1), "раз", "раза", "раз")
        said = (
            f"{row['places_label']}: за {WEEKS} недель {format.records(row['records'])} при ожидании {expected}, "
            f"почти наверняка не меньше чем в {times} больше."
        )
        return Story(said, address(there, as_of, "records", cell))

    return Finding(
        "hotspot", topic, str(row["topic_label"]), str(who["recipient"]), str(who["recipient_label"]),
        float(row["low"]), int(row["records"]), tell,
    )  # fmt: skip
