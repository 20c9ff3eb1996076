"""Subscriptions and letters as rows for the screen."""

from collections.abc import Collection, Sequence
from urllib.parse import parse_qsl

import pandas as pd

from answers import briefing, schedules
from answers.filter_words import active
from data.decisions.subscriptions.deliveries import STATES, Delivery
from data.decisions.subscriptions.read import (
    ALL_FORMATS,
    CONDITIONS,
    FORMATS,
    NOTE,
    NOTE_FORMATS,
    NOTICES,
    SCHEDULES,
    WEEKDAYS,
    Address,
    Subscription,
)
from data.errors import MCUError
from data.filters import parse

ROWS = ("key", "version", "title", "screen", "href", "filters", "schedule", "condition", "format", "state", "is_active")
LETTERS = ("key", "due_on", "login", "title", "state", "reason", "attempts", "tried_at", "next_at")


def filters_in_words(query: str) -> str:
    """Period and filters of an address, «12 недель · ЖКХ»; what can't be read any more is said, not hidden."""
    try:
        return " · ".join(one.text for one in active(schedules.rolling(parse(dict(parse_qsl(query))))))
    except MCUError as error:
        return str(error)


_OWN = {NOTICES: ("Оповещения", "что ждёт моего внимания"), NOTE: ("Записка", "весь район, как выпущена")}
"""Screens whose letter is no digest of them: their title, what stands in the place of filters."""


def told(path: str, query: str) -> tuple[str, str]:
    """Title of the screen and its filters in words. QueryError for a screen that nobody subscribes to."""
    return _OWN[path] if path in _OWN else (briefing.title(path), filters_in_words(query))


def choices(path: str) -> dict[str, dict[str, str]]:
    """What may be chosen in the form of a subscription to a screen: field → value → words."""
    made = {
        "schedule": SCHEDULES,
        "weekday": {str(number): name for number, name in enumerate(WEEKDAYS)},
        "condition": CONDITIONS,
        "format": FORMATS,
    }
    if path != NOTE:
        return made
    return made | {"schedule": {"weekly": SCHEDULES["weekly"]}, "format": {one: FORMATS[one] for one in NOTE_FORMATS}}


def about(path: str, words: str) -> str:
    """What the form says of the letter. words: filters."""
    if path == NOTE:
        return "Приходит файл, каким записку выпустили; до выпуска письмо ждёт. Записка пустой недели не рассылается."
    return f"Фильтры: {words}. Они стоят на первой странице; период, не заданный датами, сдвигается с данными."


def rows(found: Sequence[Subscription]) -> pd.DataFrame:
    """A subscription a row: `ROWS`."""
    made = [
        {
            "key": one.key,
            "version": one.version,
            "title": one.title,
            "screen": told(one.path, one.query)[0],
            "href": f"{one.path}?{one.query}" if one.query else one.path,
            "filters": told(one.path, one.query)[1],
            "schedule": schedules.in_words(one),
            "condition": CONDITIONS[one.condition],
            "format": ALL_FORMATS[one.format],
            "state": "действует" if one.is_active else "остановлена",
            "is_active": one.is_active,
        }
        for one in found
    ]
    return pd.DataFrame(made, columns=list(ROWS))


def letters(found: Sequence[Delivery], again: Collection[int] = ()) -> pd.DataFrame:
    """A letter a row: `LETTERS`, and may_again: whether it may be sent again. again: keys of those."""
    made = [
        {name: getattr(one, name) for name in LETTERS} | {"state": STATES[one.state], "may_again": one.key in again}
        for one in found
    ]
    return pd.DataFrame(made, columns=[*LETTERS, "may_again"]).astype({"next_at": "object"})


def addresses(found: Sequence[tuple[str, str, Address | None]]) -> pd.DataFrame:
    """Everybody of the staff with the address, '' where there is none."""
    made = [
        {"login": login, "name": name, "address": one.address if one else "", "version": one.version if one else 0}
        for login, name, one in found
    ]
    return pd.DataFrame(made, columns=["login", "name", "address", "version"])
