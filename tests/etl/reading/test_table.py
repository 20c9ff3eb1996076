import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from data.errors import InputError
from etl.reading import table
from etl.reading.limits import MEGABYTE, Limits
from etl.reading.table import read_table
from tests.etl.reading.files import SHEET_END, SHEET_START, csv, raw_xlsx, rows_of, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        rows_of(path, limits)
    assert caught.value.exit_code == 2
    assert path.name in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "пуст"),
        ("a.pdf", b"%PDF-1.7 x", "PDF"),
        ("a.csv", b"\xff\xd8\xff\xe0" + bytes(100), "JPEG"),
        ("a.png", b"\x89PNG\r\n", "PNG"),
        ("a.xls", OLE, "старый документ Microsoft Office"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le") + bytes(50), "паролем"),
        ("a.xls", b"\xef\xbb\xbf <HTML><table>", "веб-страница"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "XML"),
        ("a.csv", b'[{"id": 1}]', "JSON"),
        ("a.csv", b"id,text\n1,a\x00b\n", "двоичные данные"),
        ("a.csv", Random(1).randbytes(50_000), "двоичные данные"),
        ("a.csv", "id;Текст\n1;Прошу отремонтировать дорогу".encode("cp866"), "CP866"),
        ("a.csv", "id;Текст\n1;Прошу отремонтировать дорогу".encode("koi8-r"), "KOI8-R"),
        ("a.csv", "id;Текст\n1;Прошу".encode("cp1251") + b"\x98", "не читается"),
        ("a.csv", b'id,text\n1,"a' + b"x,1\n" * 400_000, "не закрыта кавычка"),
        ("a.xlsx", b"PK\x03\x04" + bytes(200), "повреждён"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence_that_says_what_it_is(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    assert words in refusal(path)


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("word/document.xml", "документ Word"),
        ("xl/workbook.bin", ".xlsb"),
        ("notes.txt", "архив ZIP"),
        ("ppt/x.xml", "презентация"),
    ],
)
def test_another_kind_of_archive_is_named(tmp_path, member, words):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(member, "x")
    assert words in refusal(path)


def test_a_truncated_workbook_is_refused(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"Лист": [["id", "Текст"], [1, "x" * 500]]})
    path.write_bytes(path.read_bytes()[:-700])
    assert "повреждён" in refusal(path)


def test_a_workbook_with_a_damaged_part_is_refused(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", [SHEET_START, b"<row><c><v>1</v></row>", SHEET_END])
    assert "повреждён" in refusal(path)


def test_a_small_file_that_unpacks_to_much_more_than_the_limit_is_refused_before_it_is_parsed(tmp_path):
    block = b"<row><c><v>1</v></c></row>" * 1000
    path = raw_xlsx(tmp_path / "a.xlsx", [SHEET_START, *[block] * 30, SHEET_END])
    assert path.stat().st_size < 20_000
    low = replace(Limits(), unpacked_floor=1 << 18)
    assert low.unpacked_limit(path.stat().st_size) < 30 * len(block)
    assert "распаковывается" in refusal(path, low)


def test_the_ratio_of_unpacking_grows_with_the_file_but_not_beyond_thirty():
    limits = Limits()
    assert limits.unpacked_limit(6 * MEGABYTE) == 180 * MEGABYTE < 370 * MEGABYTE
    assert limits.unpacked_limit(1000) == 64 * MEGABYTE


def test_one_cell_at_the_last_corner_is_refused(tmp_path):
    cell = b'<row r="9"><c r="Z9"><v>1</v></c></row>'
    path = raw_xlsx(tmp_path / "a.xlsx", [SHEET_START, cell, SHEET_END])
    assert "столбце 26" in refusal(path, replace(Limits(), columns=25))
    assert rows_of(path, replace(Limits(), columns=26))


def test_too_many_columns_are_refused_in_text_and_in_a_workbook(tmp_path):
    low = replace(Limits(), columns=30)
    assert "слишком много столбцов" in refusal(csv(tmp_path / "a.csv", ",".join(map(str, range(31)))), low)
    cells = b"".join(b"<c><v>%d</v></c>" % i for i in range(31))
    path = raw_xlsx(tmp_path / "a.xlsx", [SHEET_START, b"<row>", cells, b"</row>", SHEET_END])
    assert "слишком много столбцов" in refusal(path, low)


def test_formatting_without_values_far_to_the_right_is_no_column(tmp_path):
    row = b'<row r="1"><c r="A1"><v>7</v></c><c r="Z1" s="0"/></row>'
    path = raw_xlsx(tmp_path / "a.xlsx", [SHEET_START, row, SHEET_END])
    assert rows_of(path, replace(Limits(), columns=5)) == [(1, ["7"])]


def test_a_line_without_end_is_refused(tmp_path):
    low = replace(Limits(), line_characters=1000)
    told = refusal(csv(tmp_path / "март, апрель.csv", "id,text\n" + "x" * 1500), low)
    assert "«март, апрель.csv» есть строка длиннее" in told


@pytest.mark.parametrize("start", [b'<!DOCTYPE a [<!ENTITY b "c">]>', b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'>"])
def test_declarations_in_the_xml_are_refused(tmp_path, start):
    sheet = [b'<?xml version="1.0"?>', start, SHEET_START.partition(b"?>")[2], SHEET_END]
    assert "DTD" in refusal(raw_xlsx(tmp_path / "a.xlsx", sheet))


@pytest.mark.parametrize("name", ["../../outside", "/etc/outside", "xl/..\\outside"])
def test_parts_that_leave_the_archive_are_refused(tmp_path, name):
    assert "выходят за пределы" in refusal(raw_xlsx(tmp_path / "a.xlsx", [SHEET_START, SHEET_END], {name: b"x"}))


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(InputError, match="не файл"):
        read_table(tmp_path)
    with pytest.raises(InputError, match="не файл"):
        read_table(tmp_path / "absent.csv")


def test_running_out_of_memory_in_the_child_becomes_a_refusal(tmp_path):
    strings = b"<sst>" + b"".join(b"<si><t>%d</t></si>" % i for i in range(900_000)) + b"</sst>"
    row = b'<row><c t="s"><v>0</v></c></row>'
    path = raw_xlsx(tmp_path / "a.xlsx", [SHEET_START, row, SHEET_END], {"xl/sharedStrings.xml": strings})
    assert "памяти" in refusal(path, replace(Limits(), address_space=60 * MEGABYTE))


def test_running_out_of_processor_time_in_the_child_becomes_a_refusal(tmp_path):
    blank = ",\n" * 15_000_000  # read and not sent, so that the time goes by in the child
    path = csv(tmp_path / "a.csv", "id,text\n1,а\n" + blank)
    assert "остановлено" in refusal(path, replace(Limits(), cpu_seconds=1, cpu_seconds_per_megabyte=0.0))


def test_a_child_that_falls_silent_is_ended(tmp_path):
    path = csv(tmp_path / "a.csv", "id,text\n1,а\n")
    assert "остановлено" in refusal(path, replace(Limits(), silent_seconds=0.0))


def test_a_child_that_waits_for_a_processor_or_a_disk_is_heard_out(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "_seconds_of", lambda _process: 0.0)
    monkeypatch.setattr(table, "_PATIENCE", 1_000_000)
    path = csv(tmp_path / "a.csv", "id,text\n1,а\n")
    with read_table(path, replace(Limits(), silent_seconds=0.001)) as book:
        assert [row for sheet in book.sheets() for block in sheet.blocks for row in block][-1] == (2, ["1", "а"])


def test_closing_early_ends_the_child(tmp_path):
    with read_table(csv(tmp_path / "a.csv", "id,text\n" + "1,а\n" * 500_000)) as book:
        next(next(book.sheets()).blocks)
    assert book._child.poll() is not None


def test_every_sheet_comes_with_its_name_and_row_numbers(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"Первый": [["a"], [], ["b"]], "Второй": [[None, 5]]})
    with read_table(path) as book:
        found = {sheet.name: [row for block in sheet.blocks for row in block] for sheet in book.sheets()}
    assert found == {"Первый": [(1, ["a"]), (3, ["b"])], "Второй": [(1, ["", "5"])]}


def test_a_sheet_that_is_not_read_is_passed_over(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"Первый": [["a"]] * 3000, "Второй": [["b"]]})
    with read_table(path) as book:
        assert [sheet.name for sheet in book.sheets()] == ["Первый", "Второй"]


def test_a_named_sheet_is_read_alone_and_an_unknown_one_is_refused_with_what_there_is(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"Первый": [["a"]], "Второй": [["b"]]})
    assert rows_of(path, sheet="Второй") == [(1, ["b"])]
    with pytest.raises(InputError, match="«Первый», «Второй»"):
        rows_of(path, sheet="Третий")


def test_the_child_gets_no_secrets_of_the_parent(monkeypatch):
    from etl.reading.table import environment

    monkeypatch.setenv("MCU_STORE_URL", "postgresql://user:secret@host/db")
    assert not any("secret" in value for value in environment().values())
