"""«Совещания», one meeting, «Рекомендации», «Лучшие практики»: who changes, who reads, who is told sums only."""

import importlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from access import audit, scope
from access.roles import ROLES, Right
from answers import agenda
from answers import practices as offers
from components import typed_form
from data.decisions.duties.read import Topic
from data.decisions.meetings.write import Form, ItemForm
from data.decisions.orders.write import Form as Order
from data.decisions.polls.read import Poll
from data.decisions.practices.write import Form as Practice
from data.decisions.recommendations.write import Form as Recommendation
from data.decisions.roadmaps.read import Check, Measure, Roadmap, Territory
from data.errors import AccessError, FilterError
from data.settings import Settings, use
from deeds import meetings, orders, practices, recommendations
from tests.data.records import installed
from tests.pages.test_screens import words
from tests.signing import as_somebody

KEEPERS = [name for name, role in ROLES.items() if Right.HOLD_MEETINGS in role.rights]
DECIDERS = [name for name, role in ROLES.items() if Right.DECIDE in role.rights]
LATE = {"topic": "roads.potholes", "recipient": "road_service", "received": "2026-02-01", "file_due": "2026-02-20",
        "status": "closed_solved", "answered": "2026-02-25"}  # fmt: skip
KEY = "roads.overdue|roads|road_service"


def screen(name: str) -> Any:
    return importlib.import_module(f"pages.{name}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with installed(tmp_path_factory.mktemp("meetings"), *[LATE] * 20) as settings:
        return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


def as_role(role: str) -> Any:
    return as_somebody(role, recipients=("mcu",) if role == "recipient" else None)


def form() -> Form:
    return Form("Итоги недели", "curator", meetings.today(), "09:00", "Зал", "Отдел ЖКХ")


def told(*, accepted: bool = True, topic: str = "roads") -> Recommendation:
    return Recommendation(
        "roads.overdue", topic, "road_service", "Назначить день", "Числа.", "/register", accepted, "Да, надо"
    )


PRACTICE = Practice("График вывоза", "waste", "Вывесили дни", "Пишут реже", source="Отчёт района")


def test_who_holds_meetings_and_who_decides() -> None:
    assert KEEPERS == ["curator", "centre_head"]
    assert DECIDERS == ["head", "curator", "centre_head"]


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_holds_meetings_and_writes_practices_or_is_refused(role: str, made: Settings) -> None:
    with as_role(role):
        if role not in KEEPERS:
            for call in (
                lambda: meetings.save("", 0, form()), lambda: meetings.set_state("С-2026-01", "held"),
                lambda: meetings.remove("С-2026-01", 1), lambda: meetings.add_items("С-2026-01", [ItemForm("В")]),
                lambda: meetings.save_item("С-2026-01", 1, 1, ItemForm("В")),
                lambda: meetings.remove_item("С-2026-01", 1, 1), lambda: meetings.arrange("С-2026-01", [1], {1: 1}),
                lambda: meetings.move("С-2026-01", 1, 1), lambda: meetings.undo("1"),
                lambda: practices.save("", 0, PRACTICE), lambda: practices.remove("ЛП-2026-01", 1),
                lambda: practices.undo("1"),
            ):  # fmt: skip
                with pytest.raises(AccessError):
                    call()
            return
        code = meetings.save("", 0, form())
        assert audit.page(1, 1, settings=made).entries[0].action == "meetings_changed"
        meetings.add_items(code, [ItemForm("Вода: Иванов И.И. просит"), ItemForm("Дороги")])
        first, second = meetings.one(code).items
        assert first.subject == "Вода: [имя] просит"
        meetings.move(code, second.key, -1)
        assert meetings.one(code).items[0].subject == "Дороги"
        with pytest.raises(FilterError, match="двигать некуда"):
            meetings.move(code, second.key, -1)
        meetings.remove(code, meetings.one(code).version)
        practice = practices.save("", 0, PRACTICE)
        practices.remove(practice, practices.listed()[0].version)


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_decides_about_recommendations_or_is_refused(role: str, made: Settings) -> None:
    order = Order("Закрыть", "road_service", orders.today(), orders.today())
    with as_role(role):
        if role not in DECIDERS:
            for call in (lambda: recommendations.decide(told()), lambda: recommendations.undo("1")):
                with pytest.raises(AccessError):
                    call()
            return
        if role == "head":
            with pytest.raises(AccessError):
                recommendations.decide(told(), order)
        assert recommendations.decide(told(), None if role == "head" else order).startswith("П-") is (role != "head")
        assert audit.page(1, 1, settings=made).entries[0].action == "recommendation_decided"
        recommendations.undo(str(recommendations.history()[0][0].number))
        assert recommendations.counts() == (0, 0)


def answered(name: str, **params: str) -> str:
    return words([screen("recommendations").answer({"period": "all", **params})])


def test_a_recommendation_shows_its_numbers_its_power_and_what_has_helped() -> None:
    with as_somebody("curator"):
        code = practices.save("", 0, Practice("Ямочный ремонт по графику", "roads", "График", "Тише", is_own=True))
        shown = answered("recommendations").replace("\u00a0", " ")
        practices.remove(code, practices.listed()[0].version)
    assert "Срок нарушен у 100 % из 20 записей" in shown
    assert "Основание: 257-ФЗ" in shown
    assert "Ямочный ремонт по графику — проверено здесь" in shown
    assert "Решить" in shown


def test_who_sees_sums_or_another_recipient_is_not_told_of_a_recommendation() -> None:
    with as_somebody("auditor"):
        assert "Принято: 0, отклонено: 0" in answered("recommendations")
        with pytest.raises(FilterError):
            screen("recommendations")._file(screen("recommendations").read_screen({}, scope.current()))
    with as_somebody("recipient", recipients=("mcu",)):
        assert "Рекомендовать нечего" in answered("recommendations")
    with as_somebody("recipient", recipients=("road_service",)):
        shown = answered("recommendations")
        assert "Срок нарушен" in shown
        assert "Решить" not in shown.split()


def test_an_accepted_recommendation_becomes_an_order_and_waits_no_more() -> None:
    page = screen("recommendations")
    with as_somebody("curator"):
        asked = page.read_screen({"period": "all"}, scope.current())
        assert page._asked(asked).one(KEY).rule.code == "roads.overdue"
        given = {"reason": "", "text": "Закрыть к пятнице", "official": "начальник", "due_on": "31.12.2099"}
        assert "П-" in page._done(asked, "order", KEY, given)
        assert orders.listed()[0].text == "Закрыть к пятнице"
        with pytest.raises(FilterError, match="её решили"):
            page._done(asked, "decline", KEY, given)
        assert "Закрыть к пятнице" not in answered("recommendations", view="decided")
        assert "принята" in answered("recommendations", view="decided")
        recommendations.undo(str(recommendations.history()[0][0].number))
        with pytest.raises(FilterError, match="Срок"):
            page._done(asked, "order", KEY, given | {"due_on": "скоро"})
        with pytest.raises(FilterError, match="Такого действия нет"):
            page._done(asked, "burn", KEY, given)
        assert orders.listed() == []


def test_a_meeting_collects_what_needs_a_decision_and_its_orders_are_followed() -> None:
    page = screen("meeting")
    with as_somebody("curator"):
        late = orders.save(
            "", 0, Order("Прежнее", "mcu", orders.today() - timedelta(days=1), orders.today() - timedelta(days=9))
        )
        code = meetings.save("", 0, form())
        said = page._done("propose", code, code, 0, {}, {})
        subjects = [item.subject for item in meetings.one(code).items]
        assert (said, subjects[0]) == (f"Добавлено вопросов: {len(subjects)}.", "Просрочено 1 поручение")
        assert any("Назначить" in one or "назначить" in one for one in subjects)
        assert page._done("propose", code, code, 0, {}, {}) == "Нового, что ждёт решения, нет."
        page._done("hold", code, code, 0, {}, {})
        item = meetings.one(code).items[0]
        given = {"text": "Исполнить прежнее", "recipient": "mcu", "official": "", "due_on": "31.12.2099",
                 "given_on": typed_form.day_text(orders.today()), "topic": ""}  # fmt: skip
        made = page._done("save_order", "", code, 0, given, {"item": item.key}).split()[1]
        shown = words(page._body(code))
        assert made in shown
        assert f"{late}: Прежнее" in shown
        assert "Протокол совещания" in shown
        orders.finish(made, orders.one(made).version, orders.today(), "Исполнено, акт подписан")
        assert "исполнено" in words(page._body(code))
        listed = words(screen("meetings").layout())
        assert "История поручений" in listed
        assert "просрочено на 1" in listed.replace("\u00a0", " ")
        assert screen("meetings")._file("orders")["filename"] == "Поручения.xlsx"
        for bad in (lambda: screen("meetings")._file("moon"), lambda: page._done("burn", "", code, 0, {}, {})):
            with pytest.raises(FilterError):
                bad()


@pytest.mark.parametrize("role", list(ROLES))
def test_a_meeting_is_open_to_who_sees_everything_only(role: str) -> None:
    with as_somebody("curator"):
        code = meetings.save("", 0, form())
        order = orders.save("", 0, Order("Починить мост", "road_department", orders.today(), orders.today()))
    with as_role(role):
        listed, opened = words(screen("meetings").layout()), words(screen("meeting").layout(code))
    sees = role in ("head", "curator", "centre_head")
    assert ("Повестка совещания" in opened) is sees
    assert (code in listed) is sees
    assert (order in listed) is (sees or role in ("incident_officer", "pos_officer"))
    assert ("Вам открыты только итоги поручений" in listed) is (role == "auditor")
    assert ("Новое поручение" in listed) is (role in KEEPERS)


def test_who_gives_no_orders_is_not_sent_to_a_button_that_is_not_there() -> None:
    with as_somebody("administrator"):
        shown = words(screen("meetings").layout())
    assert "Поручений нет" in shown
    assert "кнопкой" not in shown


def test_practices_are_found_saved_and_leave_as_a_table() -> None:
    page = screen("practices")
    given = {"title": "Дни вывоза", "topic": "waste", "situation": "", "action": "Вывесили", "result": "Тише",
             "place": "", "source": "", "roadmap": "", "kind": "own"}  # fmt: skip
    with as_somebody("curator"):
        assert "сохранена" in page._done("save", "", 0, given)
        shown = words(page._body("дни", "waste.collection_sites"))
        assert "проверено здесь" in shown
        assert "Практик нет" in words(page._body("мосты", None))
        assert page._file(page._found("", None))["base64"]
        with pytest.raises(FilterError, match="с источником"):
            page._done("save", "", 0, given | {"kind": "other"})
    with as_somebody("recipient", recipients=("mcu",)):
        assert "Дни вывоза" in words(page._body("", None))
        assert "Изменить" not in words(page._body("", None))


def test_a_roadmap_that_has_worked_is_offered_as_a_practice_until_it_is_written_down() -> None:
    topic, place = Topic("roads.potholes", "Ямы", "roads"), Territory("district", "Район", "")
    one = Roadmap(
        1, 1, "ДК-2026-001", "Ямы", None, "", topic, place, "done", None, None, (), (), ()
    )  # fmt: skip
    told = {"ДК-2026-001": "снизилось"}
    assert offers.worked([one], told, []) == [one]
    assert offers.worked([one], {"ДК-2026-001": "не доказано"}, []) == []
    begun = offers.begun(one)
    assert (begun.is_own, begun.roadmap, begun.topic) == (True, "ДК-2026-001", "roads.potholes")
    with as_somebody("curator"):
        practices.save("", 0, replace(begun, action="Заделали"))
        assert offers.worked([one], told, practices.listed()) == []
        assert screen("practices").offered("") is None


def test_an_agenda_takes_in_roadmaps_to_look_at_and_polls_that_wait() -> None:
    day = date(2026, 3, 20)
    topic, place = Topic("roads.potholes", "Ямы", "roads"), Territory("district", "Район", "")
    check = Check(1, 1, 1, "через 3 месяца", date(2026, 3, 19), "", None)
    late = Measure(1, 1, 1, "Засыпать", None, None, "", None, date(2026, 3, 1), "", "", "running", None)
    one = Roadmap(1, 1, "ДК-2026-001", "Ямы", None, "", topic, place, "running", None, None, (), (late,), (check,))
    (proposed,) = agenda.of_roadmaps([one, replace(one, measures=(), checks=())], day)
    assert proposed.reason.replace("\u00a0", " ") == (
        "Контрольная точка «через 3 месяца» 19.03.2026; просрочено 1 мероприятие."
    )
    said = {"decided_on": None, "participants": None, "starts_on": date(2026, 2, 1), "ends_on": date(2026, 3, 1),
            "follow_up_on": None}  # fmt: skip
    poll = Poll(1, 1, "ОП-2026-001", "roads.potholes", "Ямы", "", "Район", "", None, said, ())
    (proposed,) = agenda.of_polls([poll], day)
    assert (proposed.reason, proposed.link) == ("Ждёт итогов.", "/poll?id=ОП-2026-001")
