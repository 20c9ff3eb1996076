import gzip
from typing import Any

import brotli
import flask
import pytest

from components import own_files
from components.static_files import StaticFiles, compress


def application(environ, start):
    start("200 OK", [("Content-Type", "text/html")])
    return [b"application " + environ["PATH_INFO"].encode() + b" " * 2000]


@pytest.fixture
def served(tmp_path):
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "own.css").write_text("a { color: red }\n" * 100)
    (folder / "bundle.js").write_text("plain")
    (folder / "bundle.js.br").write_bytes(brotli.compress(b"packed beforehand"))
    (folder / "font.woff2").write_bytes(b"\x00font")
    (folder / ".stamp").write_text("hidden")
    (tmp_path / "secret.txt").write_text("secret")
    return StaticFiles(application, folder)


in_every_encoding = pytest.mark.parametrize(
    ("accept", "unpack"),
    [
        ("br", brotli.decompress),
        ("gzip", gzip.decompress),
        ("", bytes),
        ("br;q=0, gzip;q=0.5", gzip.decompress),
        ("gzip;q=0", bytes),
    ],
)


def ask(served, path, accept="", query="", **headers):
    said: dict[str, Any] = {}

    def start(status, found, info=None):
        said.update(status=status, headers=dict(found))

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_ACCEPT_ENCODING": accept}
    said["body"] = b"".join(served(environ | headers, start))
    return said


def test_a_file_compressed_beforehand_is_sent_as_it_lies(served):
    answer = ask(served, "/assets/bundle.js", "gzip, br")
    assert answer["headers"]["Content-Encoding"] == "br"
    assert brotli.decompress(answer["body"]) == b"packed beforehand"


@in_every_encoding
def test_an_own_file_arrives_whole_in_any_encoding(served, accept, unpack):
    answer = ask(served, "/assets/own.css", accept)
    assert unpack(answer["body"]) == b"a { color: red }\n" * 100
    assert answer["headers"]["Content-Type"] == "text/css; charset=utf-8"


def test_a_versioned_address_is_kept_for_a_year_and_a_plain_one_is_checked(served):
    assert "immutable" in ask(served, "/assets/own.css", query="m=1")["headers"]["Cache-Control"]
    assert "immutable" not in ask(served, "/assets/font.woff2")["headers"]["Cache-Control"]


def test_an_unchanged_file_is_not_sent_twice(served):
    tag = ask(served, "/assets/own.css")["headers"]["ETag"]
    again = ask(served, "/assets/own.css", HTTP_IF_NONE_MATCH=tag)
    assert again["status"].startswith("304")
    assert again["body"] == b""


OUTSIDE = [
    "/assets/../secret.txt",
    "/assets/%2e%2e/secret.txt",
    "/assets/.stamp",
    "/assets/\x00",
    "/assets//etc/passwd",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_folder_and_nothing_hidden_is_served(served, path):
    answer = ask(served, path)
    assert answer["body"].startswith(b"application")


def test_dash_s_own_scripts_are_compressed_once_and_kept(served):
    path = "/_dash-component-suites/dash/html.v4_4_1m1.min.js"
    first, second = ask(served, path, "br"), ask(served, path, "br")
    assert first["body"] == second["body"]
    assert b"application" in brotli.decompress(first["body"])
    assert "immutable" in first["headers"]["Cache-Control"]


def test_everything_else_goes_to_the_application(served):
    assert ask(served, "/", "br")["body"].startswith(b"application")


@in_every_encoding
def test_own_files_arrive_joined_in_the_order_of_their_names_with_their_icons_inside(served, tmp_path, accept, unpack):
    folder = tmp_path / "assets"
    (folder / "icons").mkdir()
    (folder / "icons" / "map.svg").write_text("<svg/>")
    (folder / "20-later.css").write_text('b { --icon: url("icons/map.svg"); }')
    (folder / "10-first.css").write_text("a { color: red; }")
    answer = ask(served, "/assets/screens.css", accept, query="m=1")
    assert unpack(answer["body"]).decode() == ('a { color: red; }\nb { --icon: url("data:image/svg+xml,%3Csvg/%3E"); }')
    assert "immutable" in answer["headers"]["Cache-Control"]


def test_a_changed_own_file_changes_the_address_of_the_joined_one(tmp_path):
    (tmp_path / "10-own.js").write_text("first")
    before = own_files.version(tmp_path, own_files.SCRIPTS)
    (tmp_path / "10-own.js").write_text("second")
    assert own_files.version(tmp_path, own_files.SCRIPTS) != before


@pytest.mark.parametrize(("accept", "unpack"), [("gzip, br", brotli.decompress), ("gzip", gzip.decompress)])
def test_an_answer_of_a_screen_is_packed_and_says_so(accept, unpack):
    body = b'{"words": "' + "вода ".encode() * 400 + b'"}'
    response = flask.Response(body, mimetype="application/json")
    compress(response, {"HTTP_ACCEPT_ENCODING": accept})
    assert unpack(response.get_data()) == body
    assert int(response.headers["Content-Length"]) == len(response.get_data()) < 200
    assert "Accept-Encoding" in response.headers["Vary"]


@pytest.mark.parametrize("mimetype", ["application/zip", "image/png"])
def test_an_answer_that_is_packed_already_stays_as_it_is(mimetype):
    response = flask.Response(b"PK" * 1000, mimetype=mimetype)
    compress(response, {"HTTP_ACCEPT_ENCODING": "br"})
    assert response.get_data() == b"PK" * 1000
    assert "Content-Encoding" not in response.headers
