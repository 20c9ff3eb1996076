"""Filters behind «Ещё»: counted on the button, and there when they are asked for; what a filter costs the browser."""

from tests.pages.test_browser_screens import choose, shown
from tests.serving import until_at_rest


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


_COUNT = """() => {
  window.asked = { components: 0, steps: 0 };
  window.store.subscribe(function onStateChange() { window.asked.components += 1; });
  window.store.subscribe(() => { window.asked.steps += 1; });
  window.dash_clientside.set_props({ type: "flt-list", key: "channel" }, { value: ["letter"] });
}"""
"""A listener that calls itself as those of the components do, and one that hears every step."""


def test_a_click_asks_the_components_of_the_page_a_few_times_not_after_every_step(address, page) -> None:
    shown(page, address, "/?period=all")
    page.evaluate(_COUNT)
    page.locator(".chip", has_text="Письменное обращение").wait_for()
    until_at_rest(page)
    asked = page.evaluate("() => window.asked")
    assert asked["steps"] > 60, "the click has hardly begun"
    assert 3 < asked["components"] < asked["steps"] / 5, asked
