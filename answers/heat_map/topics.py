"""Topics by municipality: the measure, the mode and the period of the map, cell by cell."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from answers.heat_map import numbers
from answers.heat_map.measures import Answer, MapView
from data.filters import Filters
from data.metrics import query
from data.scope import Scope
from words import format, texts

FILE_OF = "topics"
"""Value of `of` in the address of the map's file that asks for the matrix."""


@dataclass(frozen=True)
class Table:
    """cells: by municipality and topic; totals: by topic, over all that filters and scope leave; whole: what that is
    called; filters: what both are counted over, one step of time where the map stands at one.
    """

    cells: Answer
    totals: Answer
    whole: str
    filters: Filters


def table(look: MapView, filters: Filters, as_of: date, who: Scope) -> Table:
    """The matrix of this look. A smoothed rate of a territory has no sum: the totals are plain rates."""
    over = _of_step(look, filters, as_of, who)
    seen = replace(look, mode="compare" if look.mode == "compare" else "topics")
    plain = replace(seen, measure="per_1000" if look.measure == numbers.SMOOTHED else look.measure)
    topic = numbers.topic_level(filters)
    totals = numbers.answer_by(plain, (topic,), over, as_of, who)
    order = query(["records"], (topic,), over, who)[topic]
    return Table(
        numbers.answer_by(seen, ("municipality", topic), over, as_of, who),
        replace(totals, frame=_ordered(totals.frame, topic, list(order))),
        whole(filters, who),
        over,
    )


def most_written(filters: Filters, who: Scope) -> dict[str, Any] | None:
    """The topic of most records of a chosen place: topic, topic_label, records; missing where no place is chosen, or
    a topic already is, or nothing has a topic.
    """
    if filters.topics or not (filters.places or filters.municipalities):
        return None
    found = query(["records"], ["topic"], filters, who).dropna(subset=["topic", "records"])
    return None if found.empty else dict(found.sort_values("records", ascending=False, kind="stable").iloc[0])


def _ordered(frame: pd.DataFrame, topic: str, order: list[Any]) -> pd.DataFrame:
    """Topics in the order of the door, which joining two periods loses; those of the earlier one alone come last."""
    place = {code: i for i, code in enumerate(order)}
    return frame.sort_values(
        topic, key=lambda codes: codes.map(lambda code: place.get(code, len(place))), kind="stable"
    )


def whole(filters: Filters, who: Scope) -> str:
    """What the total is a total of: the district only where no place is left out and all of it is open."""
    if not who.is_everything:
        return texts.ALL_OPEN
    return texts.ALL_CHOSEN if filters.municipalities or filters.places else texts.WHOLE_DISTRICT


def title(look: MapView, found: Table, as_of: date, who: Scope) -> str:
    """«Темы по поселениям: записей · ноябрь 2026»."""
    label = f"Темы по поселениям: {found.cells.measure.declared.label}"
    change = found.cells.measure.is_change
    before = numbers.earlier(found.filters, look.against, as_of, who) if change else None
    if before is not None:
        return f"{label}{numbers.both_periods(found.filters, before, as_of)}"
    return f"{label}{f' · {format.period(*found.filters.span(as_of))}' if look.mode == 'time' else ''}"


def _of_step(look: MapView, filters: Filters, as_of: date, who: Scope) -> Filters:
    """The filters with the dates of the step the map stands at, as far as the period holds it."""
    day = numbers.current_step(look, numbers.steps(look, filters, as_of, who)) if look.mode == "time" else None
    if day is None:
        return filters
    first, last = filters.span(as_of)
    end = min(numbers.end_of_step(day, look.step), last)
    return replace(filters, date_from=max(day, first) if first else day, date_to=end)
