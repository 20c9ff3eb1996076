"""Notices of the demonstration: one that is acknowledged, one that has passed, and none once it has gone."""

from datetime import date
from pathlib import Path

from data import store
from data.decisions.notices import kept
from data.decisions.notices.state import ACKNOWLEDGED, EXPIRING, HOTSPOT, PASSED
from data.settings import Settings
from demo import notices
from tests import stores
from tests.data.records import add

UNTIL = date(2026, 6, 30)
CHUL, ASKIZ = "95608455101", "95608151051"


def told(settings: Settings, audience: str) -> dict[str, tuple[str, int | None, frozenset[str]]]:
    return {one.kind: (one.state, one.records, one.marks) for one in kept.listed(settings, audience)}


def test_a_hotspot_is_acknowledged_and_kept_terms_have_passed(tmp_path: Path) -> None:
    with stores.installation("sqlite", tmp_path) as settings:
        add(
            settings,
            {"received": "2026-06-20", "topic": "energy.outages", "place": CHUL},  # 1: of the story
            {"received": "2026-06-21", "topic": "energy.outages", "place": ASKIZ},  # 2: elsewhere
            {"received": "2026-03-10", "topic": "energy.outages", "place": CHUL},  # 3: before the story
            {"received": "2026-06-22", "topic": "roads.potholes", "place": CHUL},  # 4: of another topic
            {"received": "2026-05-25", "answered": "2026-06-23"},  # 5: answered close to the end of its term
            {"received": "2026-05-25", "answered": "2026-06-01"},  # 6: answered long before
        )
        notices.ring(settings, UNTIL)

        expected = {HOTSPOT: (ACKNOWLEDGED, 1, frozenset("123")), EXPIRING: (PASSED, 1, frozenset("5"))}
        assert {role: told(settings, role) for role in notices.PEOPLE} == dict.fromkeys(notices.PEOPLE, expected)
        assert {one.acknowledged_by for one in kept.listed(settings, "curator")} == {"demo-kurator"}
        with store.writing(settings) as connection:
            kept.forget_all(connection)
        assert told(settings, "curator") == {}


def test_nothing_is_told_of_records_that_are_not_there(tmp_path: Path) -> None:
    with stores.installation("sqlite", tmp_path) as settings:
        notices.ring(settings, UNTIL)
        assert told(settings, "curator") == {}
