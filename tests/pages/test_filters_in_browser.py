"""Filters behind «Ещё»: counted on the button, and there when they are asked for."""

from tests.pages.test_browser_screens import choose, shown


def test_the_button_counts_what_is_set_behind_it_and_opens_it(address, page) -> None:
    shown(page, address, "/register?period=all&outcome=late")
    assert page.inner_text("#flt-more") == "Ещё · 1"
    assert not page.is_visible("#flt-more-box")

    page.click("#flt-more")
    page.wait_for_selector("#flt-more-box", state="visible")
    assert page.get_attribute("#flt-more", "aria-expanded") == "true"
    choose(page, "topic", "")
    page.wait_for_function("() => document.querySelector('#flt-more').textContent === 'Ещё · 2'")
    page.locator(".chip", has_text="С опозданием").locator("button").click()
    page.wait_for_function("() => document.querySelector('#flt-more').textContent === 'Ещё · 1'")
