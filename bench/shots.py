"""`python -m bench.shots [FOLDER] [--var VAR] [--looks light,wall]`: a picture of every screen of the invented
district, light and dark, on a phone and on a wide window, and of the week's slides on the wall, to look through before
a release. 1 where a screen of that size moved by itself more than a reader puts up with.
"""

import argparse
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bench import addresses, first_load
from data.settings import ROOT, Settings, use
from deeds import accounts

LOOKS = {
    "light": (1366, 768, "light"), "dark": (1366, 768, "dark"),
    "phone": (390, 844, "light"), "wide": (1920, 1080, "light"),
}  # fmt: skip
"""Name of a look → width, height, theme."""
WALL = "wall"
"""The look of the slides as a projector shows them."""
SHIFT = 0.1
"""The most that a screen may move by itself: «good» of the Cumulative Layout Shift."""
MOVED = """() => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) moved += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(moved), 0);
})"""
_AT_REST = """() => {
  const state = window.store?.getState();
  if (!state || state.appLifecycle !== "HYDRATED") return false;
  const {stored, completed, ...queues} = state.callbacks;
  return !Object.values(queues).some((queue) => queue.length);
}"""


_MENU = """() => [...document.querySelectorAll(".rail__nav a")].map((link) => new URL(link.href).pathname)"""


def main() -> int:
    """Make the demonstration unless one is named, sign in and take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m bench.shots", description="Снять все экраны.")
    parser.add_argument("folder", nargs="?", default="test-results/shots", type=Path, help="куда класть картинки")
    parser.add_argument("--var", type=Path, help="папка готовой демонстрации; без неё она делается заново")
    parser.add_argument(
        "--looks", default=",".join((*LOOKS, WALL)), type=_looks, help="какие: " + ", ".join((*LOOKS, WALL))
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mcu-shots-") as made:
        var = asked.var or Path(made)
        settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
        if asked.var is None:
            subprocess.run([sys.executable, "-m", "etl", "demo"], cwd=ROOT, env=_environment(var), check=True)
        moved = _take_all(settings, asked.folder, asked.looks)
    print(f"Снято картинок: {len(moved)}. Папка: {asked.folder}")
    restless = {name: shift for name, shift in moved.items() if shift > SHIFT}
    print("\n".join(f"Сдвинулся сам на {shift:.2f}: {name}" for name, shift in restless.items()), file=sys.stderr)
    return 1 if restless else 0


def _looks(told: str) -> list[str]:
    chosen = told.split(",")
    if not set(chosen) <= {*LOOKS, WALL}:
        raise argparse.ArgumentTypeError(f"такого вида нет: {told}")
    return chosen


def _environment(var: Path, **more: str) -> dict[str, str]:
    return os.environ | {"MCU_VAR": str(var)} | more


def _take_all(settings: Settings, folder: Path, looks: Sequence[str]) -> dict[str, float]:
    """Picture → how far its screen moved by itself."""
    login, password = f"shots-{secrets.token_hex(4)}", secrets.token_urlsafe(20)
    roles = ["curator", "centre_head", "auditor", "administrator"]
    with use(settings):
        accounts.create(settings, login, "Снимки экранов", roles, password=password, must_change=False)
    folder.mkdir(parents=True, exist_ok=True)
    port = first_load.free_port()
    server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=_environment(settings.var, MCU_PORT=str(port)))
    try:
        first_load.wait(server, port)
        return dict(_pictures(f"http://127.0.0.1:{port}", (login, password), settings, folder, looks))
    finally:
        server.terminate()
        server.wait(20)


def _pictures(
    at: str, who: tuple[str, str], settings: Settings, folder: Path, looks: Sequence[str]
) -> Iterator[tuple[str, float]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=first_load.BROWSER, args=list(first_load.OPTIONS))
        for look in looks:
            width, height, theme = LOOKS["wide" if look == WALL else look]
            size: Any = {"width": width, "height": height}
            shown: Any = theme
            page = chromium.new_page(viewport=size, color_scheme=shown, locale="ru-RU", reduced_motion="reduce")
            first_load.sign_in(page, at, *who)
            page.wait_for_selector(".rail__nav a", state="attached")
            yield from _wall(page, at, folder) if look == WALL else _screens(page, at, settings, folder, look)
            page.close()
        chromium.close()


def _screens(page: Any, at: str, settings: Settings, folder: Path, look: str) -> Iterator[tuple[str, float]]:
    paths = addresses.every(page.evaluate(_MENU), settings)
    for path in tqdm(paths, desc=look, unit=" экр.", disable=None):
        file = folder / f"{_name(path)}-{look}.png"
        yield file.stem, _take(page, at + path, file)


def _wall(page: Any, at: str, folder: Path) -> Iterator[tuple[str, float]]:
    """Every slide in full screen."""
    page.goto(f"{at}/slides")
    page.wait_for_selector(".deck__sheet.is-shown")
    page.keyboard.press("f")
    for number in tqdm(range(1, page.locator(".deck__sheet").count() + 1), desc=WALL, unit=" сл.", disable=None):
        time.sleep(0.2)  # the type is fitted after the sheet is shown
        file = folder / f"slide-{number:02d}-{WALL}.png"
        page.screenshot(path=file)
        page.keyboard.press("ArrowRight")
        yield file.stem, 0.0


def _take(page: Any, address: str, file: Path) -> float:
    page.goto(address)
    page.wait_for_selector("h1")
    page.wait_for_function(_AT_REST)
    time.sleep(0.5)  # charts are drawn after the last answer
    moved = float(page.evaluate(MOVED))
    page.screenshot(path=file, full_page=True)
    return moved


def _name(path: str) -> str:
    return re.sub(r"\W+", "-", path).strip("-") or "summary"


if __name__ == "__main__":
    raise SystemExit(main())
