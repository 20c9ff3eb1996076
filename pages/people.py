"""«Пользователи»: who may enter the program, and what does each of them see? Asked by the administrator."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ALL, MATCH, Input, Output, State, callback, dcc, no_update, register_page
from dash.development.base_component import Component

from access import people, person
from access.roles import ROLES, Limits, Right, scope_of
from access.sessions import of_person
from components import buttons, ids, received, shell
from components.people import form, limits, outcomes, table
from components.people.outcomes import KEEP, Answer, Deed
from data.errors import AccessError
from data.scope import NOTHING
from data.settings import Settings, current
from deeds import accounts

PATH, TITLE, RIGHT = "/people", "Пользователи", Right.MANAGE_USERS
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=90, icon="people", section="data", right=RIGHT
)

_CHOICES = [form.RoleChoice(role.code, role.label, role.about) for role in ROLES.values()]


def layout(**_query: Any) -> Component:
    """The screen with its accounts, which only a signed-in administrator is given."""
    question = "Кто может войти в программу и что каждый из них видит. Учётные записи не удаляются, а отключаются."
    shown = None if person.current() is None else _rows()  # nobody is here when Dash itself makes every layout
    return shell.plain_screen(TITLE, question, form.places(shown))


def _rows() -> Component:
    person.require(RIGHT)
    return table.rows(people.everyone(current()), _CHOICES, _warning, current().time_zone)


@callback(
    Output(form.ROWS, "children"),
    Output(form.PANEL, "children", allow_duplicate=True),
    Input(form.PANEL, "is_open"),
    prevent_initial_call=True,
)
def answer(is_open: bool | None) -> tuple[Any, Any]:
    """The accounts, asked anew whenever the panel has closed; what was typed or shown in it goes."""
    person.require(RIGHT)
    return (no_update, no_update) if is_open else (_rows(), outcomes.empty())


def _warning(roles: Any, narrowed: Limits) -> str:
    """Why the person would see nothing where the roles promise something; empty when that is not so."""
    if not roles:
        return "Ролей нет: человек войдёт и не увидит ничего."
    if "recipient" in roles and not narrowed.recipients:
        return "По роли «Получатель» человек не увидит ничего: не выбран получатель."
    promised = any(ROLES[code].detail for code in roles)
    return "Ограничения закрывают всё, что открывают роли." if promised and scope_of(roles, narrowed) == NOTHING else ""


@callback(
    Output(form.warning(MATCH), "children"),
    Input(form.fields("opens", ALL, MATCH), "value"),
    State(form.fields("opens", ALL, MATCH), "id"),
    prevent_initial_call=True,
)
def warn(values: list[Any], identities: list[dict[str, str]]) -> str:
    """The same while the form is being filled in."""
    person.require(RIGHT)
    given = form.field_values(values, identities)
    return _warning(given["roles"], _limits(given))


def _limits(given: Mapping[str, Any]) -> Limits:
    return Limits(**{kind: tuple(sorted(given[kind])) or None for kind in limits.KINDS})


@callback(
    Output(form.PANEL, "is_open"),
    Output(form.PANEL, "title"),
    Output(form.PANEL, "children"),
    Output(form.DONE, "children"),
    Output(ids.NOTICES, "children", allow_duplicate=True),
    Input(form.button(ALL, ALL), "n_clicks"),
    State(form.fields(ALL, ALL, ALL), "value"),
    State(form.fields(ALL, ALL, ALL), "id"),
    prevent_initial_call=True,
)
def act(_clicks: list[int | None], values: list[Any], identities: list[dict[str, str]]) -> Answer:
    """Do what a button of this screen asks for; buttons that were merely drawn ask for nothing."""
    who, pressed = person.require(RIGHT), buttons.pressed()
    if pressed is None:
        return KEEP
    login = pressed.id["login"]
    received.require(pressed.id["action"] in _DEEDS)
    made = _DEEDS[pressed.id["action"]](login, form.field_values(values, identities))
    if login == who.login and all(one.key != who.session for one in of_person(who.user_id, current())):
        return *KEEP[:3], dcc.Location(id="people-leave", href="/login"), None  # the own session is gone
    return made


def _open(login: str, _given: Mapping[str, Any]) -> Answer:
    if not login:
        return outcomes.empty_form(_CHOICES)
    one, is_self = _user_of(login), login == person.require(RIGHT).login
    return outcomes.form_of(one, _CHOICES, _warning(one.roles, one.limits), is_self=is_self)


def _user_of(login: str) -> people.User:
    found = [one for one in people.everyone(current()) if one.login == login]
    if not found:
        raise AccessError(f"Пользователя «{login[:64]}» нет. Обновите страницу.")
    return found[0]


def _create(_login: str, given: Mapping[str, Any]) -> Answer:
    password, made = outcomes.password(given)
    more: Any = {"position": given["position"], "limits": _limits(given), "password": password}
    accounts.create(current(), given["login"], given["full_name"], given["roles"], **more)
    return outcomes.with_password("Пользователь добавлен", given["login"].strip().lower(), made)


def _set_password(login: str, given: Mapping[str, Any]) -> Answer:
    password, made = outcomes.password(given)
    accounts.set_password(current(), login, password)
    return outcomes.with_password("Новый пароль выдан", login, made)


def _save(login: str, given: Mapping[str, Any]) -> Answer:
    one, details = _user_of(login), (given["full_name"], given["position"])
    if details != (one.full_name, one.position):
        accounts.set_details(current(), login, *details)
    if set(given["roles"]) != set(one.roles):
        accounts.set_roles(current(), login, given["roles"])
    if _limits(given) != one.limits:
        accounts.set_limits(current(), login, _limits(given))
    return outcomes.done("Сохранено", login)


def _plain(deed: Callable[[Settings, str], Any], words: str) -> Deed:
    return lambda login, _given: (deed(current(), login), outcomes.done(words, login))[1]


_DEEDS: Mapping[str, Deed] = {
    "open": _open,
    "create": _create,
    "save": _save,
    "set_password": _set_password,
    "end_sessions": _plain(accounts.end_sessions, "Сеансы завершены"),
    "reset_totp": _plain(accounts.reset_totp, "Второй фактор сброшен"),
    "deactivate": _plain(accounts.deactivate, "Учётная запись отключена"),
    "activate": _plain(accounts.activate, "Учётная запись включена"),
}
