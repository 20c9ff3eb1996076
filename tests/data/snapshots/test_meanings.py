"""Which names of topics have changed their meaning, told from a handful of records."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa

from data import store
from data.settings import Settings, use
from data.snapshots import meanings
from data.store import tables
from data.store.reference import label_key
from tests import stores
from tests.data import records

ROADS, LIGHTS, WATER = "roads.potholes", "roads.lighting", "housing.no_water"
Row = tuple[str, str, str, str]


@pytest.fixture(scope="module", params=stores.ENGINES)
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with stores.installation(request.param, tmp_path_factory.mktemp("bare") / "var") as made:
        yield made


def read(settings: Settings, *rows: Row) -> list[list[str]]:
    """The topics of every name that has changed, the oldest first. Rows are (received, topic, name, method)."""
    q, r, t = tables.questions, tables.records, tables.topics
    with use(settings):
        with store.writing(settings) as connection:
            connection.execute(sa.delete(q))
            connection.execute(sa.delete(r))
        records.add(settings, *[{"received": received, "topic": topic} for received, topic, *_ in rows])
        with store.writing(settings) as connection:
            ids = connection.execute(sa.select(q.c.question_id).order_by(q.c.question_id)).scalars().all()
            for one, (_, _, name, method) in zip(ids, rows, strict=True):
                values = {"topic_raw": name, "topic_method": method}
                connection.execute(sa.update(q).where(q.c.question_id == one).values(**values))
            codes = {row.topic_id: row.code for row in connection.execute(sa.select(t.c.topic_id, t.c.code))}
            found = meanings.read(connection)
    names: dict[int, list[str]] = {}
    for one in found.known:
        names.setdefault(one.name, []).append(codes[one.topic_id])
    return list(names.values())


@contextmanager
def followed(settings: Settings, successors: dict[str, str]) -> Iterator[None]:
    """Topics that have ended while the context lasts, and what has followed them."""
    t = tables.topics
    with use(settings):
        with store.writing(settings) as connection:
            for code, successor in successors.items():
                other = sa.select(t.c.topic_id).where(t.c.code == successor).scalar_subquery()
                values = {"valid_to": date(2026, 1, 31), "successor_id": other}
                connection.execute(sa.update(t).where(t.c.code == code).values(**values))
        yield
        with store.writing(settings) as connection:
            connection.execute(sa.update(t).values(valid_to=None, successor_id=None))


def test_a_name_that_led_to_one_topic_and_then_to_another_has_changed(bare: Settings) -> None:
    rows = [("2026-01-10", ROADS, "Дороги", "label"), ("2026-02-10", LIGHTS, "ДОРОГИ ", "label")]

    assert read(bare, *rows) == [[ROADS, LIGHTS]]


@pytest.mark.parametrize(
    "second",
    [
        ("2026-02-10", ROADS, "Дороги", "label"),
        ("2026-02-10", LIGHTS, "Освещение", "label"),
        ("2026-02-10", LIGHTS, "Дороги", "person"),
        ("2026-02-10", LIGHTS, "Дороги", "model"),
    ],
)
def test_the_same_topic_another_name_or_another_way_is_no_change(bare: Settings, second: Row) -> None:
    assert read(bare, ("2026-01-10", ROADS, "Дороги", "label"), second) == []


def test_a_name_that_leads_to_two_topics_at_once_has_changed_nothing(bare: Settings) -> None:
    rows = [(f"2026-0{month}-10", topic, "Дороги", "label") for month, topic in ((1, ROADS), (2, LIGHTS), (3, ROADS))]

    assert read(bare, *rows) == []


def test_three_meanings_stand_in_their_order(bare: Settings) -> None:
    rows = [(f"2026-0{at}-10", topic, "Дороги", "label") for at, topic in ((1, ROADS), (2, WATER), (3, LIGHTS))]

    assert read(bare, *rows) == [[ROADS, WATER, LIGHTS]]


def test_two_meanings_that_began_together_are_no_change(bare: Settings) -> None:
    rows = [("2026-01-10", ROADS, "Дороги", "label"), ("2026-01-10", LIGHTS, "Дороги", "label")]

    assert read(bare, *rows, ("2026-02-10", LIGHTS, "Дороги", "label")) == []


@pytest.mark.parametrize(
    ("received", "topics"),
    [("2026-02-10", [[ROADS, LIGHTS]]), ("2026-01-10", []), ("2026-01-05", [])],
)
def test_a_successor_without_records_from_before_is_the_former_topic(
    bare: Settings, received: str, topics: list[list[str]]
) -> None:
    rows = [("2026-01-10", ROADS, "Ямы", "model"), (received, LIGHTS, "Темно", "person")]
    with followed(bare, {ROADS: LIGHTS}):
        assert read(bare, *rows, ("2026-03-10", LIGHTS, "Свет", "rule")) == topics
    assert read(bare, *rows) == []


def test_a_topic_that_two_others_ended_in_is_neither_and_one_after_another_are_a_chain(bare: Settings) -> None:
    rows = [(f"2026-0{at}-10", topic, "Дороги", "model") for at, topic in ((1, ROADS), (2, WATER), (3, LIGHTS))]
    with followed(bare, {ROADS: LIGHTS, WATER: LIGHTS}):
        assert read(bare, *rows) == []
    with followed(bare, {ROADS: WATER, WATER: LIGHTS}):
        assert read(bare, *rows) == [[ROADS, WATER, LIGHTS]]


def test_names_that_led_to_several_topics_are_those_that_a_look_at_every_question_finds(bare: Settings) -> None:
    chance, q = random.Random(3), tables.questions
    names = (None, "", "Дороги", "ДОРОГИ ", "Свет", "Вода", "Снег")
    read(bare, *[("2026-01-10", ROADS, "", "label")] * 14)
    with use(bare), store.writing(bare) as connection:
        ids = connection.execute(sa.select(q.c.question_id)).scalars().all()
        for _ in range(12):
            topics = chance.sample(range(1, 30), 3)
            asked = [(chance.choice(names), chance.choice((None, "", "ЖКХ", "жкх")), one) for one in ids]
            meant: dict[tuple[str, str], set[int]] = {}
            for label, group, one in asked:
                method, topic = chance.choice(("label", "label", "person")), chance.choice((*topics, None))
                values = {"topic_raw": label, "topic_group_raw": group, "topic_id": topic, "topic_method": method}
                connection.execute(sa.update(q).where(q.c.question_id == one).values(**values))
                if method == "label" and topic:
                    meant.setdefault((label_key(label or ""), label_key(group or "")), set()).add(topic)
            several = {name for (name, _), own in meant.items() if len(own) > 1}
            assert {label_key(one) for one in meanings._of_several_topics(connection)} == several
