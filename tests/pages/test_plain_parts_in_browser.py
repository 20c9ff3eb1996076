"""What a screen only shows is changed in place by the next answer, in real Chromium."""

from tests import serving
from tests.pages.test_browser_screens import shown

MORE = "#recipients-table .more-columns"


def rows(page) -> list[str]:
    """Words of the rows of the first table."""
    return page.evaluate(
        "() => [...document.querySelector('#recipients-table table').tBodies[0].rows].map(r => r.innerText)"
    )


def test_an_answer_changes_a_table_in_place_and_leaves_an_open_list_open(address, page, console_errors) -> None:
    shown(page, address, "/recipients?period=all")
    page.locator(f"{MORE} > summary").click()
    page.evaluate("() => { document.querySelector('#recipients-table table').isFirst = true; }")
    before = rows(page)

    page.locator("#recipients-axes").get_by_text("Записи", exact=True).click()
    page.wait_for_url("**axis=records**")
    serving.until_at_rest(page)

    assert rows(page) != before
    assert page.evaluate("() => document.querySelector('#recipients-table table').isFirst")
    assert page.locator(MORE).get_attribute("open") is not None
    assert console_errors == []


def test_on_a_phone_no_row_of_choices_scrolls_sideways(address, page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    shown(page, address, "/recipients?period=all")

    wide = page.evaluate(
        "() => [...document.querySelectorAll('.segments')].filter(s => s.scrollWidth > s.clientWidth).length"
    )

    assert wide == 0
