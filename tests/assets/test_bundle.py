"""The bundle of third-party code: it draws the district and speaks Russian without asking anybody for anything."""

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import brotli
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

VENDOR = Path(__file__).resolve().parents[2] / "assets" / "vendor"
SCRIPTS = ["plotly.min.js", "date-fns-ru.js", "standalone/leaflet.js"]
STYLES = ["bootstrap.min.css", "golos-text.css", "standalone/leaflet.css"]

DRAW_A_DISTRICT = """async () => {
    const ring = (west) => [[west, 53], [west, 54], [west + 1, 54], [west + 1, 53], [west, 53]];
    const feature = (id, west) => (
        { type: "Feature", id, properties: {}, geometry: { type: "Polygon", coordinates: [ring(west)] } });
    const geojson = { type: "FeatureCollection", features: [feature("a", 89), feature("b", 90)] };
    await Plotly.newPlot("chart", [
        { type: "choropleth", geojson, locations: ["a", "b"], z: [1, 2] },
        { type: "scattergeo", lon: [89.5], lat: [53.5], mode: "markers+text", text: ["Аскиз"] },
    ], { geo: { visible: false, projection: { type: "mercator" },
                lonaxis: { range: [88, 92] }, lataxis: { range: [52, 55] } } });
    return [document.querySelectorAll(".choroplethlayer path").length,
            document.querySelectorAll(".scattergeo .point").length];
}"""

DRAW_MONTHS = """async () => {
    await Plotly.newPlot("chart", [{ type: "bar", x: ["2026-01-01", "2026-03-01", "2026-06-01"], y: [1, 2, 3] }]);
    return document.querySelector(".xaxislayer-above").textContent;
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: the browser's own log is what the tests look at."""


@pytest.fixture(scope="module")
def vendor_address() -> Iterator[str]:
    """Address of a server that serves the bundle's folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(VENDOR)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def bundle_page(page: "Page", vendor_address: str) -> "Page":
    """A page of the bundle's own server with every script and style of the bundle loaded."""
    page.goto(f"{vendor_address}/LICENSES.txt")
    page.set_content('<html lang="ru"><body><div id="chart" style="width:600px;height:400px"></div></body></html>')
    for name in STYLES:
        page.add_style_tag(url=f"{vendor_address}/{name}")
    for name in SCRIPTS:
        page.add_script_tag(url=f"{vendor_address}/{name}")
    return page


def test_a_district_is_drawn_from_its_own_outlines_without_a_single_request_outside(
    bundle_page: "Page", vendor_address: str, requests_seen: list[str], console_errors: list[str]
) -> None:
    assert bundle_page.evaluate(DRAW_A_DISTRICT) == [2, 1]
    assert [url for url in requests_seen if not url.startswith((vendor_address, "data:", "blob:"))] == []
    assert [error for error in console_errors if "favicon" not in error and "404" not in error] == []


def test_months_on_an_axis_are_russian(bundle_page: "Page") -> None:
    assert "Март" in bundle_page.evaluate(DRAW_MONTHS)


def test_the_date_pickers_heading_names_the_month_as_a_heading_does(bundle_page: "Page") -> None:
    month = "() => window.dateFns.locale.ru.localize.month(2, { width: 'wide', context: 'formatting' })"
    assert bundle_page.evaluate(month) == "Март"


def test_golos_text_is_loaded_from_the_bundle_for_russian_and_khakas_letters(bundle_page: "Page") -> None:
    loaded = bundle_page.evaluate(
        """async () => (await document.fonts.load("16px 'Golos Text Variable'", "Жғ")).length"""
    )
    assert loaded == 2


def test_the_chart_library_may_not_send_a_chart_to_a_cloud(bundle_page: "Page") -> None:
    settings = "() => { const c = Plotly.PlotSchema.get().config; return Object.keys(c).includes('showSendToCloud'); }"
    assert bundle_page.evaluate(settings)
    bundle_page.evaluate(DRAW_MONTHS)
    context = "() => document.getElementById('chart')._context"
    assert bundle_page.evaluate(f"() => ({context})().showSendToCloud") is False
    assert bundle_page.evaluate(f"() => ({context})().plotlyServerURL") == ""


@pytest.mark.parametrize("name", STYLES)
def test_a_style_asks_only_for_files_beside_it(name: str) -> None:
    style = (VENDOR / name).read_text(encoding="utf-8")
    targets = re.findall(r"url\(\s*[\"']?([^\"')]+)", style)
    assert [target for target in targets if not target.startswith(("./", "data:", "#"))] == []
    assert "@import" not in style


@pytest.mark.parametrize("name", [*SCRIPTS, *STYLES])
def test_the_compressed_copy_is_the_file_itself(name: str) -> None:
    assert brotli.decompress((VENDOR / f"{name}.br").read_bytes()) == (VENDOR / name).read_bytes()


def test_licences_of_what_is_inside_are_written_beside_it() -> None:
    licences = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    for package in ["plotly.js", "bootstrap", "leaflet", "date-fns", "@fontsource-variable/golos-text", "d3-geo"]:
        assert re.search(rf"^{re.escape(package)} \d", licences, flags=re.MULTILINE), package
