"""Two hosts of one installation: two programs of their own over one PostgreSQL and one folder, and the proxy of
docs/deploy in front of them; where nginx is not installed, a small one that takes turns.
"""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from data.settings import ROOT, Settings

NGINX = shutil.which("nginx")
_HOST = "127.0.0.1"
_STARTING_SECONDS = 150
_AROUND = """
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    {example}
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came back. by: the port of the host behind a proxy."""

    status_code: int
    data: bytes
    headers: http.client.HTTPMessage

    def get_json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.data)

    @property
    def by(self) -> str:
        """Which host answered, as the proxy says."""
        return self.headers.get("X-Answered-By", "").rpartition(":")[2]


@dataclass(eq=False)
class Browser:
    """A browser that keeps its cookies; `port` may be changed between requests. is_tls: it speaks to the proxy."""

    port: int
    is_tls: bool = False
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def application(self) -> "Browser":
        """What remembers the list of callbacks (`tests.pages.asking`)."""
        return self

    def get(self, path: str) -> Answer:
        """Ask for an address."""
        return self._ask("GET", path, None, {})

    def post(
        self,
        path: str,
        *,
        json: Any = None,  # the name that Flask's own client uses
        form: Mapping[str, str] | None = None,
        data: bytes = b"",
    ) -> Answer:
        """Send a callback, a form or a file."""
        if form is not None:
            return self._ask("POST", path, urlencode(form).encode(), {"Content-Type": _FORM})
        body = data if json is None else _dumped(json)
        kind = "application/octet-stream" if json is None else "application/json"
        return self._ask("POST", path, body, {"Content-Type": kind})

    def sign_in(self, login: str, password: str) -> Answer:
        """Fill in the form of signing in."""
        found = re.search(r'name="form_token" value="([^"]+)"', self.get("/login").data.decode())
        assert found, "the page has a form"
        return self.post("/login", form={"login": login, "password": password, "form_token": found[1]})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = (
            http.client.HTTPSConnection(_HOST, self.port, timeout=120, context=ssl._create_unverified_context())
            if self.is_tls
            else http.client.HTTPConnection(_HOST, self.port, timeout=120)
        )
        sent = headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent |= {"X-CSRFToken": self.cookies.get("_csrf_token", ""), "Accept": "text/html, application/json"}
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            made = Answer(answer.status, answer.read(), answer.msg)
        finally:
            connection.close()
        for line in made.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return made


_FORM = "application/x-www-form-urlencoded"
_dumped = lambda value: json.dumps(value).encode()  # noqa: E731  (`post` has an argument of the module's name)


@contextmanager
def host(settings: Settings, port: int, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The program as an installation starts it, until the context ends; it answers when the context begins."""
    environment = os.environ | {
        "MCU_VAR": str(settings.var), "MCU_STORE_URL": settings.store_url, "MCU_PORT": str(port), "MCU_DEMO": "0",
        "MCU_TRUSTED_PROXY": "1", "MCU_WORKERS": "1",
    }  # fmt: skip
    with log.open("wb") as said:
        process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=said, stderr=said)
    try:
        until(lambda: _answers(port, process, log))
        yield process
    finally:
        process.terminate()
        process.wait(60)


def _answers(port: int, process: "subprocess.Popen[bytes]", log: Path) -> bool:
    assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")
    try:
        return Browser(port).get("/healthz").status_code == 200
    except OSError:
        return False


def until(is_so: Any, seconds: float = _STARTING_SECONDS) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"not so after {seconds:g} s"
        time.sleep(0.2)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def proxy(folder: Path, ports: Sequence[int]) -> Iterator[Browser]:
    """A browser that has not signed in yet, before the proxy of these hosts."""
    with _nginx(folder, ports) if NGINX else _in_turn(ports) as port:
        yield Browser(port, is_tls=bool(NGINX))


@contextmanager
def _nginx(folder: Path, ports: Sequence[int]) -> Iterator[int]:
    """The example of docs/deploy with our ports, names of files and hosts, and nothing else changed."""
    port, plain = free_port(), free_port()
    _certificate(folder)
    example = (ROOT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for line, ours in {
        "    server 127.0.0.1:8050;\n": "".join(f"    server {_HOST}:{one};\n" for one in ports),
        "listen 80;": f"listen {_HOST}:{plain};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen {_HOST}:{port} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "/etc/ssl/mcu": str(folder),
        "/var/log/nginx": str(folder),
        "    server_tokens off;\n": "    server_tokens off;\n    add_header X-Answered-By $upstream_addr always;\n",
    }.items():
        assert line in example, f"the example has no line «{line}» any more"
        example = example.replace(line, ours)
    file = folder / "nginx.conf"
    file.write_text(_AROUND.format(folder=folder, example=example), encoding="utf-8")
    process = subprocess.Popen([str(NGINX), "-c", file, "-p", folder, "-g", "daemon off;"])
    try:
        until(lambda: _listens(port), 20)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex((_HOST, port)) == 0


def _certificate(folder: Path) -> None:
    """A certificate of our own for the proxy."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    begun = datetime(2026, 1, 1)  # noqa: DTZ001  (nobody looks at it)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(begun).not_valid_after(begun + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = (serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))


@contextmanager
def _in_turn(ports: Sequence[int]) -> Iterator[int]:
    """Without nginx: each request to the next host that listens."""
    turns = cycle(ports)

    class Passing(BaseHTTPRequestHandler):
        def _pass(self) -> None:
            to = next(one for one in turns if _listens(one))
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            connection = http.client.HTTPConnection(_HOST, to, timeout=120)
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            answer = connection.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("X-Answered-By", f"{_HOST}:{to}")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            connection.close()

        do_GET = do_POST = _pass  # noqa: N815  (names of the library)

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer((_HOST, 0), Passing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
