"""Every screen, with something on each, in real Chromium: how it stands on a phone, and what axe-core says of it in
both themes.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import dash
import pytest

import app as wiring
from bench import addresses, shots, synthetic
from data.settings import ROOT, Settings, use
from data.snapshots import publish
from demo.bootstrap import KEPT_BY_PEOPLE
from etl.load import load
from tests import serving, signing, stores

LAST = date(2026, 2, 27)
OPENS_ALL = ("curator", "centre_head", "auditor", "administrator")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
_OVER = """() => {
  const wanted = "h1, .stamp, .sides, .views > summary, .screen__side > *, .filters__item, .toolbar > *, .table-scroll";
  const seen = [...document.querySelectorAll("main :is(" + wanted + ")")].filter((node) => node.offsetParent)
    .map((node) => [node, node.getBoundingClientRect()]).filter(([, box]) => box.width > 1 && box.height > 1);
  const common = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]);
  const meet = (a, b) => common(a, b, "left", "right") > 2 && common(a, b, "top", "bottom") > 2;
  return seen.flatMap(([one, a], i) => seen.slice(i + 1)
    .filter(([other, b]) => !one.contains(other) && !other.contains(one) && meet(a, b))
    .map(([other]) => `одно на другом: ${one.className || one.id} и ${other.className || other.id}`));
}"""
_FAULTS = """(theme) => {
  document.documentElement.dataset.bsTheme = theme;
  return axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => violations
    .filter(({impact}) => ["serious", "critical"].includes(impact))
    .map(({id, nodes}) => `${theme}, ${id}: ${nodes[0].target} — ${nodes[0].html.slice(0, 120)}`));
}"""
_CUT = """() => [...document.querySelectorAll(".table-scroll")].flatMap((box) => {
  if (!box.checkVisibility()) return []; // folded away
  const bottom = box.getBoundingClientRect().bottom;
  return [...box.querySelectorAll("tbody > tr")].filter((row) => {
    const {top, bottom: end} = row.getBoundingClientRect();
    return top < bottom - 3 && end > bottom + 3;
  }).map((row) => row.textContent.slice(0, 60));
})"""
_NAMES = """() => [...document.querySelectorAll(".filters__item")].map((item) => {
  const control = item.querySelector("button.dash-dropdown");
  const ids = control ? control.getAttribute("aria-labelledby").split(" ") : [];
  const said = ids.map((id) => document.getElementById(id)?.textContent || "");
  return [item.querySelector(".filters__label").textContent, said];
}).filter(([, said]) => said.length)"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Records, and all that people would have written beside them."""
    return stores.once("kept-by-people", fill, tmp_path_factory.mktemp("kept"))


def fill(settings: Settings) -> None:
    """A demonstration in little."""
    file = settings.var / "export.csv"
    synthetic.write(file, 600)
    stores.create(settings)
    load(file, settings, is_demo=True)
    for write in KEPT_BY_PEOPLE:
        write(settings, LAST)
    publish.publish(settings)
    stores.add_screens(settings)


@pytest.fixture(scope="module")
def at(kept: Settings) -> Iterator[str]:
    """The program over it, served."""
    with serving.served(wiring.create_app(kept).server) as address:
        yield address


@pytest.fixture
def signed(context: Any, tab: Any, at: str, kept: Settings) -> Any:
    """A page of somebody before whom every screen is open."""
    context.add_cookies([signing.cookie(signing.sign_in(kept, *OPENS_ALL), at)])
    return tab


def opened(page: Any, address: str) -> Any:
    page.goto(address)
    page.wait_for_selector("main h1")
    serving.until_at_rest(page)
    return page


def faults_on_a_phone(page: Any) -> list[str]:
    width = page.evaluate("() => document.scrollingElement.scrollWidth")
    moved = page.evaluate(shots.MOVED)
    wide = [f"шире окна: {width}"] if width > PHONE["width"] else []
    return [*wide, *([f"сдвинулся на {moved:.2f}"] if moved > shots.SHIFT else [])]


def cut_rows(page: Any) -> list[str]:
    """Tables that end in the middle of a row."""
    return [f"строка разрезана: {text}" for text in page.evaluate(_CUT)]


def faults_by_axe(page: Any, script: str) -> list[str]:
    page.evaluate(script)
    return [fault for theme in ("light", "dark") for fault in page.evaluate(_FAULTS, theme)]


def test_every_screen_fits_a_phone_stands_still_and_can_be_heard_and_read(signed: Any, at: str, kept: Settings) -> None:
    script = Path(AXE).read_text(encoding="utf-8")
    found = {}
    with use(kept):
        known = addresses.every([page["path"] for page in dash.page_registry.values()], kept)
    for path in known:
        signed.set_viewport_size(PHONE)
        on_a_phone = [*faults_on_a_phone(opened(signed, at + path)), *signed.evaluate(_OVER)]
        signed.set_viewport_size(DESK)
        serving.until_at_rest(signed)
        found[path] = [*on_a_phone, *signed.evaluate(_OVER), *cut_rows(signed), *faults_by_axe(signed, script)]
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert {"/register", "/roadmaps", "/materials"} <= set(found)
    assert sum("id=" in path for path in found) >= 3, "cards of single things are among them"


def test_most_of_the_map_is_in_sight_under_the_lines_of_a_demonstration(signed: Any, at: str) -> None:
    signed.set_viewport_size(DESK)
    page = opened(signed, f"{at}/heat-map")
    assert page.is_visible(".banner-line__mark >> text=Демонстрационные данные")
    assert page.is_visible(".banner-line__out")
    box = page.locator("#heat-map-map .js-plotly-plot").bounding_box()
    assert min(box["y"] + box["height"], DESK["height"]) - box["y"] >= 420


def test_the_summary_is_a_window_and_two_thirds_high(signed: Any, at: str) -> None:
    signed.set_viewport_size(DESK)
    page = opened(signed, f"{at}/")
    assert page.locator(".told").count() >= 6
    told = page.locator(".told-row").bounding_box()
    assert told["y"] + told["height"] < DESK["height"]
    assert page.evaluate("() => document.documentElement.scrollHeight") <= 1270


def test_a_demonstration_stays_marked_when_what_is_said_of_it_is_put_away_for_the_session(signed: Any, at: str) -> None:
    page = opened(signed, f"{at}/heat-map")
    page.click(".banner-line__fold")
    assert not page.is_visible(".banner-line__words")
    opened(page, f"{at}/")
    assert not page.is_visible(".banner-line__words")
    assert page.is_visible(".banner-line__mark >> text=Демонстрационные данные")
    page.click(".banner-line__fold")
    assert page.is_visible(".banner-line__words")


def test_a_filter_is_called_by_its_name_and_its_value_and_tab_stops_at_it_once(signed: Any, at: str) -> None:
    page = opened(signed, f"{at}/register?channel=im_vk")
    names = page.evaluate(_NAMES)
    assert len(names) > 5
    assert [said for label, said in names if said[0] != label] == []
    page.locator(".filters__item button.dash-dropdown").nth(1).focus()
    page.keyboard.press("Tab")
    assert page.evaluate(
        "() => document.activeElement === document.querySelectorAll('.filters__item button.dash-dropdown')[2]"
    )
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(
        "() => document.activeElement === document.querySelectorAll('.filters__item button.dash-dropdown')[1]"
    )
