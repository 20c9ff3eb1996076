"""What a press has come to: one message at a time, the keyboard at it, no typed word lost to another person's edit."""

from typing import Any

import pytest

from data.settings import Settings, use
from deeds import duties
from tests.serving import until_at_rest
from tests.signing import as_somebody


@pytest.fixture
def open_duty(page: Any, address: str) -> Any:
    page.goto(f"{address}/duties")
    page.locator("button:text-is('Изменить')").first.click()
    page.wait_for_selector(".offcanvas.show >> text=Сохранить")
    until_at_rest(page)
    return page


def test_a_conflict_keeps_the_typed_words_shows_what_is_saved_beside_and_the_next_press_saves(
    open_duty: Any, filled: Settings
) -> None:
    page = open_duty
    title = page.inner_text(".offcanvas-title")
    with use(filled), as_somebody("centre_head"):
        one = next(one for one in duties.listed() if one.name == title)
        form = duties.Form(one.recipient.code, "Слова другого", tuple(t.code for t in one.topics), one.document)
        duties.save(one.code, one.version, form, "чужая правка")
    field = page.locator('.offcanvas input[id*=\'"name":"name"\']')
    field.fill("Свои слова")
    page.click(".offcanvas button:text-is('Сохранить')")
    page.wait_for_selector(".notices >> text=Ваши слова остались в полях")
    assert field.input_value() == "Свои слова"
    assert page.inner_text(".field__saved:not(:empty)").startswith("Сейчас записано: «Слова другого»")
    page.click(".offcanvas button:text-is('Сохранить')")
    page.wait_for_selector(".staff-note:text-is('Сохранено.')")
    page.wait_for_function("() => document.activeElement.matches('.staff-note')")
    assert page.locator(".notices > *").count() == 0
    with use(filled), as_somebody("centre_head"):
        assert "Свои слова" in {one.name for one in duties.listed()}
        duties.undo(str(duties.history()[0][0].number))
        duties.undo(str(duties.history()[2][0].number))


def test_a_refusal_takes_away_what_was_done_before_and_saving_a_view_keeps_the_keyboard(
    page: Any, address: str
) -> None:
    page.goto(f"{address}/register")
    until_at_rest(page)
    page.click("#views-open")
    page.wait_for_selector("button:text-is('Сохранить вид')")
    page.fill("#views-box input[type=text]", "Свой вид")
    page.focus("button:text-is('Сохранить вид')")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.matches('.views__said')")
    page.goto(f"{address}/views")
    page.locator("button:text-is('Переименовать')").first.click()
    page.wait_for_selector(".staff-note[role=status]")
    page.wait_for_function("() => document.activeElement.matches('.staff-note, button')")
    page.locator("main input[type=text]").first.fill("")
    page.locator("button:text-is('Переименовать')").first.click()
    page.wait_for_selector(".notices > *")
    page.wait_for_function("() => !document.querySelector('main .staff-note[role=status]')")
    page.locator("button:text-is('Удалить')").first.click()
    page.wait_for_selector(".staff-note >> text=удал")
    assert page.locator(".notices > *").count() == 0
