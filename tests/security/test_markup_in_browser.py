"""Markup and scripts in texts, names, addresses, file and sheet names, opened screen by screen in real Chromium."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import quote

import pytest

from tests import serving, signing
from tests.attacks import Attacks
from tests.security import hostile
from tests.security.conftest import Installation

SCREENS = ("/", "/heat-map", "/deadlines", "/recipients", "/register")
TRACES = """() => {
  const all = [...document.querySelectorAll('*')];
  const hrefs = all.flatMap((e) => ['href', 'xlink:href', 'src', 'action'].map((name) => e.getAttribute(name) ?? ''));
  return {
    ran: window.__xss ?? null,
    injected: document.querySelectorAll('.injected, svg[onload], img[onerror], iframe, [srcdoc], base, object').length,
    links: hrefs.filter((href) => /^\\s*(javascript|vbscript):|evil\\.example/i.test(href)).length,
    handlers: all.filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name))).length,
  };
}"""
CLEAN = {"ran": None, "injected": 0, "links": 0, "handlers": 0}


class Looker:
    """A page of a curator with all rights, and what it did that it should not: dialogs, questions to other hosts."""

    def __init__(self, page, attacks: Attacks, address: str, requests_seen: list[str]) -> None:
        self.page, self._attacks, self._address, self._seen = page, attacks, address, requests_seen
        self._dialogs: list[str] = []
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog) -> None:
        self._dialogs.append(dialog.message)
        dialog.dismiss()

    def leave(self) -> None:
        """The page is used by others after this."""
        self.page.remove_listener("dialog", self._dismiss)

    def open(self, path: str) -> None:
        """Open an address and wait until the screen is drawn."""
        self.page.goto(path if path.startswith("file:") else self._address + path)
        serving.until_at_rest(self.page)

    def look(self, what: str, names: tuple[str, ...] = tuple(CLEAN)) -> None:
        """Count what an injected text could have done to the page."""
        found = self.page.evaluate(TRACES)
        for name in names:
            self._attacks.met(f"{what}: {name}", found[name] == CLEAN[name], found)
        self._attacks.met(f"{what}: окно сообщения", not self._dialogs, self._dialogs)
        foreign = [url for url in self._seen if not url.startswith((self._address, "data:", "blob:", "file:"))]
        self._attacks.met(f"{what}: чужой узел", not foreign, foreign)


@pytest.fixture
def looker(
    context, tab, address: str, there: Installation, attacks: Attacks, requests_seen: list[str]
) -> Iterator[Looker]:
    context.add_cookies([signing.cookie(there.opened("curator", "administrator", "auditor"), address)])
    one = Looker(tab, attacks, address, requests_seen)
    yield one
    one.leave()


def test_no_screen_runs_or_draws_what_stands_in_the_data(looker: Looker) -> None:
    for path in SCREENS:
        looker.open(f"{path}?period=all")
        looker.look(path)
        for node in looker.page.locator(".js-plotly-plot .point, .geolayer path").all()[:3]:
            if node.is_visible():
                node.hover(force=True, no_wait_after=True)
        looker.look(f"{path} под указателем")
        if (more := looker.page.locator(".filters__more")).count():
            more.click()  # rare filters stand behind it
        for button in looker.page.locator(".filters__item button.dash-dropdown").all()[1:]:
            button.click()
            looker.look(f"{path}: список фильтра")
            looker.page.keyboard.press("Escape")


def test_cards_and_contacts_show_markup_as_text(looker: Looker) -> None:
    looker.open("/register?period=all")
    openers = looker.page.locator("#register-rows .link-button", has_text=re.compile(r"[<{]"))
    assert openers.count() > 3, "hostile records must be on the page, or the attack proves nothing"
    panel = looker.page.locator(".record-panel")
    for position in range(min(openers.count(), 5)):
        openers.nth(position).click()
        panel.locator("blockquote").first.wait_for()
        assert re.search(r"[<{]", panel.locator("blockquote").first.inner_text())
        panel.locator("input").fill("уточнить адрес у заявителя")
        panel.locator(".ask button").click()
        panel.get_by_text(hostile.NAME.split()[0]).first.wait_for()
        looker.look(f"карточка и контакты {position}")
        looker.page.keyboard.press("Escape")
        panel.wait_for(state="detached")


@pytest.mark.parametrize("path", ["/register", "/audit", "/login", "/account", "/nowhere"])
def test_nothing_in_an_address_is_run_or_drawn(looker: Looker, path: str) -> None:
    name = {"/login": "next", "/audit": "about", "/account": "done"}.get(path, "topic")
    payload = quote("".join(hostile.MARKUP[:3]))
    looker.open(f"{path}?{name}={payload}#{payload}")
    looker.look(f"{path}?{name}")


def test_the_map_as_a_file_runs_nothing(looker: Looker, there: Installation, tmp_path) -> None:
    file = tmp_path / "map.html"
    file.write_bytes(there.client("curator").get("/export/map.html?period=all").data)
    looker.open(file.as_uri())
    looker.look("карта файлом", ("ran", "injected"))


def test_every_page_forbids_foreign_and_inline_scripts(there: Installation, attacks: Attacks) -> None:
    client = there.client("curator", "administrator", "auditor")
    for path in (*SCREENS, "/login", "/account", "/people", "/audit", "/nowhere"):
        answer = client.get(path)
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
        scripts = policy["script-src"]
        for word in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*", "data:", "blob:", "wasm"):
            attacks.met(f"{path}: script-src {word}", word not in scripts, scripts)
        for name in ("default-src", "script-src", "connect-src", "img-src", "font-src", "style-src", "form-action"):
            hosts = re.findall(r"(?:https?:)?//|\*|\w+\.\w+", re.sub(r"'sha256-[^']+'", "", policy[name]))
            attacks.met(f"{path}: {name} чужие узлы", not hosts, policy[name])
        for name, value in (("object-src", "'none'"), ("frame-ancestors", "'none'"), ("base-uri", "'self'")):
            attacks.met(f"{path}: {name}", policy[name] == value, policy[name])
        inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>(.*?)</script>", answer.text, re.DOTALL)
        hashes = [b64encode(sha256(text.encode()).digest()).decode() for text in inline]
        attacks.met(f"{path}: встроенные обработчики", not re.search(r"<[^>]+\son\w+=", answer.text))
        unknown = [text for text, one in zip(inline, hashes, strict=True) if f"'sha256-{one}'" not in scripts]
        attacks.met(f"{path}: встроенные скрипты по хешу", not unknown, unknown)
