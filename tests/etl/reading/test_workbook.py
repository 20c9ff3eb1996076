from datetime import date, datetime, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from etl.reading import formats
from etl.reading.workbook import column_of, row_of
from tests.etl.reading.files import SHEET_END, SHEET_START, raw_xlsx, rows_of, xlsx

MOMENT = datetime(2026, 3, 2, 10, 15)  # noqa: DTZ001 - a sheet knows no zone


def test_values_arrive_as_the_text_a_person_sees(tmp_path):
    values = [45633481, 5.0, 4.5, "'текст", True, MOMENT, date(2026, 3, 2), timedelta(hours=30)]
    path = xlsx(tmp_path / "a.xlsx", {"Лист": [values]}, {"H1": "[hh]:mm:ss", "G1": "dd.mm.yyyy"})
    expected = ["45633481", "5", "4.5", "'текст", "Да", "2026-03-02 10:15:00", "2026-03-02", "30:00:00"]
    assert rows_of(path) == [(1, expected)]


def test_a_workbook_of_1904_gives_the_same_dates(tmp_path):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append([MOMENT])
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx") == [(1, ["2026-03-02 10:15:00"])]


def test_inline_rich_and_escaped_strings_are_read_and_phonetics_left_out(tmp_path):
    row = (
        b'<row r="5"><c r="B5" t="inlineStr"><is><r><t>one</t></r><r><t xml:space="preserve"> two</t></r>'
        b'<rPh sb="0" eb="1"><t>x</t></rPh></is></c><c r="D5" t="str"><v>a_x000D_b</v></c>'
        b'<c t="e"><v>#N/A</v></c></row>'
    )
    path = raw_xlsx(tmp_path / "a.xlsx", [SHEET_START, row, SHEET_END])
    assert rows_of(path) == [(5, ["", "one two", "", "a\rb", "#N/A"])]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("dd.mm.yyyy", "date"),
        ("[$-419]d mmmm yyyy;@", "date"),
        ("[hh]:mm:ss", "time"),
        ("[h]", "time"),
        ("h:mm", "time"),
        ("0.00", "number"),
        ("General", "number"),
        ('0" дней"', "number"),
        ("# ##0\\ _₽", "number"),
        ("mmm yy", "date"),
        ("[Red]0.0", "number"),
        ("@", "number"),
    ],
)
def test_a_number_format_tells_dates_times_and_numbers_apart(code, kind):
    assert formats.kind(164, code) == kind


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("46083", "date", "2026-03-02"),
        ("46083.5", "date", "2026-03-02 12:00:00"),
        ("46083.9999999", "date", "2026-03-03 00:00:00"),
        ("1.25", "time", "30:00:00"),
        ("-0.5", "time", "-12:00:00"),
        ("46083.5", "time", "2026-03-02 12:00:00"),
        ("99999999", "date", "99999999"),
        ("-5", "date", "-5"),
        ("4.56E7", "number", "45600000"),
        ("12345678901234567890", "number", "12345678901234567890"),
        ("0.1", "number", "0.1"),
        ("abc", "date", "abc"),
        ("61", "date", "1900-03-01"),
        ("59", "date", "1900-02-28"),
    ],
)
def test_a_number_becomes_text_by_its_format_and_stays_a_number_when_it_cannot(value, kind, text):
    assert formats.text(value, kind, is_1904=False) == text


def test_references_become_positions():
    assert [column_of(one) for one in ("A1", "Z9", "AA1", "XFD1048576")] == [0, 25, 26, 16383]
    assert row_of("XFD1048576") == 1_048_576
