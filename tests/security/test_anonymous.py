"""Without a session: every address of the program by every method, and doors that must not be there at all."""

import itertools
import re

import pytest

from tests.attacks import Attacks
from tests.security.conftest import Installation

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OF_A_BROWSER = ("GET", "HEAD", "POST")
"""What an address or a form can make a browser send."""
OPEN = ("/login", "/login/code", "/healthz", "/readyz")
VALUES = {
    "package_name": ("dash", "plotly", ".."),
    "fingerprinted_path": ("dash-renderer/build/dash_renderer.min.js", "../../app.py"),
    "path": ("", "heat-map", "register", "people", "audit", "nowhere", "../var/store.sqlite"),
    "filename": ("x.css", "../app.py"),
    "version": ("1", "latest"),
    "layer": ("municipalities", "places"),
}
AS_BROWSER = {"Accept": "text/html,*/*"}


def addresses(there: Installation) -> list[str]:
    """Every rule of the URL map with every value of its parts; files of the design are open to all."""
    found = []
    for rule in there.application.server.url_map.iter_rules():
        names = re.findall(r"<(?:[^<>]*:)?(\w+)>", rule.rule)
        for values in itertools.product(*(VALUES.get(name, ("1", "x")) for name in names)):
            made = rule.rule
            for value in values:
                made = re.sub(r"<[^>]+>", value, made, count=1)
            found.append(made)
    return sorted({one for one in found if not one.startswith("/assets/")})


@pytest.mark.parametrize(
    ("headers", "methods"), [({}, METHODS), (AS_BROWSER, OF_A_BROWSER)], ids=["machine", "browser"]
)
def test_every_rule_by_every_method_gives_an_anonymous_person_nothing(
    there: Installation, attacks: Attacks, headers: dict[str, str], methods: tuple[str, ...]
) -> None:
    client = there.anonymous()
    for path, method in itertools.product(addresses(there), methods):
        if path in OPEN:
            continue
        answer = client.open(path, method=method, headers=headers)
        is_sent_to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/login")
        held = answer.status_code == 401 or is_sent_to_sign_in
        attacks.met(f"{method} {path} без входа", held, answer.status_code)


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "'", "../../x", "a" * 5000], ids=lambda text: text[:8] or "no")
def test_data_by_their_usual_questions_are_not_given_out(there: Installation, attacks: Attacks, cookie: str) -> None:
    client = there.with_cookie(cookie)
    for path in (
        "/api/v1/query?metrics=records",
        "/api/v1/query?metrics=records&format=csv",
        "/export/register.xlsx?period=all",
        "/export/table.xlsx?metrics=records",
        "/export/map.html",
        "/_dash-layout",
        "/_dash-dependencies",
        "/_reload-hash",
        "/register?channel=pos_message",
        "/login/../register",
        "/healthz/../register",
        "//register",
        "/register;/healthz",
        "/%68ealthz/%2e%2e/register",
        "/login/code/",
        "/healthz/",
        "/REGISTER",
    ):
        answer = client.get(path)
        attacks.met(f"GET {path}", answer.status_code in (302, 308, 401, 404), answer.status_code)
        attacks.met(f"GET {path}: данные", b"record" not in answer.data.lower(), answer.data[:80])


def test_a_callback_asked_without_a_session_answers_nothing(there: Installation, attacks: Attacks) -> None:
    client = there.anonymous()
    for wanted in there.client().get("/_dash-dependencies").get_json():
        body = {"output": wanted["output"], "inputs": [], "outputs": {}, "changedPropIds": []}
        answer = client.post("/_dash-update-component", json=body)
        attacks.met(f"обработчик {wanted['output'][:40]}", answer.status_code == 401, answer.status_code)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_checks_say_one_word(there: Installation, attacks: Attacks, path: str) -> None:
    for query in ("", "?snapshot=1", "?verbose=1"):
        answer = there.anonymous().get(path + query)
        attacks.met(f"{path}{query}", answer.get_json() == {"status": "ok"}, answer.text)


@pytest.mark.parametrize("role", ["", "curator", "administrator"])
def test_doors_of_machines_and_of_developers_are_absent(there: Installation, attacks: Attacks, role: str) -> None:
    client = there.client(role) if role else there.anonymous()
    for path in ("/_mcp", "/_mcp/sse", "/mcp", "/console", "/_alive", "/.env", "/.git/config", "/static/x", "/metrics"):
        for method in METHODS:
            answer = client.open(path, method=method, json={"jsonrpc": "2.0", "method": "tools/list", "id": 1})
            attacks.met(f"{method} {path}", answer.status_code in (302, 401, 403, 404, 405), answer.status_code)


@pytest.mark.parametrize("role", ["", "curator"])
def test_files_outside_the_folders_of_the_design_are_not_served(
    there: Installation, attacks: Attacks, role: str
) -> None:
    client = there.client(role) if role else there.anonymous()
    climbs = ("../", "..%2f", "%2e%2e/", "..\\", "....//", "/", "%252e%252e/", "vendor/../../", "..;/", "\x00../")
    for climb, what in itertools.product(climbs, ("app.py", "var/store.sqlite", "etc/passwd", ".git/config")):
        for place in ("/assets/", "/_dash-component-suites/dash/", "/static/", "/geo/1/"):
            answer = client.get(f"{place}{climb * 3}{what}")
            is_given = any(mark in answer.data for mark in (b"root:", b"def create_app", b"SQLite format", b"[core]"))
            held = not is_given and (bool(role) or answer.status_code in (302, 308, 400, 401, 404))
            attacks.met(f"{place}{climb}{what}", held, answer.status_code)
