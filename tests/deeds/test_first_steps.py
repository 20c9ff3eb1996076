"""The way of a new installation: what is done, what is next, and whose turn it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from access import person, scope
from access import store as access_store
from access.person import Person
from components import first_steps as drawn
from components import shell
from data.settings import Settings, use
from data.snapshots import publish
from deeds import first_steps, notes
from tests import stores
from tests.data import records


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path) as settings, use(settings):
        access_store.create(settings)
        publish.publish(settings)
        yield settings


@contextmanager
def as_somebody(role: str) -> Iterator[None]:
    who = Person(1, "somebody", "Кто-то", "", (role,))
    with person.use(who), scope.use(who.scope):
        yield


def states() -> list[tuple[str, bool, str]]:
    return [(step.title, step.is_done, step.href) for step in first_steps.steps()]


def test_whoever_may_import_is_led_to_the_first_file(empty: Settings) -> None:
    with as_somebody("centre_head"):
        places, recipients, file, note = first_steps.steps()
    assert places.is_done and recipients.is_done
    assert "действующ" in recipients.state, "the list counts those that have ended too"
    assert (file.is_done, file.href) == (False, "/loading")
    assert (note.is_done, note.href) == (False, "")


@pytest.mark.parametrize("role", ["head", "curator", "recipient", "auditor"])
def test_others_are_told_whom_to_ask(empty: Settings, role: str) -> None:
    with as_somebody(role):
        file = first_steps.steps()[2]
    assert file.href == ""
    assert "Руководитель МЦУ" in file.state


def test_the_last_step_is_the_note_and_is_for_those_who_prepare_it(empty: Settings) -> None:
    records.published(empty, {"received": "2026-03-02"})
    with as_somebody("incident_officer"):
        assert not first_steps.steps()
    with as_somebody("curator"):
        assert states()[2:] == [("Первая выгрузка", True, ""), ("Первая записка", False, "/note")]
        notes.prepare("2026-W10", "1")
        assert not first_steps.steps()


def test_a_screen_without_records_says_what_to_do(empty: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell.address, "is_asked", lambda: True)
    shown = str(shell.screen({}, "Сроки", "Вопрос", ["тело"], path="/deadlines"))
    assert "загрузите первую выгрузку" in shown and "'тело'" not in shown
    assert "'тело'" in str(shell.screen({}, "Дорожные карты", "Вопрос", ["тело"], of_records=False))
    records.published(empty, {"received": "2026-03-02"})
    shown = str(shell.screen({}, "Сроки", "Вопрос", ["тело"], path="/deadlines"))
    assert "загрузите" not in shown and "'тело'" in shown


def test_the_first_step_that_waits_is_the_one_in_force(empty: Settings) -> None:
    with as_somebody("centre_head"):
        shown: Any = drawn.way(first_steps.steps())
    (now,) = [row for row in shown.children[1].children.children if "first-step--now" in row.className]
    assert "Первая выгрузка" in str(now)
    assert drawn.way([]) is None
