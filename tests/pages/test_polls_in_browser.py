"""From a hotspot to a poll, its result and the decision, as the curator walks it in Chromium."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

import app as wiring
from data import store
from data.settings import Settings
from tests import planted, serving, signing, stores


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = planted.settings(tmp_path_factory.mktemp("walk"))
    stores.add_screens(made)
    return made


@pytest.fixture(scope="module")
def place(district: Settings) -> Iterator[str]:
    with serving.served(wiring.create_app(district).server) as at:
        yield at


def field(page: Any, name: str) -> Any:
    """A field of the form by its name, whichever panel it stands in."""
    return page.locator(f"""[id='{{"name":"{name}","type":"poll-field"}}']""")


def press(page: Any, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def day(moment: date) -> str:
    return f"{moment:%d.%m.%Y}"


def test_a_hotspot_becomes_a_poll_with_a_result_and_a_decision(
    context: Any, tab: Any, place: str, district: Settings
) -> None:
    today, page = store.today(district), tab
    context.add_cookies([signing.cookie(signing.sign_in(district), place)])
    page.goto(f"{place}/hotspots?weeks=12")
    page.get_by_role("link", name="Спросить жителей").first.click()
    page.wait_for_selector("text=Карточка опроса")
    serving.until_at_rest(page)
    assert "Ямы на дорогах" in field(page, "question").input_value()
    assert "Затрудняюсь ответить" in field(page, "options").input_value()
    field(page, "question").fill("Согласны ли вы, что ямы надо засыпать?")
    field(page, "starts_on").fill(day(today - timedelta(days=20)))
    field(page, "ends_on").fill(day(today - timedelta(days=5)))
    press(page, "Сохранить")

    page.wait_for_selector("text=подсказывает согласие")
    page.wait_for_selector("text=ждёт итогов")
    press(page, "Внести итоги")
    field(page, "votes-1").fill("60")
    for number in (2, 3, 4):
        field(page, f"votes-{number}").fill("5")
    press(page, "Сохранить итоги")
    page.wait_for_selector("text=перевернули бы итог")
    serving.until_at_rest(page)
    shown = page.inner_text("#poll-body")
    assert "не представляет всех жителей" in shown
    assert "±" not in shown

    press(page, "Записать решение")
    field(page, "decision").fill("Засыпать ямы до морозов")
    field(page, "decided_on").fill(day(today))
    field(page, "follow_up_on").fill(day(today + timedelta(days=30)))
    press(page, "Сохранить решение")
    page.wait_for_selector("text=решение исполняется")
    page.goto(f"{place}/polls")
    page.wait_for_selector("text=Опросы: 1 опрос")
