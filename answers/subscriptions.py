"""Subscriptions and letters as rows for the screen."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

import pandas as pd

from answers import briefing, schedules
from answers.filter_words import active
from data.decisions.subscriptions.deliveries import STATES, Delivery
from data.decisions.subscriptions.read import ALL_FORMATS, CONDITIONS, NOTICES, Address, Subscription
from data.errors import MCUError
from data.filters import parse

ROWS = ("key", "version", "title", "screen", "href", "filters", "schedule", "condition", "format", "state", "is_active")
LETTERS = ("due_on", "login", "title", "state", "reason", "attempts", "tried_at", "next_at")


def filters_in_words(query: str) -> str:
    """Period and filters of an address, «12 недель · ЖКХ»; what can't be read any more is said, not hidden."""
    try:
        return " · ".join(one.text for one in active(schedules.rolling(parse(dict(parse_qsl(query))))))
    except MCUError as error:
        return str(error)


def rows(found: Sequence[Subscription]) -> pd.DataFrame:
    """A subscription a row: `ROWS`."""
    made = [
        {
            "key": one.key,
            "version": one.version,
            "title": one.title,
            "screen": "Оповещения" if one.path == NOTICES else briefing.title(one.path),
            "href": f"{one.path}?{one.query}" if one.query else one.path,
            "filters": "что ждёт моего внимания" if one.path == NOTICES else filters_in_words(one.query),
            "schedule": schedules.in_words(one),
            "condition": CONDITIONS[one.condition],
            "format": ALL_FORMATS[one.format],
            "state": "действует" if one.is_active else "остановлена",
            "is_active": one.is_active,
        }
        for one in found
    ]
    return pd.DataFrame(made, columns=list(ROWS))


def letters(found: Sequence[Delivery]) -> pd.DataFrame:
    """A letter a row: `LETTERS`."""
    made = [{name: getattr(one, name) for name in LETTERS} | {"state": STATES[one.state]} for one in found]
    return pd.DataFrame(made, columns=list(LETTERS)).astype({"next_at": "object"})


def addresses(found: Sequence[tuple[str, str, Address | None]]) -> pd.DataFrame:
    """Everybody of the staff with the address, '' where there is none."""
    made = [
        {"login": login, "name": name, "address": one.address if one else "", "version": one.version if one else 0}
        for login, name, one in found
    ]
    return pd.DataFrame(made, columns=["login", "name", "address", "version"])
