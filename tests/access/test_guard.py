"""The door: who gets in, what a request must carry, and what is in force while it is answered."""

import threading
from dataclasses import replace
from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from access import audit, demo_logins, guard, login, person, scope, screens, sessions
from access.session_words import device
from access.sessions import Visitor
from data.errors import AccessError, StoreError
from data.scope import NOTHING
from data.settings import AccessSettings, Settings, use
from deeds import accounts
from tests.access.conftest import ANOTHER, PASSWORD, Clock, add, application, csrf, form_token, sign_in

PAGE = {"Accept": "text/html,*/*"}


def test_an_anonymous_reader_of_a_page_is_sent_to_sign_in_and_back(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    sent = client.get("/?topic=water&from=2026-01-01", headers=PAGE)
    assert (sent.status_code, sent.location) == (302, "/login?next=%2F%3Ftopic%3Dwater%26from%3D2026-01-01")
    back = client.get(sent.location).text
    assert 'name="next" value="/?topic=water&amp;from=2026-01-01"' in back
    assert sign_in(client, next="/?topic=water").location == "/?topic=water"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", ["/api/v1/told", "/_dash-update-component", "/_dash-layout", "/export", "/nowhere"])
def test_everything_else_answers_an_anonymous_request_with_401(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == 401
    assert answer.headers["Cache-Control"] == "no-store"
    if method == "GET" and path.startswith(("/api", "/_")):
        assert "Нужно войти" in answer.get_json()["error"]


def test_only_four_addresses_are_open(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"login": None, "grants": 0}
    assert client.get("/login").status_code == 200
    assert guard.PUBLIC == ("/login", "/login/code", "/healthz", "/readyz")


def test_a_public_address_asks_no_store(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "resolve", lambda *_, **__: pytest.fail("the store was asked"))
    client.set_cookie("mcu_session", "x" * 43)
    assert client.get("/healthz").status_code == 200


def test_the_person_and_the_scope_are_in_force_while_answering_and_gone_after(settings: Settings) -> None:
    add(settings, "ivanova", "pos_officer", "auditor")
    client = application().test_client()
    sign_in(client)
    assert client.get("/").get_json() == {"login": "ivanova", "grants": 2}
    assert person.current() is None
    with pytest.raises(AccessError, match="круг данных не задан"):
        scope.current()
    assert client.get("/healthz").get_json()["grants"] == len(NOTHING.grants)


def test_requests_at_once_keep_their_persons_apart(settings: Settings) -> None:
    server = application()
    clients = {}
    for number in range(4):
        clients[add(settings, f"user-{number}")] = server.test_client()
        sign_in(clients[f"user-{number}"], f"user-{number}")
    wrong: list[str] = []

    def ask(name: str) -> None:
        with use(settings):
            wrong.extend(name for _ in range(25) if clients[name].get("/").get_json()["login"] != name)

    running = [threading.Thread(target=ask, args=(name,)) for name in clients]
    for one in running:
        one.start()
    for one in running:
        one.join()
    assert wrong == []


def test_an_error_while_answering_leaves_nobody_in_force(settings: Settings) -> None:
    add(settings)
    server = application()
    server.add_url_rule("/broken", "broken", lambda: str(1 // 0))
    client = server.test_client()
    sign_in(client)
    assert client.get("/broken").status_code == 500
    assert person.current() is None
    with pytest.raises(AccessError, match="круг данных не задан"):
        scope.current()


def test_signing_in_gives_another_token_than_the_browser_came_with(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    client.set_cookie("mcu_session", "planted-by-somebody")
    sign_in(client)
    cookie = client.get_cookie("mcu_session")
    assert cookie is not None
    assert cookie.value != "planted-by-somebody"
    assert sessions.resolve("planted-by-somebody", settings) is None


def test_signing_in_from_a_form_left_open_ends_the_session_before(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    token = form_token(client.get("/login").text)
    form = {"login": "ivanova", "password": PASSWORD, "form_token": token}
    client.post("/login", data=form)
    first = client.get_cookie("mcu_session")
    assert first is not None
    assert client.post("/login", data=form).status_code == 303
    assert sessions.resolve(first.value, settings) is None
    assert client.get("/").status_code == 200


def test_the_cookies_say_what_browsers_must_know(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    made = {c.split("=")[0]: c for c in sign_in(client).headers.getlist("Set-Cookie")}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(made["mcu_session"].split("; "))
    assert "HttpOnly" not in made["_csrf_token"]
    assert "Secure" not in made["mcu_session"]


@pytest.mark.parametrize("how", ["setting", "request"])
def test_behind_tls_the_cookies_travel_over_it_only(settings: Settings, how: str) -> None:
    add(settings)
    base = "https://localhost" if how == "request" else "http://localhost"
    with use(replace(settings, access=AccessSettings(is_https=how == "setting"))):
        client = application().test_client()
        page = client.get("/login", base_url=base)
        kept = page.headers["Set-Cookie"].split(";")[0]  # the client would not send a Secure cookie without TLS
        form = {"login": "ivanova", "password": PASSWORD, "form_token": form_token(page.text)}
        answer = client.post("/login", base_url=base, data=form, headers={"Cookie": kept})
        made = answer.headers.getlist("Set-Cookie")
    assert made
    assert all("Secure" in cookie for cookie in made)


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    sign_in(client)
    stolen = client.get_cookie("mcu_session")
    assert stolen is not None
    thief = application().test_client()
    thief.set_cookie("mcu_session", stolen.value)
    assert thief.get("/").status_code == 200
    out = client.post("/logout", data={"csrf_token": csrf(client)})
    assert (out.status_code, out.location) == (303, "/login")
    assert client.get_cookie("mcu_session") is None
    assert thief.get("/").status_code == 401


def change(client: FlaskClient, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/_dash-update-component", json={}, headers=named)


def test_a_change_needs_the_token_of_its_session(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    sign_in(client)
    assert change(client).status_code == 403
    assert change(client, X_CSRFToken="x").status_code == 403
    assert change(client, X_CSRFToken="").status_code == 403
    assert change(client, X_CSRFToken="я").status_code == 403
    assert change(client, X_CSRFToken=csrf(client)).status_code == 200
    add(settings, "petrova")
    other = application().test_client()
    sign_in(other, "petrova")
    assert change(client, X_CSRFToken=csrf(other)).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:8051"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_a_change_asked_for_by_another_site_is_refused_even_with_the_token(
    client: FlaskClient, settings: Settings, headers: dict[str, str]
) -> None:
    add(settings)
    sign_in(client)
    assert change(client, X_CSRFToken=csrf(client), **headers).status_code == 403


def test_a_change_from_a_page_of_the_program_is_let_through(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    sign_in(client)
    own = {"Origin": "http://localhost", "Sec_Fetch_Site": "same-origin"}
    assert change(client, X_CSRFToken=csrf(client), **own).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_callbacks_come_as_json_only(client: FlaskClient, settings: Settings, kind: str) -> None:
    add(settings)
    sign_in(client)
    token = {"X-CSRFToken": csrf(client), "Content-Type": kind}
    assert client.post("/_dash-update-component", data="{}", headers=token).status_code == 415


def test_a_field_of_a_form_is_no_token_for_callbacks(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    sign_in(client)
    assert client.post("/api/v1/told", data={"csrf_token": csrf(client)}).status_code == 403


def test_who_answers_for_incident_management_begins_with_first_replies_and_may_still_open_the_summary(
    client: FlaskClient, settings: Settings
) -> None:
    add(settings, "petrova", "incident_officer")
    add(settings, "both", "incident_officer", "curator")
    assert sign_in(client, "petrova").location == "/channels?of=im"
    assert client.get("/", headers={"Accept": "text/html"}).status_code == 200
    assert sign_in(application().test_client(), "both").location == "/"
    assert sign_in(application().test_client(), "petrova", next="/deadlines").location == "/deadlines"


def test_the_login_form_itself_is_bound_to_its_browser(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    form = {"login": "ivanova", "password": PASSWORD}
    foreign = form_token(application().test_client().get("/login").text)
    client.get("/login")
    for token in ("", "x", foreign):
        answer = client.post("/login", data={**form, "form_token": token})
        assert answer.status_code == 400
        assert "устарела" in answer.text
    assert client.post("/login", json=form).status_code == 400


def test_a_wrong_login_and_a_wrong_password_give_the_same_page(settings: Settings) -> None:
    add(settings)
    pages = []
    for name in ("ivanova", "nobodys"):
        client = application().test_client()
        answer = sign_in(client, name, "не тот пароль")
        token = form_token(answer.text)
        pages.append((answer.status_code, answer.text.replace(token, "").replace(name, "")))
    assert pages[0] == pages[1]
    assert pages[0][0] == 401


def test_too_many_attempts_say_when_to_come_again(client: FlaskClient, settings: Settings, time: Clock) -> None:
    add(settings)
    for _ in range(5):
        sign_in(client, password="не тот пароль")
    answer = sign_in(client)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "16"
    assert "Повторите через 15 с" in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "",
        "evil",
        "/login",
        "/login/code?next=/",
        "/logout",
        "///evil.example",
        "http:/evil",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(text: str) -> None:
    assert screens.safe_next(text) == "/"


@given(st.text(alphabet="/\\:?#@. \t\r\na%0й", max_size=12) | st.text())
def test_where_to_go_is_always_an_address_of_this_site(text: str) -> None:
    where = screens.safe_next(text)
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert where.isprintable()


def test_a_temporary_password_opens_nothing_but_its_change(client: FlaskClient, settings: Settings) -> None:
    add(settings, must_change=True)
    sign_in(client)
    assert client.get("/", headers=PAGE).location == "/account"
    assert client.get("/api/v1/told").status_code == 403
    form = {"action": "password", "old": PASSWORD, "new": ANOTHER, "again": ANOTHER, "csrf_token": csrf(client)}
    assert client.post("/account", data=form).status_code == 303
    assert client.get("/").get_json()["login"] == "ivanova"
    assert change(client, X_CSRFToken=csrf(client)).status_code == 200


def test_the_account_page_says_what_went_wrong_and_changes_nothing(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    sign_in(client)
    token = {"csrf_token": csrf(client)}
    answer = client.post("/account", data={"action": "password", "new": "a", "again": "b", **token})
    assert (answer.status_code, "не совпадают" in answer.text) == (400, True)
    assert client.post("/account", data={"action": "dance", **token}).status_code == 400
    assert client.post("/account", data={"action": "end_others"}).status_code == 403


def test_a_stopped_store_is_said_in_words_and_the_next_request_is_answered(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(settings)
    sign_in(client)

    def stopped(*_args: object, **_more: object) -> None:
        raise StoreError("Хранилище не отвечает.")

    with monkeypatch.context() as patched:
        patched.setattr(sessions, "resolve", stopped)
        page, api = client.get("/", headers=PAGE), client.get("/api/v1/told")
    assert (page.status_code, api.status_code) == (503, 503)
    assert "Хранилище не отвечает." in page.text
    assert "Хранилище не отвечает." in api.get_json()["error"]
    assert client.get("/").status_code == 200


def test_what_a_signed_in_person_sees_is_not_kept(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    sign_in(client)
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/account").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_proxy_is_believed_only_when_it_is_named(settings: Settings, proxies: int, address: str) -> None:
    add(settings)
    with use(replace(settings, access=AccessSettings(trusted_proxies=proxies))):
        client = application().test_client()
        token = form_token(client.get("/login").text)
        headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
        form = {"login": "ivanova", "password": PASSWORD, "form_token": token}
        client.post("/login", data=form, headers=headers)
    newest = audit.page(1, 1, settings=settings).entries[0]
    assert (newest.action, newest.details) == ("sign_in", {"address": address})


def test_pages_carry_no_script_or_style_of_their_own(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    pages = [client.get("/login").text]
    sign_in(client)
    pages.append(client.get("/account?setup=totp").text)
    for page in pages:
        assert " style=" not in page
        assert "<style" not in page
        assert " on" not in page.replace(" one-time-code", "").split("<body")[1].split("autocomplete")[0]
        assert "<script>" not in page
        assert "http://" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_a_name_with_markup_is_shown_as_text(client: FlaskClient, settings: Settings) -> None:
    add(settings)
    accounts.set_details(settings, "ivanova", "<script>alert(1)</script>", "<b>")
    sign_in(client)
    page = client.get("/account").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<b>" not in sign_in(application().test_client(), "<b>").text


def test_a_demonstration_session_ends_with_the_first_real_import(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_logins, "is_demonstration", lambda _: True)
    add(settings, "demo-x", is_demo=True)
    assert sign_in(client, "demo-x").status_code == 303
    assert client.get("/").status_code == 200
    monkeypatch.setattr(demo_logins, "is_demonstration", lambda _: False)
    assert client.get("/").status_code == 401
    assert sign_in(client, "demo-x").status_code == 401


def test_the_login_page_says_how_to_make_the_first_account(client: FlaskClient, settings: Settings) -> None:
    assert "create-admin" in client.get("/login").text
    add(settings)
    assert "create-admin" not in client.get("/login").text


def test_an_oversized_form_is_refused(client: FlaskClient) -> None:
    client.get("/login")
    assert client.post("/login", data={"login": "x" * 100_000}).status_code == 413


def test_the_guard_comes_before_hooks_registered_earlier(settings: Settings, tmp_path: Path) -> None:
    server = flask.Flask("early")
    seen: list[str] = []
    server.before_request(lambda: seen.append("earlier hook"))
    guard.install(server, settings.access)
    with use(settings):
        assert server.test_client().get("/").status_code == 401
    assert seen == []


def test_devices_are_named_in_words() -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 YaBrowser/25.1 Safari/537.36"
    assert device(agent) == "Яндекс Браузер, Windows"
    assert device("") == "неизвестный браузер"


def test_signing_in_twice_gives_two_sessions(settings: Settings) -> None:
    add(settings)
    tokens = {login.sign_in("ivanova", PASSWORD, Visitor("10.0.0.1"), settings).token for _ in range(2)}
    assert len(tokens) == 2
