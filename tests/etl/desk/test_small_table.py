"""A small table that a person brings is read as any received file, and what is not one is refused in words."""

import io
from collections.abc import Mapping

import openpyxl
import pytest

from data.decisions.duties import table as duties
from data.decisions.events import table as events
from data.decisions.materials import table as materials
from data.decisions.roadmaps import table as roadmaps
from data.errors import InputError
from etl.desk import small_table


@pytest.mark.usefixtures("read_here")
def test_a_table_of_a_spreadsheet_is_read_whatever_its_encoding_and_separator() -> None:
    expected = [["Код", "Название"], ["1", "Вода; свет"]]
    assert small_table.cells("а.CSV", 'Код;Название\n1;"Вода; свет"\n'.encode("cp1251")) == expected
    book = openpyxl.Workbook()
    book.create_sheet("Пустой", 0)
    for row in expected:
        book["Sheet"].append(row)
    content = io.BytesIO()
    book.save(content)
    assert small_table.cells("а.xlsx", content.getvalue()) == expected


@pytest.mark.usefixtures("read_here")
def test_blank_rows_stay_so_that_a_line_can_be_named() -> None:
    expected = [["Код", "Название"], [], ["1", "Вода"], [], [], ["2", "Свет"]]
    assert small_table.cells("а.csv", "Код;Название\n\n1;Вода\n;\n\n2;Свет\n\n".encode()) == expected
    book = openpyxl.Workbook()
    for line, row in enumerate(expected, start=1):
        for column, cell in enumerate(row, start=1):
            book["Sheet"].cell(line, column, cell)
    content = io.BytesIO()
    book.save(content)
    assert small_table.cells("а.xlsx", content.getvalue()) == expected


OURS = [duties.HEADINGS, events.HEADINGS, roadmaps.HEADINGS, materials.HEADINGS]


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("headings", OURS)
def test_a_table_of_ours_is_found_under_a_title_that_people_put_above_it(headings: Mapping[str, str]) -> None:
    header = list(headings.values())
    titled = "\n".join(["Приложение; к распоряжению", "", ";".join(header), "", ";".join("1" for _ in header)])
    found = small_table.cells("а.csv", titled.encode(), small_table.names_of(headings))
    assert found == [header, [], [], [], ["1"] * len(header)], "the row is the fifth line, as in the file"


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("а.docx", b"x", "нужен файл .xlsx или .csv"),
        ("а.csv", b"a" * (small_table.LARGEST + 1), "больше 4 МБ"),
        ("../обязанности.csv", b"", "«..обязанности.csv» пуст"),
    ],
)
def test_what_is_no_small_table_is_refused(name: str, content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        small_table.cells(name, content)
