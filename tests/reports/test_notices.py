"""`python -m reports notices`: new and growing hotspots call who may see them, each in the own circle of data."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from access import store as access_store
from access.roles import Limits
from data import store
from data.decisions.notices import kept
from data.decisions.notices.state import FIRED, HOTSPOT, PASSED
from data.settings import Settings, use
from data.store.tables import questions
from deeds import accounts, notice_looks
from reports import notices
from tests import planted
from tests.signing import PASSWORD

NOW = datetime.fromisoformat("2026-07-01T03:00")
ELSEWHERE = "95608151"
PEOPLE: dict[str, tuple[str, Limits]] = {
    "curator": ("curator", Limits()),
    "head": ("head", Limits()),
    "here": ("head", Limits(municipalities=(planted.PLANTED[0][:8],))),
    "elsewhere": ("head", Limits(municipalities=(ELSEWHERE,))),
    "pos": ("pos_officer", Limits()),
    "im": ("incident_officer", Limits()),
    "auditor": ("auditor", Limits()),
    "admin": ("administrator", Limits()),
}


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The planted district after one look of the command."""
    settings = planted.settings(tmp_path_factory.mktemp("notices"))
    with use(settings):
        access_store.create(settings)
        for login, (role, limits) in PEOPLE.items():
            accounts.create(settings, f"of-{login}", "Кто-то", [role], password=PASSWORD, limits=limits)
        assert notices.look(settings, NOW)
        yield settings


def hotspots(settings: Settings) -> dict[str, Any]:
    """Login → notices of hotspots of the position; people without any are left out."""
    audiences = {login: notice_looks.Position((role,), limits).audience for login, (role, limits) in PEOPLE.items()}
    found = {
        login: [one for one in kept.listed(settings, audience) if one.kind == HOTSPOT]
        for login, audience in audiences.items()
    }
    return {login: told for login, told in found.items() if told}


def test_the_planted_hotspot_calls_who_may_see_it_with_its_records(looked: Settings) -> None:
    found = hotspots(looked)
    assert set(found) == {"curator", "head", "pos"}
    for (one,) in found.values():
        assert (one.subject, one.state) == (planted.TOPIC, FIRED)
        assert one.label == "Ямы на дорогах: Полтаков (село), Усть-Есь (село)"
        assert one.records == len(one.marks) == 2 * planted.EACH
        assert one.href == f"/hotspots?spot={planted.TOPIC}-{min(planted.PLANTED)}"


def test_the_same_search_calls_nobody_again_and_what_is_no_longer_found_passes(looked: Settings) -> None:
    before = hotspots(looked)
    assert notices.look(looked, NOW + timedelta(hours=1))
    assert hotspots(looked) == before
    own = notice_looks.Position(("curator",), Limits())
    assert notice_looks.keep_hotspots(looked, own, [], NOW + timedelta(hours=2))
    assert [one.state for one in hotspots(looked)["curator"]] == [PASSED]


def test_a_busy_store_is_said(looked: Settings) -> None:
    with store.writing(looked) as connection:
        connection.execute(questions.select().limit(1))
        assert not notices.look(looked, NOW + timedelta(hours=3))
