"""«Качество данных»: what each role is shown, who may decide, what is stale."""

import importlib
from datetime import date, timedelta
from typing import Any

import pytest

from access import mending, person, scope
from access.person import Person
from components import quality_ids
from data import quality
from data.errors import AccessError, FilterError
from data.metrics import stamp
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from data.snapshots import SourceState
from tests import signing
from tests.pages.asking import ask, pressed, shown
from tests.pages.test_screens import words

ON = date(2026, 11, 24)
LOOKERS = ("head", "curator", "recipient", "auditor", "administrator")


@pytest.fixture(scope="module", autouse=True)
def _made(application: Any) -> None:
    """Pages register themselves with an application."""


def state(code: str, days_ago: int | None) -> SourceState:
    last = None if days_ago is None else ON - timedelta(days=days_ago)
    return SourceState(code, code, last, last, 5)


def text_for(role: str, settings: Settings) -> str:
    who = Person(1, "somebody", "Кто-то", "", (role,))
    with use(settings), person.use(who), scope.use(who.scope):
        return words(importlib.import_module("pages.quality").answer({"period": "all"}, 0))


@pytest.mark.parametrize(
    ("code", "days_ago", "is_stale"),
    [("pos", 3, False), ("pos", 4, True), ("register_59fz", 7, False), ("register_59fz", 8, True),
     ("heat_map", 14, False), ("nyc311", 15, True), ("pos", None, True)],
)  # fmt: skip
def test_a_source_is_stale_after_its_own_threshold(code: str, days_ago: int | None, is_stale: bool) -> None:
    (found,) = quality.freshness([state(code, days_ago)], ON)
    assert found.is_stale is is_stale


def test_a_source_without_records_is_not_shown() -> None:
    assert quality.freshness([SourceState("pos", "ПОС", None, None, 0)], ON) == []


def test_totals_open_shares_and_freshness_but_no_single_record(filled: Settings) -> None:
    text = text_for("auditor", filled)
    assert "Свежесть источников" in text
    assert "По источникам" in text
    assert "Неизвестные" not in text
    assert "Изъяны" not in text


def test_nothing_is_shown_to_whoever_sees_no_data(filled: Settings) -> None:
    assert "не открыты" in text_for("administrator", filled)


def test_records_open_the_queues_too(filled: Settings) -> None:
    text = text_for("head", filled)
    for title in ("Темы без соответствия", "Неизвестные места", "Изъяны записей", "Противоречия между источниками"):
        assert title in text


@pytest.mark.parametrize("role", LOOKERS)
def test_who_may_not_correct_is_refused_by_every_button(role: str, application, filled: Settings) -> None:
    client = signing.client(application, signing.sign_in(filled, role))
    name = quality_ids.written("topic", "pos", "", "что угодно")
    for action, of in (("map", name), ("correct-topic", "1/1"), ("withdraw", "1")):
        pushed = quality_ids.button(action, of)
        fields = [(quality_ids.field("target"), "roads.potholes"), (quality_ids.field("reason"), "потому что так")]
        targets = [(quality_ids.target("topic-1"), "roads.potholes")]
        values = {"quality-do": [(pushed, 1)], "quality-field": fields, "quality-target": targets}
        told = shown(ask(client, "quality-panel.is_open", values, pressed(pushed)))
        assert "исправлять данные" in told, told


def test_a_decision_without_choice_or_reason_is_not_even_written_down(filled: Settings) -> None:
    who = Person(1, "somebody", "Кто-то", "", ("centre_head",))
    with use(filled), person.use(who), scope.use(EVERYTHING):
        with pytest.raises(FilterError, match="из списка"):
            mending.map_name("topic", "pos", "", "что угодно", None, None, None)
        with pytest.raises(FilterError, match="причину"):
            mending.correct(1, 1, "topic", "roads.potholes", "")
        with pytest.raises(AccessError, match="нет"):
            mending.correct(10**6, 1, "topic", "roads.potholes", "такой записи нет")


def test_a_limited_person_sees_no_count_over_everything(filled: Settings) -> None:
    page = importlib.import_module("pages.quality")
    with use(filled):
        assert "Записей всего" in words(page.answer({"period": "all"}, 0))
        with scope.use(Scope((Grant(municipalities=("95608151",)),))):
            assert "Записей всего" not in words(page.answer({"period": "all"}, 0))


def test_the_summary_says_which_sources_are_stale(filled: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = importlib.import_module("pages.summary")
    with use(filled):
        last = max(source.last_day for source in stamp().sources if source.last_day)
        monkeypatch.setattr(quality, "today", lambda _: last)
        fresh = words(summary.answer({"period": "all"})[0])
        monkeypatch.setattr(quality, "today", lambda _: last + timedelta(days=40))
        stale = words(summary.answer({"period": "all"})[0])
    assert "Устарели данные" in stale
    assert "Последние дни неполны" in stale
    assert fresh.count("Устарели данные") <= 1
