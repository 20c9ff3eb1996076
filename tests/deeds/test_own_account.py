"""The own account: password, second factor, sessions."""

from datetime import UTC

import pyotp
import pytest

from access import attempts, audit, login, sessions, totp
from access.person import Person
from access.sessions import NewSession, Visitor
from data.errors import AccessError
from data.settings import Settings
from deeds import accounts, own_account
from tests.access.conftest import ANOTHER, PASSWORD, Clock, add

HERE = Visitor("10.0.0.5", "Firefox")


def entered(settings: Settings, name: str = "ivanova", password: str = PASSWORD) -> Person:
    return of(login.sign_in(name, password, HERE, settings), settings)


def of(opened: NewSession, settings: Settings) -> Person:
    found = sessions.resolve(opened.token, settings)
    assert found is not None
    return found


def code_at(secret: str, time: Clock) -> str:
    return pyotp.TOTP(secret).at(time.moment.replace(tzinfo=UTC))


def with_second_factor(settings: Settings, time: Clock) -> str:
    """An account with a second factor switched on; its secret. The code used for that is spent."""
    add(settings)
    secret, who = totp.new_secret(), entered(settings)
    own_account.switch_totp_on(who, totp.seal(secret, who.user_id, settings), code_at(secret, time), settings)
    return secret


def test_a_new_password_ends_every_session_and_opens_one(either: Settings) -> None:
    add(either, must_change=True)
    elsewhere, who = login.sign_in("ivanova", PASSWORD, HERE, either), entered(either)
    assert who.must_change_password
    opened = own_account.change_password(who, PASSWORD, ANOTHER, HERE, either)
    assert sessions.resolve(elsewhere.token, either) is None
    assert not of(opened, either).must_change_password
    assert entered(either, password=ANOTHER).session != who.session
    with pytest.raises(AccessError):
        entered(either)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [("не тот", ANOTHER, "Текущий"), (PASSWORD, PASSWORD, "совпадает"), (PASSWORD, "короткий", "короче")],
)
def test_a_password_is_not_changed_without_the_old_or_to_a_bad_one(
    settings: Settings, old: str, new: str, why: str
) -> None:
    add(settings)
    who = entered(settings)
    with pytest.raises(AccessError, match=why):
        own_account.change_password(who, old, new, HERE, settings)
    assert entered(settings)


def test_an_open_session_is_no_place_to_guess_the_password_at(settings: Settings, time: Clock) -> None:
    add(settings)
    who = entered(settings)
    for _ in range(attempts.ACCOUNT.free):
        with pytest.raises(AccessError, match="Текущий"):
            own_account.change_password(who, "не тот", ANOTHER, HERE, settings)
    with pytest.raises(attempts.TooManyAttemptsError):
        own_account.change_password(who, PASSWORD, ANOTHER, HERE, settings)


def test_with_a_second_factor_the_password_alone_opens_nothing(either: Settings, time: Clock) -> None:
    secret = with_second_factor(either, time)
    time.move(seconds=60)
    waiting = login.sign_in("ivanova", PASSWORD, HERE, either)
    assert waiting.needs_code
    assert sessions.resolve(waiting.token, either) is None
    opened = login.confirm_code(waiting.token, code_at(secret, time), HERE, either)
    assert opened.token != waiting.token
    assert of(opened, either).has_totp
    assert sessions.resolve(waiting.token, either, stage="code") is None


def test_a_code_works_once(either: Settings, time: Clock) -> None:
    secret = with_second_factor(either, time)
    time.move(seconds=60)
    code = code_at(secret, time)
    login.confirm_code(login.sign_in("ivanova", PASSWORD, HERE, either).token, code, HERE, either)
    again = login.sign_in("ivanova", PASSWORD, HERE, either)
    with pytest.raises(AccessError, match="уже использован"):
        login.confirm_code(again.token, code, HERE, either)


@pytest.mark.parametrize(("seconds", "is_taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_may_be_one_step_off(time: Clock, seconds: int, is_taken: bool) -> None:
    secret = totp.new_secret()
    time.move(seconds=seconds)
    code = code_at(secret, time)
    time.move(seconds=-seconds)
    assert (totp.accepted_step(secret, code, None) is not None) == is_taken


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "१२३४५६", "-12345", "12345\n"])
def test_what_is_not_a_code_is_refused(code: str) -> None:
    assert totp.accepted_step(totp.new_secret(), code, None) is None


def test_a_code_used_while_the_clock_ran_ahead_locks_nobody_out(time: Clock) -> None:
    secret = totp.new_secret()
    time.move(days=365)
    used = totp.accepted_step(secret, code_at(secret, time), None)
    time.move(days=-365)
    step = totp.accepted_step(secret, code_at(secret, time), used)
    assert step is not None
    assert totp.accepted_step(secret, code_at(secret, time), step) is None, "and still no code works twice"


def test_wrong_codes_are_counted_and_the_password_does_not_forgive_them(settings: Settings, time: Clock) -> None:
    with_second_factor(settings, time)
    time.move(seconds=60)
    for _ in range(2):
        waiting = login.sign_in("ivanova", PASSWORD, HERE, settings)
        with pytest.raises(AccessError, match="Код неверен"):
            login.confirm_code(waiting.token, "000000", HERE, settings)
    waiting = login.sign_in("ivanova", PASSWORD, HERE, settings)
    with pytest.raises(attempts.TooManyAttemptsError):
        login.confirm_code(waiting.token, "000000", HERE, settings)


def test_waiting_for_a_code_ends_after_five_minutes(settings: Settings, time: Clock) -> None:
    secret = with_second_factor(settings, time)
    time.move(seconds=60)
    waiting = login.sign_in("ivanova", PASSWORD, HERE, settings)
    time.move(minutes=6)
    with pytest.raises(AccessError, match="Войдите ещё раз"):
        login.confirm_code(waiting.token, code_at(secret, time), HERE, settings)


def test_a_second_factor_is_switched_on_only_by_a_code_of_its_own_secret(settings: Settings, time: Clock) -> None:
    add(settings)
    add(settings, "petrova")
    who, other, secret = entered(settings), entered(settings, "petrova"), totp.new_secret()
    form, code = totp.seal(secret, who.user_id, settings), code_at(secret, time)
    with pytest.raises(AccessError, match="не подошёл"):
        own_account.switch_totp_on(who, form, "000000", settings)
    with pytest.raises(AccessError, match="под другой"):
        own_account.switch_totp_on(other, form, code, settings)
    with pytest.raises(AccessError, match="Начните заново"):
        own_account.switch_totp_on(who, form[:-4] + "AAAA", code, settings)
    time.move(minutes=11)
    with pytest.raises(AccessError, match="Начните заново"):
        own_account.switch_totp_on(who, form, code_at(secret, time), settings)


def test_the_second_factor_is_switched_off_by_password_or_by_an_administrator(settings: Settings, time: Clock) -> None:
    secret = with_second_factor(settings, time)
    time.move(seconds=60)
    waiting = login.sign_in("ivanova", PASSWORD, HERE, settings)
    who = of(login.confirm_code(waiting.token, code_at(secret, time), HERE, settings), settings)
    with pytest.raises(AccessError, match="Текущий"):
        own_account.switch_totp_off(who, "не тот", HERE, settings)
    own_account.switch_totp_off(who, PASSWORD, HERE, settings)
    assert not entered(settings).has_totp
    accounts.reset_totp(settings, "ivanova")
    assert [e.action for e in audit.page(1, 2, settings=settings).entries][:1] == ["totp_reset"]


def test_the_secret_of_the_second_factor_is_encrypted_in_the_store(settings: Settings, time: Clock) -> None:
    secret = with_second_factor(settings, time)
    kept = b"".join(file.read_bytes() for file in settings.var.glob("access.sqlite*"))
    assert secret.encode() not in kept


def test_the_picture_for_the_phone_needs_neither_script_nor_style() -> None:
    picture = totp.picture(totp.new_secret(), "ivanova")
    assert picture.startswith("<svg")
    assert "viewBox" in picture
    assert "style" not in picture
    assert "script" not in picture


def test_a_person_ends_own_sessions_and_nobody_elses(either: Settings) -> None:
    add(either)
    add(either, "petrova")
    who, old, foreign = entered(either), entered(either), entered(either, "petrova")
    own_account.end_session(who, old.session, either)
    for key in (foreign.session, who.session, "nothing"):
        with pytest.raises(AccessError, match="уже нет"):
            own_account.end_session(who, key, either)
    entered(either)
    assert own_account.end_other_sessions(who, either) == 1
    assert [seen.key for seen in sessions.of_person(who.user_id, either)] == [who.session]
    assert len(sessions.of_person(foreign.user_id, either)) == 1
