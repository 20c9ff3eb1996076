"""The last filters of a screen: whose they are, what of them is kept, when they come back and when the address wins."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

import app as wiring
from access import person
from data import store
from data.decisions.views import last_filters as kept
from data.errors import MCUError
from data.settings import Settings, use
from deeds import last_filters
from tests import signing
from tests.data.records import installed

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with installed(tmp_path_factory.mktemp("filters"), {"received": "2026-03-02", "channel": "phone"}) as settings:
        return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


def keep(login: str, path: str, **params: str) -> dict[str, str]:
    with person.use(signing.somebody("curator", login=login)):
        return last_filters.keep(path, params)


def test_each_person_has_the_last_filters_of_each_screen() -> None:
    keep("anna", "/heat-map", channel="phone", measure="overdue")
    keep("anna", "/heat-map", channel="phone,site", period="12w")
    assert keep("anna", "/deadlines", **{"from": "2026-01-01"}) == {
        "/heat-map": "period=12w&channel=phone,site",
        "/deadlines": "from=2026-01-01",
    }
    assert keep("boris", "/", state="open") == {"/": "state=open"}


def test_filters_of_the_moment_and_words_of_a_search_are_not_kept() -> None:
    assert keep("vera", "/register", text="Иванова Мария", as_of="2026-03-01", snapshot="1", channel="phone") == {
        "/register": "channel=phone"
    }


def test_a_screen_whose_filters_are_reset_is_forgotten() -> None:
    keep("gleb", "/", channel="phone")
    assert keep("gleb", "/") == {}


def test_what_are_no_filters_is_refused_and_not_kept() -> None:
    with pytest.raises(MCUError):
        keep("dina", "/", channel="<script>")
    assert keep("dina", "/deadlines") == {}


def test_a_busy_store_is_not_waited_for(made: Settings) -> None:
    if made.store_url.startswith("sqlite"):
        with store.writing(made):
            assert not kept.keep(made, "egor", "/", {"channel": "phone"})
    assert kept.of(made, "egor") == {}


@pytest.fixture(scope="module")
def anna(made: Settings) -> Any:
    """A client of a curator whose heat map is narrowed to telephone."""
    with use(made):
        client = signing.client(wiring.create_app(made), signing.sign_in(made, login="anna-of-the-map"))
        kept.keep(made, "anna-of-the-map", "/heat-map", {"channel": "phone"})
    return client


def test_a_screen_opened_by_nobody_s_link_has_the_last_filters(anna: Any) -> None:
    for led in ({}, {"Referer": "http://localhost/login?next=/heat-map"}):
        answer = anna.get("/heat-map", headers=HTML | led)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/heat-map?channel=phone")


@pytest.mark.parametrize(
    ("address", "led"),
    [
        ("/heat-map?period=4w", ""),
        ("/heat-map?measure=overdue", ""),
        ("/heat-map", "http://localhost/heat-map?channel=site"),
        ("/deadlines", ""),
    ],
)
def test_the_address_wins_and_a_link_leads_where_it_says(anna: Any, address: str, led: str) -> None:
    assert anna.get(address, headers=HTML | ({"Referer": led} if led else {})).status_code == 200


def test_nothing_of_it_goes_into_the_log_of_edits(made: Settings) -> None:
    with store.reading(made) as connection:
        named = sa.text("SELECT count(*) FROM edits WHERE table_name = 'last_filters'")
        assert connection.execute(named).scalar() == 0
