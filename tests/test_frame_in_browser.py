"""What a reader sees and does on every screen, in real Chromium: filters, the address, Back, themes, pictures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import app as wiring
from data.settings import Settings
from tests import serving, signing, stores
from tests.data.records import published

PATHS = ["/", "/heat-map", "/deadlines", "/recipients", "/register"]
READY = ".chart-card__canvas[data-ready]"
CHIPS = "#flt-chips"


def made_records() -> list[dict[str, Any]]:
    """Sixty records of two villages, a third of them about the first one, most of them answered."""
    return [
        {
            "received": f"2026-0{1 + i // 28}-{1 + i % 28:02d}",
            "channel": "im_vk",
            "municipality": "95608165" if i % 3 else "95608151",
            "place": "95608165051" if i % 3 else "95608151051",
        }
        | ({"answered": f"2026-0{2 + i // 28}-{1 + i % 28:02d}"} if i % 7 else {})
        for i in range(60)
    ]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small store and what belongs to it."""
    var = tmp_path_factory.mktemp("var")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    published(made, *made_records())
    stores.add_screens(made)
    return made


@pytest.fixture
def page(context, tab, address: str, settings: Settings):
    """An empty page of a curator who has signed in."""
    context.add_cookies([signing.cookie(signing.sign_in(settings), address)])
    return tab


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """The program over a small store, served on a free port."""
    with serving.served(wiring.create_app(settings).server) as at:
        yield at


def opened(page, address: str, path: str):
    page.goto(address + path)
    page.wait_for_selector(f"{CHIPS} .chip")
    serving.until_at_rest(page)
    return page


def until_chips(page, text: str, *, there: bool = True) -> None:
    page.wait_for_function(
        "([place, text, there]) => (document.querySelector(place)?.textContent || '').includes(text) === there",
        arg=[CHIPS, text, there],
    )


@pytest.mark.parametrize("path", PATHS)
def test_a_screen_asks_nobody_else_and_writes_no_error(address, page, requests_seen, console_errors, path):
    opened(page, address, path)
    foreign = [url for url in requests_seen if not url.startswith((address, "data:", "blob:"))]
    assert foreign == []
    assert console_errors == []


@pytest.mark.parametrize("path", PATHS)
def test_a_screen_fits_a_phone(address, page, path):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, address, path)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390


def test_a_low_chart_is_taller_on_a_phone_where_dates_stand_upright_and_the_legend_is_a_list(address, page):
    heights = []
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 844})
        opened(page, address, "/")
        page.wait_for_selector("#summary-flow .xtick text")
        heights.append(page.evaluate("() => document.querySelector('#summary-flow .main-svg').clientHeight"))
    assert heights[1] > heights[0] + 100


def test_a_filter_goes_into_the_address_and_back_takes_it_out(address, page):
    opened(page, address, "/")
    page.click("#flt-period")
    page.click("text=За всё время")
    until_chips(page, "За всё время")
    assert page.url.endswith("/?period=all")
    page.go_back()
    until_chips(page, "52 недели")
    assert page.url == f"{address}/"
    page.go_forward()
    until_chips(page, "За всё время")


def test_the_menu_leads_to_a_screen_with_its_last_filters_and_back_leads_where_it_was(address, page):
    opened(page, address, "/deadlines")
    page.click("#flt-period")
    page.click("text=За всё время")
    until_chips(page, "За всё время")
    serving.until_at_rest(page)
    opened(page, address, "/recipients")
    assert page.url == f"{address}/recipients"
    page.click(".rail__nav a[href^='/deadlines']")
    until_chips(page, "За всё время")
    assert page.url == f"{address}/deadlines?period=all"
    page.click("#flt-reset")
    until_chips(page, "52 недели")
    serving.until_at_rest(page)
    opened(page, address, "/deadlines")
    assert page.url == f"{address}/deadlines"


def test_the_address_alone_restores_the_screen(address, page):
    opened(page, address, "/register?municipality=95608165&period=all")
    until_chips(page, "Бискамжинский поссовет")
    page.wait_for_selector("text=Найдено: 40 записей")


def test_filters_go_along_to_other_screens(address, page):
    opened(page, address, "/?municipality=95608165&period=all")
    page.click("nav >> text=Записи")
    page.wait_for_url("**/register?period=all&municipality=95608165")
    until_chips(page, "Бискамжинский поссовет")


def test_a_cross_takes_one_filter_back_and_reset_takes_all(address, page):
    opened(page, address, "/?municipality=95608165&period=all")
    page.click(".chip:has-text('Бискамжинский') .chip__remove")
    until_chips(page, "Бискамжинский", there=False)
    assert page.url.endswith("/?period=all")
    page.click("#flt-reset")
    until_chips(page, "52 недели")
    assert page.url == f"{address}/"


def test_a_click_on_the_map_filters_the_screen_and_a_second_one_takes_it_back(address, page):
    opened(page, address, "/heat-map?period=all")
    page.wait_for_selector("#heat-map-map .js-plotly-plot .main-svg")
    graph = page.query_selector("#heat-map-map .js-plotly-plot")
    graph.evaluate("node => node.emit('plotly_click', {points: [{curveNumber: 0, customdata: ['95608165']}]})")
    until_chips(page, "Бискамжинский поссовет")
    assert "municipality=95608165" in page.url
    graph.evaluate("node => node.emit('plotly_click', {points: [{curveNumber: 0, customdata: ['95608165']}]})")
    until_chips(page, "Бискамжинский поссовет", there=False)


def test_a_wrong_address_explains_itself_and_shows_the_screen(address, page):
    opened(page, address, "/?from=31.12.2026")
    assert "«from=31.12.2026»: показано «52 недели»" in page.inner_text(".address-line")
    page.wait_for_selector(READY)


def test_a_code_that_no_list_has_is_named_and_the_screen_stands_without_it(address, page):
    opened(page, address, "/?municipality=95608165,00000000&topic=no.such")
    said = " ".join(page.locator(".address-line").all_inner_texts())
    assert "«topic=no.such»: показано без этого условия" in said
    assert "«municipality=00000000»: показано без этого условия" in said
    page.wait_for_selector(READY)
    assert "Бискамжинский поссовет" in page.inner_text(CHIPS)


def test_the_chosen_theme_outlives_a_reload(address, page):
    opened(page, address, "/")
    page.click(".theme-switch__button--dark")
    page.reload()
    page.wait_for_selector(f"{CHIPS} .chip")
    assert page.evaluate("() => document.documentElement.dataset.bsTheme") == "dark"


def test_a_picture_has_its_size_its_name_and_a_white_ground_even_from_the_dark_theme(address, page, tmp_path):
    opened(page, address, "/?period=all")
    page.click(".theme-switch__button--dark")
    page.wait_for_selector(READY)
    with page.expect_download() as download:
        page.click("[data-chart-action=png]")
    picture: Path = tmp_path / "picture.png"
    download.value.save_as(picture)
    assert "срез 1" in download.value.suggested_filename
    with Image.open(picture) as image:
        assert image.size == (2800, 1600)
        assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_a_vector_picture_carries_its_title_its_source_and_its_font(address, page, tmp_path):
    opened(page, address, "/?period=all")
    page.wait_for_selector(READY)
    with page.expect_download() as download:
        page.click("[data-chart-action=svg]")
    download.value.save_as(tmp_path / "picture.svg")
    svg = (tmp_path / "picture.svg").read_text(encoding="utf-8")
    for piece in ("Поток по неделям", "За всё время", "срез", "@font-face", "data:font/woff2;base64,"):
        assert piece in svg
    assert "https://" not in svg


def test_the_table_of_a_chart_can_be_read_in_its_place(address, page):
    opened(page, address, "/?period=all")
    page.wait_for_selector(READY)
    page.click("[data-chart-action=table]")
    page.wait_for_selector(".chart-card__table .data-table tbody tr")
    assert page.is_hidden(".chart-card__canvas")


def test_the_keyboard_reaches_the_content_first(address, page):
    opened(page, address, "/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.innerText") == "К содержанию"


def test_a_session_that_has_ended_is_told_and_leads_back_through_the_login(page, address: str, context) -> None:
    page.goto(f"{address}/heat-map")
    page.wait_for_selector(READY)
    context.clear_cookies()
    page.get_by_text("Во времени", exact=True).first.click()
    told = page.wait_for_selector(".session-over[role=alert]")
    assert "Сеанс завершён" in told.inner_text()
    assert page.locator(".session-over").count() == 1
    with page.expect_navigation():
        page.click(".session-over a")
    assert "/login?next=%2Fheat-map" in page.url
