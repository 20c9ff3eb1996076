"""Another site makes the browser of a signed-in person ask: forms, text/plain, missing and foreign tokens, origins."""

import json

import pytest

from tests.attacks import Attacks
from tests.security.conftest import Installation

CHANGES = ("/_dash-update-component", "/logout", "/account")
ORIGINS = (
    "https://evil.example", "http://localhost.evil.example", "http://evil.example/?localhost", "null", "http://localhost:1",
    "file://", "http://localhost@evil.example", "ftp://localhost", "chrome-extension://abc", "http://LOCALHOST.evil",
)  # fmt: skip
KINDS = (
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "text/json",
    "application/jsonp", "text/plain; application/json",
)  # fmt: skip


def body(client) -> dict:
    """An honest request of a callback: the first page of the register."""
    found = next(d for d in client.get("/_dash-dependencies").get_json() if "register-rows" in d["output"])
    outputs = [
        dict(zip(("id", "property"), o.rsplit(".", 1), strict=True)) for o in found["output"].strip(".").split("...")
    ]
    inputs = [{"id": "flt", "property": "data", "value": {"period": "all"}}]
    return {
        "output": found["output"],
        "outputs": outputs,
        "inputs": inputs,
        "changedPropIds": ["flt.data"],
        "state": [],
    }


def without_token(there: Installation):
    """The browser of a curator as another site drives it: cookies go along, the token does not."""
    client = there.client("curator")
    client.environ_base.pop("HTTP_X_CSRFTOKEN")
    return client


def test_the_honest_request_is_answered(there: Installation) -> None:
    client = there.client("curator")
    assert client.post("/_dash-update-component", json=body(client)).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_of_another_kind_is_not_read_as_json(there: Installation, attacks: Attacks, kind: str) -> None:
    for client in (without_token(there), there.client("curator")):
        for data in (json.dumps(body(client)), json.dumps(body(client)) + "=", "{}", ""):
            answer = client.post("/_dash-update-component", data=data, content_type=kind)
            attacks.met(f"тело {kind!r}", answer.status_code in (400, 403, 415), answer.status_code)


def test_a_missing_or_foreign_token_changes_nothing(there: Installation, attacks: Attacks) -> None:
    honest = there.opened("curator")
    tokens = (
        "", " ", "null", "undefined", there.opened("auditor").csrf, there.opened("administrator").csrf,
        honest.csrf[:-1], honest.csrf + "x", honest.csrf.swapcase(), honest.token, "é" * 20, "0" * 43,
        f"{honest.csrf},{honest.csrf}",
    )  # fmt: skip
    for token in tokens:
        client = without_token(there)
        headers = {"X-CSRFToken": token.encode().decode("latin-1")}
        for path in CHANGES:
            sent = {"json": body(client)} if path.startswith("/_") else {"data": {"action": "end_others"}}
            answer = client.post(path, headers=headers, **sent)
            attacks.met(f"{path} с чужим знаком {token[:6]!r}", answer.status_code == 403, answer.status_code)
        for path in CHANGES[1:]:
            answer = client.post(path, data={"action": "end_others", "csrf_token": token})
            attacks.met(f"{path} с чужим знаком в форме", answer.status_code == 403, answer.status_code)
        answer = client.post(f"/_dash-update-component?csrf_token={honest.csrf}", json=body(client))
        attacks.met("знак в адресе", answer.status_code == 403, answer.status_code)
        client.set_cookie("_csrf_token", token.encode().decode("latin-1"), domain="localhost")
        answer = client.post("/_dash-update-component", json=body(client), headers=headers)
        attacks.met("подложенная cookie знака", answer.status_code == 403, answer.status_code)


@pytest.mark.parametrize("origin", ORIGINS)
def test_another_origin_changes_nothing_even_with_the_token(there: Installation, attacks: Attacks, origin: str) -> None:
    client = there.client("curator")
    for path in CHANGES:
        sent = {"json": body(client)} if path.startswith("/_") else {"data": {"action": "end_others"}}
        answer = client.post(path, headers={"Origin": origin}, **sent)
        attacks.met(f"{path} от {origin}", answer.status_code == 403, answer.status_code)
    attacks.met(f"сеанс жив после {origin}", client.get("/account").status_code == 200)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "CROSS-SITE", "nonsense"])
def test_what_the_browser_says_of_the_site_is_heeded(there: Installation, attacks: Attacks, site: str) -> None:
    client = there.client("curator")
    for path in CHANGES:
        answer = client.post(path, headers={"Sec-Fetch-Site": site}, json=body(client))
        attacks.met(f"{path} {site}", answer.status_code == 403, answer.status_code)


def test_a_foreign_page_signs_nobody_in(there: Installation, attacks: Attacks) -> None:
    """Signing the victim into the attacker's account."""
    form = {"login": "curator", "password": "x"}
    for token in ("", "x" * 64):
        answer = there.anonymous().post("/login", data=form | {"form_token": token})
        attacks.met("вход без своей формы", answer.status_code == 400, answer.status_code)
    other = there.anonymous().get("/login").text.split('name="form_token" value="')[1].split('"')[0]
    victim = there.anonymous()
    victim.get("/login")
    answer = victim.post("/login", data=form | {"form_token": other})
    attacks.met("знак чужой формы", answer.status_code == 400, answer.status_code)
    answer = victim.post("/login", data=form, headers={"Origin": "https://evil.example"})
    attacks.met("вход с чужого сайта", answer.status_code in (400, 403), answer.status_code)


def test_nothing_is_changed_by_addresses_that_only_read(there: Installation, attacks: Attacks) -> None:
    client = there.client("curator")
    for path in ("/logout", "/account?action=end_others", "/_dash-update-component", "/login?login=x&password=y"):
        answer = client.get(path)
        is_alive = client.get("/api/v1/query?metrics=records").status_code == 200
        cookies = str(answer.headers.getlist("Set-Cookie"))
        attacks.met(f"GET {path}", is_alive and "mcu_session" not in cookies, cookies)


def test_other_sites_may_not_read_answers_or_frame_pages(there: Installation, attacks: Attacks) -> None:
    client = there.client("curator")
    for path in ("/", "/account", "/api/v1/query?metrics=records", "/export/register.xlsx", "/_dash-layout"):
        for method in ("GET", "OPTIONS"):
            answer = client.open(path, method=method, headers={"Origin": "https://evil.example"})
            names = [name for name, _ in answer.headers if name.startswith("Access-Control-")]
            attacks.met(f"{method} {path}: CORS", not names, names)
            attacks.met(f"{method} {path}: nosniff", answer.headers.get("X-Content-Type-Options") == "nosniff")
            if answer.mimetype == "text/html":
                policy = answer.headers.get("Content-Security-Policy", "")
                attacks.met(f"{path}: рамка", "frame-ancestors 'none'" in policy, policy)
