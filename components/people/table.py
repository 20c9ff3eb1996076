"""The list of staff accounts; the login of a row opens the account (`people_form.button`)."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import moments, tables
from components.columns import as_is
from components.people import form, limits
from components.tables import Column
from words import format

Account = Any
"""One account as `access.people.everyone` gives it: this room doesn't know that one."""


def rows(
    accounts: Sequence[Account],
    roles: Sequence[form.RoleChoice],
    warning: Callable[[Any, Any], str],
    zone: ZoneInfo,
) -> Component:
    """A table of accounts, those in force first.

    warning: roles and limits → why the person sees nothing, empty when they do see.
    """
    names, labels = limits.Names(), {role.code: role.label for role in roles}
    made = [
        {
            "login": _opener(one.login),
            "name": _two_lines(one.full_name, one.position),
            "roles": _lines([labels[code] for code in one.roles]),
            "limits": _limits(one, names, warning(one.roles, one.limits)),
            "state": _state(one),
            "totp": "включён" if one.has_totp else _faint("выключен"),
            "seen": _last_seen(one.last_seen_at, zone),
            "seen_at": one.last_seen_at,
        }
        for one in sorted(accounts, key=lambda one: (not one.is_active, one.login))
    ]
    table = tables.data_table(pd.DataFrame(made), _COLUMNS, "Пользователи", row_header="login")
    active = format.number(sum(bool(one.is_active) for one in accounts))
    count = f"Учётных записей: {format.number(len(accounts))}, действуют: {active}."
    return html.Div([html.P(count, className="card__note"), table])


_COLUMNS = (
    Column("login", "Логин", as_is, width="12%"),
    Column("name", "Имя и должность", as_is, width="17%"),
    Column("roles", "Роли", as_is, width="16%"),
    Column("limits", "Ограничения", as_is),
    Column("state", "Состояние", as_is, width="13%"),
    Column("totp", "Второй фактор", as_is, width="10%"),
    Column(
        "seen",
        "Последний сеанс",
        as_is,
        width="11%",
        title="Последнее действие в сеансах, которые ещё хранятся",
        order="seen_at",
    ),
)


def _opener(login: str) -> Component:
    return html.Button(login, id=form.button("open", login), className="link-button", type="button")


def _limits(one: Account, names: limits.Names, warning: str) -> Component:
    found = limits.in_words(asdict(one.limits), names)
    said = [html.Div([html.Span(f"{heading}: ", className="staff-key"), labels]) for heading, labels in found]
    told = html.Div(warning, className="staff-warning") if warning else None
    return html.Div([*(said or [html.Div(_faint(limits.NONE))]), told])


def _state(one: Account) -> Component:
    words, tone = ("Действует", " badge-state--on") if one.is_active else ("Отключена", "")
    marks = {
        "демонстрация": one.is_demo,
        "временный пароль": one.must_change_password,
        "пароль в каталоге": one.source == "ldap",
    }
    told = [html.Div(mark, className="second-line") for mark, holds in marks.items() if holds]
    return html.Div([html.Span(words, className=f"badge-state{tone}"), *told])


def _last_seen(at: datetime | None, zone: ZoneInfo) -> Any:
    return _faint("сеансов нет") if at is None else moments.moment(at, zone)


def _two_lines(first: str, second: str) -> Component:
    return html.Div([html.Div(first), html.Div(second, className="second-line")])


def _lines(words: Sequence[str]) -> Component:
    return html.Div([html.Div(word) for word in words]) if words else _faint("ролей нет")


def _faint(words: str) -> Component:
    return html.Span(words, className="no-data")
