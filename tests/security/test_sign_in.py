"""The login form: who has an account here, how many guesses, and where it sends people afterwards."""

import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest

from access import attempts, clock
from access.screens import safe_next
from deeds import accounts
from tests import signing
from tests.attacks import Attacks
from tests.security import hostile
from tests.security.conftest import Installation

HERE = "http://localhost/login"


def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that goes on two days with every look, so that only the words are compared."""
    start, count = clock.now(), iter(range(10_000))
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=next(count) * 2))


def tried(there: Installation, login: str, password: str = "не тот пароль 12", **more):
    """One try of the form from a browser of its own."""
    browser = there.anonymous()
    token = re.findall(r'name="form_token" value="(\w+)"', browser.get("/login").text)[0]
    form = {"login": login, "password": password, "form_token": token} | more.pop("form", {})
    return browser.post("/login", data=form, **more)


def bare(answer, login: str) -> tuple[int, str, tuple[str, ...]]:
    """All of an answer that may not depend on the account: status, page without its token, names of headers."""
    page = re.sub(r'(form_token" value=|name="login" [^>]*value=)"[^"]*"', "", answer.text).replace(login, "")
    names = tuple(sorted({name for name, _ in answer.headers if name not in ("Date", "Content-Length")}))
    return answer.status_code, page, names


def test_nobody_learns_who_has_an_account(
    there: Installation, attacks: Attacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for login in ("here-local", "here-off"):
        signing.sign_in(there.settings, "curator", login=login)
    accounts.deactivate(there.settings, "here-off")
    nobody_waits(monkeypatch)
    nobody = bare(tried(there, "nobody-at-all"), "nobody-at-all")
    logins = ("here-local", "here-off", "HERE-LOCAL", "admin", "root", "", " ", "' OR 1=1 --", "a" * 300, "\u0430dmin")
    for login in logins:
        attacks.met(f"логин «{login[:20]}»", bare(tried(there, login), login)[:1] == nobody[:1])
    for login in ("here-local", "here-off", "admin"):
        seen = bare(tried(there, login), login)
        attacks.met(f"страница для «{login}»", seen == nobody, seen[0])


def test_guessing_one_account_is_slowed_down_whatever_the_address(there: Installation, attacks: Attacks) -> None:
    signing.sign_in(there.settings, "curator", login="guessed")
    statuses = []
    for number in range(12):
        answer = tried(there, "guessed", environ_base={"REMOTE_ADDR": f"10.1.1.{number}"})
        statuses.append(answer.status_code)
    for number, status in enumerate(statuses[attempts.ACCOUNT.free :], start=attempts.ACCOUNT.free + 1):
        attacks.met(f"попытка {number} по учётной записи", status == 429, status)
    right = tried(there, "guessed", signing.PASSWORD, environ_base={"REMOTE_ADDR": "10.1.1.99"})
    attacks.met("верный пароль во время ожидания", right.status_code == 429, right.status_code)


def test_guessing_from_one_address_is_slowed_down_whatever_the_account(there: Installation, attacks: Attacks) -> None:
    place = {"REMOTE_ADDR": "10.2.2.2"}
    statuses = [tried(there, f"sprayed-{n}", environ_base=place).status_code for n in range(26)]
    for number, status in enumerate(statuses[attempts.ADDRESS.free :], start=attempts.ADDRESS.free + 1):
        attacks.met(f"попытка {number} с одного адреса", status == 429, status)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP"])
def test_an_address_of_the_visitor_s_own_invention_is_not_believed(
    there: Installation, attacks: Attacks, header: str
) -> None:
    place = {"REMOTE_ADDR": f"10.3.3.{len(header)}"}
    last = 0
    for number in range(attempts.ADDRESS.free + 2):
        said = {header: f"192.0.2.{number}"}
        last = tried(there, f"hidden-{number}", environ_base=place, headers=said).status_code
    attacks.met(f"{header} скрывает адрес", last == 429, last)


@pytest.mark.parametrize("login", ["GUESSED-2", " guessed-2", "guessed-2\t", "ＧＵＥＳＳＥＤ-2"])
def test_a_login_written_otherwise_gives_no_more_guesses(there: Installation, attacks: Attacks, login: str) -> None:
    signing.sign_in(there.settings, "curator", login="guessed-2")
    place = {"REMOTE_ADDR": "10.4.4.4"}
    for _ in range(attempts.ACCOUNT.free + 1):
        tried(there, "guessed-2", environ_base={"REMOTE_ADDR": "10.4.4.5"})
    answer = tried(there, login, signing.PASSWORD, environ_base=place)
    attacks.met(f"логин «{login}»", answer.status_code in (401, 429), answer.status_code)


@pytest.mark.parametrize("target", hostile.OTHER_SITES)
def test_signing_in_leads_to_no_other_site(there: Installation, attacks: Attacks, target: str) -> None:
    signing.sign_in(there.settings, "curator", login="sent-away")
    form = {"next": target}
    answer = tried(there, "sent-away", signing.PASSWORD, form=form, environ_base={"REMOTE_ADDR": "10.5.5.5"})
    place = answer.headers.get("Location", "")
    attacks.met(f"после входа {target!r}", answer.status_code == 303 and is_here(place), place)
    attacks.met("лишний заголовок", all("evil" not in value for name, value in answer.headers if name == "Set-Cookie"))
    signed_in = there.client("curator").get("/login", query_string={"next": target})
    attacks.met(f"уже вошёл: {target!r}", is_here(signed_in.headers.get("Location", "")), signed_in.headers)
    page = there.anonymous().get("/login", query_string={"next": target}).text
    kept = re.findall(r'name="next" value="([^"]*)"', page)
    attacks.met(f"поле формы {target!r}", all(is_here(one) for one in kept), kept)
    attacks.met(f"safe_next {target!r}", is_here(safe_next(target)), safe_next(target))


def is_here(place: str) -> bool:
    r"""Whether browsers, which read «\» as «/» and drop line breaks, would stay on this site."""
    seen = re.sub(r"[\t\r\n]", "", place).replace("\\", "/").strip()
    reached = urlsplit(urljoin(HERE, seen))
    return bool(seen) and reached.scheme in ("http", "https") and reached.netloc == "localhost"


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "///evil.example/x", "/%5c%5cevil.example"])
def test_being_sent_to_sign_in_leads_to_no_other_site(there: Installation, attacks: Attacks, path: str) -> None:
    answer = there.anonymous().get(path, headers={"Accept": "text/html", "Host": "localhost"})
    place = answer.headers.get("Location", "")
    attacks.met(f"GET {path}", not place or is_here(place), place)
