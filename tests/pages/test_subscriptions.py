"""«Подписки»: who may export subscribes for himself, the administrator names addresses, nobody sees another's."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from access import audit, person, scope
from access.person import Person
from access.roles import ROLES, Limits, Right
from answers import schedules
from data import store
from data.decisions.subscriptions import deliveries, read
from data.decisions.subscriptions.write import MOST, Form
from data.errors import AccessError, EditConflictError, FilterError, MCUError
from data.settings import Settings, use
from data.store import tables
from deeds import accounts, subscriptions
from tests.data.records import installed
from tests.pages.test_screens import words
from tests.signing import PASSWORD

FORM = Form("Вода по телефону", "/", "period=12w&channel=phone", "weekly", 0, "any", "pdf")
MAY = [name for name, role in ROLES.items() if Right.EXPORT in role.rights]


def screen() -> Any:
    return importlib.import_module("pages.subscriptions")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with installed(
        tmp_path_factory.mktemp("subscriptions"), {"received": "2026-03-02", "channel": "phone"}
    ) as settings:
        accounts.create(settings, "anna", "Анна Первая", ["curator"], password=PASSWORD, must_change=False)
        return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


@contextmanager
def as_somebody(*roles: str, login: str = "anna") -> Iterator[None]:
    limits = Limits(recipients=("mcu",)) if "recipient" in roles else Limits()
    who = Person(1, login, "Кто-то", "", roles, limits=limits)
    with person.use(who), scope.use(who.scope):
        yield


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_subscribes_for_itself_or_is_refused(role: str, made: Settings) -> None:
    with as_somebody(role, login=f"of-{role}"):
        if role not in MAY:
            with pytest.raises(AccessError):
                subscriptions.subscribe(FORM)
            assert subscriptions.own() == []
            return
        key = subscriptions.subscribe(FORM)
        assert audit.page(1, 1, settings=made).entries[0].action == "subscription_changed"
        assert [one.title for one in subscriptions.own()] == ["Вода по телефону"]
    with as_somebody("curator", login="stranger"):
        with pytest.raises(FilterError):
            subscriptions.remove(str(key), 1)
        assert subscriptions.own() == []


@pytest.mark.parametrize("role", list(ROLES))
def test_only_the_administrator_names_addresses(role: str, made: Settings) -> None:
    with as_somebody(role, login="who"):
        if Right.MANAGE_MAIL not in ROLES[role].rights:
            with pytest.raises(AccessError):
                subscriptions.name_address("anna", 0, "anna@askiz.local")
            with pytest.raises(AccessError):
                subscriptions.staff()
            return
        subscriptions.name_address("anna", 0, " anna@askiz.local ")
        assert audit.page(1, 1, settings=made).entries[0].action == "mail_address_changed"
        with pytest.raises(EditConflictError):
            subscriptions.name_address("anna", 7, "other@askiz.local")
        subscriptions.name_address("anna", 1, "")
        assert read.addresses(made) == {}


@pytest.mark.parametrize(
    "told", ["anna", "anna@", "a b@c", "anna@askiz..local", "anna@askiz\nBcc: x@y", "Анна@askiz.local"]
)
def test_what_is_no_address_is_refused(told: str) -> None:
    with as_somebody("administrator"), pytest.raises(FilterError):
        subscriptions.name_address("anna", 0, told)


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"schedule": "hourly"}, {"condition": "x"}, {"format": "pptx"}, {"weekday": 9},
     {"query": "text=Иванов"}, {"query": "period=zz"}, {"path": "/register"}],
)  # fmt: skip
def test_what_makes_no_sense_is_not_subscribed_to(wrong: dict[str, Any]) -> None:
    with as_somebody("curator", login="boris"):
        with pytest.raises(MCUError):
            subscriptions.subscribe(Form(**{**vars(FORM), **wrong}))
        assert subscriptions.own() == []


def test_a_subscription_is_stopped_goes_on_and_one_too_many_is_refused(made: Settings) -> None:
    with as_somebody("curator", login="vera"):
        key = str(subscriptions.subscribe(FORM))
        subscriptions.switch(key, 1, is_active=False)
        with pytest.raises(EditConflictError):
            subscriptions.switch(key, 1, is_active=True)
        assert [one.is_active for one in subscriptions.own()] == [False]
        for _ in range(MOST - 1):
            subscriptions.subscribe(FORM)
        with pytest.raises(FilterError):
            subscriptions.subscribe(FORM)


def test_the_screen_offers_the_filters_it_came_with_and_says_what_is_missing() -> None:
    with as_somebody("curator", login="galina"):
        shown = words(screen().layout(screen="/", period="12w", channel="phone"))
        assert "Новая подписка" in shown
        assert "12 недель · Телефон" in shown
        assert "Почта не настроена" in shown
        assert "ещё не назвал адрес" in shown
        assert "Адреса для писем" not in shown
    with as_somebody("administrator"):
        assert "Анна Первая" in words(screen().layout())
    with as_somebody("auditor", login="auditor"):
        assert "Подписки вам не открыты" in words(screen().layout(screen="/"))
    with as_somebody("curator", login="galina"):
        assert "не пересказывается" in words(screen().layout(screen="/register"))


NOTE = Form("Записка", "/note", "channel=phone", "weekly", 0, "any", "pdf")


@pytest.mark.parametrize("role", list(ROLES))
def test_only_who_sees_the_whole_district_subscribes_to_the_note(role: str, made: Settings) -> None:
    with as_somebody(role, login=f"note-{role}"):
        if role not in ("head", "curator", "centre_head"):
            with pytest.raises(AccessError):
                subscriptions.subscribe(NOTE)
            return
        subscriptions.subscribe(NOTE)
        (kept,) = subscriptions.own()
        assert (kept.path, kept.query) == ("/note", ""), "it is of the whole district"
        shown = words(screen().layout(screen="/note"))
    assert "до выпуска письмо ждёт" in shown
    assert "весь район, как выпущена" in shown
    assert "по будням" not in shown.split("Мои подписки")[0]


def test_a_letter_that_may_not_have_come_is_sent_again_by_its_owner_or_who_manages_mail(made: Settings) -> None:
    with as_somebody("curator", login="dina"):
        key = subscriptions.subscribe(FORM)
        one = next(each for each in subscriptions.own() if each.key == key)
    day = schedules.due_on(replace(one, since=date(2020, 1, 1)), store.today(made))
    assert day is not None
    with store.writing(made) as connection:  # as if it had been there before that day
        connection.execute(sa.update(tables.subscriptions).values(since=date(2020, 1, 1)))
    letter = deliveries.claim(made, one, day, "<x@y>", store.utc_now())
    assert letter is not None
    with as_somebody("curator", login="dina"):
        assert "Отправить ещё раз" not in words(screen().layout()), "it is being sent"
    deliveries.settle(made, letter, deliveries.Outcome(deliveries.UNCLEAR, "оборвалось"), store.utc_now())
    asked = {"action": "again", "key": str(letter), "version": "0"}
    with as_somebody("curator", login="somebody-else"):
        assert "Отправить ещё раз" not in words(screen().layout())
        with pytest.raises(FilterError):
            screen()._done(asked, {}, {}, {})
    with as_somebody("auditor", login="dina"), pytest.raises(AccessError):
        screen()._done(asked, {}, {}, {})
    with as_somebody("curator", login="dina"):
        assert "Отправить ещё раз" in words(screen().layout())
        assert "уйдёт при следующей отправке" in screen()._done(asked, {}, {}, {})
        assert audit.page(1, 1, settings=made).entries[0].action == "subscription_changed"
        with pytest.raises(FilterError):
            screen()._done(asked, {}, {}, {})
    assert deliveries.is_waited_for(made, one, day, store.utc_now())
    deliveries.settle(made, letter, deliveries.Outcome(deliveries.FAILED, "нет", is_final=True), store.utc_now())
    with as_somebody("administrator", login="admin"):
        assert str(letter) in {str(each) for each in subscriptions.again(screen()._due)}
    with as_somebody("curator", login="dina"):
        subscriptions.switch(str(key), 1, is_active=False)
        assert letter not in subscriptions.again(screen()._due), "of a stopped subscription nothing goes"
