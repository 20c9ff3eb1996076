"""An installation with accounts, a clock the test sets, and the guard over a small application."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient

import data.store
from access import clock, guard, passwords, person, scope, store
from data.settings import Settings, current, use
from deeds import account_page, accounts, leave_demo_page

PASSWORD = "сиреневый паровоз над облаком"
ANOTHER = "медленный чайник считает звёзды"
USUAL = passwords.HASHER
"""The hasher of the program itself; tests replace it by a cheap one."""
START = datetime.fromisoformat("2026-03-02T03:00")


class Clock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.moment = START

    def move(self, **by: float) -> None:
        """Go forward by `minutes=…`, `seconds=…`."""
        self.moment += timedelta(**by)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(clock, "now", lambda: made.moment)
    return made


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of an installation without accounts, made once: every test has a copy."""
    var = tmp_path_factory.mktemp("bare")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    store.create(made)
    data.store.engine(f"sqlite:///{var / store.FILE}").dispose()  # the journal goes into the file
    return var


@pytest.fixture
def settings(bare: Path, tmp_path: Path) -> Iterator[Settings]:
    """An installation without accounts, in force during the test."""
    shutil.copytree(bare, tmp_path, dirs_exist_ok=True)
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        yield made


@pytest.fixture
def either(store_url: str, tmp_path: Path) -> Iterator[Settings]:
    """The same on SQLite and on PostgreSQL."""
    with use(Settings(var=tmp_path / "var", store_url=store_url)) as made:
        store.create(made)
        yield made


def add(settings: Settings, login: str = "ivanova", *roles: str, **more) -> str:
    """An account with `PASSWORD` (or password=…), the curator's role unless others are named; its login."""
    given: dict[str, Any] = {"password": PASSWORD, "must_change": False} | more
    accounts.create(settings, login, "Иванова Анна", roles or ("curator",), **given)
    return login


def application(*, assets: str | None = None, **options) -> flask.Flask:
    """A guarded application with a page, an API address and something to change; assets: folder of static files."""
    server = flask.Flask("guarded", static_folder=assets, static_url_path="/assets")
    guard.install(server, current().access, **options)
    server.register_blueprint(account_page.blueprint)
    server.register_blueprint(leave_demo_page.blueprint)

    def told() -> dict:
        who = person.current()
        return {"login": who.login if who else None, "grants": len(scope.current().grants)}

    server.add_url_rule("/", "page", told)
    server.add_url_rule("/api/v1/told", "told", told)
    server.add_url_rule("/_dash-update-component", "change", told, methods=["POST"])
    server.add_url_rule("/healthz", "healthz", told)
    return server


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return application().test_client()


def sign_in(client: FlaskClient, login: str = "ivanova", password: str = PASSWORD, **more):
    """Fill in and send the login form; the answer."""
    form = {"login": login, "password": password, "form_token": form_token(client.get("/login").text)} | more
    return client.post("/login", data=form)


def form_token(page: str) -> str:
    """The token of the form of a page."""
    return found(r'name="form_token" value="(\w+)"', page)


def csrf(client: FlaskClient) -> str:
    """The token of changes that the browser keeps."""
    cookie = client.get_cookie("_csrf_token")
    return cookie.value if cookie else ""


def found(pattern: str, text: str) -> str:
    """The first group of the first match."""
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]
