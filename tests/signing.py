"""Signed-in people for tests that speak to the whole application, its guard included."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, replace
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from access import people, person, scope, sessions, store
from access.cookies import SESSION
from access.person import Person
from access.roles import NO_LIMITS, Limits
from access.sessions import NewSession, Visitor
from data import store as data_store
from data.errors import MCUError
from data.settings import Settings
from data.store.tables import last_filters
from deeds import accounts

PASSWORD = "четыре-сосны-у-реки-71"


def sign_in(settings: Settings, *roles: str, limits: Limits = NO_LIMITS, login: str = "") -> NewSession:
    """A new session of a person with these roles (of a curator without), made when missing; earlier filters of that
    login are forgotten.
    """
    chosen = roles or ("curator",)
    login = login or "-".join((*chosen, *(code for codes in astuple(limits) for code in codes or ())))
    store.create(settings)
    _forget_filters(settings, login)
    if login not in {one.login for one in people.everyone(settings)}:
        accounts.create(
            settings, login, "Проверяющий", list(chosen), password=PASSWORD, limits=limits, must_change=False
        )
    with store.writing(settings) as connection:
        user_id = next(one.user_id for one in people.everyone(settings) if one.login == login)
        return sessions.open_session(connection, user_id, Visitor("127.0.0.1", "test"), settings, needs_code=False)


def _forget_filters(settings: Settings, login: str) -> None:
    """A test begins with nobody's filters; where there is no store, or an earlier one, there are none."""
    with suppress(MCUError, sa.exc.DatabaseError), data_store.writing(settings, waits=False) as connection:
        connection.execute(sa.delete(last_filters).where(last_filters.c.login == login))


def somebody(*roles: str, login: str = "somebody") -> Person:
    """A person with these roles for callbacks called without a request (`access.person.use`)."""
    return Person(1, login, "Кто-то", "", roles)


@contextmanager
def as_somebody(*roles: str, **limits: tuple[str, ...] | None) -> Iterator[None]:
    """A person of these roles in force, with the scope that roles and limits open; limits: as of `Limits`."""
    who = replace(somebody(*roles), limits=Limits(**limits))
    with person.use(who), scope.use(who.scope):
        yield


def client(application: Any, opened: NewSession) -> FlaskClient:
    """A client of the application whose every request belongs to the session; it carries the session's token too."""
    made: FlaskClient = application.server.test_client()
    made.set_cookie(SESSION, opened.token, domain="localhost")
    made.environ_base["HTTP_X_CSRFTOKEN"] = opened.csrf
    return made


def cookie(opened: NewSession, address: str) -> dict[str, str]:
    """The session as Playwright's `add_cookies` takes it."""
    return {"name": SESSION, "value": opened.token, "url": address}
