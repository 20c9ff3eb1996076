"""«Оповещения»: what the screen shows to whom, what its buttons do, what the bell beside the search says."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import app as wiring
from access import person, scope
from access.person import Person
from access.roles import ROLES, Limits, Right
from answers import subscriptions as subscription_frames
from components.notices import bell
from data import store
from data.decisions.notices import kept
from data.decisions.notices.state import (
    ACKNOWLEDGED,
    EXPIRING,
    FIRED,
    HOTSPOT,
    Call,
    Finding,
    Notice,
    acknowledge,
    fire,
    follow,
)
from data.errors import FilterError
from data.settings import Settings, use
from deeds import accounts, notice_looks, notice_settings, notices, subscriptions
from tests import signing, stores
from tests.data.records import installed
from tests.pages import asking
from tests.pages.test_screens import words
from tests.signing import PASSWORD

START = datetime.fromisoformat("2026-03-02T03:00")
LIMITS = {"recipient": Limits(recipients=("mcu",))}


def screen() -> Any:
    return importlib.import_module("pages.notices")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with installed(tmp_path_factory.mktemp("notices"), {"received": "2026-03-02", "recipient": "mcu"}) as settings:
        for role in ROLES:
            limits = LIMITS.get(role, Limits())
            login, name = f"of-{role}", "Анна Первая"
            accounts.create(settings, login, name, [role], password=PASSWORD, limits=limits, must_change=False)
        return settings


@pytest.fixture
def own(made: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A copy in which every audience has three notices: one of each state; nobody looks at how things stand."""
    monkeypatch.setattr(notices, "is_behind", lambda *_: False)
    with stores.copied(made, tmp_path / "var") as copy, use(copy):
        with store.writing(copy) as connection:
            for one in notice_looks.positions(copy):
                kept.put(connection, one.audience, _three(one.roles[0]))
        yield copy


def _three(role: str) -> list[Notice]:
    """One that waits, one that is acknowledged, one that has passed."""
    of_terms = Finding(EXPIRING, "terms", f"Сроки: {role}", "/register?state=burning", ("1", "2"), 2)
    known, gone = (Finding(HOTSPOT, name, f"Тема {name}", "/hotspots", ("3",), 1) for name in ("вода", "снег"))
    passed = follow(fire(gone, START), None, START + timedelta(days=1))
    return [fire(of_terms, START), acknowledge(fire(known, START), f"of-{role}", START), passed]


@contextmanager
def as_role(role: str) -> Iterator[None]:
    who = Person(1, f"of-{role}", "Анна Первая", "", (role,), limits=LIMITS.get(role, Limits()))
    with person.use(who), scope.use(who.scope):
        yield


def done(action: str, key: object = "", version: object = 0, **given: Any) -> str:
    return words(screen()._done({"action": action, "key": key, "version": version}, given))


def states() -> dict[str, str]:
    return {one.subject: one.state for one in notices.listed()}


@pytest.mark.parametrize("role", list(ROLES))
def test_each_role_sees_its_own_notices_and_the_auditor_how_many_there_are(role: str, own: Settings) -> None:
    with as_role(role):
        shown = words(screen().layout(state="all"))
        others = [other for other in ROLES if other != role]
        assert not any(f"Сроки: {other}" in shown for other in others)
        assert (f"Сроки: {role}" in shown) == (role != "auditor")
        assert ("Как звать" in shown) == (role in ("administrator", "curator"))
        assert ("Оповещения по видам и состояниям" in shown) == (role == "auditor")
        if role == "auditor":
            assert "Тема" not in shown
            assert "Подтвердить" not in shown


def test_the_usual_list_holds_what_is_open_and_links_choose_the_rest(own: Settings) -> None:
    with as_role("curator"):
        usual, passed = words(screen().layout()), words(screen().layout(state="passed"))
        terms, nothing = words(screen().layout(kind="expiring")), words(screen().layout(kind="stale", state="x"))
    assert ("Тема вода" in usual, "Тема снег" in usual) == (True, False)
    assert ("Тема вода" in passed, "Тема снег" in passed) == (False, True)
    assert ("Сроки: curator" in terms, "Тема вода" in terms) == (True, False)
    assert "Таких оповещений нет." in nothing
    assert "Ждут внимания: истекают сроки — 1. Подтверждено и ещё не прошло: 1." in usual
    assert "Сработало 02.03.2026, 10:00 · 2 записи" in usual
    assert "подтверждено 02.03.2026, 10:00: Анна Первая" in usual
    assert "/register?state=burning" in usual


def test_one_is_acknowledged_and_taken_back(own: Settings) -> None:
    with as_role("curator"):
        (waiting,) = [one for one in notices.listed() if one.state == FIRED]
        said = done("acknowledge", str(waiting.key), notices.moment_of(waiting))
        assert "Подтверждено: 1." in said and "Отменить" in said
        assert states()["terms"] == ACKNOWLEDGED
        done("return", str(waiting.key))
        assert states()["terms"] == FIRED


@pytest.mark.parametrize(
    ("action", "key", "version"),
    [("acknowledge", "1;2", 0), ("acknowledge", "", 0), ("return", "x", 0), ("acknowledge", "1", "-1"),
     ("off", "lunch", 0), ("dance", "expiring", 0), ("undo", "9" * 30, 0)],
)  # fmt: skip
def test_what_no_button_asks_for_is_refused_in_words(own: Settings, action: str, key: str, version: object) -> None:
    with as_role("curator"), pytest.raises(FilterError):
        done(action, key, version)


def test_kinds_and_quiet_hours_are_set_and_the_history_takes_them_back(own: Settings) -> None:
    with as_role("administrator"):
        done("off", "hotspot")
        done("days", "expiring", 0, days=5)
        done("quiet", "", 0, starts="20", ends="8", weekends=["yes"])
        kinds, quiet = notice_settings.read()
        assert (kinds["hotspot"].is_on, kinds["expiring"].days) == (False, 5)
        assert (quiet.starts, quiet.ends, quiet.weekends) == (20, 8, True)
        shown = words(screen().layout())
        assert "История настроек" in shown and "Включить" in shown
        done("undo", str(notice_settings.history()[0][0].number))
        assert notice_settings.read()[1].starts == 0


@pytest.mark.parametrize("role", list(ROLES))
def test_who_may_export_asks_for_the_digest_by_mail_once(role: str, own: Settings) -> None:
    offered = "Присылать по будням письмом"
    with as_role(role):
        is_offered = offered in words(screen().layout())
        assert is_offered == (Right.EXPORT in ROLES[role].rights)
        if is_offered:
            done("mail")
            assert [one.path for one in subscriptions.own()] == ["/notices"]
            assert offered not in words(screen().layout())
            assert subscription_frames.rows(subscriptions.own())["filters"].tolist() == ["что ждёт моего внимания"]


def test_the_bell_says_how_many_wait_and_that_it_keeps_quiet() -> None:
    assert bell.inside(None) is None
    assert "Оповещения: новых нет" in words(bell.inside(Call(0, None)))
    lit = words(bell.inside(Call(2, None)))
    assert "Оповещения: 2 новых" in lit and "bell__link--lit" in lit
    quiet = words(bell.inside(Call(0, datetime.fromisoformat("2026-03-09T08:00"))))
    assert "тихие часы до 09.03.2026, 08:00" in quiet and "icon--quiet" in quiet
    assert "99+" in words(bell.inside(Call(140, None)))


def test_every_page_has_the_bell_of_who_is_signed_in(own: Settings) -> None:
    application = wiring.create_app(own)
    curator = signing.client(application, signing.sign_in(own, "curator", login="of-curator"))
    auditor = signing.client(application, signing.sign_in(own, "auditor", login="of-auditor"))
    assert "Оповещения: 1 новое" in asking.shown(curator.get("/_dash-layout"))
    assert "/notices" not in asking.shown(auditor.get("/_dash-layout"))
    rung = asking.ask(curator, "bell.children", {"_pages_location.pathname": "/"}, "_pages_location.pathname")
    assert "Оповещения: 1 новое" in asking.shown(rung)
