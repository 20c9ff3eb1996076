"""The pages of this room as a person meets them: in real Chromium, light and dark, on a desk and on a phone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyotp
import pytest

from access import demo_logins, guard
from access.roles import ROLES
from data.settings import ROOT, Settings, use
from tests import serving
from tests.access.conftest import ANOTHER, PASSWORD, add, application

if TYPE_CHECKING:
    from playwright.sync_api import Page

POLICY = "default-src 'self'; img-src 'self' data:; font-src 'self' data:; form-action 'self'; base-uri 'self'"


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """The guarded application on a free port, with the program's own files and a policy that allows nothing inline."""
    server = application(assets=str(ROOT / "assets"))
    server.after_request(lambda answer: (answer.headers.update({"Content-Security-Policy": POLICY}), answer)[1])
    inner = server.wsgi_app

    def under_settings(environ, start):
        with use(settings):
            return inner(environ, start)

    with serving.served(under_settings) as at:
        yield at


def fits(page: "Page") -> bool:
    """Whether nothing sticks out to the right."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))


def enter(page: "Page", password: str = PASSWORD) -> None:
    page.get_by_label("Логин").fill("ivanova")
    page.get_by_label("Пароль").fill(password)
    page.get_by_role("button", name="Войти", exact=True).first.click()


def test_a_person_signs_in_turns_the_second_factor_on_and_signs_in_with_it(
    page: "Page", address: str, settings: Settings, console_errors: list[str], requests_seen: list[str]
) -> None:
    add(settings)
    page.goto(f"{address}/?from=2026-01-01")
    enter(page, "не тот пароль")
    assert "неверны" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Логин").input_value() == "ivanova"
    enter(page)
    page.wait_for_url(f"{address}/?from=2026-01-01")
    page.goto(f"{address}/account")
    page.get_by_role("link", name="Включить…").click()
    box = page.locator(".account__qr svg").bounding_box()
    assert box is not None
    assert box["width"] >= 180
    secret = page.locator(".account__secret").inner_text().replace(" ", "")
    page.get_by_label("Код из приложения").fill("000000")
    page.get_by_role("button", name="Включить").click()
    assert page.locator(".account__secret").inner_text().replace(" ", "") == secret
    page.get_by_label("Код из приложения").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Включить").click()
    assert "Второй фактор включён" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Выйти").click()
    enter(page)
    page.get_by_role("heading", name="Код подтверждения").wait_for()
    page.goto(address)
    page.get_by_role("heading", name="Вход").wait_for()
    expected = {"Failed to load resource: the server responded with a status of"}
    assert [e for e in console_errors if not any(e.startswith(start) for start in expected)] == []
    assert {url.split("/")[2] for url in requests_seen if not url.startswith("data:")} == {address.split("/")[2]}


def test_a_new_password_is_chosen_before_anything_else(page: "Page", address: str, settings: Settings) -> None:
    add(settings, must_change=True)
    page.goto(f"{address}/login")
    enter(page)
    page.wait_for_url(f"{address}/account")
    page.get_by_label("Текущий пароль").fill(PASSWORD)
    page.get_by_label("Новый пароль", exact=True).fill(ANOTHER)
    page.get_by_label("Новый пароль ещё раз").fill(ANOTHER)
    page.get_by_role("button", name="Сменить пароль").click()
    assert "Пароль изменён" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="К экранам").click()
    page.wait_for_url(f"{address}/")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_and_can_be_read(
    page: "Page",
    address: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    width: int,
    height: int,
) -> None:
    offered = tuple(
        demo_logins.DemoLogin(login, "abcde-fghjk-mnpqr", ROLES[role].label, ROLES[role].about)
        for role, login in demo_logins.LOGINS.items()
    )
    monkeypatch.setattr(demo_logins, "visible_logins", lambda _: offered)
    add(settings)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/login")
    assert page.locator(".demo-logins__item").count() == len(ROLES)
    assert page.evaluate("() => document.documentElement.dataset.bsTheme") == scheme
    assert fits(page)
    enter(page)
    page.goto(f"{address}/account?setup=totp")
    assert fits(page)
    assert guard.OWN[-1] == "/account"
    for button in page.locator("main button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= (40 if width < 400 else 32)
