"""The same questions as charts of Superset, by its HTTP interface: signed in once, each chart one request, as its
dashboards ask; nothing it has kept is answered.
"""

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
_TABLE = "facts"
_MOST_ROWS = 50_000


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

    dataset = _dataset(address, headers)

    def ask(question: Question) -> pd.DataFrame:
        answer = _said(address, "chart/data", headers, _chart(dataset, question))
        return pd.DataFrame(answer["result"][0]["data"], columns=[question.key, *question.sums()])

    yield ask


def _dataset(address: Address, headers: dict[str, str]) -> int:
    """The number of the table as Superset knows it; made known where it is not."""
    wanted = f"dataset/?q=(filters:!((col:table_name,opr:eq,value:{_TABLE})))"
    for one in _said(address, wanted, headers, None)["result"]:
        if one["database"]["id"] == address.database:
            return int(one["id"])
    made = {"database": address.database, "schema": "main", "table_name": _TABLE}
    return int(_said(address, "dataset/", headers, made)["id"])


def _chart(dataset: int, question: Question) -> dict[str, Any]:
    metrics = [{"expressionType": "SQL", "sqlExpression": one, "label": name} for name, one in question.sums().items()]
    filters = [{"col": column, "op": "IN", "val": list(ids)} for column, ids in question.lists.items()]
    asked = {"columns": [question.key], "metrics": metrics, "filters": filters, "orderby": [], "row_limit": _MOST_ROWS}
    told = {"queries": [asked], "force": True, "result_format": "json", "result_type": "full"}
    return told | {"datasource": {"id": dataset, "type": "table"}}


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
