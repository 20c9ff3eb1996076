"""The search in the header, as a person uses it: keys, links, a phone; what is typed stays out of the logs."""

import logging
from collections.abc import Iterator

import pytest

import app as wiring
from access.roles import NO_LIMITS, Limits
from data.settings import Settings
from tests import serving, signing, stores
from tests.data.records import published

ROWS = (
    {"received": "2026-03-02", "texts": ["Не убирают снег на улице Мира"], "external_id": "7103660"},
    {"received": "2026-03-03", "texts": ["Дорогу завалило снегом, ёлка упала"], "channel": "phone"},
    {"received": "2026-03-04", "texts": ["Нет воды третий день"]},
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("var")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    published(made, *ROWS)
    stores.add_screens(made)
    return made


@pytest.fixture(scope="module")
def application(settings: Settings):
    return wiring.create_app(settings)


@pytest.fixture(scope="module")
def address(application) -> Iterator[str]:
    with serving.served(application.server) as at:
        yield at


@pytest.fixture
def page(context, address: str, settings: Settings):
    context.add_cookies([signing.cookie(signing.sign_in(settings), address)])
    made = context.new_page()
    made.goto(f"{address}/quality")
    made.wait_for_selector("#search[role=combobox]")
    made.wait_for_load_state("networkidle")
    return made


def typed(page, text: str):
    """Type and wait for the answer to this very text."""
    page.fill("#search", text)
    page.wait_for_function(
        "text => document.querySelector('#search-hits [data-typed]')?.dataset.typed.trim() === text.trim()", arg=text
    )
    return page.locator("#search-hits")


def test_letters_typed_faster_than_the_page_draws_keep_their_order(page) -> None:
    page.focus("#search")
    for _ in range(3):
        page.fill("#search", "")
        page.keyboard.type("снегу не чистят на улице Мира", delay=0)
        assert page.input_value("#search") == "снегу не чистят на улице Мира"


def test_slash_arrows_and_enter_open_a_record_by_its_number(page, address, requests_seen, console_errors) -> None:
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "search"
    assert typed(page, "7103660").locator("[role=option]").count() == 2  # the record, and all found
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#search-hits [aria-selected=true]")
    assert chosen.inner_text().startswith("7103660 · 02.03.2026")
    assert page.get_attribute("#search", "aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_selector(".record-panel >> text=Запись 7103660")
    assert "Не убирают снег на улице Мира" in page.inner_text(".record-panel")
    assert page.url.startswith(f"{address}/register?")
    foreign = [url for url in requests_seen if not url.startswith((address, "data:", "blob:"))]
    assert (foreign, console_errors) == ([], [])


def test_enter_lists_all_records_found_and_a_chip_takes_the_words_back(page) -> None:
    typed(page, "СНЕГ")
    page.focus("#search")
    page.keyboard.press("End")
    page.keyboard.type("У")
    page.keyboard.press("Enter")  # before the answer has come, which looks as the one before
    page.wait_for_selector("#register-limit >> text=Найдено: 2 записи")
    assert page.input_value(".filters__text input") == "СНЕГУ"
    page.click(".chip:has-text('СНЕГУ') .chip__remove")
    page.wait_for_selector("#register-limit >> text=Найдено: 3 записи")
    assert page.url.endswith("/register?period=all")
    page.fill(".filters__text input", "вода")
    page.keyboard.press("Enter")
    page.wait_for_selector("#register-limit >> text=Найдено: 1 запись")
    assert "text=" in page.url
    page.click("#flt-reset")
    page.wait_for_function("() => document.querySelector('.filters__text input').value === ''")


@pytest.mark.parametrize(
    ("role", "path", "field"),
    [
        ("curator", "register?period=all", ".filters__text input"),
        ("auditor", "audit", ".staff-filters input[type=search]"),
    ],
)
def test_words_of_a_list_are_asked_for_as_they_were_typed_on_a_slow_machine_and_without_enter(
    page, address, settings: Settings, role: str, path: str, field: str
) -> None:
    page.context.add_cookies([signing.cookie(signing.sign_in(settings, role), address)])
    page.goto(f"{address}/{path}")
    page.wait_for_selector(field)
    page.wait_for_load_state("networkidle")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 8})
    page.focus(field)
    page.keyboard.type("7103660", delay=20)
    page.wait_for_url("**=7103660*")
    assert page.input_value(field) == "7103660"
    page.fill(field, "")
    page.wait_for_url(lambda url: "7103660" not in url)


def test_the_list_says_that_words_like_the_typed_one_were_taken(page, address) -> None:
    page.goto(f"{address}/register?period=all&text=дарогу")
    page.wait_for_selector("#register-limit:has-text('Найдено: 1 запись')")
    assert "Такого слова в текстах нет, показаны похожие" in page.inner_text("#register-limit")


def test_names_of_places_topics_and_screens_are_links_too(page, address) -> None:
    found = typed(page, "аскиз")
    assert "Аскиз (село)" in found.inner_text() and "Населённый пункт" in found.inner_text()
    assert "Отсутствие воды" in typed(page, "отсуствие воды").inner_text(), "a letter is missing"
    typed(page, "сроки").get_by_role("option", name="Сроки", exact=True).click()
    page.wait_for_url("**/deadlines")
    assert not page.is_visible("#search-hits")
    typed(page, "Бельтирское").get_by_role("option", name="Бельтирское (село)").click()
    page.wait_for_url(lambda url: url.startswith(f"{address}/?place="))
    page.wait_for_selector("#flt-chips >> text=Бельтирское")


def test_escape_closes_the_list_then_empties_the_field_then_leaves_it(page) -> None:
    page.focus("#search")
    typed(page, "снег")
    page.wait_for_selector("#search-hits .search__hit")
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert (page.is_visible("#search-hits"), page.input_value("#search")) == (False, "снег")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.getElementById('search').value === ''")
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.id") != "search"


@pytest.mark.parametrize("text", ["!!!", "🙂", "'\" OR 1=1 --", "*", "ничегоподобного", "я" * 200])
def test_whatever_is_typed_is_answered_in_words(page, console_errors, text: str) -> None:
    said = typed(page, text).inner_text()
    assert "Ничего не найдено" in said or "ни букв, ни цифр" in said
    assert (page.locator(".notice, .state--error").count(), console_errors) == (0, [])


def test_a_phone_shows_the_list_within_its_width(page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    typed(page, "снег")
    page.focus("#search")
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    box = page.locator("#search-hits").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390


def _asked(application, settings: Settings, text: str, *roles: str, limits: Limits = NO_LIMITS) -> str:
    client = signing.client(application, signing.sign_in(settings, *roles, limits=limits))
    body = {
        "output": "search-hits.children", "outputs": {"id": "search-hits", "property": "children"},
        "inputs": [{"id": "search-settled", "property": "data", "value": text}],
        "changedPropIds": ["search-settled.data"],
    }  # fmt: skip
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200
    return str(answer.get_json())


def test_each_person_finds_what_is_open_to_them(application, settings: Settings) -> None:
    assert "Не убирают" in _asked(application, settings, "снег")
    assert "7103660" in _asked(application, settings, "7103660")
    telephone = Limits(channels=("phone",))
    own = _asked(application, settings, "снег", "head", limits=telephone)
    assert "завалило снегом" in own and "Не убирают" not in own
    assert "card" not in _asked(application, settings, "7103660", "head", limits=telephone)
    for text in ("снег", "7103660"):  # totals only
        assert "card" not in _asked(application, settings, text, "auditor")


def test_what_is_typed_is_in_no_log(application, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for text in ("тайноеслово", "тайноеслово" * 30, "7103660"):
        _asked(application, settings, text)
    assert "тайноеслово" not in caplog.text and "7103660" not in caplog.text
    held = b"".join(path.read_bytes() for path in settings.var.rglob("access.sqlite*"))
    assert "тайноеслово".encode() not in held
