"""Weight and time of the first screen in a real browser, from an empty and from a warm cache."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from access import store
from data.settings import ROOT, Settings
from deeds import accounts

BROWSER = shutil.which("chromium") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
OPTIONS = (
    "--no-sandbox",  # the sandbox cannot start under root, which measuring machines often are
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What is measured is this program alone: no other host is ever asked.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

_LOGIN = "bench"
_DRAWN = """() => {
  const charts = [...document.querySelectorAll(".chart-card__canvas")];
  return charts.length > 0 && charts.every((chart) => chart.dataset.ready);
}"""
"""Every chart of the first screen has the mark that the program itself gives it."""


def measure(var: Path, browser: str = BROWSER) -> dict[str, float] | None:
    """Kilobytes over the wire and seconds until the first chart of a signed-in curator stands, cold and warm; nothing
    without a browser. The store of `var` gets an account for it.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if not Path(browser).exists():
        return None
    password = secrets.token_urlsafe(20)
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    store.create(settings)
    accounts.create(settings, _LOGIN, "Измерение", ["curator"], password=password, must_change=False)
    port = free_port()
    environment = os.environ | {"MCU_VAR": str(var), "MCU_PORT": str(port)}
    server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait(server, port)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=list(OPTIONS))
            context = chromium.new_context()
            _sign_in(context, port, password)
            cold, warm = _load(context, port), _load(context, port)
            chromium.close()
    finally:
        server.terminate()
        server.wait(20)
    return {"cold_kb": cold[0], "cold_s": cold[1], "warm_kb": warm[0], "warm_s": warm[1]}


def _sign_in(context: object, port: int, password: str) -> None:
    """Leave the session's cookie in the browser, and its cache empty."""
    page = context.new_page()  # type: ignore[attr-defined]
    sign_in(page, f"http://127.0.0.1:{port}", _LOGIN, password)
    context.new_cdp_session(page).send("Network.clearBrowserCache")  # type: ignore[attr-defined]
    page.close()


def sign_in(page: Any, at: str, login: str, password: str) -> None:
    """As a person does."""
    page.goto(f"{at}/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.click(".entry__go")


def _load(context: object, port: int) -> tuple[float, float]:
    page = context.new_page()  # type: ignore[attr-defined]
    session = context.new_cdp_session(page)  # type: ignore[attr-defined]
    received = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    started = time.perf_counter()
    page.goto(f"http://127.0.0.1:{port}/")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    spent = time.perf_counter() - started
    page.wait_for_function(_DRAWN)
    page.close()
    return sum(received) / 1000, spent


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(server: subprocess.Popen[bytes], port: int, seconds: int = 120) -> None:
    """Until the program answers. RuntimeError when it has ended, TimeoutError when it has not begun in time."""
    for _ in range(seconds * 5):
        if server.poll() is not None:
            raise RuntimeError(f"the program has ended with code {server.returncode} instead of answering")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the program has not answered")
