"""Commands that read the replies of a table and learn from marks."""

import csv
from datetime import datetime

import openpyxl
import pytest

from data.store import reply_signals
from etl.__main__ import main
from etl.structure.replies import columns as reply_columns
from etl.structure.replies import formal
from etl.structure.topics import model_files

SAME = "Уважаемый {}! Дорога обследована, участок внесён в план работ дорожной службы, работы выполнят до 1 июля."
ROWS = [
    ["id", "Вопрос", "Ответ", "is_formal"],
    ["1", "Когда починят мост?\nЗвонить 8 913 000-11-22", "<p>Ваше&nbsp;обращение рассмотрено.</p>", "?"],
    ["2", "Нет света на улице Мира", SAME.format("Иван Петрович"), ""],
    ["3", "Нет воды", "", ""],
    ["4", "Нет дороги", SAME.format("Пётр"), ""],
    ["5", "Прошу вернуть деньги, Сидоров Пётр Ильич, тел. 8 913 000-11-22", "Принято.", ""],
]
ASKED = ["--question-column", "вопрос", "--answer-column", "ОТВЕТ"]


def write(path, rows=ROWS):
    with path.open("w", encoding="cp1251", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return str(path)


def read(path, encoding="cp1251", delimiter=";"):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_answers_appends_its_columns_to_what_was_received(tmp_path, capsys):
    out = tmp_path / "out.csv"
    assert main(["answers", write(tmp_path / "in.csv"), *ASKED, "--out", str(out)]) == 0
    rows = read(out)
    assert list(rows[0]) == ["id", "Вопрос", "Ответ", "is_formal (исходный)", *reply_columns.COLUMNS]
    assert [row["id"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row["is_formal"] for row in rows] == ["1", "0", "", "0", "1"]
    assert [row["has_date"] for row in rows] == ["0", "1", "", "1", "0"]
    assert [row["duplicate_of"] for row in rows] == ["", "", "", "2", ""]
    assert [row["unanswered_questions"] for row in rows] == ["1", "0", "", "0", "1"]
    assert rows[2]["reason"] == "Ответ пуст."
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("Ответов 5 за ") and last.endswith(" с")


@pytest.mark.parametrize("name", ["in.csv", "in.xlsx"])
def test_rows_where_nothing_is_said_stay_in_their_places(name, tmp_path):
    answers = [["В", "О"], ["Нет воды", SAME.format("Иван")], ["", ""], ["Нет света", SAME.format("Пётр")], ["", ""]]
    if name == "in.csv":
        write(tmp_path / name, answers)
        (tmp_path / name).write_text((tmp_path / name).read_text("cp1251") + "\n", "cp1251")  # an empty line is no row
    else:
        book = openpyxl.Workbook()
        for row in answers:
            book.active.append([value or None for value in row])
        book.save(tmp_path / name)
    out = tmp_path / "out.csv"
    asked = ["--question-column", "В", "--answer-column", "О", "--out", str(out)]
    assert main(["answers", str(tmp_path / name), *asked]) == 0
    rows = read(out) if name == "in.csv" else read(out, "utf-8-sig", ",")
    assert [(row["В"], row["is_formal"], row["duplicate_of"]) for row in rows] == [
        ("Нет воды", "0", ""),
        ("", "", ""),
        ("Нет света", "0", "1"),
    ]


def test_the_questions_left_are_told_masked(tmp_path):
    out = tmp_path / "out.csv"
    assert main(["answers", write(tmp_path / "in.csv"), *ASKED, "--out", str(out)]) == 0
    told = " ".join(row["unanswered_text"] + row["reason"] for row in read(out))
    assert "Когда починят мост" in told
    assert "913" not in told and "Сидоров" not in told


def test_a_workbook_is_read_and_written(tmp_path):
    book, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    made.save(book)
    assert main(["answers", str(book), *ASKED, "--out", str(out)]) == 0
    page = openpyxl.load_workbook(out).active
    assert [cell.value for cell in page[1]][-1] == "reason"
    assert page.max_row == len(ROWS)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (["--question-column", "Нет такого"], "нет столбца «Нет такого». Есть: «id», «Вопрос», «Ответ»"),
        (["--answer-column", "Нет такого"], "нет столбца «Нет такого»"),
        (["--out", "out.doc"], "нужен .csv или .xlsx"),
        (["--out", "нет папки/out.csv"], "Папки"),
    ],
)
def test_a_wrong_request_is_answered_with_one_russian_sentence(tmp_path, capsys, changed, said):
    request = ["answers", write(tmp_path / "in.csv"), *ASKED, "--out", str(tmp_path / "out.csv"), *changed]
    before = sorted(tmp_path.iterdir())
    assert main(request) == 2
    errors = capsys.readouterr().err
    assert said in errors and errors.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before, "nothing is written"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_received_file_is_never_written_over(tmp_path, capsys, ending):
    path = tmp_path / f"in{ending}"
    if ending == ".csv":
        write(path)
    else:
        book = openpyxl.Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(path)
    before, link = path.read_bytes(), tmp_path / f"link{ending}"
    link.symlink_to(path)
    for out in (path, tmp_path / "." / path.name, link):
        assert main(["answers", str(path), *ASKED, "--out", str(out)]) == 2
        assert "исходный файл" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_column_that_two_headings_name_is_not_guessed(tmp_path, capsys):
    rows = [["Вопрос", "Ответ", "вопрос "], ["Нет воды", "Исправим", "Нет света"]]
    assert main(["answers", write(tmp_path / "in.csv", rows), *ASKED, "--out", str(tmp_path / "out.csv")]) == 2
    assert "столбцов с этим названием несколько: «Вопрос», «вопрос»" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_processes_say_the_same_as_one(monkeypatch):
    pairs = [(f"Когда починят мост {i}?", f"Мост {i} починит мастер {i}. Срок — {1 + i % 28} мая.") for i in range(60)]
    alone = reply_columns.columns(pairs, formal.shipped())
    monkeypatch.setattr(reply_columns, "_FEW", 10)
    monkeypatch.setattr(reply_columns, "_AT_ONCE", 7)
    monkeypatch.setattr(reply_columns.os, "sched_getaffinity", lambda _: {0, 1})
    assert reply_columns.columns(pairs, formal.shipped()) == alone
    assert alone["has_date"] == ["1"] * 60


def test_the_column_of_a_signal_that_is_switched_off_is_empty(monkeypatch):
    monkeypatch.setattr(reply_columns, "SWITCHED_ON", reply_signals.SWITCHED_ON - {"has_date"})
    told = reply_columns.columns([("Когда?", "Починят 5 мая.")], formal.shipped())
    assert told["has_date"] == [""]
    assert told["is_formal"] == ["0"]


def marked(count):
    rows = [["Вопрос", "Ответ", "Отметка"]]
    for number in range(count):
        rows += [
            [f"Когда починят мост {number}?", f"Мост {number} строят в порядке живой очереди, ждите.", "1"],
            [f"Почему нет света {number}?", f"Провод {number} оборван, бригада выехала.", "нет"],
        ]
    return [*rows, ["Кто отвечает?", "Никто не смотрел", ""]]


def test_learning_from_marks_is_in_force_from_then_on(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    assert main(["learn-answers", write(tmp_path / "in.csv", marked(30)), *ASKED, "--mark-column", "отметка"]) == 0
    assert "Выучено по ответам: 60" in capsys.readouterr().out
    learnt = formal.in_force(model_files.folder(tmp_path / "var"))
    assert learnt != formal.shipped()
    told = reply_columns.columns([("Когда починят мост?", "Мост строят в порядке живой очереди, ждите.")], learnt)
    assert told["is_formal"] == ["1"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [(marked(3), "Отметок мало"), ([*marked(30), ["а", "б", "может быть"]], "«может быть» не разобрана")],
)
def test_marks_that_teach_nothing_are_refused(tmp_path, capsys, rows, said):
    assert main(["learn-answers", write(tmp_path / "in.csv", rows), *ASKED, "--mark-column", "отметка"]) == 2
    assert said in capsys.readouterr().err


def answered(path, out):
    asked = ["--question-column", "Вопрос", "--answer-column", "Ответ", "--out", str(out)]
    return main(["answers", str(path), *asked])


PAIR = [["Вопрос", "Ответ"], ["Нет воды", "Насос сгорел, новый привезут в четверг."]]


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1251", ";"), ("utf-16", "\t")]
)
def test_a_written_table_keeps_the_encoding_and_the_delimiter_it_came_with(tmp_path, encoding, delimiter):
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(PAIR)
    assert answered(path, out) == 0
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") is (encoding == "utf-8-sig")
    assert raw.decode(encoding).splitlines()[0].startswith(f"Вопрос{delimiter}Ответ{delimiter}is_formal{delimiter}")


def test_what_the_encoding_has_no_letter_for_is_written_in_utf_8_for_excel(tmp_path):
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [PAIR[0], ["Когда починят &#128679; мост?", "Принято."]]
    with path.open("w", encoding="cp1251", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert answered(path, out) == 0
    assert "\U0001f6a7" in read(out, "utf-8-sig")[0]["unanswered_text"]


def test_a_workbook_keeps_its_numbers_and_dates_and_its_title_above_the_header(tmp_path):
    path, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    made = openpyxl.Workbook()
    for row in [["Ответы за май"], [], ["№", "Когда", "Вопрос", "Ответ", "Счёт"]]:
        made.active.append(row)
    made.active.append([7, datetime(2026, 5, 6), *PAIR[1], "00123"])  # noqa: DTZ001 - a sheet knows no zone
    made.active.append([2.5, None, "Нет света", "Принято.", "12345678901234567890"])
    made.save(path)
    assert answered(path, out) == 0
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert rows[0][0] == "Ответы за май" and rows[2][:5] == ("№", "Когда", "Вопрос", "Ответ", "Счёт")
    assert rows[3][:2] == (7, datetime(2026, 5, 6)) and rows[3][4] == "00123"  # noqa: DTZ001
    assert rows[4][0] == 2.5 and rows[4][1] is None and rows[4][4] == "12345678901234567890"
    assert [row[5] for row in rows[2:]] == ["is_formal", 0, 1]


def test_a_column_that_is_not_there_is_told_with_the_row_of_the_header(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_text("Ответы за май\n\nТекст,Ответ\nа,б\n", "utf-8")
    assert answered(path, tmp_path / "out.csv") == 2
    assert "нет столбца «Вопрос». Есть в строке 2: «Текст», «Ответ»" in capsys.readouterr().err
