"""What people say of one name is known from then on, also when it is written otherwise; nothing more is learnt."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import store
from data.decisions import corrections, name_mapping, waiting_names
from data.decisions.name_mapping import NameMapping
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from data.store import tables
from etl.load import load
from etl.structure import unknown_names
from etl.structure.unknown_names import recipients_meant
from tests.etl.conftest import HEADER

pytestmark = pytest.mark.usefixtures("read_here")

LOOKED = "посмотрела запись"
Load = Callable[[Iterable[tuple[int, str]]], dict[str, int]]


def loader(settings: Settings, folder: Path) -> Load:
    """Loads messages given as (number, recipient as written) and says which recipients are unknown."""

    def write(told: Iterable[tuple[int, str]]) -> dict[str, int]:
        path = folder / f"{len(list(folder.iterdir()))}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(HEADER)
            for number, name in told:
                text = f"Нет воды, сообщение {number}"
                row = (number, "01.02.2026 10:00", text, "Отсутствие воды", "Сообщение", name, "На исполнении")
                writer.writerow((*row, "", "село Бельтирское", "", ""))
        return load(path, settings).unknown_recipients

    return write


@pytest.fixture
def loaded(own: Settings, tmp_path: Path) -> Load:
    """Loads into that installation."""
    return loader(own, tmp_path)


def recipient(settings: Settings, number: int) -> str | None:
    r, q, b = tables.records.c, tables.questions.c, tables.recipients.c
    joined = tables.questions.join(tables.records).outerjoin(tables.recipients, b.recipient_id == q.recipient_id)
    with store.reading(settings) as connection:
        found = connection.execute(sa.select(b.code).select_from(joined).where(r.external_id == str(number)))
        code: str | None = found.scalar_one()
        return code


def correct(settings: Settings, number: int, code: str) -> int:
    with store.reading(settings) as connection:
        query = sa.select(tables.records.c.record_id).where(tables.records.c.external_id == str(number))
        record_id = int(connection.execute(query).scalar_one())
    corrections.correct(settings, EVERYTHING, record_id, 1, "recipient", code, LOOKED, "ivanova")
    return record_id


def test_a_name_that_was_mapped_is_known_however_it_is_written(own: Settings, loaded: Load) -> None:
    assert loaded([(1, "Служба благоустройства")]) == {"Служба благоустройства": 1}
    mapped = NameMapping("recipient", "pos", "", "Служба благоустройства", "housing_department")
    assert name_mapping.map_name(own, EVERYTHING, mapped, recipients_meant) == 1
    written = ("МКУ «Служба благоустройства»", "Службой благоустройства", "Служба благоустройства Аскизского р-на")
    assert loaded(enumerate(written, start=2)) == {}
    assert {recipient(own, number) for number in (1, 2, 3, 4)} == {"housing_department"}


def test_a_mapped_name_wins_over_the_common_table_in_its_source(own: Settings, loaded: Load) -> None:
    mapped = NameMapping("recipient", "pos", "", "Отдел дорог", "road_service")
    name_mapping.map_name(own, EVERYTHING, mapped, recipients_meant)
    loaded([(1, "Отдел дорог"), (2, "отделом дорог"), (3, "Отдел транспорта")])
    assert [recipient(own, number) for number in (1, 2, 3)] == ["road_service", "road_service", "road_department"]


def test_a_corrected_record_teaches_the_name_that_waited(either: Settings, tmp_path: Path) -> None:
    loaded = loader(either, tmp_path)
    loaded([(1, "Служба благоустройства"), (2, "Служба благоустройства")])
    correct(either, 1, "housing_department")
    assert recipient(either, 2) is None
    assert loaded([(3, "Служба благоустройства"), (4, "МБУ «Служба благоустройства»")]) == {}
    assert [recipient(either, number) for number in (3, 4)] == ["housing_department"] * 2


def test_a_correction_taken_back_teaches_nothing_any_more(own: Settings, loaded: Load) -> None:
    loaded([(1, "Служба благоустройства")])
    corrections.withdraw(own, EVERYTHING, correct(own, 1, "housing_department"))
    assert loaded([(2, "Служба благоустройства")]) == {"Служба благоустройства": 1}


def test_people_who_disagree_teach_nothing(own: Settings, loaded: Load) -> None:
    loaded([(1, "Служба благоустройства"), (2, "МБУ «Служба благоустройства»")])
    correct(own, 1, "housing_department")
    correct(own, 2, "road_service")
    assert loaded([(3, "Служба благоустройства")]) == {"Служба благоустройства": 1}


@pytest.mark.parametrize(
    "name", ["Администрация", "Отдел ЖКХ, Водоканал", "Администрация Таштыпского района", "Отдел", "-"]
)
def test_a_name_that_says_nothing_or_another_is_not_learnt_from_one_record(
    own: Settings, loaded: Load, name: str
) -> None:
    loaded([(1, name)])
    correct(own, 1, "housing_department")
    loaded([(2, name)])
    assert recipient(own, 2) is None


def test_a_corrected_record_does_not_change_what_a_known_name_means(own: Settings, loaded: Load) -> None:
    loaded([(1, "Отдел ЖКХ"), (2, "Отделом ЖКХ")])
    correct(own, 1, "road_service")
    correct(own, 2, "road_service")
    loaded([(3, "Отдел ЖКХ"), (4, "Отделом ЖКХ")])
    assert [recipient(own, number) for number in (3, 4)] == ["housing_department"] * 2


def test_a_name_with_a_person_is_learnt_with_that_person_only(own: Settings, loaded: Load) -> None:
    loaded([(1, "Выдумкин И.И., служба благоустройства")])
    correct(own, 1, "housing_department")
    told = [(2, "служба благоустройства, Выдумкин И. И."), (3, "служба благоустройства, Небылова А.А.")]
    assert loaded(told) == {"служба благоустройства, [имя]": 1}
    assert [recipient(own, number) for number in (2, 3)] == ["housing_department", None]


def test_what_was_learnt_in_one_source_is_not_told_of_another(own: Settings, loaded: Load) -> None:
    loaded([(1, "Служба благоустройства")])
    correct(own, 1, "housing_department")
    with store.reading(own) as connection:
        assert len(corrections.recipients_said(connection, "pos")) == 1
        assert corrections.recipients_said(connection, "heat_map") == []


def test_a_mapped_name_settles_what_waits_under_its_other_spellings(either: Settings, tmp_path: Path) -> None:
    loaded = loader(either, tmp_path)
    spelled = ["Служба благоустройства", "МБУ «Служба благоустройства»", "службе благоустройства", "Служба озеленения"]
    loaded(enumerate(spelled, 1))
    told = NameMapping("recipient", "pos", "", "Служба благоустройства", "housing_department")
    assert name_mapping.map_name(either, EVERYTHING, told, recipients_meant) == 3
    assert [recipient(either, number) for number in (1, 2, 3, 4)] == ["housing_department"] * 3 + [None]
    waiting = waiting_names.names_of_kind("recipient", either, EVERYTHING, unknown_names)[1]
    assert [one.label for one in waiting] == ["Служба озеленения"]


def test_other_spellings_in_records_that_are_not_open_keep_waiting(own: Settings, loaded: Load) -> None:
    loaded([(1, "Служба благоустройства"), (2, "МБУ «Служба благоустройства»")])
    with store.writing(own) as connection:
        r = tables.records
        connection.execute(sa.update(r).where(r.c.external_id == "2").values(municipality_id=None, place_id=None))
        seen = connection.execute(sa.select(r.c.municipality_id).where(r.c.external_id == "1")).scalar_one()
        area = tables.municipalities.c
        oktmo = connection.execute(sa.select(area.oktmo).where(area.municipality_id == seen)).scalar_one()
    narrow = Scope((Grant(municipalities=(oktmo,)),))
    told = NameMapping("recipient", "pos", "", "Служба благоустройства", "housing_department")
    assert name_mapping.map_name(own, narrow, told, recipients_meant) == 1
    assert [recipient(own, number) for number in (1, 2)] == ["housing_department", None]


def test_mapping_a_topic_settles_no_recipients(own: Settings, loaded: Load) -> None:
    loaded([(1, "Служба благоустройства")])
    told = NameMapping("topic", "pos", "", "Чего нет", "housing.no_water")
    assert name_mapping.map_name(own, EVERYTHING, told, recipients_meant) == 0
    assert recipient(own, 1) is None
