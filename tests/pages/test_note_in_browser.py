"""«Записка» in real Chromium: prepared, written in, approved, issued, taken away and checked, by two people; and shown
on the wall, slide by slide.
"""

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


SHEET = ".deck__sheet.is-shown"
CUT = f"""() => {{
  const sheet = document.querySelector("{SHEET}"), room = sheet.getBoundingClientRect();
  const past = [...sheet.children].filter((one) => one.getBoundingClientRect().bottom > room.bottom + 1);
  const isWide = sheet.scrollWidth > sheet.clientWidth + 1;
  return {{cut: past.length + isWide, size: parseFloat(getComputedStyle(sheet).fontSize)}};
}}"""


@pytest.fixture
def wall(tab: Any, served: str, own: Settings) -> Any:
    """The slides of the week, before the Head of the district."""
    tab.context.add_cookies([signing.cookie(signing.sign_in(own, "head"), served)])
    tab.goto(f"{served}/slides?week={WEEK}")
    tab.wait_for_selector(SHEET)
    serving.until_at_rest(tab)
    return tab


def count(wall: Any) -> int:
    return int(wall.inner_text(".deck__counter").split("/")[1])


def heading(wall: Any) -> str:
    return str(wall.inner_text(f"{SHEET} h2"))


def test_keys_lead_through_the_slides_and_the_address_keeps_the_one_that_is_shown(
    wall: Any, served: str, requests_seen: list[str], console_errors: list[str]
) -> None:
    of = count(wall)
    assert of > 5
    assert heading(wall) == "Еженедельная аналитическая записка"
    for key, number in (
        ("ArrowLeft", 1), ("ArrowRight", 2), ("PageDown", 3), ("End", of), ("ArrowRight", of), ("PageUp", of - 1),
        ("Home", 1), ("ArrowRight", 2),
    ):  # fmt: skip
        wall.keyboard.press(key)
        assert wall.inner_text(".deck__counter") == f"{number} / {of}", key
        assert wall.locator(SHEET).count() == 1
    assert heading(wall) == "Главное за минуту"
    wall.reload()
    wall.wait_for_selector(SHEET)
    assert heading(wall) == "Главное за минуту"
    wall.click("[data-deck=next]")
    assert heading(wall) != "Главное за минуту"

    shown = heading(wall)
    wall.locator(".search input").press_sequentially("fа")
    wall.keyboard.press("ArrowLeft")
    assert (heading(wall), wall.locator(".is-whole").count()) == (shown, 0), "letters of a search are no keys"
    assert [url for url in requests_seen if not url.startswith((served, "data:", "blob:"))] == []
    assert console_errors == []


def test_the_whole_window_is_filled_and_left_and_nothing_beneath_is_reached_meanwhile(wall: Any) -> None:
    wall.set_viewport_size({"width": 1366, "height": 768})
    wall.keyboard.press("f")
    wall.wait_for_selector(".deck.is-whole")
    box = wall.locator(".deck").bounding_box()
    assert (box["x"], box["y"]) == (0, 0)
    assert (box["width"], box["height"]) >= (1366, 768)
    assert wall.evaluate("() => document.querySelector('.rail').inert")
    for _ in range(12):
        wall.keyboard.press("Tab")
        assert wall.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('.deck')"
        )
    wall.keyboard.press("Escape")
    wall.wait_for_selector(".deck:not(.is-whole)")
    assert not wall.evaluate("() => document.querySelector('.rail').inert")

    wall.keyboard.press("f")
    while not wall.locator(f"{SHEET} a").count():
        wall.keyboard.press("ArrowRight")
    wall.locator(f"{SHEET} a").first.click()
    wall.wait_for_url("**/register?**")
    wall.wait_for_selector("h1:text-is('Записи')")
    assert not wall.evaluate("() => document.querySelector('.rail').inert"), "the way out by a number"


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_no_slide_is_cut_and_all_are_read_across_the_room(wall: Any, width: int, height: int) -> None:
    wall.set_viewport_size({"width": width, "height": height})
    wall.keyboard.press("f")
    for _ in range(count(wall)):
        told = wall.evaluate(CUT)
        assert told["cut"] == 0, heading(wall)
        assert told["size"] >= width * 0.014, heading(wall)
        wall.keyboard.press("ArrowRight")
