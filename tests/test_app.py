"""The wiring: several applications in one process, honest addresses, nothing foreign in what is served."""

import json
import re
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest

import app as wiring
from data.settings import current, load
from tests import signing

FOREIGN = re.compile(rb"""(?:src|href|action)=["']?(?:https?:)?//|url\(["']?(?:https?:)?//|@import""")


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    return replace(load(), var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")


@pytest.fixture(scope="module")
def client(settings):
    return signing.client(wiring.create_app(settings), signing.sign_in(settings))


def test_an_application_can_be_made_twice_and_both_have_all_callbacks(settings):
    first, second = wiring.create_app(settings), wiring.create_app(settings)
    signed_in = signing.sign_in(settings)
    counts = [len(json.loads(signing.client(a, signed_in).get("/_dash-dependencies").data)) for a in (first, second)]
    assert counts[0] == counts[1] > 5


def test_beside_the_server_hotspots_are_searched_ahead(settings, monkeypatch):
    asked: list[object] = []

    def noted(chosen, command):
        asked.append((chosen.var, command[1:]))
        return nullcontext()

    for name in ("_require_bundle", "_require_free_port", "_prepared_apart"):
        monkeypatch.setattr(wiring, name, lambda *_: None)
    monkeypatch.setattr(wiring.settings_of, "load", lambda: settings)
    monkeypatch.setattr(wiring.watching, "after_publications", noted)
    monkeypatch.setattr(wiring.Server, "run", lambda _: asked.append("run"))

    assert wiring.main() == 0
    assert asked == [(settings.var, ("-m", "answers.hotspots.ahead")), "run"]


def test_every_id_that_a_callback_names_is_in_some_layout(settings):
    """Dash reports the others in the console of every screen, and people who look there for a fault find these."""
    made = wiring.create_app(settings)
    layout: Any = made.validation_layout
    known = {str(getattr(one, "id", "")) for one in layout._traverse()}
    named = {one["id"] for each in made.callback_map.values() for part in ("inputs", "state") for one in each[part]}
    assert {one for one in named if not one.startswith("{")} - known == set()


def test_the_document_is_russian_and_names_no_other_host(client):
    page = client.get("/")
    assert page.status_code == 200
    assert b'<html lang="ru">' in page.data
    assert not FOREIGN.search(page.data)
    assert b"https://" not in page.data.replace(b"http://www.w3.org", b"")
    assert b"Loading..." not in page.data


def test_every_file_of_the_document_is_there_and_is_ours(client):
    page = client.get("/").get_data(as_text=True)
    files = re.findall(r'(?:src|href)="(/[^"]+)"', page)
    assert any("plotly.min.js" in file for file in files)
    for file in files:
        answer = client.get(file)
        assert answer.status_code == 200, file
        assert "text/html" not in answer.content_type, file
    for file in [f for f in files if ".css" in f]:
        assert not FOREIGN.search(client.get(file).data), file


def test_plotly_stands_before_dash_and_own_styles_after_bootstrap(client):
    page = client.get("/").get_data(as_text=True)
    assert page.index("plotly.min.js") < page.index("/_dash-component-suites/dash/dcc/")
    assert page.index("bootstrap.min.css") < page.index("screens.css")
    assert page.count("plotly.min.js") == 1
    assert ".mjs" not in page


def test_scripts_run_only_from_here(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert "http" not in policy


def test_an_unknown_address_is_not_found_and_the_machine_door_is_shut(client):
    assert client.get("/nowhere").status_code == 404
    assert client.get("/_mcp").status_code == 404
    assert client.post("/_mcp").status_code == 404


def test_health_does_not_need_data_and_readiness_does(client):
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json() == {"status": "not ready"}


def test_a_request_is_answered_under_the_application_s_own_settings(settings):
    made = wiring.create_app(settings)
    made.server.view_functions["_healthz"] = lambda: str(current().var)
    assert made.server.test_client().get("/healthz").get_data(as_text=True) == str(settings.var)
    assert current() != settings


def test_navigation_lists_the_screens_in_their_order(client):
    layout = client.get("/_dash-layout").get_data(as_text=True)
    names = ["Сводка", "Тепловая карта", "Сроки", "Получатели", "Записи"]
    positions = [layout.index(json.dumps(name)[1:-1]) for name in names]
    assert positions == sorted(positions)
    assert json.dumps("Такой страницы нет")[1:-1] not in layout


def test_a_busy_port_is_told_before_any_work(settings):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = replace(settings, host="127.0.0.1", port=taken.getsockname()[1])
        with pytest.raises(wiring.SettingsError, match="занят"):
            wiring._require_free_port(busy)


@pytest.mark.parametrize(("told", "code", "said"), [(["--help"], 0, ""), (["--port", "80"], 2, "Ошибка: лишнее")])
def test_the_command_says_how_it_is_written_and_starts_nothing_for_words_it_has_not(told, code, said, capsys):
    with pytest.raises(SystemExit) as ended:
        wiring.main(told)
    assert ended.value.code == code
    assert said in capsys.readouterr().err
