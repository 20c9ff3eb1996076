import csv as standard
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from etl.reading.delimited import sniff
from tests.etl.reading.files import csv, rows_of

TEXT = "id;Текст\n1;Прошу отремонтировать дорогу в нашей деревне\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"])
def test_russian_text_is_read_in_every_supported_encoding(tmp_path, encoding):
    rows = rows_of(csv(tmp_path / "a.csv", TEXT * 3, encoding))
    assert rows[0] == (1, ["id", "Текст"])
    assert rows[1] == (2, ["1", "Прошу отремонтировать дорогу в нашей деревне"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    head = "\n".join(
        delimiter.join(("1", "а, б; в", "x")) if delimiter not in ",;" else f"1{delimiter}аб{delimiter}x" for _ in "123"
    )
    assert sniff(head) == delimiter


def test_a_delimiter_inside_quotes_and_a_title_line_do_not_mislead(tmp_path):
    text = 'Выгрузка за март\nid;Текст\n1;"а, б, в, г"\n2;"д, е, ж, з"\n'
    assert rows_of(csv(tmp_path / "a.csv", text))[2] == (3, ["1", "а, б, в, г"])


def test_a_quoted_line_break_stays_in_its_cell_and_rows_are_numbered_as_excel_does(tmp_path):
    rows = rows_of(csv(tmp_path / "a.csv", 'id,Текст\r\n1,"первая\r\nвторая"\r\n\r\n2,х\r\n'))
    assert rows == [(1, ["id", "Текст"]), (2, ["1", "первая\r\nвторая"]), (4, ["2", "х"])]


def test_the_hint_of_excel_is_followed_and_is_no_row(tmp_path):
    assert rows_of(csv(tmp_path / "a.csv", "sep=|\nid|Текст\n1|a;b;c\n")) == [(2, ["id", "Текст"]), (3, ["1", "a;b;c"])]


def test_a_given_encoding_is_used_and_a_wrong_one_refused(tmp_path):
    path = csv(tmp_path / "a.csv", TEXT, "cp866")
    assert rows_of(path, encoding="cp866")[0] == (1, ["id", "Текст"])
    with pytest.raises(InputError, match="utf-8"):
        rows_of(path, encoding="utf-8")
    with pytest.raises(InputError, match="неизвестна"):
        rows_of(path, encoding="нет-такой")


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_whatever_is_written_as_comma_separated_is_read_back(tmp_path_factory, rows):
    rows = [["имя", "дата", "текст"], *[row for row in rows if any(cell.strip() for cell in row)]]
    out = io.StringIO()
    standard.writer(out, quoting=standard.QUOTE_ALL).writerows(rows)
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    assert [row for _, row in rows_of(path, delimiter=",")] == rows
