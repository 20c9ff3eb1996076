"""Weight and time of the first screen in a real browser, from an empty and from a warm cache."""

import importlib.util
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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

DRAWN = """() => {
  const charts = [...document.querySelectorAll(".chart-card__canvas")].filter((one) => one.offsetParent !== null);
  return charts.length > 0 && charts.every((chart) => chart.dataset.ready);
}"""
"""Every chart of the screen in sight has the mark that the program itself gives it."""


_IDLE = 0.05
"""Seconds of CPU within one second that are nothing."""


@dataclass(frozen=True)
class Program:
    """The program answering at an address, and the account that was made to look at it. pid: of its first process."""

    at: str
    pid: int
    login: str
    password: str


@contextmanager
def running(var: Path) -> Iterator[Program]:
    """The program over the store of `var`, which gets a curator's account for it, until the context ends."""
    login, password = f"bench-{secrets.token_hex(4)}", secrets.token_urlsafe(20)
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    store.create(settings)
    accounts.create(settings, login, "Измерение", ["curator"], password=password, must_change=False)
    port = free_port()
    environment = os.environ | {"MCU_VAR": str(var), "MCU_PORT": str(port)}
    server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait(server, port)
        yield Program(f"http://127.0.0.1:{port}", server.pid, login, password)
    finally:
        server.terminate()
        server.wait(60)


def is_there(browser: str = BROWSER) -> bool:
    """Whether this machine can measure in a browser."""
    return Path(browser).exists() and importlib.util.find_spec("playwright") is not None


def measure(var: Path, browser: str = BROWSER) -> dict[str, float] | None:
    """Weight, requests and time of a signed-in curator's first screen, cold and warm; nothing without a browser."""
    if not is_there(browser):
        return None
    from playwright.sync_api import sync_playwright

    with running(var) as program, sync_playwright() as playwright:
        until_idle(program.pid)
        chromium = playwright.chromium.launch(executable_path=browser, args=list(OPTIONS))
        context = chromium.new_context()
        _sign_in(context, program)
        found = {f"{name}_{key}": value for name in ("cold", "warm") for key, value in _load(context, program).items()}
        chromium.close()
    return found


def _sign_in(context: Any, program: Program) -> None:
    """Leave the session's cookie in the browser, and its cache empty."""
    page = context.new_page()
    sign_in(page, program.at, program.login, program.password)
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.close()


def sign_in(page: Any, at: str, login: str, password: str) -> None:
    """As a person does."""
    page.goto(f"{at}/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.click(".entry__go")


def _load(context: Any, program: Program) -> dict[str, float]:
    """Seconds until the first chart stands; kilobytes over the wire and requests until everything does."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    received: list[float] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    started = time.perf_counter()
    page.goto(f"{program.at}/")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    spent = time.perf_counter() - started
    page.wait_for_function(DRAWN)
    page.close()
    return {"kb": sum(received) / 1000, "s": spent, "requests": sum(size > 0 for size in received)}


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


def cpu_seconds(pid: int) -> float:
    """Seconds of CPU that a process and its children have spent so far, those that have ended too."""
    ticks = sum(sum(map(int, _stat(one)[11:15])) for one in _family(pid))
    return ticks / os.sysconf("SC_CLK_TCK")


def until_idle(pid: int, seconds: int = 180) -> None:
    """Until a process and its children have nothing to do, or for so many seconds: after its start the program searches
    for problems, on one of the processors, for as long as a million records take.
    """
    for _ in range(seconds):
        before = cpu_seconds(pid)
        time.sleep(1)
        if cpu_seconds(pid) - before < _IDLE:
            return


def memory_mb(pid: int) -> float:
    """Memory of a process and its children, shared pages divided among who shares them (PSS)."""
    rollups = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in _family(pid)]
    return sum(int(re.findall(r"^Pss:\s+(\d+)", text, re.M)[0]) for text in rollups) / 1024


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _family(pid: int) -> list[int]:
    """A process and its children, and theirs."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]
