"""One subscription or address saved, stopped, removed; every edit is kept and can be taken back."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from data.decisions import edits
from data.decisions.subscriptions import read
from data.decisions.subscriptions.read import (
    CONDITIONS,
    FORMATS,
    LETTER,
    NOTE,
    NOTE_FORMATS,
    NOTICES,
    PATHS,
    SCHEDULES,
    WEEKDAYS,
    Subscription,
)
from data.errors import FilterError
from data.settings import Settings
from data.store.tables import mail_addresses, subscriptions

LONGEST_TITLE, LONGEST_QUERY, MOST = 200, 2000, 30
"""Signs, and how many subscriptions one person may have."""
_ADDRESS = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,180}[A-Za-z0-9])?")


@dataclass(frozen=True)
class Form:
    """What a person asks for. query: filters as in the address of the screen."""

    title: str
    path: str
    query: str
    schedule: str
    weekday: int
    condition: str
    format: str


def add(settings: Settings, login: str, form: Form, since: date) -> int:
    """A new subscription; its key. FilterError for what makes no sense, and for one too many."""
    values = asdict(_checked(form)) | {"login": login, "since": since, "is_active": True}
    if len(read.listed(settings, login)) >= MOST:
        raise FilterError(f"Подписок уже {MOST}. Удалите ненужную и подпишитесь снова.")
    with edits.editing(settings, login) as editor:
        return editor.insert(subscriptions, values)


def switch(settings: Settings, who: str, one: Subscription, version: int, *, is_active: bool) -> None:
    """Stop a subscription, or let it go on."""
    with edits.editing(settings, who) as editor:
        editor.change(subscriptions, one.key, version, {"is_active": is_active})


def remove(settings: Settings, who: str, one: Subscription, version: int) -> None:
    """Take a subscription out; what was mailed stays in the log of letters."""
    with edits.editing(settings, who) as editor:
        editor.remove(subscriptions, one.key, version)


def put_address(settings: Settings, who: str, login: str, version: int, address: str) -> None:
    """Name the address of a person, or another one; empty takes it away. version: 0 where there was none."""
    told = address.strip()
    if told and not (_ADDRESS.fullmatch(told) and ".." not in told):
        raise FilterError(f"«{told[:80]}» — не адрес почты. Пример: ivanov@example.local.")
    now = read.addresses(settings).get(login)
    with edits.editing(settings, who) as editor:
        if now is None and told:
            editor.insert(mail_addresses, {"login": login, "address": told})
        elif now is not None and told:
            editor.change(mail_addresses, now.key, version, {"address": told})
        elif now is not None:
            editor.remove(mail_addresses, now.key, version)


def _checked(form: Form) -> Form:
    title = " ".join("".join(sign if sign.isprintable() else " " for sign in form.title).split())
    if not title or len(title) > LONGEST_TITLE:
        raise FilterError(f"Название подписки — от 1 до {LONGEST_TITLE} знаков.")
    if len(form.query) > LONGEST_QUERY:
        raise FilterError("Фильтров слишком много для подписки. Сократите списки.")
    formats = {NOTICES: (LETTER,), NOTE: NOTE_FORMATS}.get(form.path, tuple(FORMATS))
    schedules = ("weekly",) if form.path == NOTE else SCHEDULES
    known: Mapping[str, Any] = {"когда": schedules, "условие": CONDITIONS, "вид файла": formats}
    for (name, among), value in zip(known.items(), (form.schedule, form.condition, form.format), strict=True):
        if value not in among:
            raise FilterError(f"Выберите {name} из списка.")
    if form.path not in (*PATHS, NOTE, NOTICES):
        raise FilterError("На этот экран не подписываются: коротко он не пересказывается. Выберите «Сводку».")
    if form.weekday not in range(len(WEEKDAYS)):
        raise FilterError("Выберите день недели из списка.")
    query = "" if form.path == NOTE else form.query  # it is of the whole district
    return Form(title, form.path, query, form.schedule, form.weekday, form.condition, form.format)
