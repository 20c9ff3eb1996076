"""Beside answering, a process opens every new snapshot ahead of who asks, and lets go what questions leave in its
memory, until it ends.
"""

import threading
import time

import pytest

from data import looking_after
from data.decisions.signals import find
from data.filters import Filters
from data.metrics.reader import open_snapshot
from data.publishing import publish
from data.scope import EVERYTHING
from data.settings import Settings
from tests.data.records import published


def test_what_questions_leave_is_let_go_again_and_again_until_the_end(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(looking_after, "_SECONDS", 0.01)
    monkeypatch.setattr(looking_after, "_ended", threading.Event())
    monkeypatch.setattr(looking_after.reader, "let_go", lambda: asked.append("let go"))
    monkeypatch.setattr(looking_after.memory, "give_back", lambda: asked.append("given back"))
    before = set(threading.enumerate())

    looking_after.begin(settings)  # of an installation in which nothing is published yet
    (thread,) = set(threading.enumerate()) - before
    until = time.monotonic() + 20
    while len(asked) < 4 and time.monotonic() < until:
        time.sleep(0.01)
    looking_after.end()
    thread.join(20)

    assert asked[:4] == ["let go", "given back"] * 2
    assert not thread.is_alive()


def test_of_every_new_snapshot_tiles_and_the_rows_of_signals_are_there_before_anybody_asks(settings: Settings) -> None:
    published(settings, {"received": "2026-03-02"})
    opened, seen = None, set()
    for _ in range(2):
        publish(settings, everything=True)
        opened = looking_after._open(settings, opened)
        snapshot = open_snapshot()
        before = dict(snapshot._parts)
        find.tallies(Filters(period="all"), EVERYTHING, settings)
        assert snapshot.manifest.number == opened
        assert snapshot._tiles is not None
        assert before
        assert snapshot._parts == before, "signals make no other table of rows"
        seen.add(opened)
    assert len(seen) == 2
