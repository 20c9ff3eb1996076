"""«Проверка ответов» in real Chromium: answers are marked and written down without a mouse."""

from collections.abc import Iterator
from datetime import date

import pytest

import app as wiring
from access import store as access_store
from data.decisions.checks import marks, plans
from data.scope import EVERYTHING
from data.settings import Settings, use
from tests import serving, signing
from tests.data.records import published

ROW = {"received": "2026-03-02", "answered": "2026-03-04", "status": "closed_solved"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two answers of one week, both in its plan."""
    var = tmp_path_factory.mktemp("checks")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(made):
        published(made, ROW, ROW, {"received": "2026-03-11"})
        plans.draw(made, EVERYTHING, date(2026, 3, 2), 2, "ivanova")
    access_store.create(made)
    return made


@pytest.fixture(scope="module")
def served(own: Settings) -> Iterator[str]:
    with serving.served(wiring.create_app(own).server) as at:
        yield at


def test_digits_choose_and_enter_writes_down_and_opens_the_next(tab, served, own, console_errors) -> None:
    tab.context.add_cookies([signing.cookie(signing.sign_in(own, "curator"), served)])
    tab.goto(f"{served}/answers/checks?period=all")
    tab.wait_for_selector("#check-form")
    serving.until_at_rest(tab)
    for key in "2468":
        tab.keyboard.press(key)
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#checks-form :text('Осталось вам: 1 ответ')")
    assert tab.locator("#check-form input:checked").count() == 0, "the next answer has no marks"
    tab.locator("#check-form").press("Enter")
    tab.wait_for_selector("text=Отметьте все четыре пункта")
    with use(own):
        (one,) = marks.latest(own, "curator")
    assert one.marks == {"outcome": "explained", "is_complete": True, "is_definite": True, "has_proof": True}
    assert console_errors == []
