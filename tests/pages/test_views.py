"""«Виды»: everybody keeps own ones, who may share keeps those of a role and of all, closed things are said."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from access import audit, person, scope
from access.person import Person
from access.roles import ROLES, Limits, Right
from answers import saved_views as frames
from data.errors import AccessError, EditConflictError, FilterError, MCUError
from data.scope import NOTHING, Grant, Scope
from data.settings import Settings, use
from deeds import saved_views
from tests.data.records import installed
from tests.pages.test_screens import words

SHARE = [name for name, role in ROLES.items() if Right.SHARE_VIEWS in role.rights]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with installed(tmp_path_factory.mktemp("views"), {"received": "2026-03-02", "channel": "phone"}) as settings:
        return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


@contextmanager
def as_somebody(role: str = "curator", login: str = "anna") -> Iterator[None]:
    limits = Limits(recipients=("mcu",)) if role == "recipient" else Limits()
    who = Person(1, login, "Кто-то", "", (role,), limits=limits)
    with person.use(who), scope.use(who.scope):
        yield


def names() -> list[str]:
    return [view.title for view in saved_views.listed()]


def view_of(key: int) -> Any:
    return next(view for view in saved_views.listed() if view.key == key)


def test_the_curator_and_the_head_of_the_centre_share() -> None:
    assert SHARE == ["curator", "centre_head"]


@pytest.mark.parametrize("role", list(ROLES))
def test_everybody_keeps_own_views_and_only_some_keep_those_of_others(role: str, made: Settings) -> None:
    with as_somebody(role, f"of-{role}"):
        saved_views.save(f"Мой {role}", "/", {"period": "12w"})
        assert audit.page(1, 1, settings=made).entries[0].action == "views_changed"
        if role not in SHARE:
            for audience, of_role in (("all", ""), ("role", "head")):
                with pytest.raises(AccessError):
                    saved_views.save("Общий", "/", {}, audience, of_role)
            return
        saved_views.save(f"Главе от {role}", "/", {}, "role", "head")
    with as_somebody("head", "some-head"):
        assert f"Главе от {role}" in names() and f"Мой {role}" not in names()
        with pytest.raises(FilterError):
            saved_views.remove(next(v.key for v in saved_views.listed() if v.title == f"Главе от {role}"), 1)
    with as_somebody("auditor", "some-auditor"):
        assert f"Главе от {role}" not in names()


def test_a_view_is_renamed_removed_and_taken_back_and_two_do_not_overwrite_each_other() -> None:
    with as_somebody(login="vera"):
        key = saved_views.save("Вода", "/heat-map", {"channel": "phone", "measure": "overdue", "page": "3"}, "all")
        assert view_of(key).href == "/heat-map?channel=phone&measure=overdue"
        saved_views.rename(key, 1, "Вода и снег")
    with as_somebody("centre_head", "gleb"):
        with pytest.raises(EditConflictError):
            saved_views.rename(key, 1, "Снег")
        saved_views.remove(key, 2)
        assert "Вода и снег" not in names()
        saved_views.undo(saved_views.history()[0][0].number)
        assert view_of(key).title == "Вода и снег"


def test_the_history_of_another_s_own_view_is_closed() -> None:
    with as_somebody(login="dina"):
        saved_views.save("Личный", "/", {"period": "4w"})
        number = saved_views.history()[0][0].number
    with as_somebody("centre_head", "egor"):
        assert number not in {edit.number for edit, _, _ in saved_views.history()}
        with pytest.raises(FilterError):
            saved_views.undo(number)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "я" * 101},
        {"params": {"text": "Иванова"}},
        {"params": {"period": "zz"}},
        {"audience": "role"},
        {"audience": "role", "role": "king"},
        {"audience": "nobody"},
        {"audience": "own", "role": "king"},
    ],
)
def test_what_makes_no_sense_is_not_saved(wrong: dict[str, Any]) -> None:
    with as_somebody(login="zoya"):
        with pytest.raises(MCUError):
            saved_views.save(**({"name": "Вид", "path": "/", "params": {}} | wrong))
        assert not [view for view in saved_views.listed() if view.login == "zoya"]


def test_two_own_views_of_a_screen_have_two_names() -> None:
    with as_somebody(login="ira"):
        saved_views.save("Вода", "/", {})
        saved_views.save("Вода", "/deadlines", {})
        with pytest.raises(FilterError):
            saved_views.save(" вода ", "/", {"period": "4w"})


HERE = Scope((Grant(municipalities=("95608151",)),))


@pytest.mark.parametrize(
    ("query", "asker", "said"),
    [
        ("municipality=95608151&channel=phone", HERE, ""),
        ("place=95608151051", HERE, ""),
        ("municipality=none", HERE, ""),
        ("municipality=95608165", HERE, "Вам не открыто:"),
        ("place=95608165051", HERE, "Вам не открыто:"),
        ("channel=phone", Scope((Grant(channels=("im_vk",)),)), "Вам не открыто: Телефон."),
        ("channel=phone", Scope((Grant(channels=("im_vk",)), Grant(municipalities=("95608151",)))), ""),
        ("topic=gone", HERE, "Больше нет в списках: тема «gone»."),
        ("period=zz", HERE, "больше не читаются"),
        ("period=4w", NOTHING, "Данные вам не открыты."),
    ],
)
def test_a_view_says_what_it_names_that_is_no_longer_open(query: str, asker: Scope, said: str) -> None:
    told = frames.closed(query, asker)
    assert said in told and bool(said) == bool(told), told


def test_the_screen_lists_what_is_offered_and_says_what_is_closed() -> None:
    screen: Any = importlib.import_module("pages.views")
    with as_somebody(login="kira"):
        saved_views.save("Соседний орган", "/heat-map", {"recipient": "ukx"}, "all")
        saved_views.save("Очень личный", "/heat-map", {})
        assert "История правок" in words(screen.layout())
    with as_somebody("recipient", "other"):
        shown = words(screen.layout())
        assert "Соседний орган" in shown and "Больше нет в списках" in shown
        assert "Очень личный" not in shown and "История правок" not in shown
        assert "сохраните" in words(screen._inside("/recipients"))
