"""«Проблема»: everything about one problem on one screen; closed to who may not open all of its records."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from access import person, scope
from access import store as access_store
from access.person import Person
from access.roles import Limits
from answers import problem as picture
from components.figures import problem_timeline
from data import store
from data.decisions.events import write as events
from data.decisions.events.write import Form
from data.errors import FilterError
from data.filters import Filters
from data.settings import Settings, use
from data.store.tables import problems, record_problems, records
from deeds import problem_card
from tests.data.records import day, published
from tests.pages.test_screens import words

TOPIC, PLACE = "housing.no_water", "95608151051"
PIPE = {"topic": TOPIC, "place": PLACE}
NUMBER = 7


def screen() -> Any:
    return importlib.import_module("pages.problem")


@pytest.fixture(scope="module", autouse=True)
def _made(application: Any) -> None:
    """Pages register themselves with an application."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two messages in one problem, a third of the same topic and place beside it."""
    var = tmp_path_factory.mktemp("problem")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(settings):
        rows = ({"received": f"2026-03-{at:02d}", **PIPE} for at in (2, 4, 20))
        published(settings, *rows)
        access_store.create(settings)
        with store.writing(settings) as connection:
            head = {"problem_id": NUMBER, "title": "Прорыв на Нагорной", "opened_at": store.utc_now()}
            connection.execute(sa.insert(problems).values(**head, made_by="ivanova", made_at=store.utc_now()))
            ids = list(connection.execute(sa.select(records.c.record_id).order_by(records.c.record_id)).scalars())
            for record_id in ids[:2]:
                connection.execute(sa.insert(record_problems).values(record_id=record_id, problem_id=NUMBER))
        happened = Form("accident", "Авария на водоводе", TOPIC, PLACE, day("2026-03-01"), day("2026-03-03"))
        events.save(settings, "kurator", "", 0, happened)
        elsewhere = Form("repair", "Ремонт моста", "roads.bridges", "", day("2026-03-01"))
        events.save(settings, "kurator", "", 0, elsewhere)
    return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


@contextmanager
def as_somebody(*roles: str, **limits: Any) -> Iterator[None]:
    who = Person(1, "somebody", "Кто-то", "", roles, limits=Limits(**limits))
    with person.use(who), scope.use(who.scope):
        yield


def test_the_card_tells_of_records_events_and_what_is_still_to_be_done() -> None:
    with as_somebody("curator"):
        shown = words(screen().answer({"id": str(NUMBER)}))
    for said in ("Прорыв на Нагорной", "Лента: всё, что было", "Авария на водоводе", "Дорожной карты у проблемы нет",
                 "Жителей о ней не спрашивали", "Поручений по проблеме нет", "Работа и ответы"):  # fmt: skip
        assert said in shown, said
    assert "Ремонт моста" not in shown


def test_without_a_number_the_screen_leads_to_the_list() -> None:
    with as_somebody("curator"):
        assert "/problems?view=made" in words(screen().answer({}))


@pytest.mark.parametrize("number", ["8", "x", "7; DROP", "99999999999999"])
def test_a_problem_that_is_none_is_a_sentence(number: str) -> None:
    with as_somebody("curator"), pytest.raises(FilterError, match="Такой проблемы нет"):
        screen().answer({"id": number})


def test_who_sees_another_settlement_or_body_sees_no_such_problem() -> None:
    for role, limits in (("head", {"municipalities": ("95608425",)}), ("recipient", {"recipients": ("mcu",)})):
        with as_somebody(role, **limits), pytest.raises(FilterError, match="Такой проблемы нет"):
            problem_card.of(str(NUMBER))


def test_who_sees_totals_only_is_told_so() -> None:
    with as_somebody("auditor"):
        shown = words(screen().answer({"id": str(NUMBER)}))
    assert "Прорыв" not in shown


def test_the_timeline_leaves_as_a_workbook_and_that_is_written_down() -> None:
    with as_somebody("curator"):
        told = screen().save(1, {"id": str(NUMBER)})
    assert told["filename"] == "проблема 7.xlsx"


def test_the_timeline_holds_every_record_and_event_of_the_problem(made: Settings) -> None:
    with as_somebody("curator"):
        kept = problem_card.of(str(NUMBER))
    rows = pd.DataFrame(
        {
            "external_id": ["1", "2"],
            "channel_label": ["ВК", "ПОС"],
            "recipient_label": ["МЦУ", "МЦУ"],
            "received_on": [day("2026-03-02"), day("2026-03-04")],
            "resolved_on": [day("2026-03-09"), None],
        }
    )
    here = picture.About(TOPIC, "Вода", PLACE, "Село", PLACE[:8], "Сельсовет", day("2026-03-02"), day("2026-03-04"))
    asked = picture.around(here, Filters(), day("2026-03-20"))
    assert (asked.date_from, asked.date_to, asked.topics, asked.places) == (
        day("2025-09-02"), day("2026-03-20"), (TOPIC,), (PLACE,),
    )  # fmt: skip
    happened = picture.events(kept.events, asked, here, day("2026-03-20"))
    days = {"created_on": day("2026-02-01"), "ended_on": None}
    talk = [{"topic": TOPIC, "municipality": None, "title": "Скважина", "status": "", **days}]
    others: list[dict[str, Any]] = [
        {"topic": "roads.bridges", "municipality": None},
        {"topic": TOPIC, "municipality": "95608425"},
    ]
    assert picture.discussions([*talk, *others], here) == talk
    frame = picture.timeline(rows, happened, talk, [], [], [], day("2026-03-20"))
    assert list(zip(frame["lane"], frame["first"], strict=True)) == [
        (picture.TALK, day("2026-02-01")),
        (picture.EVENTS, day("2026-03-01")),
        (picture.RECORDS, day("2026-03-02")),
        (picture.RECORDS, day("2026-03-04")),
        (picture.ANSWERS, day("2026-03-09")),
    ]
    figure = problem_timeline.draw(frame, picture.LANES, day("2026-03-20"))
    assert list(figure.layout.yaxis.categoryarray) == [picture.TALK, picture.EVENTS, picture.ANSWERS, picture.RECORDS]
