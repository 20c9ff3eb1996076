"""The way of a curator in Chromium: a meeting, put in order by dragging and by keys, an order given, done."""

from collections.abc import Iterator

import pytest

import app as wiring
from data.settings import Settings
from tests import serving, signing
from tests.data.records import installed


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with installed(tmp_path_factory.mktemp("meeting"), {"received": "2026-03-02"}) as settings:
        return settings


@pytest.fixture(scope="module")
def served(own: Settings) -> Iterator[str]:
    with serving.served(wiring.create_app(own).server) as at:
        yield at


def subjects(page) -> list[str]:
    return page.locator(".agenda__item > div:first-child > strong").all_inner_texts()


def fill(page, label: str, text: str) -> None:
    page.locator(".offcanvas .field", has_text=label).locator("input, textarea").first.fill(text)


def choose(page, label: str, text: str) -> None:
    page.locator(".offcanvas .field", has_text=label).locator("button.dash-dropdown").click()
    page.locator(".dash-dropdown-content .dash-dropdown-option", has_text=text).first.click()


def save(page) -> None:
    page.locator(".offcanvas .button--main").click()
    page.wait_for_selector(".offcanvas", state="detached")
    serving.until_at_rest(page)


def test_a_meeting_an_order_and_that_it_is_done(tab, served, own, console_errors) -> None:
    tab.context.add_cookies([signing.cookie(signing.sign_in(own, "curator"), served)])
    tab.goto(f"{served}/meetings")
    serving.until_at_rest(tab)
    tab.click("text=Новое совещание")
    fill(tab, "Название", "Итоги недели")
    fill(tab, "Дата", "02.03.2026")
    save(tab)
    tab.click("text=Итоги недели")
    serving.until_at_rest(tab)
    for subject in ("Вода", "Дороги", "Свет"):
        tab.click("text=Добавить вопрос")
        fill(tab, "Вопрос", subject)
        save(tab)
    items = tab.locator(".agenda__item")
    items.nth(2).drag_to(items.nth(0))
    tab.wait_for_selector("text=Повестка переставлена")
    assert subjects(tab) == ["Свет", "Вода", "Дороги"]
    items.nth(0).locator("button[title='Ниже']").press("Enter")
    serving.until_at_rest(tab)
    assert subjects(tab) == ["Вода", "Свет", "Дороги"]
    tab.locator(".toolbar button", has_text="Провести").click()
    tab.wait_for_selector("text=Протокол совещания")
    items.nth(0).locator("text=Поручить").click()
    fill(tab, "Что поручено", "Починить колонку")
    choose(tab, "Кому", "Организация водоснабжения")
    save(tab)
    assert "Починить колонку" in items.nth(0).inner_text()
    tab.goto(f"{served}/meetings")
    serving.until_at_rest(tab)
    tab.locator("tr", has_text="Починить колонку").locator("text=Исполнено").click()
    fill(tab, "Результат", "Колонка работает")
    save(tab)
    assert "исполнено" in tab.locator("tr", has_text="Починить колонку").first.inner_text()
    assert console_errors == []
