"""A file loaded before an upgrade and again after it says nothing new, however much more of it is read by now."""

import hashlib
import tarfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import store
from data.settings import Settings, use
from data.store import erasing
from data.store.tables import questions, records
from etl import reply_readings
from etl.load import load
from etl.report import Report
from etl.structure import canonical
from etl.undo import undo
from tests import stores
from tests.etl import earlier
from tests.etl.conftest import dump

COMPLETED = "Строк {}: сказано то же, что при прежней загрузке"
FULLER = {
    "incident_management.csv": 0, "heat_map.csv": 2, "ecur.csv": 2, "pos.csv": 3, "dobrodel.csv": 2, "register.csv": 5,
    "journal.csv": 2, "table.csv": 1,
}  # fmt: skip
"""Rows of which more is read than the earlier release did."""
CHANGES = {
    "incident_management.csv": ("Отложено", "Решено"),
    "heat_map.csv": ("В работе", "Закрыта"),
    "ecur.csv": ("В работе исполнителя", "Закрыта"),
    "pos.csv": ("5 - отлично", "3"),
    "dobrodel.csv": ("Нет воды;ЖКХ", "Качество воды;ЖКХ"),
    "register.csv": ("15-1023 от 20.03.2026", "15-1023 от 21.03.2026"),
    "journal.csv": ("нет света;Администрация Аскизского района", "нет света;Управление образования"),
    "table.csv": ("2026-03-05 11:00", "2026-03-06 11:00"),
}
"""One cell of one row, and what stands there in a later file."""

BY_HAND = (
    "Канал обращения;Номер (если есть);Когда поступило;Имя заявителя;О чём обращение;Место события\n"
    "Телефон;15;02.03.2026 10:15;Ким А. А.;Нет воды;Бельтирское\nТелефон;;03.03.2026;;Яма у школы;\n"
)


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The store of the earlier release, brought to today."""
    var = tmp_path_factory.mktemp("earlier")
    with tarfile.open(earlier.ARCHIVE) as archive:
        archive.extractall(var, filter="data")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    store.create(made)
    reply_readings.refresh(made)
    return made


@pytest.fixture
def own(upgraded: Settings, tmp_path: Path) -> Iterator[Settings]:
    with stores.copied(upgraded, tmp_path / "var") as made, use(made):
        yield made


def load_again(name: str, settings: Settings, path: Path | None = None) -> Report:
    mapping = earlier.FOLDER / "table.yml" if earlier.FILES[name] == "mapping" else None
    return load(path or earlier.FOLDER / name, settings, source=earlier.FILES[name], mapping=mapping)


def fates(report: Report) -> tuple[int, int, int]:
    return report.loaded, report.updated, report.unchanged


def rows_in(name: str) -> int:
    text = (earlier.FOLDER / name).read_text(encoding="utf-8")
    return len(text.splitlines()) - 1 - text.count("Итого")


def changed(name: str, tmp_path: Path) -> Path:
    text = (earlier.FOLDER / name).read_text(encoding="utf-8")
    was, now = CHANGES[name]
    assert text.count(was) == 1
    path = tmp_path / name
    path.write_text(text.replace(was, now), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", earlier.FILES)
def test_the_same_file_after_an_upgrade_is_wholly_unchanged_and_its_undo_gives_the_store_back(
    own: Settings, name: str
) -> None:
    before = dump(own)
    report = load_again(name, own)
    assert fates(report) == (0, 0, rows_in(name))
    assert report.completed == FULLER[name]
    assert any(note.startswith(COMPLETED.format(FULLER[name])) for note in report.notes) == bool(FULLER[name])
    again = load_again(name, own)
    assert fates(again) == (0, 0, rows_in(name))
    assert again.completed == 0
    undo(own, again.import_id or 0)
    undo(own, report.import_id or 0)
    assert dump(own) == before


@pytest.mark.parametrize("name", earlier.FILES)
def test_a_row_that_says_something_else_after_an_upgrade_is_still_an_update(
    own: Settings, tmp_path: Path, name: str
) -> None:
    before = dump(own)
    report = load_again(name, own, changed(name, tmp_path))
    assert fates(report) == (0, 1, rows_in(name) - 1)
    undo(own, report.import_id or 0)
    assert dump(own) == before


def test_what_is_read_by_now_is_in_the_records_though_they_count_as_unchanged(own: Settings) -> None:
    load_again("heat_map.csv", own)
    load_again("register.csv", own)
    r = records.c
    with store.reading(own) as connection:
        places = connection.execute(sa.select(r.place_raw).where(r.place_raw.like("с. Б%"))).scalars()
        assert sorted(places) == ["с. Бельтирское", "с. Бирикчуль"]
        answered = sa.select(r.answered_at, r.updated_import_id).where(r.external_id == "15-3 (2026)")
        assert [(f"{at:%d.%m.%Y}", by) for at, by in connection.execute(answered)] == [("01.04.2026", None)]


def test_an_answer_that_comes_after_the_upgrade_is_an_update_where_its_date_could_be_read_before(
    own: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"
    text = (earlier.FOLDER / "register.csv").read_text(encoding="utf-8")
    path.write_text(text.replace("Не поддержано;;", "Не поддержано;15-9 от 02.04.2026;"), encoding="utf-8")
    assert fates(load_again("register.csv", own, path)) == (0, 1, 4)


def test_a_person_erased_after_the_upgrade_makes_no_row_another_and_stays_erased(own: Settings) -> None:
    r = records.c
    with store.reading(own) as connection:
        number = connection.execute(sa.select(r.record_id).where(r.external_id == "15-3 (2026)")).scalar_one()
    erasing.erase(own, [number], "admin")
    assert fates(load_again("register.csv", own)) == (0, 0, 5)
    with store.reading(own) as connection:
        texts = sa.select(questions.c.text).where(questions.c.record_id == number)
        assert list(connection.execute(texts).scalars()) == [None]


def test_what_is_compared_value_by_value_is_all_that_a_row_of_any_source_says(own: Settings, tmp_path: Path) -> None:
    """Hashes of a reading that nobody knows: every row must be known by its values, and every changed one told."""
    path = tmp_path / "by_hand.csv"
    path.write_text(BY_HAND, encoding="utf-8")
    assert load(path, own, source="by_hand").loaded == 2
    for name in earlier.FILES:
        load_again(name, own)
    forget_hashes(own)
    assert fates(load(path, own, source="by_hand")) == (0, 0, 2)
    for name in earlier.FILES:
        assert fates(load_again(name, own)) == (0, 0, rows_in(name)), name
    forget_hashes(own)
    for name in earlier.FILES:
        assert fates(load_again(name, own, changed(name, tmp_path))) == (0, 1, rows_in(name) - 1), name
    path.write_text(BY_HAND.replace("Нет воды", "Нет света"), encoding="utf-8")
    assert fates(load(path, own, source="by_hand")) == (0, 1, 1)


READ = ("2", "37e023003d1ed7bd")
"""A reading, and the digest of all hashes that the files here have under it."""


def test_a_row_that_comes_to_say_something_else_raises_the_number_of_the_reading(own: Settings) -> None:
    """Without that, records loaded before a change of the reading would be compared by hashes that cannot be equal.
    When this fails for a good reason, raise READING and put the new digest here.
    """
    forget_hashes(own)
    for name in earlier.FILES:
        load_again(name, own)
    with store.reading(own) as connection:
        found = connection.execute(sa.select(records.c.content_hash).order_by(records.c.record_id)).scalars().all()
    assert all(canonical.is_of_this_reading(one) for one in found)
    assert (canonical.READING, hashlib.sha256("".join(found).encode()).hexdigest()[:16]) == READ


def forget_hashes(settings: Settings) -> None:
    with store.writing(settings) as connection:
        connection.execute(sa.update(records).values(content_hash="0" * 40))


def test_a_date_of_the_future_that_has_come_since_is_no_news_of_its_file(either: Settings, tmp_path: Path) -> None:
    path = tmp_path / "pos.csv"
    path.write_text(
        "id;Текст сообщения;Тематика;Статус;Дата создания;Дата закрытия\n901;Яма;Ямы;Закрыта;02.03.2026;05.03.2026\n",
        encoding="utf-8",
    )
    assert load(path, either, source="pos", imported_on=date(2026, 3, 3)).loaded == 1
    assert fates(load(path, either, source="pos", imported_on=date(2026, 3, 3))) == (0, 0, 1)
    assert fates(load(path, either, source="pos", imported_on=date(2026, 3, 6))) == (0, 0, 1)
    with store.reading(either) as connection:
        query = sa.select(records.c.closed_at, records.c.future_dates).where(records.c.external_id == "901")
        assert [(f"{at:%d.%m}", future) for at, future in connection.execute(query)] == [("04.03", None)]
    path.write_text(path.read_text(encoding="utf-8").replace("05.03", "06.03"), encoding="utf-8")
    assert fates(load(path, either, source="pos", imported_on=date(2026, 3, 7))) == (0, 1, 0)
