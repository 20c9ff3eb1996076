"""What a sheet of paper keeps of a screen: numbers of records, whole charts, whole tables."""

import pytest

from tests.pages.test_browser_screens import shown

NARROW = """
  (selector) => {
    window.dispatchEvent(new Event('beforeprint'));  // and measured before anything is drawn anew for the width
    document.body.style.width = '700px';
    const right = (node) => node.getBoundingClientRect().right;
    const chart = document.querySelector(selector);
    const bars = [...chart.querySelectorAll('.main-svg .barlayer .point path, .main-svg .xtick text')];
    const said = [right(chart.closest('.card')), Math.max(...bars.map(right)), bars.length];
    document.body.style.width = '';
    window.dispatchEvent(new Event('afterprint'));
    return said;
  }
"""


def test_the_numbers_of_records_are_printed_and_buttons_are_not(address, page) -> None:
    shown(page, address, "/register?period=all&rating=5")
    page.emulate_media(media="print")
    numbers = page.locator(".register tbody .link-button")

    assert numbers.count() > 0
    assert all(one.is_visible() for one in numbers.all())
    for hidden in (".filters__grid", "#flt-reset", ".rail", ".search", "#register-file", ".pager__buttons"):
        assert not page.locator(hidden).first.is_visible(), hidden


@pytest.mark.parametrize(
    ("path", "chart"), [("/?period=all", "#summary-flow"), ("/deadlines?period=all", "#deadlines-cohorts")]
)
def test_a_sheet_narrower_than_the_screen_holds_the_last_weeks_of_a_chart(address, page, path, chart) -> None:
    shown(page, address, path)
    page.emulate_media(media="print")
    page.wait_for_timeout(300)  # the chart may take the width of the window now; the sheet below is narrower
    edge, last, count = page.evaluate(NARROW, chart)

    assert count > 50
    assert last <= edge, "the last weeks stand on the sheet"


def test_the_printer_is_told_the_size_of_every_chart_and_the_screen_gets_its_own_back(address, page) -> None:
    shown(page, address, "/recipients?period=all")
    page.evaluate(
        """() => window.addEventListener('beforeprint', () => {
          window.seen = [...document.querySelectorAll('.main-svg')].map((svg) => svg.getAttribute('viewBox'));
        })"""
    )
    page.pdf()

    assert page.evaluate("() => window.seen.length && window.seen.every((box) => /^0 0 \\d+(\\.\\d+)? \\d+/.test(box))")
    assert page.evaluate(
        "() => [...document.querySelectorAll('.main-svg')].every((svg) => !svg.hasAttribute('viewBox'))"
    )
    assert page.locator(".is-on-paper").count() == 0


@pytest.mark.parametrize("path", ["/recipients?period=all", "/register?period=all", "/deadlines?period=all"])
def test_no_column_of_a_table_is_lost_at_the_edge_of_a_sheet(address, page, path) -> None:
    shown(page, address, path)
    page.wait_for_selector(".data-table")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1032, "height": 700})  # A4 on its side without margins, CSS pixels
    lost = page.evaluate(
        """() => [...document.querySelectorAll('.data-table th')].filter((cell) =>
          cell.offsetParent && cell.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length"""
    )
    page.set_viewport_size({"width": 1280, "height": 800})
    assert lost == 0
