"""Each file looks like the export it imitates: headers, formats, mess."""

import csv
import re
from collections import Counter
from datetime import datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from data.store.reference import label_key, table
from tests.demo.conftest import Exports

LAYOUT = Path(__file__).resolve().parents[3] / "shared" / "layouts" / "incident_management.csv"


def test_incidents_have_the_47_columns_of_the_layout(exports: Exports) -> None:
    if not LAYOUT.exists():
        pytest.skip("no shared layouts beside the repository")
    with LAYOUT.open(encoding="utf-8-sig", newline="") as file:
        headers = [row["header"] for row in csv.DictReader(file, delimiter=";")]
    assert list(exports.incidents[0][0]) == headers
    assert list(exports.incidents[2][0]) == headers


def test_one_incident_file_has_another_order_and_other_names(exports: Exports) -> None:
    usual, other = list(exports.incidents[0][0]), list(exports.incidents[1][0])
    assert len(other) == 47
    assert set(other) - set(usual) == {"Дата закрытия", "Тип обращения"}
    assert [name for name in other if name in usual] != [name for name in usual if name in other]


def test_durations_are_excel_times_beyond_a_day(exports: Exports) -> None:
    path = next(path for path in exports.files if "_im_" in path.name)
    page = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    cells = [row[13] for row in page.iter_rows(min_row=2) if row[13].value is not None]
    assert {cell.number_format for cell in cells} == {"[hh]:mm:ss"}
    assert any(isinstance(cell.value, timedelta) and cell.value > timedelta(days=3) for cell in cells)
    general = [row[11].value for row in page.iter_rows(min_row=2) if row[11].value is not None]
    assert all(isinstance(value, int | float | time) for value in general)


def test_incident_texts_are_as_dirty_as_real_ones(exports: Exports) -> None:
    texts = [row["Текст инцидента"] for sheet in exports.incidents for row in sheet]
    assert all(text.startswith("'") for text in texts)
    for mark in ("<br>", "[club", "[id", "😡"):
        assert any(mark in text for text in texts)


def test_ratings_leak_into_the_reason_of_closing(exports: Exports) -> None:
    reasons = Counter(row["Причина закрытия"] for row in exports.incidents[0])
    assert {1, 2, 3, 4, 5} <= set(reasons)
    assert reasons["Нет ответа от автора"] > reasons[5]


def test_an_open_incident_has_neither_outcome_nor_closing_date(exports: Exports) -> None:
    rows = [
        row
        for row in exports.incidents[2]
        if row["Текущий шаг инцидента"] not in ("Готово", "Оценка удовлетворенности")
    ]
    assert rows
    assert all(row["Дата окончания"] is None for row in rows)
    assert {row["Итог"] for row in rows} <= {None, "Отложено"}


def test_the_heat_map_knows_no_closing_date(exports: Exports) -> None:
    assert list(exports.heat[0]) == [
        "Направление", "Синт. группа", "Подтема", "Статус", "Исполнитель", "Источник", "Тип сообщения", "Спам", "Дата",
        "Адрес (формат)",
    ]  # fmt: skip
    assert {0, 1, "Проблема", "Предложение"} >= {row["Тип сообщения"] for row in exports.heat}


def test_the_portal_speaks_cp1251_html_and_moscow_time(exports: Exports) -> None:
    first = exports.portal[0]
    assert {"id", "Дата", "Текст Сообщения", "Тематика", "Категория", "Ответственное лицо"} <= set(first[0])
    assert any("<p>" in row["Текст Сообщения"] for row in first)
    assert any("&nbsp;" in row["Текст Сообщения"] for row in first)
    hours = Counter(int(row["Дата"][11:13]) for row in first)
    assert hours[4] > 0
    assert hours[23] == hours[22] == hours[21] == 0, "21 hours in Moscow are one at night in Askiz"


def test_the_second_portal_file_repeats_the_tail_with_new_states(exports: Exports) -> None:
    first, second = ({row["id"]: row for row in sheet} for sheet in exports.portal)
    common = first.keys() & second.keys()
    assert len(common) > 50
    changed = [key for key in common if first[key] != second[key]]
    assert 5 < len(changed) < len(common)
    for key in changed:
        assert first[key]["Текст Сообщения"] == second[key]["Текст Сообщения"]
        assert first[key]["Дата ответа"] == ""
    assert second.keys() - first.keys()


def test_a_record_answered_between_the_portal_files_is_in_the_second(exports: Exports) -> None:
    first, second = ({row["id"]: row for row in sheet} for sheet in exports.portal)
    stale = [key for key, row in first.items() if key and row["Статус"] == "На согласовании" and key not in second]
    assert stale == []


def test_the_register_has_a_title_above_its_header(exports: Exports) -> None:
    path = next(path for path in exports.files if "register" in path.name)
    page = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    title, header = list(page.iter_rows(max_row=2, values_only=True))
    assert [cell for cell in title if cell] == ["Журнал регистрации обращений граждан (демонстрационные данные)"]
    assert header[:5] == ("№", "Дата поступления", "Дата регистрации", "Канал", "Автор")


def test_letters_are_registered_answered_extended_and_of_several_questions(exports: Exports) -> None:
    letters = exports.letters
    several = [row for row in letters if ";" in row["Вопросы [код ССТУ]"]]
    assert 0.08 < len(several) / len(letters) < 0.25
    assert any(re.search(r"\[\d{4}(\.\d{4})+\]", row["Вопросы [код ССТУ]"]) for row in letters)
    assert any(row["Продление"] for row in letters)
    assert any(row["Результат"] == "На рассмотрении" for row in letters)
    assert any(row["Повторность"] == "Да" for row in letters)
    answered = [row for row in letters if row["Исходящий № и дата"]]
    assert all(re.fullmatch(r"\d+-\d+ от \d\d\.\d\d\.20\d\d", row["Исходящий № и дата"]) for row in answered)


def test_register_dates_are_cells_with_some_typed_as_text(exports: Exports) -> None:
    kinds = Counter(type(row["Дата поступления"]) for row in exports.letters)
    assert kinds[datetime] > 10 * kinds[str] > 0


def test_each_layout_has_rows_that_must_be_refused(exports: Exports) -> None:
    assert [row for row in exports.incidents[0] if row["ID"] is None and row["Номер инцидента"] is None]
    assert [row for row in exports.incidents[0] if "-02-31" in row["Дата создания"]]
    assert [row for row in exports.portal[0] if not row["id"]]
    assert [row for row in exports.portal[0] if row["Дата"].startswith("31.02")]
    assert [row for row in exports.letters if row["№"] is None]
    assert [row for row in exports.heat if isinstance(row["Дата"], str)]


def test_identifiers_are_unique_inside_a_layout(exports: Exports) -> None:
    im = [row["ID"] for sheet in exports.incidents for row in sheet if row["ID"]]
    letters = [row["№"] for row in exports.letters if row["№"]]
    assert len(set(im)) == len(im)
    assert len(set(letters)) == len(letters)


def test_labels_are_known_except_a_few(exports: Exports) -> None:
    topics = {label_key(label) for label in (*table("topic_labels")["label"], *table("topics")["name"])}
    bodies = {label_key(label) for label in table("recipient_labels")["label"]}
    bodies |= {label_key(label) for column in ("name", "short_name") for label in table("recipients")[column]}
    rows = [row for sheet in exports.incidents for row in sheet]
    strange_topics = sum(label_key(row["Тема"]) not in topics for row in rows) / len(rows)
    strange_bodies = sum(label_key(row["Отдел"]) not in bodies for row in rows) / len(rows)
    assert 0 < strange_topics < 0.04
    assert 0 < strange_bodies < 0.04
