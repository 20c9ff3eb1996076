"""A public discussion and an event come to the card of a problem, as the head of the centre brings them in Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import app as wiring
from data import store
from data.settings import Settings, use
from data.store.tables import problems, record_problems, records
from tests import serving, signing, stores
from tests.data.records import published
from tests.etl.discussions import files

NUMBER = 7


@pytest.fixture
def district(tmp_path: Path) -> Settings:
    """One message about water, which is a problem of its own."""
    settings = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")
    with use(settings):
        published(settings, {"received": "2026-03-02", "topic": "housing.no_water", "place": "95608151051"})
        stores.add_screens(settings)
        with store.writing(settings) as connection:
            head = {"problem_id": NUMBER, "title": "Прорыв на Нагорной", "opened_at": store.utc_now()}
            connection.execute(sa.insert(problems).values(**head))
            record_id = connection.execute(sa.select(records.c.record_id)).scalar_one()
            connection.execute(sa.insert(record_problems).values(record_id=record_id, problem_id=NUMBER))
    return settings


@pytest.fixture
def place(district: Settings) -> Iterator[str]:
    with serving.served(wiring.create_app(district).server) as at:
        yield at


def test_a_discussion_with_a_mapped_category_and_an_event_stand_on_the_card_of_the_problem(
    context: Any, tab: Any, place: str, district: Settings, console_errors: list[str]
) -> None:
    page = tab
    context.add_cookies([signing.cookie(signing.sign_in(district, "centre_head"), place)])
    row = {"Вид": "Публичные слушания", "Дата начала": "01.02.2026", "№": 1, "Тема голосования": "Новая скважина",
           "Тематика": "Наши колонки"}  # fmt: skip
    page.goto(f"{place}/discussions?period=all")
    file = files.write(district.var / "hearings.csv", files.PORTAL, [row])
    page.set_input_files("#discussions-upload input[type=file]", file)
    page.wait_for_selector("text=Категории без тематики")
    _choose(page, "button[id*=discussions-topic]", "Отсутствие воды")
    page.get_by_role("button", name="Сопоставить", exact=True).click()
    page.wait_for_selector("text=Сопоставлено, обсуждений: 1")

    page.goto(f"{place}/events")
    page.get_by_role("button", name="Отметить событие").click()
    page.locator("#events-panel button[id*=kind]").click()
    page.locator(".dash-dropdown-option", has_text="вария").first.evaluate("(node) => node.click()")
    page.locator("#events-panel input[id*=title]").fill("Авария на водоводе")
    page.locator("#events-panel input[id*=started_on]").fill("01.03.2026")
    page.locator("#events-panel").get_by_role("button", name="Сохранить").click()
    page.wait_for_selector("text=Сохранено: СБ-")

    page.goto(f"{place}/problem?id={NUMBER}")
    page.wait_for_selector("text=Новая скважина")
    serving.until_at_rest(page)
    assert "Авария на водоводе" in page.inner_text(".chart-card:has(#problem-weeks)")
    assert not page.locator("section.filters").first.is_visible(), "no control that narrows nothing"
    assert console_errors == []


def _choose(page: Any, control: str, words: str) -> None:
    page.locator(control).click()
    page.locator(".dash-dropdown-search").fill(words)
    page.locator(".dash-dropdown-option", has_text=words).first.evaluate("(node) => node.click()")
    page.keyboard.press("Escape")
