"""Signing in: one answer for every wrong password, waits that grow, sessions that die when they must."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from access import attempts, audit, login, passwords, person, sessions, store, tables
from access.attempts import TooManyAttemptsError
from access.roles import Limits
from access.sessions import NewSession, Visitor
from data.errors import AccessError
from data.settings import AccessSettings, Settings
from deeds import accounts
from tests import stores
from tests.access.conftest import ANOTHER, PASSWORD, Clock, add
from tests.access.processes import OFFICE, guess
from tests.durability.processes import CONTEXT

HOME = Visitor("10.0.0.77", "Mozilla/5.0 (Linux; Android 15) Chrome/140.0")


def enter(settings: Settings, name: str = "ivanova", password: str = PASSWORD, visitor: Visitor = OFFICE) -> NewSession:
    return login.sign_in(name, password, visitor, settings)


def fail(settings: Settings, name: str = "ivanova", visitor: Visitor = OFFICE) -> str:
    with pytest.raises(AccessError) as refused:
        enter(settings, name, "не тот пароль", visitor)
    return str(refused.value)


def actions(settings: Settings) -> list[str]:
    return [entry.action for entry in reversed(audit.page(settings=settings).entries)]


def test_the_right_password_opens_a_session_of_that_person(either: Settings) -> None:
    add(either, "ivanova", "curator", "auditor")
    found = sessions.resolve(enter(either, " IVANOVA ").token, either)
    assert found is not None
    assert (found.login, found.roles) == ("ivanova", ("auditor", "curator"))
    assert actions(either) == ["user_created", "sign_in"]


def test_the_store_keeps_only_hashes_of_passwords_and_tokens(settings: Settings) -> None:
    add(settings)
    opened = enter(settings)
    kept = b"".join(file.read_bytes() for file in settings.var.glob(f"{store.FILE}*"))
    assert PASSWORD.encode() not in kept
    assert opened.token.encode() not in kept
    assert sessions.hash_of(opened.token).encode() in kept
    assert opened.token not in repr(opened)


def test_wrong_password_unknown_login_and_inactive_account_get_the_same_answer(either: Settings) -> None:
    add(either)
    add(either, "petrova")
    accounts.deactivate(either, "petrova")
    assert {fail(either), fail(either, "nobody"), fail(either, "petrova")} == {login.WRONG}
    with pytest.raises(AccessError, match="неверны"):
        enter(either, "petrova")


def test_an_unknown_login_is_not_written_down(settings: Settings) -> None:
    fail(settings, "мой-пароль-по-ошибке")
    assert [entry.object_id for entry in audit.page(settings=settings).entries] == ["неизвестный логин"]


def test_every_login_tries_a_hash_known_or_not(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    add(settings)
    tried: list[bool] = []
    real = passwords.matches

    def matches(password: str, known: str | None) -> bool:
        tried.append(True)
        return real(password, known)

    monkeypatch.setattr(passwords, "matches", matches)
    fail(settings, "nobody")
    fail(settings)
    assert tried == [True, True]


def test_a_weaker_hash_is_renewed_at_sign_in(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    add(settings)
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    enter(settings)
    with store.reading(settings) as connection:
        assert "m=16,t=2" in str(connection.execute(sa.select(tables.users.c.password_hash)).scalar())
    enter(settings)


def test_waits_grow_and_stop_growing_at_a_quarter_of_an_hour(either: Settings, time: Clock) -> None:
    add(either)
    for _ in range(5):
        fail(either)
    waits = []
    for _ in range(9):
        with pytest.raises(TooManyAttemptsError) as refused:
            enter(either)  # the right password waits too
        waits.append(int(refused.value.wait.total_seconds()))
        time.move(seconds=waits[-1])
        fail(either)
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]


@pytest.mark.parametrize("minutes", [1, 16, 60 * 24, 60 * 24 * 365 * 36])
def test_a_clock_that_ran_ahead_locks_nobody_out_for_longer_than_the_longest_wait(
    settings: Settings, time: Clock, minutes: int
) -> None:
    add(settings)
    time.move(minutes=minutes)
    for _ in range(12):
        fail(settings)
        time.move(hours=1)
    time.move(minutes=-minutes, hours=-12)  # and is put right again
    with pytest.raises(TooManyAttemptsError) as refused:
        enter(settings, visitor=HOME)
    assert refused.value.wait.total_seconds() <= 15 * 60
    time.move(minutes=15)
    assert enter(settings, visitor=HOME).token


def test_a_session_of_a_clock_that_ran_ahead_does_not_outlive_the_others(settings: Settings, time: Clock) -> None:
    add(settings)
    time.move(days=400)
    opened = enter(settings)
    time.move(days=-400)
    assert sessions.resolve(opened.token, settings) is None
    assert enter(settings).token


def test_forgiving_lets_the_person_in_at_once(either: Settings, time: Clock) -> None:
    add(either)
    for _ in range(8):
        fail(either)
    assert accounts.forgive(either, "IVANOVA") == 5, "an early attempt isn't counted"
    assert enter(either).token
    assert accounts.forgive(either, "ivanova") == 0


def test_an_early_attempt_checks_nothing_and_counts_for_nothing(
    settings: Settings, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(settings)
    for _ in range(5):
        fail(settings)
    with monkeypatch.context() as patched:
        patched.setattr(passwords, "matches", lambda *_: pytest.fail("a password was checked"))
        for _ in range(10):
            with pytest.raises(TooManyAttemptsError, match="Повторите через 15 с"):
                enter(settings)
    time.move(seconds=15)
    assert enter(settings).token


def test_an_account_is_counted_whatever_the_address(settings: Settings, time: Clock) -> None:
    add(settings)
    for number in range(5):
        fail(settings, visitor=Visitor(f"10.0.1.{number}"))
    with pytest.raises(TooManyAttemptsError):
        enter(settings, visitor=HOME)


def test_an_address_is_counted_whatever_the_account_and_another_account_resets_nothing(
    settings: Settings, time: Clock
) -> None:
    add(settings)
    add(settings, "attacker")
    for number in range(20):
        fail(settings, f"guess-{number}")
        if number % 5 == 0:
            enter(settings, "attacker")
    with pytest.raises(TooManyAttemptsError):
        enter(settings, "attacker")
    assert enter(settings, visitor=HOME).token


def test_success_forgives_the_account_and_only_it(settings: Settings, time: Clock) -> None:
    add(settings)
    add(settings, "petrova")
    for name in ("ivanova", "petrova"):
        for _ in range(4):
            fail(settings, name)
    enter(settings)
    for _ in range(4):
        fail(settings)
    fail(settings, "petrova")
    with pytest.raises(TooManyAttemptsError):
        enter(settings, "petrova")


def test_two_processes_count_together(either: Settings) -> None:
    add(either)
    answers = CONTEXT.Queue()
    running = [CONTEXT.Process(target=guess, args=(either, 6, answers)) for _ in range(2)]
    for process in running:
        process.start()
    said = [answers.get(timeout=120) for _ in range(12)]
    for process in running:
        process.join()
    assert said.count("checked") == attempts.ACCOUNT.free


def test_an_attempt_is_counted_before_its_password_is_looked_at(settings: Settings, time: Clock) -> None:
    for _ in range(attempts.ACCOUNT.free):
        attempts.begin("ivanova", "10.0.0.5", settings)  # and their passwords are still being checked
    with pytest.raises(TooManyAttemptsError):
        attempts.begin("ivanova", "10.0.0.6", settings)


def test_logins_and_addresses_are_not_readable_in_the_count(settings: Settings) -> None:
    fail(settings, "nobody")
    with store.reading(settings) as connection:
        kept = connection.execute(sa.select(tables.attempts.c.key_hash)).scalars().all()
    assert len(kept) == 2
    assert all(len(key) == 64 for key in kept)


def test_many_sign_in_at_once(either: Settings) -> None:
    names = [add(either, f"user-{number}") for number in range(6)]
    tokens: list[str] = []
    running = [threading.Thread(target=lambda n=name: tokens.append(enter(either, n).token)) for name in names]
    for one in running:
        one.start()
    for one in running:
        one.join()
    found = [sessions.resolve(token, either) for token in tokens]
    assert sorted(one.login for one in found if one) == names
    assert audit.verify(either).is_intact


def test_a_session_nobody_uses_dies(either: Settings, time: Clock) -> None:
    add(either)
    token = enter(either).token
    for _ in range(3):
        time.move(minutes=59)
        assert sessions.resolve(token, either)
    time.move(minutes=61)
    assert sessions.resolve(token, either) is None


def test_no_session_outlives_its_day(either: Settings, time: Clock) -> None:
    add(either)
    token = enter(either).token
    for _ in range(14):
        time.move(minutes=50)
        assert sessions.resolve(token, either)
    time.move(minutes=50)
    assert sessions.resolve(token, either) is None


def test_the_times_are_settings(settings: Settings, time: Clock) -> None:
    add(settings)
    token = enter(settings).token
    time.move(minutes=6)
    strict = replace(settings, access=AccessSettings(idle=timedelta(minutes=5)))
    assert sessions.resolve(token, strict) is None
    assert sessions.resolve(token, settings)


def test_the_use_of_a_session_is_noted_once_a_minute(
    settings: Settings, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(settings)
    token = enter(settings).token
    noted: list[str] = []
    real = sessions._touch

    def touch(*args: Any) -> None:
        noted.append("noted")
        real(*args)

    monkeypatch.setattr(sessions, "_touch", touch)
    for _ in range(13):
        sessions.resolve(token, settings)
        time.move(seconds=10)
    assert noted == ["noted", "noted"]


def _change(settings: Settings, what: str) -> None:
    {
        "roles": lambda: accounts.set_roles(settings, "ivanova", ["head"]),
        "limits": lambda: accounts.set_limits(settings, "ivanova", Limits(channels=("im_vk",))),
        "password": lambda: accounts.set_password(settings, "ivanova", ANOTHER),
        "deactivation": lambda: accounts.deactivate(settings, "ivanova"),
        "second factor": lambda: accounts.reset_totp(settings, "ivanova"),
        "end": lambda: accounts.end_sessions(settings, "ivanova"),
    }[what]()


@pytest.mark.parametrize("what", ["roles", "limits", "password", "deactivation", "second factor", "end"])
def test_a_change_of_the_account_ends_its_sessions_and_nobody_elses(settings: Settings, what: str) -> None:
    stores.create(settings)
    add(settings)
    add(settings, "petrova")
    mine, others = enter(settings).token, enter(settings, "petrova").token
    _change(settings, what)
    assert sessions.resolve(mine, settings) is None
    assert sessions.resolve(others, settings)


def test_a_copied_token_is_worth_nothing_after_signing_out(either: Settings) -> None:
    add(either)
    opened, elsewhere = enter(either), enter(either, visitor=HOME)
    found = sessions.resolve(opened.token, either)
    assert found is not None
    login.sign_out(found, either)
    assert sessions.resolve(opened.token, either) is None
    assert sessions.resolve(elsewhere.token, either)


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "я" * 50, "a" * 10_000, "\x00", "\ud800"])
def test_a_forged_token_is_nobody(settings: Settings, token: str) -> None:
    add(settings)
    enter(settings)
    assert sessions.resolve(token, settings) is None


def test_the_hash_from_the_store_is_not_a_token(settings: Settings) -> None:
    add(settings)
    assert sessions.resolve(sessions.hash_of(enter(settings).token), settings) is None


def test_the_person_in_force_is_of_this_context_alone() -> None:
    made = person.Person(1, "ivanova", "Иванова Анна", "", ("head",))
    seen: list[person.Person | None] = []
    with person.use(made):
        other = threading.Thread(target=lambda: seen.append(person.current()))
        other.start()
        other.join()
        assert person.current() is made
    assert (seen, person.current()) == ([None], None)
