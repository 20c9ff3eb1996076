"""Demonstration logins: there on demonstration data, gone with the first real import."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from access import demo_logins as demo
from access import login, people, sessions
from access.roles import ROLES
from access.sessions import Visitor
from data import store as appeals
from data.errors import AccessError
from data.settings import Settings
from data.store import tables
from deeds import accounts, demo_logins
from tests import stores
from tests.access.conftest import add
from tests.data.records import at

HERE = Visitor("10.0.0.5")
Imported = Callable[..., int]


@pytest.fixture
def imported(either: Settings) -> Imported:
    """Writes one import into the ledger of the store; returns its number."""
    stores.create(either)

    def write(*, is_demo: bool) -> int:
        row = dict.fromkeys(("rows_in", "loaded", "updated", "unchanged", "rejected", "size_bytes"), 0) | {
            "source_id": 1, "file_name": "made.csv", "sha256": "0" * 64, "started_at": at("2026-03-01"),
            "status": "committed", "is_demo": is_demo, "seconds": 0.0, "unmapped": {},
        }  # fmt: skip
        with appeals.writing(either) as connection:
            made = sa.insert(tables.imports).values(**row).returning(tables.imports.c.import_id)
            return int(connection.execute(made).scalar_one())

    return write


def test_an_empty_store_offers_no_logins(either: Settings) -> None:
    demo_logins.ensure(either)
    stores.create(either)
    demo_logins.ensure(either)
    assert demo.visible_logins(either) == ()
    assert people.everyone(either) == ()


def test_every_role_has_a_login_that_opens_a_session(either: Settings, imported: Imported) -> None:
    imported(is_demo=True)
    demo_logins.ensure(either)
    offered = demo.visible_logins(either)
    assert [one.role for one in offered] == [role.label for role in ROLES.values()]
    for number, one in enumerate(offered):
        found = sessions.resolve(login.sign_in(one.login, one.password, Visitor(str(number)), either).token, either)
        assert found is not None
        assert (found.is_demo, found.role_labels) == (True, (one.role,))
    assert len({one.password for one in offered}) == len(ROLES)


def test_the_recipient_is_bound_to_a_real_body(either: Settings, imported: Imported) -> None:
    imported(is_demo=True)
    demo_logins.ensure(either)
    made = {user.login: user for user in people.everyone(either)}[demo.LOGINS["recipient"]]
    assert made.limits.recipients is not None
    assert len(made.limits.recipients) == 1


def test_a_second_start_keeps_the_passwords(either: Settings, imported: Imported) -> None:
    imported(is_demo=True)
    demo_logins.ensure(either)
    first = demo.visible_logins(either)
    demo_logins.ensure(either)
    assert demo.visible_logins(either) == first
    assert (either.var / demo.FILE).stat().st_mode & 0o777 == 0o600


def test_two_installations_have_different_passwords(either: Settings, imported: Imported) -> None:
    imported(is_demo=True)
    demo_logins.ensure(either)
    first = {one.password for one in demo.visible_logins(either)}
    (either.var / demo.FILE).unlink()
    demo_logins.ensure(either)
    second = demo.visible_logins(either)
    assert first.isdisjoint({one.password for one in second})
    assert login.sign_in(second[0].login, second[0].password, HERE, either).token


def test_a_lost_account_is_made_again(either: Settings, imported: Imported) -> None:
    imported(is_demo=True)
    demo_logins.ensure(either)
    accounts.deactivate(either, demo.LOGINS["head"])
    demo_logins.ensure(either)
    first = demo.visible_logins(either)[0]
    assert login.sign_in(first.login, first.password, HERE, either).token


def test_the_first_real_import_closes_them(either: Settings, imported: Imported) -> None:
    imported(is_demo=True)
    demo_logins.ensure(either)
    first = demo.visible_logins(either)[0]
    imported(is_demo=False)
    assert demo.visible_logins(either) == ()
    with pytest.raises(AccessError, match="неверны"):
        login.sign_in(first.login, first.password, HERE, either)


def test_where_the_settings_say_never_they_open_nothing_and_are_not_made(either: Settings, imported: Imported) -> None:
    imported(is_demo=True)
    never = replace(either, shows_demo=False)
    demo_logins.ensure(never)
    assert people.everyone(either) == ()
    demo_logins.ensure(either)
    first = demo.visible_logins(either)[0]
    assert not demo.is_demonstration(never), "what the guard asks of a session"
    assert demo.visible_logins(never) == ()
    with pytest.raises(AccessError, match="неверны"):
        login.sign_in(first.login, first.password, HERE, never)


def test_real_data_alone_make_no_demonstration_accounts(either: Settings, imported: Imported) -> None:
    imported(is_demo=False)
    demo_logins.ensure(either)
    assert people.everyone(either) == ()


def test_a_real_account_of_the_same_name_is_left_alone(either: Settings, imported: Imported) -> None:
    add(either, demo.LOGINS["head"], "head")
    imported(is_demo=True)
    demo_logins.ensure(either)
    real = {user.login: user for user in people.everyone(either)}[demo.LOGINS["head"]]
    assert not real.is_demo
    assert demo.LOGINS["head"] not in {one.login for one in demo.visible_logins(either)}
