"""SQL, control characters and nonsense in every filter, parameter, sort order, header and store of a callback."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.filters import names
from tests.attacks import Attacks
from tests.pages.asking import ask, shown
from tests.security import hostile
from tests.security.conftest import Installation, answering

QUERY = ("metrics", "by", "intervals", "fill", "format", *names())
DOWNLOADS = {
    "/export/table.xlsx": ("metrics", "by", "title", *names()),
    "/export/register.xlsx": ("sort", *names()),
    "/export/map.html": ("measure", *names()),
}
LEAKS = (
    "syntax error", "parser error", "binder error", "catalog error", "sqlite", "duckdb", "sqlalchemy", "traceback",
    "conversion error", "no such", "root:", *hostile.CANARIES,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_is_changed(there: Installation) -> Iterator[None]:
    """Attacks of this module leave the store and the folder as they were."""
    before = state(there.settings.var)
    yield
    assert state(there.settings.var) == before


def state(var: Path) -> tuple[object, ...]:
    """How many rows the store holds in its tables, and the files beside it."""
    with sqlite3.connect(var / "store.sqlite") as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = [(name, connection.execute(f"SELECT count(*) FROM {name}").fetchone()) for name in sorted(tables)]
    beside = ("access.", "store.sqlite-")  # written by whoever asks, like the searches kept beside a snapshot
    files = sorted(str(one) for one in var.rglob("*") if not one.name.startswith(beside) and "kept" not in one.parts)
    return tuple(counts), tuple(files)


def held(answer) -> bool:
    """Refused or answered without a word of a database, of Python or of an applicant."""
    if answer.mimetype.startswith("application/vnd"):
        return answer.status_code == 200
    text = answer.get_data(as_text=True).lower()
    return answer.status_code < 500 and not any(word.lower() in text for word in LEAKS)


@pytest.mark.parametrize("name", QUERY)
def test_parameters_of_the_api_are_never_read_as_sql(there: Installation, attacks: Attacks, name: str) -> None:
    client = there.client("curator")
    for payload in (*hostile.SQL, *hostile.BAD_CODES, *hostile.MARKUP[:3]):
        given = {"metrics": "records", name: payload.encode("utf-8", "surrogatepass")}
        answer = client.get("/api/v1/query", query_string=given)
        is_sane = answer.status_code in (200, 400) and held(answer)
        attacks.met(f"{name}={payload[:30]!r}", is_sane, (answer.status_code, answer.text[:200]))


@pytest.mark.parametrize("path", DOWNLOADS)
def test_parameters_of_downloads_are_never_read_as_sql(there: Installation, attacks: Attacks, path: str) -> None:
    client = there.client("curator")
    for name in DOWNLOADS[path]:
        for payload in (*hostile.SQL[:8:2], *hostile.BAD_CODES[:4], hostile.MARKUP[0]):
            given = {"metrics": "records", "period": "4w", name: payload.encode("utf-8", "surrogatepass")}
            answer = client.get(path, query_string=given)
            attacks.met(f"{path}?{name}={payload[:30]!r}", held(answer), (answer.status_code, answer.data[:200]))


@pytest.mark.parametrize("name", [*names(), "sort", "page"])
def test_stores_of_the_filters_are_never_read_as_sql(there: Installation, attacks: Attacks, name: str) -> None:
    """Every filter meets every callback, every payload a third of them, another third with every next filter."""
    client, first = there.client("curator"), [*names(), "sort", "page"].index(name)
    payloads: tuple[Any, ...] = (*hostile.SQL[1:4:2], 10**30, [1, [2]], {"a": 1}, "\x00")
    for number, output in enumerate(answering(client)):
        for payload in payloads[(first + number) % 3 :: 3]:
            answer = ask(client, output, {"flt.data": {name: payload}, "theme.data": "light"}, "flt.data")
            attacks.met(f"{output[:40]} {name}={payload!r:.30}", held(answer), (answer.status_code, answer.data[:200]))


SCREENS = ("/", "/heat-map", "/deadlines", "/recipients", "/register", "/audit", "/people")


@pytest.mark.parametrize("path", SCREENS)
def test_addresses_of_screens_are_never_read_as_sql(there: Installation, attacks: Attacks, path: str) -> None:
    """A screen gets a third of the payloads in each parameter, another third in the next."""
    client, first = there.client("curator", "administrator", "auditor"), SCREENS.index(path)
    parameters = ("topic", "period", "from", "snapshot", "sort", "page", "actor", "about", "scope", "self", "query")
    for number, name in enumerate(parameters):
        payloads = (*hostile.SQL[1:4], hostile.MARKUP[0], "\x00", "a" * 2000)
        for payload in payloads[(first + number) % 3 :: 3]:
            values = {"_pages_location.pathname": path, "_pages_location.search": f"?{name}={payload}"}
            answer = ask(client, "_pages_content.children", values, "_pages_location.pathname")
            attacks.met(f"{path}?{name}={payload[:20]!r}", held(answer), (answer.status_code, answer.data[:200]))
            assert shown(answer)


HEADERS = (
    "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Referer", "X-Forwarded-For", "X-Forwarded-Host",
    "X-CSRFToken", "If-None-Match", "If-Modified-Since", "Range", "Cookie", "Content-Type", "X-Requested-With",
)  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_headers_are_never_read_as_sql(there: Installation, attacks: Attacks, header: str) -> None:
    client = there.client("curator")
    payloads = (*hostile.SQL, "é" * 40, "x" * 4000, "bytes=0-0,1-1" + ",2-2" * 300, "*/*;q=9e99", "en;q=nan")
    for number, payload in enumerate(payloads):
        said = {header: payload.replace("\x00", "").encode("utf-8").decode("latin-1")}
        paths = ("/", "/healthz", "/api/v1/query?metrics=records", "/assets/favicon.svg")
        for path in paths[(number + HEADERS.index(header)) % 2 :: 2]:
            answer = client.get(path, headers=said)
            attacks.met(f"{header}: {payload[:20]!r} {path}", held(answer), answer.status_code)


def test_a_login_and_a_password_are_never_read_as_sql(there: Installation, attacks: Attacks) -> None:
    for number, payload in enumerate((*hostile.SQL, *hostile.BAD_CODES)):
        for field in ("login", "password"):
            browser = there.anonymous()
            token = browser.get("/login").text.split('name="form_token" value="')[1].split('"')[0]
            form = {"login": "curator", "password": "x", "form_token": token} | {field: payload}
            form = {key: value.encode("utf-8", "replace").decode() for key, value in form.items()}
            if field == "password":
                form["login"] = f"nobody-{number}"
            place = {"REMOTE_ADDR": f"10.9.{number}.1"}
            answer = browser.post("/login", data=form, environ_base=place)
            attacks.met(f"{field}={payload[:20]!r}", answer.status_code in (400, 401, 429) and held(answer))


def test_table_and_order_names_of_the_register_are_a_closed_list(there: Installation, attacks: Attacks) -> None:
    client = there.client("curator")
    for payload in ("received_day", "record_id DESC", "(SELECT 1)", "due,rating", "RECEIVED", "received ", "{way}"):
        answer = client.get("/export/register.xlsx", query_string={"sort": payload})
        attacks.met(f"sort={payload}", answer.status_code == 400, answer.status_code)
