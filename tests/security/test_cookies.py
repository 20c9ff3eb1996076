"""Cookies that were forged, damaged, planted beforehand, or kept after the session should have ended."""

import base64
import json
import secrets
from collections.abc import Callable

import pytest

from access.cookies import SESSION
from access.roles import Limits
from data.settings import Settings
from deeds import accounts
from tests import signing
from tests.attacks import Attacks
from tests.security.conftest import Installation

ADDRESSES = ("/", "/api/v1/query?metrics=records", "/_dash-layout", "/export/register.xlsx", "/account", "/audit")


def opens(there: Installation, token: str) -> bool:
    """Whether any address takes the cookie for a session."""
    client = there.with_cookie(token)
    answers = [client.get(path) for path in ADDRESSES]
    return any(answer.status_code == 200 for answer in answers)


def forged(token: str) -> list[str]:
    """Variations on a living token, and tokens of other kinds of programs."""
    middle = len(token) // 2
    flask_like = base64.urlsafe_b64encode(json.dumps({"user_id": 1, "role": "administrator"}).encode()).decode()
    return [
        *(token[:cut] for cut in (0, 1, middle, len(token) - 1)),
        *(token[:i] + chr(ord(token[i]) ^ 1) + token[i + 1 :] for i in range(len(token))),
        *(secrets.token_urlsafe(32) for _ in range(50)),
        token.swapcase(), token[::-1], token + "A", "A" + token, token * 2, f"{token}%00", f"{token}'--", f'"{token}x"',
        "' OR 1=1 --", "null", "None", "0", "1", "true", "[]", "{}", "*", "%", "_" * 43, "\\x00" * 8,
        flask_like, f"{flask_like}.AAAA.BBBB", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.",
    ]  # fmt: skip


def test_no_forged_cookie_opens_anything(there: Installation, attacks: Attacks) -> None:
    token = signing.sign_in(there.settings, "administrator").token
    assert opens(there, token), "the honest cookie must work, or the attack proves nothing"
    for one in forged(token):
        attacks.met(f"cookie «{one[:20]}»", one == token or not opens(there, one))


def test_what_the_store_keeps_is_no_cookie(there: Installation, attacks: Attacks) -> None:
    opened = signing.sign_in(there.settings, "curator")
    from access import sessions

    for one in (sessions.hash_of(opened.token), opened.csrf):
        attacks.met("cookie из содержимого базы", not opens(there, one))


def _logout(settings: Settings, login: str) -> None:
    pass


ENDINGS: dict[str, Callable[[Settings, str], object]] = {
    "выход": _logout,
    "смена пароля": lambda settings, login: accounts.set_password(settings, login, "совсем-другие-слова-9"),
    "смена ролей": lambda settings, login: accounts.set_roles(settings, login, ["auditor"]),
    "смена ограничений": lambda settings, login: accounts.set_limits(settings, login, Limits(channels=("site",))),
    "отключение": lambda settings, login: accounts.deactivate(settings, login),
    "завершение сеансов": lambda settings, login: accounts.end_sessions(settings, login),
}


@pytest.mark.parametrize("what", ENDINGS)
def test_a_copied_cookie_dies_with_its_session(there: Installation, attacks: Attacks, what: str) -> None:
    login = f"copied-{list(ENDINGS).index(what)}"
    opened = signing.sign_in(there.settings, "curator", login=login)
    client = signing.client(there.application, opened)
    assert client.get("/api/v1/query?metrics=records").status_code == 200
    if what == "выход":
        assert client.post("/logout").status_code == 303
    ENDINGS[what](there.settings, login)
    for path in ADDRESSES:
        answer = there.with_cookie(opened.token).get(path)
        attacks.met(f"{path} после «{what}»", answer.status_code in (302, 401), answer.status_code)


def test_a_role_taken_away_is_taken_from_the_next_session_too(there: Installation, attacks: Attacks) -> None:
    signing.sign_in(there.settings, "curator", login="demoted")
    accounts.set_roles(there.settings, "demoted", ["auditor"])
    client = signing.client(there.application, signing.sign_in(there.settings, login="demoted"))
    for path in ("/export/register.xlsx", "/export/table.xlsx?metrics=records", "/export/map.html"):
        attacks.met(path, client.get(path).status_code == 403)


def test_a_session_planted_before_signing_in_gains_nothing(there: Installation, attacks: Attacks) -> None:
    """The victim signs in from a browser where the attacker has left a cookie of his own choice."""
    signing.sign_in(there.settings, "curator", login="victim")
    attacker = signing.sign_in(there.settings, "auditor", login="planter").token
    for planted in ("x" * 43, secrets.token_urlsafe(32), attacker, "evil; path=/"):
        browser = there.anonymous()
        token = _form_token(browser)  # the form was open when the attacker came
        browser.set_cookie(SESSION, planted, domain="localhost")
        answer = browser.post("/login", data={"login": "victim", "password": signing.PASSWORD, "form_token": token})
        assert answer.status_code == 303, answer.text
        given = browser.get_cookie(SESSION)
        attacks.met("сеанс остался прежним", given is not None and given.value != planted)
        attacks.met(f"подложенная cookie «{planted[:10]}» ожила", not opens(there, planted))


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(there: Installation, attacks: Attacks) -> None:
    signing.sign_in(there.settings, "curator", login="careful")
    for scheme in ("http", "https"):
        browser = there.anonymous()
        base = f"{scheme}://localhost"
        token = _form_token(browser, base)
        form = {"login": "careful", "password": signing.PASSWORD, "form_token": token}
        answer = browser.post("/login", data=form, base_url=base)
        cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(SESSION))
        attacks.met("HttpOnly", "HttpOnly" in cookie, cookie[-60:])
        attacks.met("SameSite", "SameSite=Lax" in cookie or "SameSite=Strict" in cookie, cookie[-60:])
        attacks.met("Secure за TLS", scheme == "http" or "Secure" in cookie, cookie[-60:])
        attacks.met("Domain шире узла", "Domain" not in cookie, cookie[-60:])


def _form_token(browser, base: str = "http://localhost") -> str:
    return browser.get("/login", base_url=base).text.split('name="form_token" value="')[1].split('"')[0]
