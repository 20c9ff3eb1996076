"""Pairs of records of two sources that contradict each other, counted by hand on both engines."""

from typing import Any

import pytest

from data.decisions.contradictions import conflicts
from data.errors import AccessError
from data.scope import EVERYTHING, NOTHING, Grant, Scope
from data.settings import Settings
from tests import stores
from tests.data import records

ROADS, WATER = "roads.potholes", "housing.no_water"
BELTIR, ASKIZ = "95608412101", "95608151051"


def one(record_id: int, source: str, received: str, **more: Any) -> dict[str, Any]:
    """A record of one applicant on the roads of one village, in work, unless said otherwise."""
    same = {"applicant": "who", "place": BELTIR, "topic": ROADS, "status": "in_work", "channel": "pos_message"}
    return {"record_id": record_id, "source": source, "received": received} | same | more


def found(settings: Settings, *rows: dict[str, Any], scope: Scope = EVERYTHING) -> list[tuple[int, int, list[str]]]:
    stores.create(settings)
    records.add(settings, *rows)
    total, pairs = conflicts(settings, scope)
    assert total == len(pairs)
    return [(pair["first"]["record_id"], pair["second"]["record_id"], pair["fields"]) for pair in pairs]


def test_what_two_sources_say_otherwise_is_named_and_the_newest_stands_first(either: Settings) -> None:
    rows = [
        one(1, "pos", "2026-03-02 10:00"),
        one(2, "incident_management", "2026-03-03 09:00", topic=WATER),  # with 1: the topic differs
        one(3, "register_59fz", "2026-03-03 08:00", status="closed_solved"),  # with 1: status; with 2: topic, status
        one(4, "pos", "2026-03-03 12:00", status="closed_solved"),  # with 2: topic and status; with 3: nothing; 1: own
    ]
    assert found(either, *rows) == [
        (2, 4, ["topic", "status"]),
        (3, 2, ["topic", "status"]),
        (1, 2, ["topic"]),
        (1, 3, ["status"]),
    ]


def test_local_days_tell_neighbours_not_hours(either: Settings) -> None:
    rows = [
        one(1, "pos", "2026-03-01 00:10"),
        one(2, "incident_management", "2026-03-02 23:50", topic=WATER),  # 47 h 40 min, yet the day after
        one(3, "register_59fz", "2026-03-04 00:00", topic=WATER),  # a day and 10 minutes after 2, but 3 days after 1
        one(4, "pos", "2026-03-06 00:00"),  # 48 h after 3: two days
    ]
    assert found(either, *rows) == [(1, 2, ["topic"])]


def test_an_address_is_enough_and_a_pair_with_both_keys_counts_once(either: Settings) -> None:
    rows = [
        one(1, "pos", "2026-03-02", applicant=None, address="house"),
        one(2, "incident_management", "2026-03-02", applicant=None, address="house", topic=WATER),
        one(3, "pos", "2026-05-02", address="other"),
        one(4, "incident_management", "2026-05-02", address="other", place=ASKIZ),
    ]
    assert found(either, *rows) == [(3, 4, ["place"]), (1, 2, ["topic"])]


def test_what_one_side_does_not_know_and_what_has_nothing_in_common_is_no_contradiction(either: Settings) -> None:
    rows = [
        one(1, "pos", "2026-03-02", applicant="unknown topic"),
        one(2, "incident_management", "2026-03-02", applicant="unknown topic", topic=None),
        one(3, "pos", "2026-03-02", applicant="nothing agrees"),
        one(4, "incident_management", "2026-03-02", applicant="nothing agrees", topic=WATER, place=ASKIZ),
        one(5, "pos", "2026-03-02", applicant="spam"),
        one(6, "incident_management", "2026-03-02", applicant="spam", topic=WATER, is_spam=True),
        one(7, "pos", "2026-03-02", applicant=None),
        one(8, "incident_management", "2026-03-02", applicant=None, topic=WATER),
    ]
    assert found(either, *rows) == []


def test_a_pair_is_told_to_whoever_may_open_both_records(either: Settings) -> None:
    rows = [
        one(1, "pos", "2026-03-02"),
        one(2, "incident_management", "2026-03-02", topic=WATER, channel="im_vk"),
        one(3, "register_59fz", "2026-03-03", topic=WATER),
    ]
    only_pos = Scope((Grant(channels=("pos_message",), detail="records"),))
    assert found(either, *rows, scope=only_pos) == [(1, 3, ["topic"])]
    with pytest.raises(AccessError):
        conflicts(either, NOTHING)


def test_real_contradictions_are_found_behind_many_old_pairs_and_all_are_counted(either: Settings) -> None:
    """Of one applicant 156 pairs of two sources that lie years apart, and three pairs that do contradict."""
    stores.create(either)
    old = [one(i, "pos" if i % 2 else "incident_management", f"20{i:02d}-01-01") for i in range(1, 26)]
    new = []
    for i in (1, 2, 3):
        new += [one(100 + i, "pos", f"2026-0{i}-11"), one(200 + i, "incident_management", f"2026-0{i}-11", topic=WATER)]
    records.add(either, *old, *new)
    total, pairs = conflicts(either, EVERYTHING, most=1)
    assert (total, [(pair["first"]["record_id"], pair["second"]["record_id"]) for pair in pairs]) == (3, [(103, 203)])
