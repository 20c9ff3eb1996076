"""What links between screens hand on: every filter, the day of the report, the snapshot."""

import importlib
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from data.filters import parse
from data.metrics import members, query, register, stamp
from data.scope import EVERYTHING
from data.settings import Settings
from tests.pages.test_browser_screens import shown
from tests.pages.test_screens import words

ADDRESS = re.compile(r'"(/(?:register|deadlines|heat-map|recipients|export/[a-z-]+\.(?:xlsx|html))\?[^"]*)"')
OWN = ("period", "from", "to", "as_of", "state")
"""What a link of a step of time or of a state may put in place of the reader's."""
DRAWN = [
    ("summary", {}),
    ("deadlines", {"view": "kept", "split": "channel"}),
    ("deadlines", {"view": "burning"}),
    ("recipients", {}),
    ("recipients", {"view": "funnel"}),
    ("channels", {}),
    ("channels", {"of": "pos", "step": "quarter"}),
    ("satisfaction", {"by": "topic_group"}),
    ("quality", {}),
    ("heat_map", {}),
    ("hotspots", {"view": "list"}),
    ("hotspots", {"view": "silence"}),
    ("hotspots", {"view": "polls"}),
    ("problems", {"view": "proposed"}),
    ("register", {}),
]


@pytest.fixture
def held(settings: Settings) -> dict[str, str]:
    """Filters of every kind that leave something to show, on a past day of a named snapshot."""
    lists = {key: ",".join(sorted([*members(key)["code"], "none"])) for key in ("channel", "kind", "rating")}
    outcomes = ",".join(sorted({*members("outcome")["code"]} - {"forwarded"}))
    day = {"as_of": "2026-06-20", "snapshot": stamp(parse({})).address}
    return {"period": "all", **lists, "outcome": outcomes, "due": "known,none", **day}


@pytest.mark.parametrize(("name", "own"), DRAWN)
def test_every_link_hands_on_every_filter_and_the_snapshot(
    settings: Settings, held: dict[str, str], name: str, own: dict[str, str]
) -> None:
    changed = (None,) if name in ("problems", "quality") else ()
    links = ADDRESS.findall(words(importlib.import_module(f"pages.{name}").answer({**held, **own}, *changed)))

    for href in links:
        params = dict(parse_qsl(urlsplit(href).query))
        assert params.get("snapshot") == held["snapshot"], href
        if "source" in params:  # how many records a source has in all is counted without any filter
            continue
        told = {key: set(params.get(key, "").split(",")) for key in held if key not in OWN}
        for key, codes in told.items():
            is_cell = key in ("channel", "kind", "rating") and codes and codes < set(held[key].split(","))
            assert is_cell or codes == set(held[key].split(",")), (key, href)
    assert links or name in ("problems", "heat_map")


def test_the_menu_hands_on_the_filters_even_from_a_screen_that_has_none(address, page) -> None:
    shown(page, address, "/register?period=4w&outcome=late&place=none&snapshot=1")

    def menu(path: str) -> dict[str, str]:
        link = page.locator(f".nav-link-item[href^='{path}?'], .nav-link-item[href='{path}']").first
        return dict(parse_qsl(urlsplit(link.get_attribute("href")).query))

    held = {"period": "4w", "outcome": "late", "place": "none", "snapshot": "1"}
    assert menu("/deadlines") == menu("/working-days") == held
    page.locator(".nav-link-item[href^='/working-days']").click()
    page.wait_for_selector("text=Рабочее время")
    page.reload()
    page.wait_for_selector("text=Рабочее время")
    page.wait_for_function("() => document.querySelector('.nav-link-item[href^=\"/deadlines?\"]')")
    assert menu("/deadlines") == held
    page.locator(".nav-link-item[href^='/deadlines']").click()
    page.wait_for_selector("#flt-chips .chip")
    for said in ("С опозданием", "без места", "Срез"):
        assert said in page.inner_text("#flt-chips")


def test_back_and_forward_bring_the_filters_and_the_order_of_a_list(address, page) -> None:
    shown(page, address, "/register?period=all&outcome=on_time")
    page.locator("table[data-control] .sorts", has_text="Срок").first.click()
    page.wait_for_selector("[aria-sort=ascending]")
    page.locator(".chip", has_text="В срок").locator("button").click()
    page.wait_for_function("() => !location.search.includes('outcome')")
    assert "sort=due.asc" in page.url
    page.go_back()
    page.wait_for_selector(".chip >> text=В срок")
    page.wait_for_selector("th[aria-sort=ascending] >> text=Срок")
    page.go_back()
    page.wait_for_selector("th[aria-sort=descending] >> text=Поступило")
    page.go_forward()
    page.wait_for_selector("th[aria-sort=ascending] >> text=Срок")
    assert "outcome=on_time" in page.url and "sort=due.asc" in page.url


def test_all_open_records_of_the_urgent_list_are_counted_whatever_period_they_came_in(settings: Settings) -> None:
    flt = {"period": "4w", "view": "burning", "as_of": "2026-06-20"}
    shown_on_it = words(importlib.import_module("pages.deadlines").answer(flt)[0])
    (href,) = [one for one in ADDRESS.findall(shown_on_it) if "sort=urgent" in one]
    listed = register.page(parse(dict(parse_qsl(urlsplit(href).query))), EVERYTHING).total
    counted = query(["open_now"], (), parse({"as_of": "2026-06-20"}), EVERYTHING)["open_now"].iloc[0]
    assert listed == counted > 0
