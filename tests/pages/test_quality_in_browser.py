"""«Качество данных» in real Chromium: a waiting name is mapped, a record is corrected, numbers open their records."""

from collections.abc import Iterator

import pytest

import app as wiring
from access import audit
from access import store as access_store
from data.decisions import waiting_names
from data.scope import EVERYTHING
from data.settings import Settings, current, use
from data.snapshots import publish
from etl.load import load
from etl.structure import unknown_names
from tests import serving, signing, stores

UNKNOWN = "Лоси на дороге"
HEADER = "id;Дата создания;Текст Сообщения;Тематика;Категория;Ответственное лицо;Статус;Дата ответа;Населенный пункт"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Ten records: four of an unknown topic, one of an unknown place."""
    var = tmp_path_factory.mktemp("quality")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    lines = [HEADER]
    for i in range(10):
        topic, place = (UNKNOWN if i < 4 else "Отсутствие воды"), ("деревня Нигде" if i == 9 else "село Бельтирское")
        lines.append(f"{i + 1};0{i % 9 + 1}.06.2026;Просим помочь;{topic};Сообщение;МЦУ;На исполнении;;{place}")
    file = var / "export.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
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


def opened(page, served: str, own: Settings, role: str):
    page.context.add_cookies([signing.cookie(signing.sign_in(own, role), served)])
    page.goto(served + "/quality?period=all")
    page.wait_for_selector("#quality-body .kpi-row")
    serving.until_at_rest(page)
    return page


def chosen(page, where: str, text: str) -> None:
    page.locator(f"{where} button.dash-dropdown").first.click()
    page.locator(".dash-dropdown-content .dash-dropdown-search").fill(text)
    page.locator(".dash-dropdown-content .dash-dropdown-option", has_text=text).first.click()


def test_a_share_opens_its_records(tab, served, own) -> None:
    page = opened(tab, served, own, "centre_head")
    page.click("a.kpi-link:has-text('Без места')")
    page.wait_for_url("**/register?*behind=unplaced_share*")


def test_a_waiting_name_is_mapped_and_leaves_the_queue(tab, served, own, console_errors) -> None:
    page = opened(tab, served, own, "centre_head")
    assert "40 %" in page.inner_text(".kpi-row").replace("\u00a0", " ")
    page.click(f"button.link-button:has-text('{UNKNOWN}')")
    page.wait_for_selector("#quality-panel .data-table")
    assert page.locator("#quality-panel .data-table tbody tr").count() == 4
    chosen(page, "#quality-panel", "Дикие животные")
    page.click("text=Сопоставить")
    page.wait_for_function("() => (document.querySelector('.kpi__value') || {}).innerText?.startsWith('0')")
    assert page.locator(f"button.link-button:has-text('{UNKNOWN}')").count() == 0
    with use(own):
        assert waiting_names.names_of_kind("topic", own, EVERYTHING, unknown_names)[0] == 0
        assert audit.page(1, 5, settings=current()).entries[0].label == "исправление данных"
    assert console_errors == []


def test_a_record_is_corrected_for_a_reason(tab, served, own, console_errors) -> None:
    page = opened(tab, served, own, "centre_head")
    page.click("button.link-button:has-text('деревня Нигде')")
    page.click("#quality-panel .data-table .link-button")
    page.wait_for_selector("#quality-panel summary:has-text('Место')")
    page.click("#quality-panel summary:has-text('Место')")
    chosen(page, "#quality-panel details[open]", "Усть-Есь")
    page.click("#quality-panel details[open] button:has-text('Исправить')")
    page.wait_for_selector(".notices .state--error:has-text('причину')")
    page.fill("#quality-panel input[placeholder^='Например']", "в тексте названо Усть-Есь")
    page.click("#quality-panel details[open] button:has-text('Исправить')")
    page.wait_for_selector("#quality-panel.show", state="detached")
    page.wait_for_selector("button.link-button:has-text('деревня Нигде')", state="detached")
    with use(own):
        assert waiting_names.names_of_kind("place", own, EVERYTHING, unknown_names)[0] == 0
    assert console_errors == []


def test_whoever_may_only_look_sees_the_records_and_no_form(tab, served, own) -> None:
    page = opened(tab, served, own, "head")
    assert page.locator("#quality-body .card").count() >= 4
    auditor = opened(tab, served, own, "auditor")
    assert "Темы без соответствия" not in auditor.inner_text("#quality-body")
    assert "Свежесть источников" in auditor.inner_text("#quality-body")


def test_an_answer_is_told_only_to_what_it_changes(tab, served, own) -> None:
    """assets/05-store.js: Dash tells every component of every new one, which froze the browser on long tables."""
    page = opened(tab, served, own, "centre_head")
    page.evaluate("() => { window.told = 0; window.store.subscribe(() => { window.told += 1; }); }")
    page.click("#quality-body .card:has-text('Как определены темы') td .link-button")
    page.wait_for_selector("#quality-panel .data-table")
    assert page.locator("#quality-panel *").count() > 60
    assert page.evaluate("window.told") < 40
