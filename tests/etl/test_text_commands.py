"""Commands that take a table with a column of texts and give it back with more columns."""

import csv

import openpyxl
import pytest

from data import settings, store
from etl import text_table
from etl.__main__ import main

pytestmark = pytest.mark.usefixtures("read_here")

ROWS = [
    ["id", "Текст сообщения", "status"],
    ["1", "<p>В&nbsp;Бельтирском нет воды</p>", "новое"],
    ["2", "В Аскизе темно, Иванов Иван Иванович, 8 913 000-11-22", ""],
    ["3", "=1+1"],
]


def write(path, rows=ROWS, delimiter=";", encoding="cp1251"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read(path, encoding="cp1251", delimiter=";"):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_locate_appends_its_four_columns_to_what_was_received(tmp_path, capsys):
    out = tmp_path / "out.csv"
    assert main(["locate", str(write(tmp_path / "in.csv")), "--text-column", "текст СООБЩЕНИЯ", "--out", str(out)]) == 0
    rows = read(out)
    assert [row["place_oktmo"] for row in rows] == ["95608412101", "", ""]
    assert [row["municipality_oktmo"] for row in rows] == ["95608412", "", ""]
    assert [row["status"] for row in rows] == ["found", "ambiguous", "none"]
    assert [row["candidates"] for row in rows] == ["", "95608151051 95608405101", ""]
    assert [row["status (исходный)"] for row in rows] == ["новое", "", ""]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert "место найдено 1" in capsys.readouterr().out


def test_mask_writes_the_hidden_text_to_the_same_column(tmp_path):
    out = tmp_path / "out.csv"
    assert main(["mask", str(write(tmp_path / "in.csv")), "--text-column", "Текст сообщения", "--out", str(out)]) == 0
    rows = read(out)
    assert list(rows[0]) == ROWS[0]
    assert rows[1]["Текст сообщения"] == "В Аскизе темно, [имя], [телефон]"


def test_a_workbook_is_written_with_text_that_is_never_a_formula(tmp_path):
    out = tmp_path / "out.xlsx"
    assert main(["mask", str(write(tmp_path / "in.csv")), "--text-column", "Текст сообщения", "--out", str(out)]) == 0
    page = openpyxl.load_workbook(out).active
    assert (page["B4"].value, page["B4"].data_type) == ("=1+1", "s")
    again = tmp_path / "again.csv"
    assert main(["locate", str(out), "--text-column", "Текст сообщения", "--out", str(again)]) == 0
    assert len(read(again, "utf-8-sig", ",")) == 3


@pytest.mark.parametrize(
    ("column", "out", "said"),
    [
        ("Нет такого", "out.csv", "нет столбца «Нет такого». Есть: «id», «Текст сообщения»"),
        ("Текст сообщения", "out.doc", "нужен .csv или .xlsx"),
        ("Текст сообщения", "нет папки/out.csv", "Папки"),
    ],
)
def test_a_wrong_request_is_answered_with_one_russian_sentence(tmp_path, capsys, column, out, said):
    made = main(["locate", str(write(tmp_path / "in.csv")), "--text-column", column, "--out", str(tmp_path / out)])
    assert made == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["locate", "mask", "classify"])
def test_the_received_file_is_never_written_over(tmp_path, capsys, command):
    path = write(tmp_path / "in.csv")
    before = path.read_bytes()
    assert main([command, str(path), "--text-column", "Текст сообщения", "--out", str(path)]) == 2
    assert "исходный файл" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_file_that_is_not_there_is_refused(tmp_path, capsys):
    assert main(["mask", str(tmp_path / "нет.csv"), "--text-column", "a", "--out", str(tmp_path / "o.csv")]) == 2
    assert "нет.csv" in capsys.readouterr().err


def test_a_table_without_rows_below_its_header_stays_one(tmp_path):
    out = tmp_path / "out.csv"
    path = write(tmp_path / "in.csv", ROWS[:1])
    assert main(["locate", str(path), "--text-column", "Текст сообщения", "--out", str(out)]) == 0
    assert text_table.read(out).header[-4:] == ["place_oktmo", "municipality_oktmo", "status", "candidates"]


SAID = [("нет воды в доме", "вода"), ("дорога в ямах", "дорога"), ("бродячие собаки", "собаки")]
HISTORY = [["text", "метка"], *([f"{text} {where}", label] for text, label in SAID for where in "абвгдежзиклм")]


def test_classify_learns_any_labels_from_a_given_table(tmp_path):
    train = write(tmp_path / "train.csv", HISTORY)
    asked = write(tmp_path / "in.csv", [["text"], ["собаки во дворе"], ["<b>вода</b> пропала"]])
    out = tmp_path / "out.csv"
    given = ["--train", str(train), "--label-column", "метка", "--out", str(out)]
    assert main(["classify", str(asked), "--text-column", "text", *given]) == 0
    rows = read(out, delimiter=",")
    assert list(rows[0]) == ["text", "label", "probability", "is_sure", "second", "third"]
    assert [row["label"] for row in rows] == ["собаки", "вода"]
    assert all(0 < float(row["probability"]) <= 1 and row["is_sure"] in "01" for row in rows)


def test_classify_says_which_column_of_the_example_divides_its_labels_finer(tmp_path, capsys):
    wide = [
        ["text", "метка", "тема"],
        *([text, "звери" if label == "собаки" else "хозяйство", label] for text, label in HISTORY[1:]),
    ]
    train = write(tmp_path / "train.csv", wide)
    asked = write(tmp_path / "in.csv", [["text"], ["собаки во дворе"], ["вода пропала"]])
    out = tmp_path / "out.csv"
    given = ["--train", str(train), "--label-column", "метка", "--out", str(out)]
    assert main(["classify", str(asked), "--text-column", "text", *given]) == 0
    assert [row["label"] for row in read(out, delimiter=",")] == ["звери", "хозяйство"]
    assert "«тема» образца делит метки мельче" in capsys.readouterr().out


def test_classify_without_a_table_names_topics_of_our_own_tree(tmp_path, monkeypatch):
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    asked = write(tmp_path / "in.csv", [["text"], ["Третий день нет воды, водоснабжение отключили"], ["Спасибо"]])
    out = tmp_path / "out.csv"
    assert main(["classify", str(asked), "--text-column", "text", "--out", str(out)]) == 0
    first, second = read(out, delimiter=",")
    assert (first["label"], first["topic_code"], first["is_sure"]) == ("Отсутствие воды", "housing.no_water", "1")
    assert (second["label"], second["topic_code"], second["is_sure"]) == ("", "", "0")


def test_a_table_to_learn_from_needs_the_name_of_its_labels(tmp_path, capsys):
    path = write(tmp_path / "in.csv")
    given = ["--text-column", "id", "--train", str(path), "--out", str(tmp_path / "o.csv")]
    assert main(["classify", str(path), *given]) == 2
    assert "--label-column нужны вместе" in capsys.readouterr().err


def test_an_empty_store_has_nothing_to_learn_from(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    store.create(settings.load())
    assert main(["learn"]) == 2
    assert "Учиться не на чем" in capsys.readouterr().err
