"""«Пользователи»: only the administrator has the screen, each deed is done and written down, passwords stay secret."""

import importlib
import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from access import audit, passwords, people, person, sessions
from access import store as access_store
from access.roles import NO_LIMITS, ROLES, Limits
from components.people import form, outcomes
from data.errors import AccessError
from data.settings import Settings, use
from deeds import accounts
from tests import signing, stores
from tests.pages.asking import ask, pressed, shown
from tests.pages.test_screens import words

OTHERS = [role for role in ROLES if role != "administrator"]
STRONG = "горох-вечером-у-моста"


def screen() -> Any:
    return importlib.import_module("pages.people")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Settings]:
    """An installation with two administrators and nothing published, in force."""
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        stores.create(made)
        access_store.create(made)
        for login in ("first", "second"):
            accounts.create(made, login, "Администратор", ["administrator"], password=STRONG, must_change=False)
        yield made


@pytest.fixture
def administrator(application: Any, filled: Settings) -> Any:
    """A client of an administrator who has signed in."""
    return signing.client(application, signing.sign_in(filled, "administrator", login="chief"))


def logins(settings: Settings) -> set[str]:
    return {one.login for one in people.everyone(settings)}


def account(settings: Settings, login: str) -> people.User:
    return next(one for one in people.everyone(settings) if one.login == login)


def press(client: Any, action: str, login: str, /, *, clicks: int | None = 1, **values: Any) -> str:
    """What the screen shows after a button is pressed with these values in the fields."""
    given: dict[str, Any] = {"full_name": "", "position": "", "password": "", "again": "", "roles": []}
    given |= {"channels": [], "recipients": [], "municipalities": [], "login": ""} | values
    pushed = form.button(action, login)
    fields = [(form.fields("any", name, login), value) for name, value in given.items()]
    return shown(
        ask(client, "people-panel.is_open", {"people-do": [(pushed, clicks)], "people-field": fields}, pressed(pushed))
    )


@pytest.mark.parametrize("role", OTHERS)
def test_who_may_not_manage_users_gets_neither_link_nor_layout(role: str, application, filled: Settings) -> None:
    client = signing.client(application, signing.sign_in(filled, role))

    assert "icon--people" not in client.get("/_dash-layout").text
    with use(filled), person.use(signing.somebody(role)), pytest.raises(AccessError, match="управлять пользователями"):
        screen().layout()


@pytest.mark.parametrize("role", OTHERS)
def test_no_callback_answers_who_may_not_manage_users(role: str, application, filled: Settings) -> None:
    client = signing.client(application, signing.sign_in(filled, role))
    signing.sign_in(filled, "head", login="hidden.person")

    listed = shown(ask(client, "people-rows.children", {"people-panel.is_open": False}, "people-panel.is_open"))
    opened = press(client, "open", "hidden.person")
    added = press(client, "create", "", login="intruder", full_name="Чужой", roles=["administrator"])
    off = press(client, "deactivate", "hidden.person")

    for answer in (listed, opened, added, off):
        assert "управлять пользователями" in answer
        assert "hidden.person" not in answer
    assert "intruder" not in logins(filled)
    assert account(filled, "hidden.person").is_active


def test_no_callback_answers_when_it_is_called_without_the_right(fresh: Settings) -> None:
    for who in (None, signing.somebody("auditor"), signing.somebody("head", "recipient")):
        with person.use(who):
            page = screen()
            for call in (partial(page.answer, False), partial(page.warn, [], []), partial(page.act, [], [], [])):
                with pytest.raises(AccessError):
                    call()


def test_somebody_who_has_not_signed_in_is_refused_before_the_callback(application) -> None:
    stranger = application.server.test_client()

    assert stranger.post("/_dash-update-component", json={}).status_code == 401
    assert stranger.get("/people", headers={"Accept": "text/html"}).status_code == 302


def test_the_administrator_has_the_link_and_reads_the_accounts_in_words(administrator, filled: Settings) -> None:
    signing.sign_in(filled, "curator", login="words.person")

    assert "icon--people" in administrator.get("/_dash-layout").text
    listed = shown(ask(administrator, "people-rows.children", {"people-panel.is_open": False}))
    for word in ("words.person", "Куратор", "Без ограничений", "Действует", "выключен"):
        assert word in listed


def test_the_screen_works_before_anything_is_published(fresh: Settings) -> None:
    with person.use(signing.somebody("administrator", login="first")):
        assert "first" in words(screen().layout())


def test_buttons_that_were_merely_drawn_do_nothing(administrator, filled: Settings) -> None:
    signing.sign_in(filled, "head", login="drawn.person")

    assert "drawn.person" not in press(administrator, "deactivate", "drawn.person", clicks=None)
    assert account(filled, "drawn.person").is_active


def test_a_weak_or_mistyped_password_is_refused_and_nobody_is_added(administrator, filled: Settings) -> None:
    asked: dict[str, Any] = {"login": "weak.person", "full_name": "Слабый Пароль", "roles": ["head"]}

    weak = press(administrator, "create", "", password="1234", again="1234", **asked)
    mistyped = press(administrator, "create", "", password=STRONG, again="другое", **asked)

    assert "Пароль короче 12 символов" in weak
    assert "не совпадают" in mistyped
    assert STRONG not in mistyped
    assert "weak.person" not in logins(filled)


def test_a_typed_password_is_never_sent_back(administrator, filled: Settings) -> None:
    asked: dict[str, Any] = {"login": "typed.person", "full_name": "Свой Пароль", "roles": ["head"]}

    answer = press(administrator, "create", "", password=STRONG, again=STRONG, **asked)

    assert "Пользователь добавлен: typed.person." in answer
    assert STRONG not in answer
    assert account(filled, "typed.person").must_change_password


def test_roles_limits_and_details_are_changed_together_and_written_down(administrator, filled: Settings) -> None:
    signing.sign_in(filled, "head", login="changed.person")

    answer = press(
        administrator,
        "save",
        "changed.person",
        full_name="Новое Имя",
        position="специалист",
        roles=["curator"],
        municipalities=["95608151"],
    )

    found = account(filled, "changed.person")
    assert "Сохранено: changed.person." in answer
    assert (found.full_name, found.position, found.roles) == ("Новое Имя", "специалист", ("curator",))
    assert found.limits == Limits(municipalities=("95608151",))
    written = audit.page(1, 3, audit.LogFilters(object_id="changed.person"), settings=filled).entries
    assert [one.action for one in written] == ["limits_set", "roles_set", "user_changed"]
    assert {one.actor for one in written} == {"chief"}


def test_saving_what_was_not_changed_ends_no_session_and_writes_nothing(administrator, filled: Settings) -> None:
    signing.sign_in(filled, "head", login="same.person")
    one = account(filled, "same.person")
    before = audit.page(1, 1, settings=filled).total

    press(administrator, "save", "same.person", full_name=one.full_name, position="", roles=["head"])

    assert sessions.of_person(one.user_id, filled)
    assert audit.page(1, 1, settings=filled).total == before


@pytest.mark.parametrize(
    ("action", "said", "written"),
    [
        ("end_sessions", "Сеансы завершены", "sessions_ended"),
        ("reset_totp", "Второй фактор сброшен", "totp_reset"),
        ("deactivate", "Учётная запись отключена", "user_deactivated"),
        ("activate", "Учётная запись включена", "user_activated"),
        ("set_password", "Пароль показан один раз", "password_set"),
    ],
)
def test_each_deed_is_done_and_written_down(administrator, filled: Settings, action, said, written) -> None:
    login = f"deed.{action.replace('_', '-')}"
    signing.sign_in(filled, "head", login=login)

    assert said in press(administrator, action, login)

    assert not sessions.of_person(account(filled, login).user_id, filled) or action == "activate"
    assert audit.page(1, 1, audit.LogFilters(object_id=login), settings=filled).entries[0].action == written


def test_the_last_administrator_is_not_switched_off(application, fresh: Settings) -> None:
    with person.use(signing.somebody("administrator", login="first")):
        accounts.deactivate(fresh, "second")
        with pytest.raises(AccessError, match="последний действующий администратор"):
            screen()._DEEDS["deactivate"]("first", {})
    assert account(fresh, "first").is_active


def test_switching_oneself_off_leads_to_the_login_page(application, filled: Settings) -> None:
    client = signing.client(application, signing.sign_in(filled, "administrator", login="leaving.chief"))
    signing.sign_in(filled, "administrator", login="staying.chief")

    answer = press(client, "deactivate", "leaving.chief")

    assert "people-leave" in answer
    assert '"/login"' in answer


def test_the_form_of_oneself_warns_that_the_own_session_ends(administrator) -> None:
    own = press(administrator, "open", "chief")

    assert own.count("Это ваша учётная запись") >= 3
    assert "Да, отключить учётную запись" in own


@pytest.mark.parametrize(
    ("roles", "limits", "says"),
    [
        (["recipient"], NO_LIMITS, "не увидит ничего"),
        (["recipient", "auditor"], NO_LIMITS, "По роли «Получатель»"),
        (["recipient"], Limits(recipients=("housing",)), ""),
        ([], NO_LIMITS, "Ролей нет"),
        (["pos_officer"], Limits(channels=("im_vk",)), "закрывают всё"),
        (["administrator"], NO_LIMITS, ""),
        (["curator"], Limits(municipalities=("95608151",)), ""),
    ],
)
def test_a_person_who_would_see_nothing_is_told_of_plainly(roles, limits: Limits, says: str) -> None:
    given = {"roles": roles, "channels": limits.channels, "recipients": limits.recipients}
    given["municipalities"] = limits.municipalities
    identities = [form.fields("opens", name, "") for name in given]

    with person.use(signing.somebody("administrator")):
        told = screen().warn([list(value or ()) for value in given.values()], identities)

    assert says in told
    assert bool(says) == bool(told)


def test_a_recipient_without_a_bound_body_is_marked_in_the_list(fresh: Settings) -> None:
    accounts.create(fresh, "lost", "Потерянный", ["recipient"], password=STRONG)

    with person.use(signing.somebody("administrator")):
        assert "По роли «Получатель» человек не увидит ничего" in words(screen().layout())


def test_every_password_the_program_makes_is_strong_and_new() -> None:
    made = [outcomes.password({"password": "", "again": ""})[1] for _ in range(200)]

    assert len(set(made)) == len(made)
    assert [p for p in made if passwords.objection(p, passwords.Owner("ivanova", "Иванова Анна"))] == []


def test_somebody_is_added_changed_and_switched_off_in_the_browser(
    address, context, tab, filled: Settings, application, console_errors
) -> None:
    context.add_cookies([signing.cookie(signing.sign_in(filled, "administrator", login="browser.chief"), address)])
    page = tab
    page.goto(address)
    page.click(".rail__nav >> text=Пользователи")
    page.wait_for_selector("#people-rows table")

    page.click("text=Добавить")
    page.wait_for_selector(".staff-panel.show")
    fill(page, "login", "petrov.browser")
    fill(page, "full_name", "Петров Пётр")
    page.click(".staff-role:has-text('Получатель')")
    page.wait_for_selector("text=человек не увидит ничего")
    page.click(".staff-panel >> text=/^Добавить$/")
    password = page.inner_text("#people-told")
    assert passwords.objection(password, passwords.Owner("petrov.browser", "Петров Пётр")) is None
    assert password not in page.url
    assert password not in page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    page.click(".staff-panel .btn-close")
    page.wait_for_selector("#people-rows >> text=petrov.browser")
    assert password not in page.content()

    page.click("#people-rows >> text=petrov.browser")
    page.click(".staff-role:has-text('Куратор')")
    page.click(".staff-panel >> text=Сохранить")
    page.wait_for_selector("#people-done >> text=Сохранено: petrov.browser.")
    page.wait_for_selector("#people-rows tr:has-text('petrov.browser'):has-text('Куратор')")
    page.wait_for_selector(".staff-panel", state="detached")

    page.click("#people-rows >> text=petrov.browser")
    page.click("summary:has-text('Отключить')")
    page.click("text=Да, отключить учётную запись")
    page.wait_for_selector("#people-rows tr:has-text('petrov.browser'):has-text('Отключена')")

    written = audit.page(1, 1000, audit.LogFilters(actor="browser.chief"), settings=filled).entries
    assert [one.action for one in written] == ["user_deactivated", "roles_set", "user_created"]
    assert password not in json.dumps([[one.reason, one.object_id, dict(one.details)] for one in written])
    assert set(account(filled, "petrov.browser").roles) == {"curator", "recipient"}
    assert console_errors == []


def test_a_refusal_is_read_above_the_open_panel_on_a_phone(address, context, tab, filled: Settings) -> None:
    context.add_cookies([signing.cookie(signing.sign_in(filled, "administrator", login="phone.chief"), address)])
    page = tab
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/people")
    page.click("text=Добавить")
    page.wait_for_selector(".staff-panel.show")
    page.click(".staff-panel >> text=/^Добавить$/")
    page.wait_for_selector("#notices >> text=Логин — от 3 до 64 букв")

    x, y = page.evaluate(
        "() => { const b = document.querySelector('#notices .state').getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2]; }"
    )
    is_on_top = "([x, y]) => !!document.elementFromPoint(x, y).closest('#notices')"
    assert page.evaluate(is_on_top, [x, y])
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def fill(page: Any, name: str, text: str) -> None:
    page.fill(f'.staff-panel input[id*=\'"name":"{name}"\']', text)


def test_the_screen_speaks_russian(administrator) -> None:
    said = press(administrator, "open", "chief")

    assert not re.search(r"\b(limits|sessions|roles_set|local|none)\b", re.sub(r'"[a-z_\-{}:,\\]+"', "", said).lower())
