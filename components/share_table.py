"""A table of one share with its certainty and the counts behind it, by the members of a dimension."""

from collections.abc import Sequence

from dash.development.base_component import Component

from components.columns import cell_column, link_column, opening_column, with_cells
from components.question import Question, Screen


def card(screen: Screen, title: str, by: str, share: str, counts: Sequence[str]) -> Component:
    """Biggest first by the first of `counts`; members without it are left out. Names and counts open records."""
    question: Question = ([*counts, share], [by])
    frame = with_cells(screen.query(*question, intervals=True), share)
    frame = frame[frame[counts[0]] > 0].sort_values(counts[0], ascending=False)
    shown = screen.with_link_column(
        screen.with_records_link(frame, counts, by), by, by.removeprefix("topic_"), "/register"
    )
    columns = [link_column(by), cell_column(share), *map(opening_column, counts)]
    return screen.table(title, shown, columns, question, wide=True)
