"""Problem points as the head of the district uses them: a row opens its weeks and its place, the address keeps it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

import app as wiring
from data.settings import Settings
from tests import planted, serving, signing, stores
from tests.pages.test_browser_screens import ENGLISH

LEAK = [(day * 5, "Течь водопроводной сети", "рабочий посёлок Бискамжа") for day in range(14)]
OPEN = ".hotspot-row.is-open"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A district with two hotspots: potholes in two villages, a leaking main in a settlement."""
    made = planted.settings(tmp_path_factory.mktemp("planted"), LEAK)
    stores.add_screens(made)
    return made


@pytest.fixture(scope="module")
def place(district: Settings) -> Iterator[str]:
    with serving.served(wiring.create_app(district).server) as at:
        yield at


@pytest.fixture
def curator(context: Any, tab: Any, place: str, district: Settings) -> Any:
    context.add_cookies([signing.cookie(signing.sign_in(district), place)])
    return tab


def opened(page: Any, address: str) -> Any:
    page.goto(address)
    page.wait_for_selector("#hotspots-weeks .js-plotly-plot")
    serving.until_at_rest(page)
    return page


def weeks_title(page: Any) -> str:
    return str(page.evaluate("() => document.querySelector('#hotspots-weeks .js-plotly-plot').layout.meta.title"))


def test_a_click_on_a_row_shows_its_weeks_and_place_and_the_address_brings_them_back(curator, place: str) -> None:
    page = opened(curator, f"{place}/hotspots?weeks=12")
    first = weeks_title(page)
    other = page.locator(".hotspot-row:not(.is-open) .hotspot-row__head").first
    name = other.locator("strong").inner_text()
    assert name not in first

    other.click()
    page.wait_for_function(
        "(name) => document.querySelector('#hotspots-weeks .js-plotly-plot')?.layout?.meta?.title?.includes(name)",
        arg=name,
    )

    assert page.locator(OPEN).count() == 1
    assert page.locator(f"{OPEN} strong").inner_text() == name
    assert re.search(r"spot=[a-z_.]+-\d{11}", page.url)
    again = weeks_title(opened(curator, page.url))
    assert name in again


def test_the_switch_of_windows_stands_in_the_address_and_changes_the_list(curator, place: str) -> None:
    page = opened(curator, f"{place}/hotspots")
    page.click(".segments >> text=12 недель")
    page.wait_for_function("() => location.search.includes('weeks=12')")
    page.wait_for_function("() => /Окно: 12\\sнедель/.test(document.querySelector('#hotspots-body').innerText)")

    page.click(".segments >> text=Весь период")
    page.wait_for_function("() => !location.search.includes('weeks=')")


def test_a_row_is_opened_from_the_keyboard(curator, place: str) -> None:
    page = opened(curator, f"{place}/hotspots?weeks=12")
    other = page.locator(".hotspot-row:not(.is-open) .hotspot-row__head").first
    name = other.locator("strong").inner_text()

    other.focus()
    page.keyboard.press("Enter")

    page.wait_for_function(
        "([row, name]) => document.querySelector(row + ' strong')?.innerText === name", arg=[OPEN, name]
    )


@pytest.mark.parametrize("view", ["list", "growth", "silence", "polls"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_view_is_in_russian_fits_the_window_and_asks_nobody_else(
    curator, place: str, requests_seen, console_errors, view: str, width: int
) -> None:
    page = curator
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{place}/hotspots?view={view}")
    page.wait_for_selector("#hotspots-body .card")
    serving.until_at_rest(page)

    assert not ENGLISH.search(page.inner_text("main"))
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert [url for url in requests_seen if not url.startswith((place, "data:", "blob:"))] == []
    assert console_errors == []


def test_who_sees_totals_only_is_told_why_there_is_no_list(context, tab, place: str, district: Settings) -> None:
    context.add_cookies([signing.cookie(signing.sign_in(district, "auditor"), place)])
    page = tab
    page.goto(f"{place}/hotspots")
    page.wait_for_selector("#hotspots-body .card")

    assert "только округлённые итоги" in page.inner_text("#hotspots-body")
    assert page.locator(".hotspot-row").count() == 0
