"""«Загрузка» in real Chromium: a file is dropped, looked at, written, undone; figures go there and back."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

import app as wiring
from access import audit
from access import store as access_store
from bench import synthetic
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings, current, use
from data.snapshots import publish
from etl.load import load
from tests import serving, signing, stores
from tests.etl.conftest import dump

EVER = Filters(period="all")
PATIENCE = 60_000
DROP = """async ([name, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([content], name, { type: "text/csv" }));
  const zone = document.getElementById("intake-drop");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
  }
}"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation of this module alone, with 120 records: others count on theirs staying as they are."""
    var = tmp_path_factory.mktemp("loading")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    file = var / "export.csv"
    synthetic.write(file, 120)
    with use(made):
        stores.create(made)
        load(file, made)
        publish.publish(made)
    access_store.create(made)
    return made


@pytest.fixture(scope="module")
def served(own: Settings) -> Iterator[str]:
    with serving.served(wiring.create_app(own).server) as at:
        yield at


@pytest.fixture
def screen(context, tab, served: str, own: Settings):
    """The screen of the head of the centre."""
    context.add_cookies([signing.cookie(signing.sign_in(own, "centre_head"), served)])
    page = tab
    page.goto(served + "/loading")
    page.wait_for_selector("#intake-drop")
    page.wait_for_selector("#intake-ledger table")
    return page


def export(own: Settings, *more: str, status: str = "") -> str:
    """The rows already loaded, some of them changed, and more rows."""
    lines = (own.var / "export.csv").read_text(encoding="utf-8").splitlines()
    if status:
        lines[1] = lines[1].replace("На исполнении", status).replace("Закрыта", status)
    return "\n".join([*lines, *more])


def row(number: int, received: str) -> str:
    return f"{number};{received};Нет воды третий день;Отсутствие воды;Сообщение;МЦУ;На исполнении;;село Аскиз;;"


def records(own: Settings) -> int:
    with use(own):
        return int(query(["records"], (), EVER, EVERYTHING)["records"].iloc[0])


def dropped(page, name: str, content: str) -> None:
    page.evaluate(DROP, [name, content])


def fates(page) -> list[str]:
    return [re.sub(r"\D", "", text) for text in page.locator(".fate .kpi__value").all_inner_texts()]


def test_a_file_is_dropped_looked_at_written_and_undone_and_the_figures_come_back(
    screen, own: Settings, requests_seen, console_errors, served: str
) -> None:
    before, tables_before = records(own), dump(own)
    content = export(own, row(9001, "01.06.2026 10:00"), row(9002, "31.02.2026"), status="Возврат модератору")

    dropped(screen, "выгрузка.csv", content)
    screen.wait_for_selector(".fate", timeout=PATIENCE)
    assert fates(screen) == ["1", "1", "119", "1"]
    text = screen.inner_text("#intake-now")
    assert "31.02.2026" in text
    assert "нет такой даты" in text
    assert "Возвращено" in text or "Возврат" in text
    assert (records(own), dump(own)) == (before, tables_before), "looking changes nothing"

    with screen.expect_download() as taken:
        screen.click("text=Отклонённые строки XLSX")
    sheet = load_workbook(io.BytesIO(taken.value.path().read_bytes())).active
    assert [cell.value for cell in sheet[2]][1] == "31.02.2026"

    screen.click("text=/^Записать/")
    screen.wait_for_selector("#intake-now .staff-done", timeout=PATIENCE)
    assert records(own) == before + 1
    screen.wait_for_function("() => document.querySelectorAll('#intake-ledger tbody tr').length === 2")

    screen.click("#intake-ledger tbody tr:first-child .link-button")
    screen.click("#intake-panel summary:has-text('Отменить загрузку')")
    screen.click("text=Да, отменить загрузку")
    screen.wait_for_selector("#intake-now .staff-done:has-text('отменена')", timeout=PATIENCE)
    assert records(own) == before
    assert dump(own) == tables_before
    assert [url for url in requests_seen if not url.startswith((served, "data:", "blob:"))] == []
    assert console_errors == []
    with use(own):
        done = [one.action for one in audit.page(1, 20, settings=current()).entries]
    assert {"file_received", "import", "export", "undo"} <= set(done)


def test_a_reloaded_page_shows_the_same_preview_and_giving_up_removes_the_file(screen, own: Settings) -> None:
    dropped(screen, "снова.csv", export(own, row(9003, "02.06.2026")))
    screen.wait_for_selector(".fate", timeout=PATIENCE)
    screen.reload()
    screen.wait_for_selector(".fate", timeout=PATIENCE)
    assert list((own.var / "intake").glob("*/*.received"))
    screen.click("text=Отказаться")
    screen.wait_for_selector(".fate", state="detached")
    assert not list((own.var / "intake").glob("*/*.received"))


def test_an_unknown_table_is_explained_once_and_known_the_next_time(screen, own: Settings, tmp_path: Path) -> None:
    rows = [
        ("Код", "Когда", "Суть", "Итог"),
        ("e-1", "03/04/2026", "Нет воды на улице", "Сделали"),
        ("e-2", "03/25/2026", "Яма на дороге", "Ждём"),
    ]
    file = tmp_path / "другая.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter=";").writerows(rows)
    content = file.read_text(encoding="utf-8")

    dropped(screen, "другая.csv", content)
    screen.wait_for_selector(".intake-ask", timeout=PATIENCE)
    assert "--" not in screen.inner_text(".intake-ask")
    for header, field in (("Код", "external_id"), ("Суть", "text"), ("Когда", "received_at"), ("Итог", "status")):
        screen.select_option(f"select[name='{header}']", field)
    dates = screen.get_by_label("Вид даты")
    dates.wait_for(timeout=PATIENCE)
    assert dates.locator("option:checked").inner_text() == "03/04/2026 — 4 марта 2026"
    screen.get_by_label("«Сделали» значит").select_option("closed_solved")
    screen.fill("input[placeholder^='например']", "other_town")
    screen.click("text=Проверить с этими столбцами")
    screen.wait_for_selector(".fate", timeout=PATIENCE)
    assert fates(screen) == ["2", "0", "0", "0"]
    screen.click("text=Отказаться")
    screen.wait_for_selector(".fate", state="detached")

    dropped(screen, "другая-2.csv", content.replace("e-1", "e-7"))
    screen.wait_for_selector(".fate", timeout=PATIENCE)
    assert fates(screen) == ["2", "0", "0", "0"]
    assert "так выбрал(а) centre_head" in screen.inner_text("#intake-now")
    screen.click("text=Отказаться")


def test_what_is_no_table_is_refused_in_words(screen) -> None:
    dropped(screen, "картинка.csv", "%PDF-1.4 просто документ")
    screen.wait_for_selector("#intake-now .state--error", timeout=PATIENCE)
    assert "картинка.csv" in screen.inner_text("#intake-now")
    assert "PDF" in screen.inner_text("#intake-now")
    screen.click("text=Убрать файл")
