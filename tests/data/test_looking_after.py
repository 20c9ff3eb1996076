"""Beside answering, a process lets go what questions leave in its memory, until it ends."""

import threading
import time

import pytest

from data import looking_after
from data.settings import Settings


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
