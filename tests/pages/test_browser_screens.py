"""What a curator does, in real Chromium over a really imported export: filters, clicks, pictures, a new file."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import app as wiring
from bench import synthetic
from data.filters import Filters, parse
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import ROOT, Settings, use
from tests import serving, signing, stores
from tests.pages.conftest import RECORDS

SCREENS = {
    "/": "Сводка",
    "/heat-map": "Тепловая карта",
    "/deadlines": "Сроки",
    "/channels": "Каналы",
    "/recipients": "Получатели",
    "/satisfaction": "Удовлетворённость",
    "/register": "Записи",
}
ASKIZ = "95608151"
ENGLISH = re.compile(
    r"\b(loading|error|select|search|clear|no data|undefined|nan|null|none|true|false)\b", re.IGNORECASE
)


def shown(page, address: str, path: str):
    page.goto(address + path)
    page.wait_for_selector("#flt-chips .chip")
    serving.until_at_rest(page)
    return page


def choose(page, key: str, text: str) -> None:
    """Pick one option of a filter list as a person does."""
    page.locator(f'.filters__item:has([id*=\'"key":"{key}"\']) button.dash-dropdown').first.click()
    page.locator(".dash-dropdown-content .dash-dropdown-option", has_text=text).first.click()
    page.keyboard.press("Escape")


def first_figure(page) -> str:
    return re.sub(r"\D", "", page.locator("#summary-kpis .kpi__value").first.inner_text())


def counted(settings: Settings, filters: Filters) -> str:
    with use(settings):
        return str(int(query(["records"], (), filters, EVERYTHING)["records"].iloc[0]))


def until_first_figure(page, value: str) -> None:
    page.wait_for_function(
        "(v) => (document.querySelector('#summary-kpis .kpi__value')?.innerText || '').replace(/\\D/g, '') === v",
        arg=value,
    )


def spot(page, graph: str, longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place on Earth stands in the window."""
    page.locator(graph).scroll_into_view_if_needed()
    x, y = page.evaluate(
        """([graph, lon, lat]) => {
          const node = document.querySelector(`${graph} .js-plotly-plot`);
          const [x, y] = node._fullLayout.geo._subplot.projection([lon, lat]);
          const box = node.querySelector('.geolayer').ownerSVGElement.getBoundingClientRect();
          return [box.x + x, box.y + y];
        }""",
        [graph, longitude, latitude],
    )
    return x, y


@pytest.mark.parametrize(("path", "title"), SCREENS.items())
def test_every_screen_is_drawn_in_russian_and_asks_nobody_else(
    address, page, requests_seen, console_errors, path, title
) -> None:
    shown(page, address, path)

    assert page.inner_text("h1") == title
    text = page.inner_text("main")
    assert not ENGLISH.search(text), ENGLISH.search(text)
    assert "Link(" not in text
    assert [url for url in requests_seen if not url.startswith((address, "data:", "blob:"))] == []
    assert console_errors == []


def test_where_an_address_names_nothing_that_is_said_and_nothing_seems_to_be_coming(address, page) -> None:
    for path in ("/problem?id=99999", "/roadmap?id=ДК-2020-001", "/discussions?id=77777"):
        page.goto(address + path)
        page.wait_for_selector("main .missing a.button")
        assert page.locator("main .skeleton:visible").count() == 0


def test_a_topic_a_settlement_and_a_period_narrow_the_summary(address, page, filled) -> None:
    shown(page, address, "/")
    page.click("#flt-period")
    page.click("text=За всё время")
    until_first_figure(page, str(RECORDS))

    choose(page, "group", "Дороги")
    until_first_figure(page, counted(filled, parse({"period": "all", "group": "roads"})))
    choose(page, "municipality", "Аскизский поссовет")
    until_first_figure(page, counted(filled, parse({"period": "all", "group": "roads", "municipality": ASKIZ})))

    assert page.url.endswith(f"/?period=all&group=roads&municipality={ASKIZ}")
    page.go_back()
    until_first_figure(page, counted(filled, parse({"period": "all", "group": "roads"})))


def test_a_click_on_a_municipality_filters_the_map_and_the_button_brings_the_district_back(address, page) -> None:
    shown(page, address, "/heat-map?period=all")

    page.mouse.click(*spot(page, "#heat-map-map", 89.15, 53.47))
    page.wait_for_selector("#heat-map-way-back:not([hidden])")
    assert "Показано только: Балыксинский сельсовет." in page.inner_text("#heat-map-way-back")
    assert "municipality=95608409" in page.url

    page.click("#heat-map-back")
    page.wait_for_selector("#heat-map-way-back", state="hidden")
    assert "municipality" not in page.url


def test_a_click_on_a_village_filters_by_the_village(address, page) -> None:
    shown(page, address, "/heat-map?period=all")

    page.mouse.click(*spot(page, "#heat-map-map", 89.5236, 53.4453))
    page.wait_for_selector("#heat-map-way-back:not([hidden])")

    assert "place=95608165051" in page.url


def test_a_click_on_the_district_column_opens_the_topics_of_a_group(address, page) -> None:
    shown(page, address, "/heat-map?period=all")
    page.locator("#heat-map-matrix").scroll_into_view_if_needed()
    x, y, group = page.evaluate(
        """() => {
          const node = document.querySelector('#heat-map-matrix .matrix');
          const {room, trace} = node.mcuMatrix;
          const box = node.getBoundingClientRect();
          return [box.x + room.left + room.column / 2, box.y + room.top + room.row / 2, trace.rows[0][1]];
        }"""
    )
    page.mouse.click(x, y)
    page.wait_for_selector("#heat-map-way-back:not([hidden])")

    assert f"Показано только: {group}." in page.inner_text("#heat-map-way-back")
    assert "municipality" not in page.url
    page.wait_for_function(
        "(g) => !document.querySelector('#heat-map-matrix .drawing').data[0].rows.some((row) => row.includes(g))",
        arg=group,
    )


def test_the_measure_switch_redraws_the_map_and_stands_in_the_address(address, page) -> None:
    shown(page, address, "/heat-map?period=all")

    page.click(".map-switch--measure button.dash-dropdown")
    page.locator(".dash-dropdown-content .dash-dropdown-option", has_text="Нарушения, %").first.click()
    page.wait_for_function(
        "() => document.querySelector('#heat-map-map .js-plotly-plot').layout.meta.title.includes('Доля нарушений')"
    )

    assert "measure=overdue_share" in page.url


def test_the_picture_of_the_map_holds_the_map_its_title_and_its_source(address, page, tmp_path: Path) -> None:
    shown(page, address, "/heat-map?period=all&scale=quantile")
    with page.expect_download() as download:
        page.locator(".chart-card:has(#heat-map-map) [data-chart-action=png]").click()
    download.value.save_as(tmp_path / "map.png")

    assert re.fullmatch(r"Карта района .+ 2026-06-30 срез 1\.png", download.value.suggested_filename)
    with Image.open(tmp_path / "map.png") as image:
        assert image.size == (2800, 1600)
        colours = image.convert("RGB").getcolors(maxcolors=2800 * 1600)
        assert colours is not None
        total = sum(count for count, _ in colours)
        blue = sum(count for count, pixel in colours if _is_blue(pixel))
        title = image.convert("L").crop((0, 0, 2800, 220)).getextrema()
    assert blue / total > 0.08, "municipalities are coloured"
    assert title[0] < 80, "the title is written in dark letters"


def test_the_map_file_opens_without_a_network(address, context, page, tmp_path: Path) -> None:
    shown(page, address, "/heat-map?period=all")
    with page.expect_download() as download:
        page.click("#heat-map-file")
    download.value.save_as(tmp_path / "map.html")
    asked: list[str] = []
    alone = context.new_page()
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(f"file://{tmp_path / 'map.html'}")
    alone.wait_for_selector("path.leaflet-interactive")

    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert "© OpenStreetMap contributors" in alone.inner_text("body")
    assert alone.locator("path.leaflet-interactive").count() > 14


def test_a_record_opens_beside_the_list_and_hides_the_applicant(address, page) -> None:
    shown(page, address, "/register?period=all")

    page.locator(".register .link-button").first.click()
    page.wait_for_selector(".record-panel.show .record")

    text = page.inner_text(".record-panel")
    assert "→" in text or "не вычисляется" in text
    assert "Заявитель " not in text


def test_the_open_card_stands_in_the_address_and_the_address_opens_it(address, page) -> None:
    shown(page, address, "/register?period=all")
    page.locator(".register .link-button").nth(1).click()
    page.wait_for_selector(".record-panel.show .record")
    page.wait_for_function("() => new URLSearchParams(location.search).has('card')")
    title = page.inner_text(".offcanvas-title")
    there = page.url
    page.click(".record-panel .btn-close")
    page.wait_for_function("() => !new URLSearchParams(location.search).has('card')")
    page.goto(there)
    page.wait_for_selector(".record-panel.show .record")
    page.wait_for_function("() => new URLSearchParams(location.search).has('card')")
    assert page.inner_text(".offcanvas-title") == title
    page.goto(f"{address}/register?period=all&card=99999999")
    page.wait_for_selector("text=Такой записи нет")


def test_the_pager_turns_and_a_changed_filter_starts_from_the_first_page(address, page) -> None:
    shown(page, address, "/register?period=all")

    page.click(".pager >> text=Вперёд")
    page.wait_for_selector("text=51–100 из")
    assert "page=2" in page.url
    choose(page, "group", "Дороги")
    page.wait_for_selector("text=/^1–/")
    assert "page=" not in page.url


@pytest.fixture
def growing(tmp_path: Path, context) -> Iterator[tuple[str, Path, dict[str, str]]]:
    """A served store with a small export, the folder, and the environment that points a command line at it."""
    var = tmp_path / "var"
    environment = os.environ | {"MCU_VAR": str(var), "MCU_STORE_URL": f"sqlite:///{var / 'store.sqlite'}"}
    settings = Settings(var=var, store_url=environment["MCU_STORE_URL"])
    var.mkdir()
    synthetic.write(tmp_path / "second.csv", 45, seed=1)
    lines = (tmp_path / "second.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "first.csv").write_text("".join(lines[:21]), encoding="utf-8")
    stores.add_screens(settings)
    load_by_hand(tmp_path / "first.csv", environment)
    with serving.served(wiring.create_app(settings).server) as address:
        context.add_cookies([signing.cookie(signing.sign_in(settings), address)])
        yield address, tmp_path, environment


def _is_blue(pixel: Any) -> bool:
    red, green, blue = pixel
    return bool(blue > red + 25 and blue > green + 8)


def load_by_hand(file: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "etl", "load", str(file)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_file_loaded_by_the_command_line_is_seen_on_the_open_screen(growing, tab) -> None:
    address, folder, environment = growing
    page = tab
    shown(page, address, "/?period=all")
    until_first_figure(page, "20")
    assert "срез № 1" in page.inner_text("#stamp").replace("\u00a0", " ")

    load_by_hand(folder / "second.csv", environment)
    page.reload()

    until_first_figure(page, "45")
    assert "срез № 2" in page.inner_text("#stamp").replace("\u00a0", " ")


def test_a_bar_leads_to_the_records_it_counts(page, address: str) -> None:
    shown(page, address, "/?period=12w")
    page.locator("#summary-flow").scroll_into_view_if_needed()
    box = page.locator("#summary-flow .nsewdrag").bounding_box()
    bars = page.evaluate(
        "() => document.querySelector('#summary-flow .js-plotly-plot').data[0].customdata.filter(Boolean).length"
    )
    assert bars, "the bars know where they lead"
    number = page.evaluate(
        """() => {
          const graph = document.querySelector('#summary-flow .js-plotly-plot');
          const i = graph.data[0].customdata.findIndex(Boolean);
          window.mcuAt = graph._fullLayout.xaxis.d2p(graph.data[0].x[i]);
          return graph.calcdata[0][i].s;
        }"""
    )
    page.mouse.click(box["x"] + page.evaluate("() => window.mcuAt"), box["y"] + box["height"] - 3)
    page.wait_for_url("**/register?**")
    said = page.locator("#register-limit", has_text="Найдено")
    said.wait_for()
    assert f": {number} запис" in said.inner_text().replace("\u00a0", " ")


CHART = "#deadlines-cohorts .js-plotly-plot"
_COUNT = """(chart) => {
  const node = window.keptChart = document.querySelector(chart);
  window.drawings = 0;
  node.on("plotly_afterplot", () => { window.drawings += 1; });
}"""


def test_a_chart_keeps_its_drawing_and_is_drawn_once_per_answer(address, page) -> None:
    shown(page, address, "/deadlines?period=all")
    page.wait_for_selector(f"{CHART} .main-svg")
    page.evaluate(_COUNT, CHART)
    choose(page, "group", "Дороги")
    page.wait_for_function(f"() => document.querySelector('{CHART}')?.layout.meta.subtitle.includes('Дороги')")
    serving.until_at_rest(page)
    page.wait_for_timeout(300)  # Dash's own part drew again 150 ms after an answer

    assert page.evaluate(f"() => document.querySelector('{CHART}') === window.keptChart")
    assert page.evaluate("() => window.drawings") == 1
