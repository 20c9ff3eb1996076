"""«Внести вручную» in real Chromium: two records entered without a mouse, one taken back, figures go along."""

from collections.abc import Iterator

import pytest

import app as wiring
from access import store as access_store
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from deeds import entries
from tests import serving, signing, stores

PATIENCE = 20_000
SAID = "#entry-answer .staff-done"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation of this module alone, without records."""
    var = tmp_path_factory.mktemp("entry")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(made):
        stores.create(made)
        publish.publish(made)
    access_store.create(made)
    return made


@pytest.fixture(scope="module")
def served(own: Settings) -> Iterator[str]:
    with serving.served(wiring.create_app(own).server) as at:
        yield at


def records(own: Settings) -> int:
    with use(own):
        return int(query(["records"], (), Filters(period="all"), EVERYTHING)["records"].iloc[0])


def focused(page, name: str, no: int = 0) -> None:
    """The keyboard has come to a field."""
    identity = f'{{"name":"{name}","no":{no},"type":"entry-field"}}'
    page.wait_for_function("(identity) => document.activeElement.id === identity", arg=identity)


def tabs(page, *names: str) -> None:
    """One press of Tab for each field, which comes in its turn."""
    for name in names:
        page.keyboard.press("Tab")
        focused(page, name)


def values(page) -> dict[str, str]:
    """What stands in the fields that are not empty."""
    fields = "[...document.querySelectorAll('#entry-form :is(input, select, textarea)')]"
    found = page.evaluate(fields + ".map((e) => [JSON.parse(e.id).name, e.value])")
    return {name: value for name, value in found if value not in ("", "-")}


@pytest.fixture
def screen(context, tab, served: str, own: Settings):
    """The screen of the head of the centre."""
    context.add_cookies([signing.cookie(signing.sign_in(own, "centre_head"), served)])
    page = tab
    page.goto(served + "/entry")
    page.wait_for_selector("#entry-form")
    focused(page, "channel")
    return page


def choose(page, value: str) -> None:
    """Arrow keys go down a list to a value."""
    for _ in range(20):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the keys do not come to {value}")


def is_asked_about(page, text: str, number: str) -> None:
    """The same text again is asked about, and given up."""
    tabs(page, "day", "time", "text")
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => document.activeElement.id === 'entry-anyway'", timeout=PATIENCE)
    assert number in page.inner_text("#entry-answer")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # «Очистить»
    focused(page, "number")


def test_two_records_are_entered_by_keyboard_only_and_one_is_taken_back(
    screen, own: Settings, console_errors, requests_seen
) -> None:
    page, today = screen, entries.today()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".entry-form__flaw:not(:empty)", timeout=PATIENCE)
    flaws = page.locator(".entry-form__flaw:not(:empty)").all_inner_texts()
    assert flaws == ["Выберите канал.", "Напишите, о чём обращение."]
    focused(page, "channel")
    choose(page, "phone")
    tabs(page, "number", "day", "time", "text")
    page.keyboard.type("Третий день нет воды, звоните 8 900 000 11 22")
    tabs(page, "topic", "recipient")
    page.wait_for_selector(".entry-form__hint button", timeout=PATIENCE)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(SAID, timeout=PATIENCE)
    assert "№ ВР-1" in page.inner_text(SAID)
    focused(page, "number")
    assert values(page) == {"channel": "phone", "day": today}

    is_asked_about(page, "Третий день нет воды, звоните 8 900 000 11 22", "ВР-1")
    page.keyboard.type("15")
    tabs(page, "day", "time", "text")
    page.keyboard.type("Яма на дороге к школе")
    tabs(page, "topic", "recipient")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # «+ ещё вопрос» is a button like any other
    focused(page, "text", 1)
    page.keyboard.type("И света нет")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    focused(page, "topic")
    for _ in range(9):
        if "applicant" in page.evaluate("document.activeElement.id"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Кызласова Мария")
    page.keyboard.press("Enter")
    page.wait_for_function("(s) => document.querySelector(s)?.innerText.includes('15')", arg=SAID, timeout=PATIENCE)
    focused(page, "number")
    assert values(page) == {"channel": "phone", "day": today}
    assert records(own) == 2
    listed = page.inner_text("#entry-recent")
    assert "ВР-1" in listed and "15 (" in listed
    assert "Кызласова" not in page.inner_text("main")

    page.locator("#entry-recent summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#entry-recent .badge-state", timeout=PATIENCE)
    assert "отменена" in page.inner_text(SAID)
    assert records(own) == 1
    assert console_errors == []


def test_what_was_typed_is_not_lost_when_the_store_fails(screen, monkeypatch) -> None:
    from data.errors import StoreError

    def broken(*_: object) -> None:
        raise StoreError("Хранилище занято. Повторите через минуту.")

    monkeypatch.setattr("etl.desk.entries.enter", broken)
    page = screen
    page.locator("#entry-form select").first.select_option("gathering")
    page.locator("#entry-form textarea").first.fill("Мост")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Хранилище занято", timeout=PATIENCE)
    assert values(page) == {"channel": "gathering", "day": entries.today(), "text": "Мост"}


def test_who_has_gone_on_while_the_answer_is_awaited_is_not_called_back(screen) -> None:
    page = screen
    page.keyboard.press("Control+Enter")
    tabs(page, "number", "day")
    page.wait_for_selector(".entry-form__flaw:not(:empty)", timeout=PATIENCE)
    page.wait_for_timeout(200)  # longer than the form waits before it moves the keyboard
    focused(page, "day")
