"""What a load tells beside the fates: unknown statuses, dates of tomorrow, sums, columns of one name, repeats."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from data import store
from data.decisions import flaws, name_mapping, waiting_names
from data.decisions.name_mapping import NameMapping
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish, read_manifest
from data.store import tables
from etl.load import load
from etl.report import Report
from etl.structure import unknown_names
from etl.undo import undo
from tests import stores

pytestmark = pytest.mark.usefixtures("read_here")

POS = "Номер сообщения;Текст сообщения;Тематика;Статус;Дата создания;Дата закрытия"
TODAY = date(2026, 3, 20)
EVER = Filters(period="all")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with use(Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        yield made


def loaded(own: Settings, *rows: str, head: str = POS, on: date = TODAY, source: str = "pos") -> Report:
    path = own.var.parent / "file.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return load(path, own, source=source, imported_on=on)


@pytest.mark.whole
@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Отработано", "closed_explained"), ("РЕШЕНА.", "closed_solved"), ("Исполнены", "closed_solved"),
        ("Завершён", "closed_explained"), ("Решено 12.03.2026", "closed_solved"),
        ("снята с контроля", "closed_explained"),
        ("Закрыто (решено)", "closed_solved"), ("Рассмотрена", "closed_explained"), ("Не решена", "closed_rejected"),
        ("Закрыта с отложенным", "deferred"), ("В работе исполнителя", "in_work"),
    ],
)  # fmt: skip
def test_common_words_are_known_to_every_source(own: Settings, word: str, code: str) -> None:
    head = "Дата;Направление;Подтема;Статус;Тип сообщения;Источник;Исполнитель;Спам"
    report = loaded(own, f"12.01.2026;ЖКХ;Вода;{word};0;ПОС;Отдел;Нет", head=head, source="heat_map")
    assert report.unknown_statuses == {}
    with store.reading(own) as connection:
        s = tables.statuses.c
        joined = tables.records.join(tables.statuses, s.status_id == tables.records.c.status_id)
        assert connection.execute(sa.select(s.code).select_from(joined)).scalar_one() == code


def test_an_unknown_word_is_told_waits_and_is_mapped_and_a_second_load_changes_nothing(own: Settings) -> None:
    rows = [f"{i};Яма у школы {i};Ямы;Ушло в облако;0{i}.01.2026;" for i in (1, 2)]
    dated = "3;Яма у клуба;Ямы;Ушло в облако;03.01.2026;05.01.2026"
    assert loaded(own, *rows, dated).unknown_statuses == {"Ушло в облако": 3}
    publish.publish(own)
    counts = query(("due", "on_time", "overdue_open", "status_unknown"), (), EVER, EVERYTHING).iloc[0].tolist()
    assert counts == [0, 0, 0, 2]
    total, waiting = waiting_names.names_of_kind("status", own, EVERYTHING, unknown_names)
    assert (total, waiting[0].label, waiting[0].records) == (1, "Ушло в облако", 3)
    said = NameMapping("status", "pos", "", "Ушло в облако", "closed_solved")
    assert name_mapping.map_name(own, EVERYTHING, said, unknown_names.recipients_meant) == 3
    assert waiting_names.names_of_kind("status", own, EVERYTHING, unknown_names)[0] == 0
    again = loaded(own, *rows, dated, "4;Новая яма;Ямы;УШЛО В ОБЛАКО.;04.01.2026;")
    assert (again.loaded, again.unchanged, again.unknown_statuses) == (1, 3, {})
    publish.publish(own)
    assert query(("open", "status_unknown"), (), EVER, EVERYTHING).iloc[0].tolist() == [0, 0]


def test_a_date_behind_the_day_of_the_import_is_told_left_empty_and_moves_nothing(own: Settings) -> None:
    good = "1;Яма у школы;Ямы;В работе;10.03.2026;"
    loaded(own, good)
    first = publish.publish(own)
    report = loaded(own, "2;Яма у клуба;Ямы;Закрыта;11.03.2026;25.03.2062", "3;Яма;Ямы;В работе;11.03.2027;")
    assert (report.loaded, report.rejected) == (1, 1)
    assert [(one["row"], one["column"], one["value"]) for one in report.future_dates] == [
        (2, "Дата закрытия", "25.03.2062")
    ]
    assert "в будущем" in report.rejections[0]["reason"]
    assert flaws.records_with_flaw("future_date", own, EVERYTHING)[0] == 1
    assert publish.publish(own).as_of == date(2026, 3, 11)
    undo(own, report.import_id or 0)
    assert publish.publish(own).as_of == first.as_of == date(2026, 3, 10)


def test_a_term_may_lie_ahead_and_the_day_of_the_import_itself_is_believed(own: Settings) -> None:
    head = f"{POS};Срок исполнения"
    report = loaded(own, "1;Яма у школы;Ямы;Закрыта;10.03.2026;20.03.2026;20.04.2030", head=head)
    assert (report.loaded, report.future_dates) == (1, [])


def test_a_store_that_believed_a_date_of_tomorrow_shows_no_later_day_than_its_last_import(own: Settings) -> None:
    loaded(own, "1;Яма у школы;Ямы;Закрыта;10.03.2026;12.03.2026")
    with store.writing(own) as connection:
        connection.execute(sa.update(tables.records).values(closed_at=sa.func.datetime("2062-03-25 10:00:00")))
        store.note_change(connection, "edit", {202603})
    made = publish.publish(own)
    assert made.as_of == TODAY
    assert read_manifest(own.snapshots, made.number).sources[2].last_day == TODAY


def test_a_file_that_prints_an_earlier_day_is_believed_up_to_that(own: Settings) -> None:
    title = "Выгрузка сформирована 15.03.2026;;;;;"
    report = loaded(own, POS, "1;Яма у школы;Ямы;Закрыта;10.03.2026;18.03.2026", head=title)
    assert len(report.future_dates) == 1


@pytest.mark.parametrize(
    "row",
    [
        "Итого: 2;;;;;",
        "ВСЕГО;2;;;;",
        ";;Всего обращений: 2;;;",
        "Общий итог;;2;;;",
        "Кол-во записей: 2;;;;;",
        "Итоги;;2;;;",
    ],
)
def test_sums_below_a_table_are_no_rows(own: Settings, row: str) -> None:
    report = loaded(own, "1;Яма у школы;Ямы;В работе;10.03.2026;", row)
    assert (report.rows_in, report.rejected) == (1, 0)
    assert "Строки итогов пропущены." in report.notes


def test_sums_of_a_register_are_no_question_of_its_last_letter(own: Settings) -> None:
    head = "Рег. №;Дата поступления;Дата регистрации;Автор;Вопросы;Исполнитель;Результат"
    loaded(own, "А-1;10.03.2026;10.03.2026;Иванов И. И.;Вода;Отдел;", ";;;;Итого: 1;;", head=head, source="auto")
    with store.reading(own) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.questions)).scalar_one() == 1


def test_a_message_that_begins_like_a_sum_is_a_message(own: Settings) -> None:
    report = loaded(own, "Всего;Яма у школы;Ямы;В работе;10.03.2026;")
    assert report.loaded == 1


def test_cells_beyond_the_header_reject_their_row_and_empty_ones_do_not(own: Settings) -> None:
    over = "3;Мусор; контейнер;Ямы;В работе;10.03.2026;11.03.2026"
    report = loaded(own, over, "2;Яма;Ямы;В работе;10.03.2026;;;", "4;Яма;Ямы;В работе;10.03.2026;;-;")
    assert (report.loaded, report.rejected) == (2, 1)
    assert report.rejections[0]["reason"] == "ячеек больше, чем столбцов"


def test_columns_of_one_name_are_told(own: Settings) -> None:
    report = loaded(own, "1;Яма;Ямы;В работе;10.03.2026;;Другая", head=f"{POS};Тематика")
    assert "Столбцов «Тематика» в файле 2: прочитан первый." in report.notes


@pytest.mark.parametrize(("column", "cell"), [("", ""), (";Поступило", ";"), (";Поступило", ";01.01.0001 0:00:00")])
def test_a_register_that_tells_registration_only_loads_and_says_nothing_of_that_clock(
    own: Settings, column: str, cell: str
) -> None:
    head = "Рег. номер;Дата регистрации;Корреспондент;Вид обращения;Канал;Краткое содержание;Исполнитель;Дата ответа"
    row = "А-17;05.02.2026;Петров П. П.;Заявление;Письмо;Просит отремонтировать дорогу;Отдел ЖКХ;14.03.2026"
    report = loaded(own, row + cell, head=head + column, source="auto")
    assert (report.source, report.loaded) == ("register_59fz", 1)
    assert "принята дата регистрации" in " ".join(report.notes)
    publish.publish(own)
    found = query(("registration_on_time_share", "late"), (), EVER, EVERYTHING).iloc[0]
    assert pd.isna(found["registration_on_time_share"])
    assert found["late"] == 1  # its answer's term runs from the registration


def test_a_row_that_comes_twice_is_told_apart_from_what_the_store_holds(own: Settings) -> None:
    row, closed = "1;Яма;Ямы;В работе;10.03.2026;", "1;Яма;Ямы;Закрыта;10.03.2026;12.03.2026"
    report = loaded(own, row, closed, closed)
    assert (report.loaded, report.updated, report.unchanged) == (1, 1, 1)
    assert report.repeated == {"updated": 1, "unchanged": 1}
