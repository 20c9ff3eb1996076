"""What the panel of an account turns into when a button has done its deed, and the password it asks for or makes."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from dash import html, no_update
from dash.development.base_component import Component

from components.people import form as people_form
from components.people import limits, table
from data.errors import AccessError

Answer = tuple[Any, Any, Any, Any, Any]
"""Whether the panel is open, its title, its body, the line above the table, notices."""
Deed = Callable[[str, Mapping[str, Any]], Answer]
"""What a button does with an account: its login and the values of the form's fields → what the screen shows."""
KEEP: Answer = (no_update, no_update, no_update, no_update, no_update)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike: the password is copied by hand


def empty_form(roles: Any) -> Answer:
    """The empty form."""
    form = people_form.form(people_form.Account(), roles, limits.Names())
    return True, "Новый пользователь", form, None, None


def form_of(one: table.Account, roles: Any, warning: str, *, is_self: bool) -> Answer:
    """The form of one account."""
    account = people_form.Account(
        login=one.login,
        full_name=one.full_name,
        position=one.position,
        roles=one.roles,
        limits=asdict(one.limits),
        is_active=one.is_active,
        has_totp=one.has_totp,
        has_password=one.source == "local",
        is_self=is_self,
    )
    return True, one.full_name, people_form.form(account, roles, limits.Names(), warning), None, None


def empty() -> Component:
    """The body of the closed panel. A missing one would leave the browser believing that the old fields are there."""
    return html.Div()


def done(words: str, login: str) -> Answer:
    """The panel closes, a line says what has happened."""
    return False, "", no_update, people_form.outcome_line(f"{words}: {login}."), None


def with_password(words: str, login: str, made: str) -> Answer:
    """The password the program has made, shown in the panel this once; nothing to show when a person has typed it."""
    return (True, words, people_form.password_note(login, made), None, None) if made else done(words, login)


def password(given: Mapping[str, Any]) -> tuple[str, str]:
    """The password to set, and the same again when the program has made it, else empty.

    Raises AccessError when what was typed twice differs.
    """
    if given["password"] != given["again"]:
        raise AccessError("Пароль и его повтор не совпадают. Наберите их ещё раз.")
    made = "" if given["password"] else "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    return given["password"] or made, made
