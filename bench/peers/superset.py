"""The same statements through Superset's SQL Lab, by its HTTP interface: signed in once, each question one request."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bench.peers.engines import Engine
from bench.peers.questions import Question
from data.errors import InputError

_SECONDS = 120


@dataclass(frozen=True)
class Address:
    """Where Superset answers and who asks. database: the number of its connection in which the table `facts` lies."""

    url: str
    login: str
    password: str
    database: int


@contextmanager
def of_superset(address: Address) -> Iterator[Engine]:
    """InputError where it does not answer or does not let in."""
    who = {"username": address.login, "password": address.password, "provider": "db", "refresh": False}
    token = _said(address, "security/login", {}, who)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    opened = _opened(address, "security/csrf_token/", headers, None)
    headers |= {"X-CSRFToken": opened[0]["result"], "Cookie": opened[1], "Referer": address.url}

    def ask(question: Question) -> pd.DataFrame:
        told = {"database_id": address.database, "sql": question.sql(), "runAsync": False, "queryLimit": 100_000}
        answer = _said(address, "sqllab/execute/", headers, told)
        return pd.DataFrame(answer["data"])

    yield ask


def _said(address: Address, path: str, headers: dict[str, str], told: dict[str, Any] | None) -> dict[str, Any]:
    return _opened(address, path, headers, told)[0]


def _opened(
    address: Address, path: str, headers: dict[str, str], told: dict[str, Any] | None
) -> tuple[dict[str, Any], str]:
    """What it answers, and the cookie it gives."""
    content = None if told is None else json.dumps(told).encode()
    url = f"{address.url.rstrip('/')}/api/v1/{path}"
    request = urllib.request.Request(url, content, {"Content-Type": "application/json"} | headers)
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            cookie = (answer.headers.get("Set-Cookie") or "").partition(";")[0]
            return json.load(answer), cookie
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise InputError(f"Superset по адресу {address.url} не ответил на «{path}»: {error}.") from error
