"""A screen told in a few sentences: they are seen, then copied; other filters are other sentences."""

import time

from tests.pages.test_browser_screens import first_figure, shown

OPEN, TEXT, COPY = "#briefing-open", "#briefing-text", "[data-copy]"
FILLED = "() => document.querySelector('#briefing-text').value.length > 0"


def test_the_sentences_of_a_screen_are_seen_before_they_are_copied(address, page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown(page, address, "/?period=all")
    page.click(OPEN)
    page.wait_for_function(FILLED)
    seen = page.input_value(TEXT)
    page.click(COPY)
    page.wait_for_function("() => document.querySelector('[data-copy]').textContent === 'Скопировано'")

    assert page.evaluate("() => navigator.clipboard.readText()") == seen
    assert f"{first_figure(page)} запис" in seen
    assert "персональных данных нет" in page.inner_text(".briefing__box")

    page.keyboard.press("Escape")
    page.locator(".chip__remove").first.click()
    page.wait_for_function("() => document.querySelector('#briefing-text').value === ''")


def test_a_browser_without_a_clipboard_copies_what_is_selected(address, page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    shown(page, address, "/deadlines?period=all")
    page.evaluate(
        "() => { document.execCommand = () => { window.taken = document.activeElement.value; return true; }; }"
    )
    page.click(OPEN)
    page.wait_for_function(FILLED)
    page.click(COPY)
    page.wait_for_function("() => window.taken !== undefined")

    assert page.evaluate("() => window.taken") == page.input_value(TEXT)


def test_esc_and_a_click_beside_put_the_saved_views_away_and_a_refusal_takes_back_what_was_said(address, page) -> None:
    shown(page, address, "/deadlines?period=all")
    menu, box = page.locator("details.views"), page.locator("details.views input[maxlength]")
    started = time.time_ns()  # a name of its own, whoever has been here before
    page.click("#views-open")
    for answer in ("#views-said:visible", ".state--error"):
        box.fill(f"Вид от {started}")
        box.press("Tab")
        menu.locator(".button--main").click()
        page.locator(answer).wait_for()
    page.locator("#views-said").wait_for(state="hidden")

    page.keyboard.press("Escape")
    assert not menu.evaluate("(node) => node.open")
    assert page.evaluate("() => document.activeElement.id") == "views-open"

    page.click("#views-open")
    page.locator("details.views .dash-dropdown").click()
    page.locator(".dash-dropdown-content label").first.click()
    assert menu.evaluate("(node) => node.open"), "a choice of its own list is not beside it"
    page.click("h1")
    assert not menu.evaluate("(node) => node.open")
