"""The menu: every screen under a heading, and the screen one stands on in sight, on an office screen and on a phone."""

import dash
import pytest

from components import menu
from words import texts

INSIDE = """() => {
  const link = document.querySelector('.nav-link-item.is-current'), nav = document.querySelector('.rail__nav');
  if (!link) return false;
  const [a, b] = [link.getBoundingClientRect(), nav.getBoundingClientRect()];
  return a.top >= b.top && a.bottom <= b.bottom + 1 && a.left >= b.left && a.right <= b.right + 1;
}"""


def test_every_screen_of_the_menu_names_a_heading_and_every_lit_entry_is_in_the_menu() -> None:
    pages = list(dash.page_registry.values())
    listed = {page["path"] for page in pages if page.get("icon")}

    assert {page["path"] for page in pages if page.get("icon") and page.get("section") not in texts.SECTIONS} == set()
    assert {page["within"] for page in pages if page.get("within")} <= listed


def test_screens_stand_together_under_their_headings(application) -> None:
    pages = menu.pages_of(frozenset(), frozenset(("data", "records")))
    sections = [menu.section(page) for page in pages]

    assert list(dict.fromkeys(sections)) == [key for key in texts.SECTIONS if key in sections]
    assert sections == sorted(sections, key=list(texts.SECTIONS).index)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_screen_one_stands_on_is_seen_in_the_menu(address, page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/working-days")

    page.wait_for_function(INSIDE)
    assert page.inner_text(".nav-link-item.is-current") == "Рабочие дни"
    assert page.evaluate("() => window.scrollY") == 0


def test_a_screen_outside_the_menu_lights_the_entry_it_opens_from(address, page) -> None:
    page.goto(f"{address}/recipients/profiles")

    page.wait_for_function(INSIDE)
    assert page.inner_text(".nav-link-item.is-current") == "Получатели"
