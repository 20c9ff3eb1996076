"""How the browser gets files: compressed once, kept for long, before any session is touched.

Bundled third-party files lie compressed beside themselves (assets/vendor/*.br, *.gz). Own assets, joined by
`own_files`, and Dash's own scripts are compressed at the first request and kept in memory; their addresses carry a
version, so browsers may keep them for a year. Answers of screens are packed on their way.
"""

import gzip
import hashlib
import mimetypes
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import brotli
import flask
import werkzeug.http

from components import own_files

Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]
_TEXT = {".js", ".css", ".svg", ".json", ".txt", ".geojson"}
_YEAR = "public, max-age=31536000, immutable"
_CHECKED = "public, max-age=86400"
_SMALLEST = 600
_MOST_KEPT = 400
_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=9),
    "gzip": lambda body: gzip.compress(body, 6),
}
_QUICK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, 1),
}
"""For what is made anew for each request: less packed in a fraction of the time."""
_ANSWERS = ("application/json", "text/html")
_SUFFIXES = {"br": ".br", "gzip": ".gz"}


@dataclass(frozen=True)
class StaticFile:
    """One file in one encoding."""

    body: bytes
    kind: str
    encoding: str
    tag: str


class StaticFiles:
    """WSGI layer over `application`: answers `/assets/…` itself and compresses Dash's own scripts."""

    def __init__(self, application: Wsgi, folder: Path) -> None:
        self._application = application
        self._folder = folder.resolve()
        self._kept: dict[tuple[str, str, int], StaticFile] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Serve a file, or pass the request on."""
        path = unquote(environ.get("PATH_INFO", ""))
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return self._application(environ, start)
        if path.startswith("/assets/"):
            name = path.removeprefix("/assets/")
            if name in own_files.PATTERNS:
                return self._answer(environ, start, self._joined(name, _encoding(environ)))
            file = self._file(name)
            if file is not None:
                return self._answer(environ, start, self._from_disk(file, _encoding(environ)))
        if path.startswith("/_dash-component-suites/"):
            return self._suite(environ, start, path)
        return self._application(environ, start)

    def _file(self, name: str) -> Path | None:
        if "\x00" in name:
            return None
        file = (self._folder / name).resolve()
        inside = file.is_relative_to(self._folder) and not any(part.startswith(".") for part in Path(name).parts)
        return file if inside and file.is_file() else None

    def _from_disk(self, file: Path, encoding: str) -> StaticFile:
        encoding = encoding if file.suffix in _TEXT else ""
        beside = file.with_name(file.name + _SUFFIXES[encoding]) if encoding else file
        if encoding and beside.is_file():
            return self._remembered(beside, encoding, file, lambda body: body)
        return self._remembered(file, encoding, file, _ENCODERS.get(encoding, lambda body: body))

    def _joined(self, name: str, encoding: str) -> StaticFile:
        """Own styles or scripts as one file."""
        body = own_files.joined(self._folder, name)
        key = (name, encoding, hash(body))
        served = self._kept.get(key)
        if served is None:
            packed = _ENCODERS[encoding](body) if encoding else body
            served = self._keep(key, StaticFile(packed, _kind(name), encoding, hashlib.sha256(packed).hexdigest()[:20]))
        return served

    def _remembered(self, source: Path, encoding: str, file: Path, encode: Callable[[bytes], bytes]) -> StaticFile:
        key = (str(source), encoding, source.stat().st_mtime_ns)
        served = self._kept.get(key)
        if served is None:
            body = encode(source.read_bytes())
            served = self._keep(
                key, StaticFile(body, _kind(file.name), encoding, hashlib.sha256(body).hexdigest()[:20])
            )
        return served

    def _suite(self, environ: dict[str, Any], start: Start, path: str) -> Iterable[bytes]:
        encoding = _encoding(environ)
        key = (path, encoding, 0)
        # Asked every time: whether this person gets it is for the guard to say. Only the compression is kept.
        status, headers, body = _collected(self._application, environ)
        served = self._kept.get(key) if status.startswith("200") else None
        if served is None:
            if not status.startswith("200") or not encoding or len(body) < _SMALLEST:
                start(status, headers)
                return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
            packed = _ENCODERS[encoding](body)
            served = self._keep(key, StaticFile(packed, _kind(path), encoding, hashlib.sha256(packed).hexdigest()[:20]))
        return self._answer(environ, start, served, is_versioned=".v" in path or ".m1" in path)

    def _keep(self, key: tuple[str, str, int], served: StaticFile) -> StaticFile:
        with self._lock:
            if len(self._kept) >= _MOST_KEPT:  # addresses with invented versions must not fill the memory
                self._kept.clear()
            self._kept[key] = served
        return served

    def _answer(
        self, environ: dict[str, Any], start: Start, served: StaticFile, *, is_versioned: bool = False
    ) -> Iterable[bytes]:
        is_versioned = is_versioned or "m=" in environ.get("QUERY_STRING", "")
        headers = [
            ("Cache-Control", _YEAR if is_versioned else _CHECKED),
            ("ETag", f'"{served.tag}"'),
            ("Vary", "Accept-Encoding"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if f'"{served.tag}"' in environ.get("HTTP_IF_NONE_MATCH", ""):
            start("304 Not Modified", headers)
            return [b""]
        headers += [("Content-Type", served.kind), ("Content-Length", str(len(served.body)))]
        headers += [("Content-Encoding", served.encoding)] if served.encoding else []
        start("200 OK", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else served.body]


def compress(response: flask.Response, environ: dict[str, Any]) -> None:
    """Pack an answer of a screen on its way: JSON and documents shrink to a tenth. What streams or is packed stays."""
    encoding = _encoding(environ)
    is_text = response.mimetype in _ANSWERS and not response.is_streamed and "Content-Encoding" not in response.headers
    if not encoding or not is_text or response.status_code != 200:
        return
    body = response.get_data()
    response.headers.add("Vary", "Accept-Encoding")
    if len(body) >= _SMALLEST:
        response.set_data(_QUICK[encoding](body))
        response.headers["Content-Encoding"] = encoding


def _encoding(environ: dict[str, Any]) -> str:
    """The best encoding that the asker takes; «br;q=0» refuses it."""
    asked = werkzeug.http.parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", ""))
    accepted = {name for name, quality in asked if quality > 0}
    return "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""


def _kind(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if name.endswith(".woff2"):
        kind = "font/woff2"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or "javascript" in kind else kind


def _collected(application: Wsgi, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
    """A whole answer of the application to the same request, asked as GET and unconditionally."""
    caught: list[Any] = []
    asked = {key: value for key, value in environ.items() if not key.startswith("HTTP_IF_")}
    body = application(asked | {"REQUEST_METHOD": "GET"}, lambda *said: caught.extend(said[:2]))
    try:
        content = b"".join(body)
    finally:
        close = getattr(body, "close", None)
        if close:
            close()
    return caught[0], caught[1], content
