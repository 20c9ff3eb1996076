"""Notices in the store: written by a look, read by their audience, on either engine."""

from datetime import UTC, datetime, timedelta

import pytest

from data.decisions.notices import kept
from data.decisions.notices import settings as notice_settings
from data.decisions.notices.audience import audience
from data.decisions.notices.kept import Bell, Revision
from data.decisions.notices.settings import KindSetting, QuietHours
from data.decisions.notices.state import EXPIRING, FIRED, HOTSPOT, PASSED, Finding, acknowledge
from data.errors import FilterError
from data.settings import Settings

NOW = datetime(2026, 3, 13, 5, tzinfo=UTC).replace(tzinfo=None)
TERMS = Finding(EXPIRING, "terms", "До конца срока", "/register?state=burning", ("1", "2"), 2)
WATER = Finding(HOTSPOT, "water", "Вода", "/hotspots", ("1",), 1)


def looked(
    settings: Settings, told: dict[str, list[Finding]], hours: int = 0, kinds: tuple[str, ...] = (EXPIRING,)
) -> None:
    now = NOW + timedelta(hours=hours)
    kept.look_again(settings, told, kinds, Revision(7, now.date(), now), now)


def test_a_look_is_kept_and_the_bell_is_one_question(either: Settings) -> None:
    assert kept.bell(either, "curator") == Bell(0, QuietHours(), None)
    looked(either, {"curator": [TERMS], "head": []})
    notice_settings.save_quiet(either, "anna", QuietHours(0, 20, 8, weekends=True))

    found = kept.bell(either, "curator")
    assert (found.waiting, found.last) == (1, Revision(7, NOW.date(), NOW))
    assert (found.quiet.starts, found.quiet.ends, found.quiet.weekends) == (20, 8, True)
    assert kept.bell(either, "head").waiting == 0
    (one,) = kept.listed(either, "curator")
    assert (one.label, one.marks, one.records, one.since) == (TERMS.label, frozenset("12"), 2, NOW)
    assert kept.totals(either) == {(EXPIRING, FIRED): 1}


def test_kinds_that_were_not_looked_at_stay_and_positions_that_are_gone_pass(either: Settings) -> None:
    looked(either, {"curator": [TERMS, WATER], "head": [TERMS]}, kinds=(EXPIRING, HOTSPOT))
    looked(either, {"curator": []}, hours=1)
    states = {one.kind: one.state for one in kept.listed(either, "curator")}
    assert states == {EXPIRING: PASSED, HOTSPOT: FIRED}
    assert [one.state for one in kept.listed(either, "head")] == [PASSED]
    looked(either, {"curator": []}, hours=24 * 91)
    assert [one.kind for one in kept.listed(either, "curator")] == [HOTSPOT]


def test_what_has_changed_since_it_was_read_is_not_saved(either: Settings) -> None:
    looked(either, {"curator": [TERMS]})
    (seen,) = kept.listed(either, "curator")
    looked(either, {"curator": []}, hours=1)
    with pytest.raises(FilterError, match="уже изменилось"):
        kept.save(either, "curator", [acknowledge(seen, "anna", NOW)])


def test_kinds_are_as_people_set_them_else_as_usual(either: Settings) -> None:
    assert notice_settings.read(either)[0][EXPIRING] == KindSetting(EXPIRING, 0, is_on=True, days=3)
    notice_settings.save_kind(either, "anna", KindSetting(HOTSPOT, 0, is_on=False))
    kinds, _ = notice_settings.read(either)
    assert (kinds[HOTSPOT].is_on, kinds[HOTSPOT].version, kinds[EXPIRING].is_on) == (False, 1, True)
    with pytest.raises(FilterError):
        notice_settings.save_kind(either, "anna", KindSetting("lunch", 0))


def test_an_audience_is_its_roles_and_limits_in_whatever_order_they_are_told() -> None:
    free = {"channels": None, "recipients": None, "municipalities": None}
    assert audience(("curator", "centre_head"), free) == "curator+centre_head"
    one = audience(("head",), {**free, "municipalities": ("2", "1")})
    assert one == audience(("head",), {**free, "municipalities": ("1", "2")})
    assert one.startswith("head/")
    assert len({one, audience(("head",), {**free, "channels": ("1", "2")}), audience(("head",), free)}) == 3
    assert audience(("head",), {**free, "recipients": ()}) != audience(("head",), free), "limited to nothing"
