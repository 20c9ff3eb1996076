"""«Проблема»: everything about one problem on one screen; closed to who may not open all of its records."""

import importlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from access import store as access_store
from answers import problem as picture
from components import ids
from components.figures import problem_timeline
from components.register import table
from data import settings as settings_of
from data import store
from data.decisions.events import write as events
from data.decisions.events.write import Form
from data.decisions.practices.write import Form as Practice
from data.errors import FilterError
from data.filters import Filters
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.store.tables import problems, record_problems, records
from deeds import orders, practices, problem_card
from deeds import records as opened_records
from tests.data.records import day, published
from tests.pages.test_screens import words
from tests.pages.walking import inside, leading
from tests.signing import as_somebody
from words import format

TOPIC, PLACE = "housing.no_water", "95608151051"
PIPE = {"topic": TOPIC, "place": PLACE}
NUMBER = 7


def screen() -> Any:
    return importlib.import_module("pages.problem")


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


def test_the_card_tells_of_records_events_and_what_is_still_to_be_done() -> None:
    with as_somebody("curator"):
        shown = words(screen().answer({"id": str(NUMBER)}))
    for said in ("Прорыв на Нагорной", "Лента: всё, что было", "Авария на водоводе", "Дорожной карты у проблемы нет",
                 "Жителей о ней не спрашивали", "Поручений по проблеме нет", "Работа и ответы"):  # fmt: skip
        assert said in shown, said
    assert "Ремонт моста" not in shown


def test_who_may_begins_a_roadmap_a_poll_or_an_order_from_the_card_and_others_are_not_offered_it() -> None:
    ways = (f"/roadmaps?problem={NUMBER}&begin=1", f"/poll?id=new&problem={NUMBER}", f"/meetings?problem={NUMBER}")
    with as_somebody("curator"):
        drawn = {one.href for one in leading(screen().answer({"id": str(NUMBER)}))}
    assert drawn >= set(ways)
    with as_somebody("head"):
        drawn = {one.href for one in leading(screen().answer({"id": str(NUMBER)}))}
    assert not drawn & set(ways)


def test_an_order_begun_from_the_card_belongs_to_the_problem() -> None:
    pages = importlib.import_module("pages.meetings")
    with as_somebody("curator"):
        assert "По проблеме «Прорыв на Нагорной»" in str(pages.layout(problem=str(NUMBER)).to_plotly_json())
        day = format.day(orders.today())
        told = {"text": "Заменить трубу", "recipient": "mcu", "given_on": day, "due_on": day, "problem": str(NUMBER)}
        pages._done("save_order", "", 0, defaultdict(str, told))
        assert [one.text for one in orders.of_problem(NUMBER)] == ["Заменить трубу"]
        with pytest.raises(FilterError, match="Такой проблемы нет"):
            pages._done("save_order", "", 0, defaultdict(str, told | {"problem": "8"}))
        orders.undo(str(orders.history()[0][0].number))


def test_a_roadmap_begun_from_the_card_has_its_name_and_a_problem_that_is_none_is_a_sentence() -> None:
    pages = importlib.import_module("pages.roadmaps")
    with as_somebody("curator"):
        assert "Прорыв на Нагорной" in str(pages.layout(problem=str(NUMBER), begin="1").to_plotly_json())
        assert pages._begun("8") is not None
    with as_somebody("head"):
        assert pages._begun(str(NUMBER)) is None


def test_practices_of_the_same_topic_are_offered_on_the_card() -> None:
    form = Practice("Замена ввода", TOPIC, "Заменили трубу", "Вода есть круглый год", is_own=True)
    with as_somebody("curator"):
        code = practices.save("", 0, form)
        other = practices.save("", 0, replace(form, title="Ямочный ремонт", topic="roads.bridges"))
        shown = words(screen().answer({"id": str(NUMBER)}))
        for one in (code, other):
            practices.remove(one, 1)
    assert "Замена ввода" in shown and "проверено здесь" in shown
    assert "Ямочный ремонт" not in shown


def test_a_record_and_a_hotspot_lead_to_the_problem_they_are_part_of() -> None:
    with as_somebody("curator"):
        records_of = problem_card.of(str(NUMBER)).problem.records
        assert problem_card.of_record(records_of[0]) == [(NUMBER, "Прорыв на Нагорной")]
        assert problem_card.of_record(max(records_of) + 1) == []
        assert problem_card.about(TOPIC, [PLACE]) == [(NUMBER, "Прорыв на Нагорной")]
        assert problem_card.about(TOPIC, ["95608425101"]) == problem_card.about("roads.bridges", [PLACE]) == []
        opened = opened_records.open_card(records_of[0], Filters())
        assert f"/problem?id={NUMBER}" in words(table.record_card(opened))
    for role, limits in (("head", {"municipalities": ("95608425",)}), ("auditor", {})):
        with as_somebody(role, **limits):
            assert problem_card.of_record(records_of[0]) == problem_card.about(TOPIC, [PLACE]) == []


def test_signals_of_its_own_records_are_on_the_card_without_the_words_of_a_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = pd.DataFrame(
        [
            {"record_id": 1, "external_id": "А-1", "day": day("2026-03-05"), "recipient_label": "МЦУ",
             "reason": "Грубость в письме."},
            {"record_id": 9, "external_id": "Б-9", "day": day("2026-03-06"), "recipient_label": "МЦУ",
             "reason": "Грубость в ответе."},
        ]
    )  # fmt: skip
    monkeypatch.setattr(picture.signals, "of_records", lambda _code, ids, *_: frame[frame["record_id"].isin(ids)])
    found = pd.DataFrame({"code": ["conflict", "formal"], "label": ["Конфликты", "Формальные"], "count": [2, 0]})
    own = picture.own_signals(found, [1, 2], Filters(), EVERYTHING, settings_of.current())
    assert own[["external_id", "signal", "reason"]].to_numpy().tolist() == [["А-1", "Конфликты", "Грубость в письме."]]


def test_no_control_narrows_what_is_of_one_problem() -> None:
    with as_somebody("curator"):
        drawn = screen().layout(id=str(NUMBER))
    (bar,) = [one for one in inside(drawn) if getattr(one, "id", "") == ids.PANEL]
    assert bar.hidden is True


def test_without_a_number_the_screen_leads_to_the_list() -> None:
    with as_somebody("curator"):
        assert "/problems?view=made" in words(screen().answer({}))


@pytest.mark.parametrize("number", ["8", "x", "7; DROP", "99999999999999"])
def test_a_problem_that_is_none_is_a_sentence(number: str) -> None:
    with as_somebody("curator"):
        assert "Такой проблемы нет" in words(screen().answer({"id": number}))


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
