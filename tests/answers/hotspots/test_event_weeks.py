"""Weeks of events before the window hold what their places usually write; counted by hand on six weeks."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from answers.hotspots import event_weeks
from answers.hotspots.weeks import Window
from data.decisions.events.read import Event

LAST = date(2026, 6, 30)
WINDOW = Window(weeks=2, last=LAST)
TOPICS = pd.DataFrame({"code": ["water", "roads"]})
PLACES = pd.DataFrame({"code": ["a", "b"], "municipality": ["m", "n"]})
COUNTS = np.array([[[1, 9, 8, 2, 7, 7], [1, 1, 1, 1, 1, 1]], [[0, 3, 3, 0, 0, 0], [2, 2, 2, 2, 2, 2]]])
FLOOD = Event(
    key=1, version=1, code="1", kind="accident", title="Паводок", topic="water", topic_name="", group="water",
    municipality="m", municipality_name="", place="a", place_name="", started_on=LAST - timedelta(days=7 * 4 + 2),
    ended_on=LAST - timedelta(days=7 * 3), leaves_norm=True, document="", topics=frozenset({"water"}),
)  # fmt: skip
"""Touches the second and the third week of the six."""


def usual(*found: Event) -> list[list[list[int]]]:
    made: list[list[list[int]]] = event_weeks.usual(COUNTS, TOPICS, PLACES, WINDOW, found).tolist()
    return made


def test_two_weeks_of_an_event_hold_the_mean_of_the_other_weeks_before_the_window() -> None:
    # (1 + 2) / 2 a week, three records in whole ones; other places, other topics and the window are left alone.
    assert usual(FLOOD) == [[[1, 2, 1, 2, 7, 7], [1, 1, 1, 1, 1, 1]], COUNTS[1].tolist()]


def test_an_event_of_a_whole_municipality_and_of_any_topic_takes_all_of_them() -> None:
    wide = replace(FLOOD, topic="", group="", topics=frozenset(), place="")

    assert usual(wide) == [[[1, 2, 1, 2, 7, 7], [1, 1, 1, 1, 1, 1]], [[0, 0, 0, 0, 0, 0], [2, 2, 2, 2, 2, 2]]]


def test_an_event_of_all_weeks_before_the_window_leaves_them_as_they_are() -> None:
    assert usual(replace(FLOOD, started_on=date(2026, 1, 1))) != COUNTS.tolist()
    assert usual(replace(FLOOD, started_on=date(2026, 1, 1), ended_on=None)) == COUNTS.tolist()


def test_without_events_nothing_is_replaced() -> None:
    assert usual() == COUNTS.tolist()
