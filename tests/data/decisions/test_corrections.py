"""Decisions of people: a name is learnt, waiting records change, a corrected record outlives the next import."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data import store
from data.decisions import corrections, flaws, name_mapping, waiting_names
from data.decisions.name_mapping import NameMapping
from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING, NOTHING, Grant, Scope
from data.settings import Settings, use
from data.snapshots import publish
from data.store import tables
from etl.load import load
from etl.structure import unknown_names
from etl.structure.topics import history
from etl.structure.unknown_names import recipients_meant
from etl.undo import undo
from tests import stores
from tests.etl.conftest import LEDGER, WriteFile, dump, pos_file, rows

pytestmark = pytest.mark.usefixtures("read_here")

__all__ = ["pos_file"]
EVER = Filters(period="all")
UNKNOWN = "Лоси на дороге"
LOOKED = "в тексте названо другое"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with use(Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'var' / 's.sqlite'}")) as made:
        stores.create(made)
        yield made


def unknown_rows(*, status: str = "На исполнении") -> list[tuple[Any, ...]]:
    """Four rows of a topic nobody knows, two of them of another spelling, and one known row."""
    names = (UNKNOWN, UNKNOWN, UNKNOWN.upper(), UNKNOWN)
    made = [(i, f"0{i}.0{i}.2026 10:00", name, status, "", "деревня Нигде", "") for i, name in enumerate(names, 1)]
    return [*made, (9, "05.02.2026 10:00", "Отсутствие воды", status, "", "село Бельтирское", "")]


def one(settings: Settings, number: int) -> Any:
    with store.reading(settings) as connection:
        joined = tables.records.join(tables.questions)
        return connection.execute(
            sa.select(tables.records, tables.questions)
            .select_from(joined)
            .where(tables.records.c.external_id == str(number))
        ).one()


def topic_of(settings: Settings, number: int) -> str | None:
    with store.reading(settings) as connection:
        t = tables.topics.c
        return connection.execute(sa.select(t.code).where(t.topic_id == one(settings, number).topic_id)).scalar()


def test_a_name_that_is_mapped_leaves_the_queue_and_the_next_file_knows_it(own: Settings, pos_file: WriteFile) -> None:
    load(pos_file("a.csv", unknown_rows()), own)
    total, waiting = waiting_names.names_of_kind("topic", own, EVERYTHING, unknown_names)
    assert {(w.label, w.records) for w in waiting} == {(UNKNOWN, 3), (UNKNOWN.upper(), 1)}
    assert total == 2

    mapped = NameMapping("topic", "pos", waiting[0].group, UNKNOWN, "safety.wild_animals")
    changed = name_mapping.map_name(own, EVERYTHING, mapped, recipients_meant)

    assert changed == 4
    assert waiting_names.names_of_kind("topic", own, EVERYTHING, unknown_names) == (0, [])
    assert topic_of(own, 1) == "safety.wild_animals"
    later = [(20, "01.06.2026 10:00", UNKNOWN, "На исполнении", "", "", "")]
    report = load(pos_file("b.csv", later), own)
    assert report.unmapped_topics == {}
    assert topic_of(own, 20) == "safety.wild_animals"
    publish.publish(own)
    assert query(["unmapped_share"], (), EVER, EVERYTHING)["unmapped_share"].tolist() == [0.0]


def test_a_mapping_holds_for_its_days_only(own: Settings, pos_file: WriteFile) -> None:
    load(pos_file("a.csv", unknown_rows()), own)
    waits = waiting_names.names_of_kind("topic", own, EVERYTHING, unknown_names)[1][0]
    mapped = NameMapping(
        "topic", "pos", waits.group, UNKNOWN, "safety.wild_animals", date(2026, 2, 1), date(2026, 3, 31)
    )
    assert name_mapping.map_name(own, EVERYTHING, mapped, recipients_meant) == 2
    assert [topic_of(own, number) for number in (1, 2, 3, 4)] == [
        None,
        "safety.wild_animals",
        "safety.wild_animals",
        None,
    ]


def test_a_place_and_a_recipient_are_learnt_too(own: Settings, pos_file: WriteFile) -> None:
    load(pos_file("a.csv", unknown_rows()), own)
    place = waiting_names.names_of_kind("place", own, EVERYTHING, unknown_names)[1][0]
    target = waiting_names.members("place", own)[0][0]
    assert (
        name_mapping.map_name(own, EVERYTHING, NameMapping("place", "pos", "", place.label, target), recipients_meant)
        == 4
    )
    assert one(own, 1).place_status == "found"
    assert waiting_names.names_of_kind("place", own, EVERYTHING, unknown_names)[0] == 0
    area = next(code for code, _ in waiting_names.members("place", own) if code.startswith("municipality:"))
    load(pos_file("b.csv", [(30, "01.06.2026", "Отсутствие воды", "На исполнении", "", "где-то там", "")]), own)
    assert (
        name_mapping.map_name(own, EVERYTHING, NameMapping("place", "pos", "", "где-то там", area), recipients_meant)
        == 1
    )
    assert (one(own, 30).place_id, one(own, 30).place_status) == (None, "municipality")


def test_a_correction_outlives_the_next_cumulative_file_until_it_is_withdrawn(
    own: Settings, pos_file: WriteFile
) -> None:
    load(pos_file("a.csv", rows(3)), own)
    record = one(own, 2)
    corrections.correct(own, EVERYTHING, record.record_id, 1, "topic", "roads.potholes", LOOKED, "ivanova")
    place = waiting_names.members("place", own)[5][0]
    corrections.correct(own, EVERYTHING, record.record_id, 1, "place", place, LOOKED, "ivanova")
    assert (topic_of(own, 2), one(own, 2).topic_method, one(own, 2).place_status) == (
        "roads.potholes",
        "person",
        "person",
    )
    moved = one(own, 2).place_id

    report = load(pos_file("b.csv", rows(3, status="Закрыта", answered="20.03.2026")), own)
    assert report.updated == 3
    assert (topic_of(own, 2), one(own, 2).place_id, one(own, 2).topic_method) == ("roads.potholes", moved, "person")
    assert topic_of(own, 1) == "housing.no_water"
    assert [c["made_by"] for c in corrections.of_record(own, record.record_id)] == ["ivanova", "ivanova"]

    assert corrections.withdraw(own, EVERYTHING, record.record_id) == 2
    load(pos_file("c.csv", rows(3, status="Закрыта", answered="20.03.2026")), own)
    assert topic_of(own, 2) == "housing.no_water"
    assert one(own, 2).place_id != moved


def test_a_corrected_topic_and_a_mapped_name_are_what_the_classifier_learns_from(
    own: Settings, pos_file: WriteFile
) -> None:
    load(pos_file("a.csv", unknown_rows()), own)
    assert taught(own) == {"housing.no_water": 1}
    corrections.correct(own, EVERYTHING, one(own, 1).record_id, 1, "topic", "roads.potholes", LOOKED, "ivanova")
    assert taught(own) == {"housing.no_water": 1, "roads.potholes": 1}
    group = waiting_names.names_of_kind("topic", own, EVERYTHING, unknown_names)[1][0].group
    name_mapping.map_name(
        own, EVERYTHING, NameMapping("topic", "pos", group, UNKNOWN, "safety.wild_animals"), recipients_meant
    )
    assert taught(own) == {"housing.no_water": 1, "roads.potholes": 1, "safety.wild_animals": 3}


def taught(settings: Settings) -> Counter[str]:
    """Texts of each topic that `python -m etl learn` would learn from."""
    with store.reading(settings) as connection:
        return Counter(history.labelled_texts(connection)[1])


def test_an_undo_leaves_what_a_person_said_in_between(own: Settings, pos_file: WriteFile) -> None:
    load(pos_file("a.csv", rows(3)), own)
    load(pos_file("b.csv", rows(3, status="Закрыта", answered="20.03.2026")), own)
    corrections.correct(own, EVERYTHING, one(own, 2).record_id, 1, "topic", "roads.potholes", LOOKED, "ivanova")
    undo(own, 2)
    assert (topic_of(own, 2), one(own, 2).topic_method) == ("roads.potholes", "person")


def test_an_undo_gives_back_every_table_even_when_records_were_corrected(own: Settings, pos_file: WriteFile) -> None:
    load(pos_file("a.csv", rows(4)), own)
    corrections.correct(own, EVERYTHING, one(own, 2).record_id, 1, "recipient", "mcu", LOOKED, "ivanova")
    before = dump(own, without=LEDGER)
    load(pos_file("b.csv", rows(6, status="Закрыта", answered="20.03.2026")), own)
    assert dump(own, without=LEDGER) != before
    undo(own, 2)
    assert dump(own, without=LEDGER) == before


def test_whoever_does_not_see_the_records_decides_nothing(own: Settings, pos_file: WriteFile) -> None:
    load(pos_file("a.csv", unknown_rows()), own)
    narrow = Scope((Grant(channels=("im_vk",), detail="records"),))
    assert waiting_names.names_of_kind("topic", own, narrow, unknown_names) == (0, [])
    with pytest.raises(AccessError, match="не открыт"):
        name_mapping.map_name(
            own, narrow, NameMapping("topic", "pos", "Сообщение", UNKNOWN, "roads.potholes"), recipients_meant
        )
    with pytest.raises(AccessError, match="не открыта"):
        corrections.correct(own, narrow, one(own, 1).record_id, 1, "topic", "roads.potholes", LOOKED, "x")
    with pytest.raises(AccessError):
        flaws.methods(own, NOTHING)


def test_a_decision_without_reason_or_target_is_refused(own: Settings, pos_file: WriteFile) -> None:
    load(pos_file("a.csv", rows(1)), own)
    record = one(own, 1).record_id
    with pytest.raises(FilterError, match="причину"):
        corrections.correct(own, EVERYTHING, record, 1, "topic", "roads.potholes", "  ", "x")
    with pytest.raises(FilterError, match="из списка"):
        corrections.correct(own, EVERYTHING, record, 1, "topic", "roads.nothing", LOOKED, "x")
    with pytest.raises(FilterError):
        corrections.correct(own, EVERYTHING, record, 1, "weather", "roads.nothing", LOOKED, "x")


def test_methods_and_flaws_are_counted(own: Settings, pos_file: WriteFile) -> None:
    closed = [
        (1, "01.02.2026", "Отсутствие воды", "Закрыта", "", "село Аскиз", ""),
        (2, "10.02.2026", UNKNOWN, "Закрыта", "01.02.2026", "", ""),
    ]
    load(pos_file("a.csv", closed), own)
    corrections.correct(own, EVERYTHING, one(own, 1).record_id, 1, "topic", "roads.potholes", LOOKED, "x")
    assert flaws.methods(own, EVERYTHING) == {"person": 1, None: 1}
    assert flaws.records_with_flaw("undated", own, EVERYTHING) == (1, [one(own, 1).record_id])
    assert flaws.records_with_flaw("date_conflict", own, EVERYTHING) == (1, [one(own, 2).record_id])
    publish.publish(own)
    found = query(
        ["undated_share", "date_conflict_share", "unmapped_share", "unplaced_share"], (), EVER, EVERYTHING
    ).iloc[0]
    assert found.tolist() == [0.5, 0.5, 0.5, 0.5]
