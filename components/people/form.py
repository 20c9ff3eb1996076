"""The panel of one staff account: what is asked when it is added, what can be done with it later.

Values of the fields, passwords among them, live in the fields only and go to the server with the button that asks for
them; `field_values` gives them back by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import received
from components.attributes import html_attributes
from components.people import limits
from words import texts

PANEL, ROWS, DONE = "people-panel", "people-rows", "people-done"
"""Ids: the panel of an account, the list, the line that says what was done."""
_PANEL_CLASSES = "record-panel staff-panel"
_BUTTON, _FIELD, _WARNING = "people-do", "people-field", "people-warning"


@dataclass(frozen=True)
class RoleChoice:
    """One role of the checklist. about: what it opens, in words."""

    code: str
    label: str
    about: str


@dataclass(frozen=True)
class Account:
    """What the panel is filled with; without a login it adds somebody. limits: as `access.roles.Limits` has them."""

    login: str = ""
    full_name: str = ""
    position: str = ""
    roles: Sequence[str] = ()
    limits: Mapping[str, Any] = field(default_factory=dict)
    is_active: bool = True
    has_totp: bool = False
    has_password: bool = True
    is_self: bool = False


def button(action: Any, login: Any) -> dict[str, Any]:
    """Id of a button that does `action` with an account; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "login": login}


def fields(group: Any, name: Any, login: Any) -> dict[str, Any]:
    """Id of a field. group: «opens» for roles and limits, which the warning listens to, «text» and «secret»."""
    return {"type": _FIELD, "group": group, "name": name, "login": login}


def warning(login: Any) -> dict[str, Any]:
    """Id of the place where the form says that the person would see nothing."""
    return {"type": _WARNING, "login": login}


def field_values(values: Sequence[Any], identities: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Values of the fields by name; an empty field is an empty text or an empty list."""
    named = {str(key["name"]): value for key, value in zip(identities, values, strict=True)}
    many, texts = ("roles", *limits.KINDS), ("login", "full_name", "position", "password", "again")
    told = {name: _listed(named.get(name)) for name in many}
    return told | {name: received.text(named.get(name)) for name in texts}


def _listed(value: Any) -> list[str]:
    received.require(isinstance(value, list | None))
    return list(map(str, value or ()))


def places(rows: Component | None) -> list[Component]:
    """Everything on the screen: the button that adds, the line that says what was done, the list, the panel."""
    add = html.Button("Добавить", id=button("open", ""), className="button button--main", type="button")
    panel = dbc.Offcanvas(id=PANEL, placement="end", is_open=False, scrollable=True, className=_PANEL_CLASSES)
    return [
        html.Div([html.Div(id=DONE, className="staff-note"), add], className="toolbar"),
        html.Section(rows, id=ROWS, className="card staff-list"),
        panel,
    ]


def form(account: Account, roles: Sequence[RoleChoice], names: limits.Names, warns: str = "") -> Component:
    """The whole panel. warns: what the form says of sight that is empty now."""
    login = account.login
    head = (
        [_text("login", "Логин", "", "", hint="Латинские или русские буквы, цифры, точка, дефис.")] if not login else []
    )
    details = [
        *head,
        _text("full_name", "Фамилия, имя, отчество", account.full_name, login),
        _text("position", "Должность", account.position, login),
    ]
    sections = [
        html.Section([html.H3("Кто это"), *details]),
        html.Section([html.H3("Роли"), _checklist(account, roles)]),
        _limits(account, names),
        html.Div(warns, id=warning(login), className="staff-warning", role="status"),
    ]
    rest = [_save(account), _deeds(account)] if login else [_first_password(), _add()]
    return html.Div([*sections, *rest], className="record staff-form")


def password_note(login: str, password: str) -> Component:
    """The generated password, shown this once."""
    return html.Div(
        [
            html.P(["Логин: ", html.Code(login, className="staff-secret")]),
            html.P(["Пароль: ", html.Code(password, className="staff-secret", id="people-told")]),
            html.P(
                "Пароль показан один раз и нигде не хранится: передайте его лично. При первом входе программа попросит "
                "заменить его своим.",
                className="card__note",
            ),
        ],
        className="record staff-told",
    )


def outcome_line(words: str) -> Component | None:
    """The line above the table after a change."""
    return html.Div(words, className="staff-done", role="status") if words else None


def _text(name: str, label: str, value: str, login: str, *, hint: str = "") -> Component:
    shown = dcc.Input(
        id=fields("text", name, login),
        value=value,
        type="text",
        maxLength=64 if name == "login" else 200,
        autoComplete="off",
        className="field__input",
    )
    note = html.Span(hint, className="field__hint") if hint else None
    return html.Label([html.Span(label, className="field__label"), shown, note], className="field")


def _secret(name: str, label: str, login: str) -> Component:
    shown = dcc.Input(
        id=fields("secret", name, login),
        value="",
        type="password",
        maxLength=200,
        autoComplete="new-password",
        className="field__input",
    )
    return html.Label([html.Span(label, className="field__label"), shown], className="field")


def _checklist(account: Account, roles: Sequence[RoleChoice]) -> Component:
    options: Any = [{"value": one.code, "label": _role(one)} for one in roles]
    chosen = dcc.Checklist(options, list(account.roles), id=fields("opens", "roles", account.login))
    return html.Div(chosen, className="staff-roles", role="group", **html_attributes(aria_label="Роли"))


def _role(one: RoleChoice) -> Component:
    return html.Span([html.Strong(one.label), html.Span(one.about, className="second-line")], className="staff-role")


def _limits(account: Account, names: limits.Names) -> Component:
    note = "Сужают всё, что дают роли. Пусто — без ограничения."
    if not names.all("channel"):
        note += " Списки появятся после первой загрузки."
    lists = [_limit(kind, heading, account, names) for kind, (_, heading) in limits.KINDS.items()]
    return html.Section([html.H3("Ограничения"), html.P(note, className="card__note"), *lists])


def _limit(kind: str, heading: str, account: Account, names: limits.Names) -> Component:
    chosen = list(account.limits.get(kind) or ())
    shown = dcc.Dropdown(
        id=fields("opens", kind, account.login),
        options=limits.options(kind, names, chosen),
        value=chosen,
        multi=True,
        placeholder=texts.ALL,
        labels=texts.DROPDOWN,
        maxHeight=280,
        closeOnSelect=False,
    )
    return html.Div([html.Span(heading, className="field__label"), shown], className="field")


def _passwords(login: str) -> Component:
    typed = [_secret("password", "Пароль", login), _secret("again", "Пароль ещё раз", login)]
    note = html.P("Не короче 12 символов, не из логина и имени.", className="card__note")
    return html.Details([html.Summary("Задать свой", className="link-button"), html.Div([note, *typed])])


def _first_password() -> Component:
    note = "Программа придумает пароль и покажет его один раз. При первом входе его придётся заменить."
    return html.Section([html.H3("Пароль"), html.P(note, className="card__note"), _passwords("")])


def _add() -> Component:
    return html.Button("Добавить", id=button("create", ""), className="button button--main", type="button")


def _save(account: Account) -> Component:
    own = " Это ваша учётная запись: вы тоже выйдете из программы." if account.is_self else ""
    note = f"Смена ролей или ограничений завершает сеансы этого человека.{own}"
    pressed = html.Button("Сохранить", id=button("save", account.login), className="button button--main", type="button")
    return html.Div([pressed, html.P(note, className="card__note")], className="staff-save")


def _deeds(account: Account) -> Component:
    """Everything else that can be done with an account: each is explained and confirmed before it happens."""
    own = " Это ваша учётная запись: вы выйдете из программы." if account.is_self else ""
    deeds = [
        _deed("end_sessions", "Завершить сеансы", f"Человеку придётся войти заново на всех устройствах.{own}", account),
        _password_deed(account, own),
    ]
    if account.has_totp:
        lost = f"Если телефон с кодами потерян. Сеансы завершатся, вход останется по одному паролю.{own}"
        deeds.append(_deed("reset_totp", "Сбросить второй фактор", lost, account))
    if account.is_active:
        off = f"Войти станет нельзя, сеансы завершатся. Учётная запись и её след в журнале останутся.{own}"
        deeds.append(_deed("deactivate", "Отключить учётную запись", off, account))
    else:
        deeds.append(_deed("activate", "Включить учётную запись", "Человек снова сможет войти.", account))
    return html.Section([html.H3("Действия"), *deeds])


def _deed(action: str, label: str, about: str, account: Account, *inside: Component) -> Component:
    confirm = html.Button(
        f"Да, {label[0].lower()}{label[1:]}", id=button(action, account.login), className="button", type="button"
    )
    return html.Details(
        [html.Summary(label), html.Div([html.P(about, className="card__note"), *inside, confirm])],
        className="staff-deed",
    )


def _password_deed(account: Account, own: str) -> Component:
    if not account.has_password:
        words = "Пароль этого пользователя хранит каталог организации: меняйте его там."
        return html.P(words, className="card__note")
    about = f"Программа придумает пароль и покажет его один раз. Сеансы завершатся.{own}"
    return _deed("set_password", "Выдать новый пароль", about, account, _passwords(account.login))
