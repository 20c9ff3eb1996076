"""From a problem to a roadmap and to what has come of it, in Chromium; the scheme as a picture, the table as a file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from PIL import Image

from data import store
from data.decisions.roadmaps import read, write
from data.scope import EVERYTHING
from data.settings import Settings
from data.store import tables
from tests import serving


@pytest.fixture
def problem(filled: Settings) -> Iterator[int]:
    """The number of a problem of two records about one topic; what a test makes of it is taken out again."""
    q, r = tables.questions.c, tables.records.c
    query = sa.select(r.record_id, q.topic_id, r.place_id, r.received_at).join(tables.questions)
    with store.writing(filled) as connection:
        rows = connection.execute(query.where(q.topic_id.is_not(None), r.place_id.is_not(None)).limit(2)).all()
        head = {"title": "Две записи об одном", "topic_id": rows[0].topic_id, "place_id": rows[0].place_id}
        made = sa.insert(tables.problems).values(problem_id=900, opened_at=rows[0].received_at, **head)
        connection.execute(made)
        links = [{"record_id": row.record_id, "problem_id": 900} for row in rows]
        connection.execute(sa.insert(tables.record_problems), links)
    yield 900
    for one in read.listed(filled, EVERYTHING):
        write.remove(filled, "anna", one.code, one.version)
    with store.writing(filled) as connection:
        connection.execute(sa.delete(tables.record_problems).where(tables.record_problems.c.problem_id == 900))
        connection.execute(sa.delete(tables.problems).where(tables.problems.c.problem_id == 900))


def test_a_problem_becomes_a_roadmap_whose_measures_burn_and_whose_effect_is_told(
    address: str, page: Any, problem: int, tmp_path: Path
) -> None:
    page.goto(f"{address}/problems?view=made&period=all")
    page.locator(".card", has_text="Две записи об одном").locator("a", has_text="Дорожная карта").click()
    page.wait_for_selector("text=По этой проблеме дорожной карты ещё нет")
    page.locator("button", has_text="Составить карту").click()
    page.locator("input[id*=starts_on]").fill("02.03.2026")
    page.locator("input[id*=starts_on]").press("Enter")
    page.wait_for_selector("text=Через 12 мес. доказуемо снижение")
    page.locator("button[id*=target_kind]").click()
    page.locator(".dash-dropdown-option", has_text="Меньше записей").click()
    page.locator("input[id*=target_value]").fill("30")
    page.locator("#roadmaps-panel button", has_text="Сохранить").click()
    page.locator("#roadmaps-done a").click()
    page.wait_for_selector("text=Не проверяется числом записей")
    page.wait_for_selector("text=позже начала: заранее названной она не считается")
    _add(page, "Добавить причину", "Трубы старые")
    _add(page, "Добавить мероприятие", "Заменить трубы", due_on="01.04.2026")
    page.wait_for_selector("text=просрочено мероприятий: 1")
    page.wait_for_selector("text=горит: 01.04.2026")
    assert "Через 3 мес." in page.inner_text(".roadmap-effect")
    assert "Рано судить" in page.inner_text(".roadmap-effect")
    _picture(page, tmp_path / "scheme.png")
    _table(page, tmp_path / "roadmap.xlsx")


def _add(page: Any, words: str, name: str, **more: str) -> None:
    page.locator("button", has_text=words).click()
    page.locator('#roadmap-panel input[id*=\'"name":"name"\']').fill(name)
    for field, value in more.items():
        page.locator(f"#roadmap-panel input[id*={field}]").fill(value)
    page.locator("#roadmap-panel button", has_text="Сохранить").click()
    page.wait_for_selector("#roadmap-done >> text=Сохранено")
    serving.until_at_rest(page)


def _picture(page: Any, file: Path) -> None:
    with page.expect_download() as download:
        page.locator(".chart-card:has(#roadmap-scheme) [data-chart-action=png]").click()
    download.value.save_as(file)
    with Image.open(file) as image:
        assert len(image.convert("L").getcolors() or [0] * 99) > 20, "boxes, lines and words are drawn"


def _table(page: Any, file: Path) -> None:
    with page.expect_download() as download:
        page.locator(".card", has_text="ДК-").first.locator("button", has_text="XLSX").click()
    download.value.save_as(file)
    rows = list(openpyxl.load_workbook(file)["Данные"].iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["Строка", "карта", "причина", "мероприятие"]
