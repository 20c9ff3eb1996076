"""Polls of the demonstration: one of every state that a reader should see, and nothing of them after it has gone."""

from datetime import date
from pathlib import Path

from data import store
from data.decisions.polls import read
from data.scope import EVERYTHING
from demo import polls
from etl import demo_rows
from tests import stores

UNTIL = date(2026, 6, 30)


def test_a_poll_is_planned_one_runs_one_is_carried_out_and_one_is_overdue(tmp_path: Path) -> None:
    with stores.installation("sqlite", tmp_path) as settings:
        polls.hold(settings, UNTIL)
        found = read.listed(settings, EVERYTHING)
        assert {one.state(UNTIL) for one in found} == {"planned", "running", "decided", "carried"}
        assert [one.is_overdue(UNTIL) for one in found].count(True) == 1
        assert all(not barred for barred in {one.code: one.barred for one in read.choices(settings)[0]
                                             if one.code in {poll.topic for poll in found}}.values())  # fmt: skip
        with store.writing(settings) as connection:
            demo_rows.forget(connection)
        assert read.listed(settings, EVERYTHING) == []
