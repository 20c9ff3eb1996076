"""«Записка» in real Chromium: prepared, written in, approved, issued, taken away and checked, by two people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app as wiring
from access import store as access_store
from data.settings import Settings, use
from tests import serving, signing
from tests.data.records import published
from tests.reports.weekly.test_note import WEEK, rows


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("note-walk")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}", public_url="http://mcu.local")
    with use(made):
        published(made, *rows())
    access_store.create(made)
    return made


@pytest.fixture(scope="module")
def served(own: Settings) -> Iterator[str]:
    with serving.served(wiring.create_app(own).server) as at:
        yield at


def test_a_note_goes_from_draft_to_a_checked_paper(
    tab: Any, served: str, own: Settings, console_errors: list[str], tmp_path: Path
) -> None:
    tab.context.add_cookies([signing.cookie(signing.sign_in(own, "centre_head"), served)])
    tab.goto(f"{served}/note")
    tab.click("button:text-is('Подготовить')")
    tab.wait_for_url(f"**/note?week={WEEK}")
    card = tab.locator("section.card", has=tab.locator("h2:text-is('Главное за минуту')"))
    card.locator("button:text-is('Править')").click()
    tab.fill("textarea", "Поступило 7 записей, ожидали 99.")
    tab.click("label:has-text('Вместо составленного')")
    tab.click("button:text-is('Сохранить')")
    tab.wait_for_selector("text=Чисел нет среди чисел записки: 99.")
    tab.click("button:text-is('Показать страницы')")
    tab.wait_for_selector(".note-pages img")
    tab.click("button:text-is('Передать руководителю МЦУ')")
    tab.click("button:text-is('Согласовать')")
    tab.wait_for_selector("text=Согласована.")

    tab.context.clear_cookies()
    tab.context.add_cookies([signing.cookie(signing.sign_in(own, "curator"), served)])
    tab.goto(f"{served}/note?week={WEEK}")
    tab.click("button:text-is('Выпустить')")
    tab.wait_for_selector("h2:text-is('Выпущенные страницы')")
    with tab.expect_download() as taken:
        tab.click("button:text-is('Скачать PDF')")
    taken.value.save_as(tmp_path / "записка.pdf")

    tab.goto(f"{served}/note/check")
    tab.set_input_files("input[type=file]", str(tmp_path / "записка.pdf"))
    tab.wait_for_selector("text=файл PDF не изменён")
    tab.fill("input[placeholder^='З-2026']", taken.value.suggested_filename.removeprefix("записка-")[:-4])
    tab.click("button:text-is('Проверить номер')")
    tab.wait_for_selector("text=сравните её листы со своими")
    assert tab.locator(".note-pages img").count() >= 1
    assert console_errors == []
