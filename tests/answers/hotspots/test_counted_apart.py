"""Late loads, one applicant's repeats and a name's new meaning are no growth, counted by hand on four weeks each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from answers.hotspots import growth
from answers.hotspots.growth import Change
from data import store
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots.publish import publish
from data.store import tables
from tests import stores
from tests.answers.hotspots import growing
from tests.answers.hotspots.growing import by_cause
from tests.data import records
from tests.data.records import day

WATER, ROADS, LIGHTS = "housing.no_water", "roads.potholes", "roads.lighting"
WINTER, LAST = day("2026-03-15"), day("2026-06-30")
BY_CAUSE = {"late": 2, "written_again": 3, "growth": 2}


def some(count: int, received: str, topic: str, applicant: str | None = None) -> list[dict[str, str | None]]:
    return [{"received": received, "topic": topic, "place": "95608405101", "applicant": applicant}] * count


IN_TIME = [
    *some(2, "2026-05-10", WATER), *some(1, "2026-05-20", ROADS, "anna"), *some(1, "2026-05-21", ROADS, "boris"),
    *some(3, "2026-06-10", WATER), *some(1, "2026-06-11", ROADS, "anna"), *some(2, "2026-06-12", ROADS, "anna"),
    *some(1, "2026-06-13", WATER, "anna"), *some(1, "2026-06-25", ROADS, "boris"), *some(1, "2026-06-26", ROADS),
]  # fmt: skip
"""Anna writes of the roads three more times within a month and once of water; Boris for the first time in 35 days."""
NAMED = [*some(5, "2026-01-20", ROADS), *some(7, "2026-02-20", LIGHTS)]
"""«Дороги» of the source meant potholes in January and lights since."""
FORMER, SUCCESSOR, AUTUMN = "energy.other", "housing.other", day("2025-12-21")
RENAMED = [*some(4, "2025-10-27", FORMER), *some(6, "2025-12-10", SUCCESSOR)]
"""The former topic ended on the last of November; whoever gave a topic gave the successor since."""
OF_OTHERS = some(2, "2026-02-25", ROADS)
LATE = some(2, "2026-06-11", WATER)
"""Came with the file of a month later, when those of the day before were known; on 26 June nothing is late yet."""


def loaded(settings: Settings, at: str, rows: list[dict[str, str | None]]) -> None:
    records.add(settings, *rows)
    with store.writing(settings) as connection:
        latest = sa.select(sa.func.max(tables.imports.c.import_id)).scalar_subquery()
        newest = tables.imports.c.import_id == latest
        connection.execute(sa.update(tables.imports).where(newest).values(started_at=datetime.fromisoformat(at)))


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = Path(tmp_path_factory.mktemp("weeks"))
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    with use(made):
        stores.create(made)
        loaded(made, "2026-06-27", [*NAMED, *OF_OTHERS, *IN_TIME, *RENAMED])
        with store.writing(made) as connection:
            q = tables.questions
            named = sa.update(q).where(q.c.record_id <= len(NAMED))
            connection.execute(named.values(topic_raw="Дороги", topic_method="label"))
            t = tables.topics
            successor = sa.select(t.c.topic_id).where(t.c.code == SUCCESSOR).scalar_subquery()
            former = sa.update(t).where(t.c.code == FORMER)
            connection.execute(former.values(valid_to=date(2025, 11, 30), successor_id=successor))
            others = sa.update(q).where(q.c.record_id > len(NAMED))
            connection.execute(others.values(topic_raw="Прочее", topic_method="model"))
        loaded(made, "2026-07-11", LATE)
        publish(made)
    return made


@pytest.fixture(autouse=True)
def _in_force(weeks: Settings) -> Iterator[None]:
    with use(weeks):
        yield


def change(*topics: str, last: date = LAST) -> Change:
    return growing.change(Filters(period="4w", as_of=last, topics=topics))


def test_late_loads_and_repeats_are_split_off_and_the_parts_sum_to_the_change() -> None:
    # 4 → 11: two late, three repeats of Anna's; the others 4 → 6: water 2 → 4, roads 2 → 2.
    found = change()

    assert (found.growth.before, found.growth.after) == (4, 11)
    assert by_cause(found) == BY_CAUSE
    assert sum(BY_CAUSE.values()) == found.growth.change


def test_the_sentence_and_the_file_name_them() -> None:
    text, cells = growth.sentence(change()).replace("\u00a0", " "), growth.table(change())

    assert "Объяснимое: загруженное с опозданием +2, повторы тех же заявителей +3." in text
    assert "Рост сверх этого: +2 (+50 п.п.). Главное: +2 — «Отсутствие воды»" in text
    assert cells[["late", "written_again"]].sum().tolist() == [2, 3]


def test_of_a_snapshot_that_does_not_know_the_reasons_it_is_said_and_no_zero_is_shown() -> None:
    found = change()
    older = replace(found, causes=replace(found.causes, tells_apart=False))

    assert growth.NOT_APART in growth.sentence(older) and growth.NOT_APART not in growth.sentence(found)
    assert growth.table(older)[["late", "again", "written_again"]].isna().all(axis=None)


def test_of_one_topic_only_its_own_repeats_are_split_off() -> None:
    assert by_cause(change(ROADS)) == {"written_again": 3}
    assert by_cause(change(WATER)) == {"late": 2, "growth": 2}


def test_what_a_new_meaning_of_a_name_moved_is_no_growth_of_the_topic_it_moved_to() -> None:
    # Roads 5 → 2, lights 0 → 7: the same name brought 5 → 7, so that with its old meaning roads are 5 → 9.
    found = change(last=WINTER)
    cells = growth.table(found).set_index("topic")

    assert (found.growth.before, found.growth.after) == (5, 9)
    assert cells[["change", "meaning", "growth"]].to_dict("index") == {
        ROADS: {"change": -3, "meaning": -7, "growth": 4},
        LIGHTS: {"change": 7, "meaning": 7, "growth": 0},
    }
    text = growth.sentence(found).replace("\u00a0", " ")
    assert "То же самое стали относить к другой теме: «Ямы на дорогах» → «Освещение улиц и дорог» 7." in text
    assert "Рост сверх этого: +4 (+80 п.п.). Главное: +4 — «Ямы на дорогах»" in text


def test_of_one_topic_a_new_meaning_is_a_cause_with_its_number() -> None:
    lights = change(LIGHTS, last=WINTER)

    assert by_cause(lights) == {"meaning": 7}
    assert "Объяснимое: те же записи под другой темой +7." in growth.sentence(lights).replace("\u00a0", " ")
    assert by_cause(change(ROADS, last=WINTER)) == {"meaning": -7, "growth": 4}


def test_a_meaning_that_was_new_before_both_periods_moves_nothing() -> None:
    assert growth.change(Filters(period="4w", as_of=day("2026-04-05")), EVERYTHING, day("2026-04-05"), "previous")
    assert "meaning" not in by_cause(change())


def test_a_topic_that_took_the_place_of_another_has_not_grown_by_what_would_have_been_the_others() -> None:
    # 4 → 0 of the former and 0 → 6 of its successor, none of them by a name: 4 → 6 of one thing.
    found = change(last=AUTUMN)
    cells = growth.table(found).set_index("topic")

    assert cells[["change", "meaning", "growth"]].to_dict("index") == {
        FORMER: {"change": -4, "meaning": -6, "growth": 2},
        SUCCESSOR: {"change": 6, "meaning": 6, "growth": 0},
    }
    assert by_cause(change(SUCCESSOR, last=AUTUMN)) == {"meaning": 6}


def test_the_door_counts_each_record_for_one_reason() -> None:
    reasons = ["late_loaded", "told_again", "written_again"]
    found = query(reasons, [], Filters(period="4w", as_of=LAST), EVERYTHING).iloc[0]

    assert found.tolist() == [2, 0, 3]
