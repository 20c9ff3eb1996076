"""Accounts: what an administrator may do, what the log keeps of it, and who can't be removed."""

from collections.abc import Iterator

import pytest

from access import audit, people, person, sessions
from access.person import Person
from access.roles import Limits
from data.errors import AccessError
from data.settings import Settings
from deeds import accounts
from tests import stores
from tests.access.conftest import ANOTHER, PASSWORD, add


@pytest.fixture
def in_force() -> Iterator[None]:
    """An administrator signed in."""
    with person.use(Person(99, "chief", "Главный", "", ("administrator",))):
        yield


def last(settings: Settings) -> audit.Entry:
    return audit.page(1, 1, settings=settings).entries[0]


def test_a_new_account_is_as_it_was_made(either: Settings) -> None:
    stores.create(either)
    limits = Limits(channels=("im_vk",), recipients=("mcu",), municipalities=("95608151",))
    add(either, "Petrova.O", "incident_officer", "recipient", limits=limits, position="Специалист", must_change=True)
    made = people.everyone(either)[0]
    assert (made.login, made.roles, made.limits) == ("petrova.o", ("incident_officer", "recipient"), limits)
    assert (made.position, made.must_change_password, made.last_seen_at) == ("Специалист", True, None)
    assert last(either).details["channels"] == ["im_vk"]


@pytest.mark.parametrize("login", ["", "ab", "a b c", "-ivan", "ivan-", "иван;drop", "a" * 65, "ivan\n", "a'b'c"])
def test_a_login_of_other_signs_is_refused(settings: Settings, login: str) -> None:
    if login == "ivan\n":
        add(settings, login)  # spaces around are not part of a login
        assert people.everyone(settings)[0].login == "ivan"
        return
    with pytest.raises(AccessError, match="Логин"):
        add(settings, login)


def test_a_login_is_taken_whatever_its_letters(either: Settings) -> None:
    add(either, "иванова")
    with pytest.raises(AccessError, match="занят"):
        add(either, "ИВАНОВА")


def test_a_weak_password_makes_no_account(settings: Settings) -> None:
    with pytest.raises(AccessError, match="логине или имени"):
        add(settings, "ivanova", password="ivanova-ivanova-1")
    assert people.everyone(settings) == ()


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (Limits(channels=("telepathy",)), "Канала"),
        (Limits(recipients=("nobody",)), "Получателя"),
        (Limits(municipalities=("12345678",)), "Муниципалитета"),
        (Limits(channels=()), "закрыл бы всё"),
    ],
)
def test_a_limit_nobody_knows_is_refused(either: Settings, limits: Limits, what: str) -> None:
    stores.create(either)
    with pytest.raises(AccessError, match=what):
        add(either, limits=limits)


def test_roles_and_limits_are_replaced_and_both_states_are_in_the_log(either: Settings) -> None:
    stores.create(either)
    add(either)
    accounts.set_roles(either, "ivanova", ["auditor", "head"])
    assert last(either).details == {"before": ["curator"], "after": ["head", "auditor"]}
    accounts.set_limits(either, "ivanova", Limits(recipients=("mcu",)))
    accounts.set_limits(either, "ivanova", Limits())
    assert last(either).details == {"before": {"recipients": ["mcu"]}, "after": {}}
    assert people.everyone(either)[0].limits == Limits()


def test_the_last_administrator_stays(either: Settings) -> None:
    add(either, "chief", "administrator")
    add(either, "demo-admin", "administrator", is_demo=True)
    for change in (lambda: accounts.deactivate(either, "chief"), lambda: accounts.set_roles(either, "chief", ["head"])):
        with pytest.raises(AccessError, match="последний"):
            change()
    made = people.everyone(either)[0]
    assert (made.is_active, made.roles) == (True, ("administrator",))
    add(either, "second", "administrator", "head")
    accounts.deactivate(either, "chief")
    accounts.activate(either, "chief")
    accounts.set_roles(either, "second", ["head"])


def test_a_demonstration_administrator_touches_no_real_account(settings: Settings) -> None:
    add(settings, "chief", "administrator")
    with person.use(Person(99, "demo-admin", "Администратор", "", ("administrator",), is_demo=True)):
        with pytest.raises(AccessError, match="демонстрационной"):
            accounts.set_password(settings, "chief", ANOTHER)
        add(settings, "planted", "administrator")
    assert {user.login: user.is_demo for user in people.everyone(settings)} == {"chief": False, "planted": True}


def test_only_an_administrator_manages_users(settings: Settings) -> None:
    add(settings)
    for role in ("head", "curator", "centre_head", "auditor"):
        with person.use(Person(1, "x", "X", "", (role,))), pytest.raises(AccessError, match="нельзя управлять"):
            accounts.set_roles(settings, "ivanova", ["administrator"])


@pytest.mark.usefixtures("in_force")
def test_the_log_names_who_did_it_and_as_what(settings: Settings) -> None:
    add(settings)
    assert (last(settings).actor, last(settings).actor_roles) == ("chief", ("administrator",))


def test_outside_the_web_the_log_names_the_user_of_the_system(settings: Settings) -> None:
    add(settings)
    assert last(settings).actor.startswith("командная строка: ")


def test_passwords_are_not_in_the_log(settings: Settings) -> None:
    add(settings)
    accounts.set_password(settings, "ivanova", ANOTHER)
    told = str(audit.page(settings=settings))
    assert PASSWORD not in told
    assert ANOTHER not in told
    assert "argon2" not in told


def test_a_new_password_must_be_changed_by_its_owner(settings: Settings) -> None:
    add(settings)
    accounts.set_password(settings, "ivanova", ANOTHER)
    assert people.everyone(settings)[0].must_change_password


def test_the_directory_keeps_the_passwords_of_its_people(settings: Settings) -> None:
    accounts.create(settings, "petrov", "Петров", ["head"], password=None, source="ldap")
    with pytest.raises(AccessError, match="каталог"):
        accounts.set_password(settings, "petrov", ANOTHER)
    with pytest.raises(AccessError, match="Нужен пароль"):
        add(settings, password=None)
    with pytest.raises(AccessError, match="local или ldap"):
        add(settings, source="paper")


def test_an_account_that_is_not_there_is_named(settings: Settings) -> None:
    with pytest.raises(AccessError, match="Пользователя «nobody» нет"):
        accounts.deactivate(settings, "nobody")


def test_a_name_is_corrected_and_needed(settings: Settings) -> None:
    add(settings)
    accounts.set_details(settings, "ivanova", " Петрова Анна ", "Глава")
    made = people.everyone(settings)[0]
    assert (made.full_name, made.position) == ("Петрова Анна", "Глава")
    with pytest.raises(AccessError, match="заполните"):
        accounts.set_details(settings, "ivanova", "  ", "")


def test_sessions_are_counted_when_ended(settings: Settings) -> None:
    add(settings)
    assert accounts.end_sessions(settings, "ivanova") == 0
    assert sessions.of_person(people.everyone(settings)[0].user_id, settings) == ()
