"""What a sheet of paper keeps of a screen: numbers of records, whole charts, whole tables."""

import io

import pypdf
import pytest

from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from tests import serving
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


PRESSED = """() => [...document.querySelectorAll(
  'main .button, main input, main textarea, main select, main .segments label:not(.selected), nav a, .pager__buttons'
)].filter((one) => !one.closest('.data-table') && one.getClientRects().length).map((one) => one.outerHTML)"""


@pytest.mark.parametrize(
    "path", ["/", "/heat-map", "/hotspots", "/recipients/profiles", "/problems", "/duties", "/satisfaction", "/rules"]
)
def test_nothing_that_is_pressed_or_filled_in_is_printed(address, page, path) -> None:
    page.goto(address + path)
    serving.until_at_rest(page)
    page.emulate_media(media="print")

    assert page.evaluate(PRESSED) == []
    assert page.locator("main h1").is_visible()


def printed(page) -> list[str]:
    """Words of every sheet without the gaps between them, which a PDF does not keep."""
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return ["".join(one.extract_text().split()) for one in sheets]


def test_sheets_are_numbered_say_their_filters_and_repeat_the_headings_of_a_table(address, page) -> None:
    shown(page, address, "/?period=all&channel=phone,pos_message,letter")
    sheets = printed(page)

    assert all(said in sheets[0] for said in ("Телефон", "Данныена", "адрессреза"))
    assert "Потокзаписей" in sheets[0], "the first sheet holds the chart too"
    assert all(f"стр.{number}из{len(sheets)}" in text for number, text in enumerate(sheets, start=1))
    assert not any("XLSX" in text or "Сбросить" in text for text in sheets)

    shown(page, address, "/register?period=all")
    assert sum("Поступило" in text for text in printed(page)) > 1


WITHOUT_ITS_RULES = r"""() => {
  for (const sheet of document.styleSheets) for (const media of [...sheet.cssRules]) {
    if (!(media instanceof CSSMediaRule) || !media.conditionText.includes('print')) continue;
    for (let i = media.cssRules.length - 1; i >= 0; i--)
      if (/\.recipient/.test(media.cssRules[i].cssText) && !/page: recipient/.test(media.cssRules[i].cssText))
        media.deleteRule(i);
  }
}"""
"""Drops what the style says of a printed card of a recipient; the size of its sheet stays."""


def test_a_card_of_a_recipient_is_one_sheet_of_a4_and_would_not_be_without_its_own_rules(
    address, page, settings
) -> None:
    busiest = query(["records"], ["recipient"], Filters(period="all"), EVERYTHING).dropna(subset=["recipient"])
    code = busiest.sort_values("records")["recipient"].iloc[-1]
    shown(page, address, f"/recipient?period=all&code={code}")
    page.wait_for_selector(".recipient-card .kpi")
    serving.until_at_rest(page)
    titles = [one.strip() for one in page.locator(".recipient-card .card__title").all_text_contents()]
    body = page.pdf(prefer_css_page_size=True)
    sheets = pypdf.PdfReader(io.BytesIO(body)).pages
    assert len(sheets) == 1
    assert [round(float(side) / 72 * 25.4) for side in sheets[0].mediabox[2:]] == [210, 297]
    text = "".join(sheets[0].extract_text().split())
    assert titles and all("".join(title.split()) in text for title in titles)

    page.evaluate(WITHOUT_ITS_RULES)
    plain = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(plain) > 1
