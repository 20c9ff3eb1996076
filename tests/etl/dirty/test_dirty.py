"""More than fifty dirty files, each with its outcome: what is loaded, rejected and why, refused as a whole."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data import store
from data.errors import InputError
from data.settings import ROOT, Settings, use
from data.store import tables
from etl.load import load
from etl.report import Report
from tests import stores
from tests.etl.dirty.files import HEADER, WHEN, delimited, moment, raw, row, text_of, workbook

LONG = "Очень длинный текст. " * 2_500
TITLE = ("Отчёт о сообщениях граждан за февраль", *[""] * 7)
NUMBERS = tuple(str(i + 1) for i in range(len(HEADER)))
UTC_MORNING = "2026-02-05 07:15"
"""10:15 of Moscow, in which the portal writes."""


@dataclass(frozen=True)
class Case:
    """A file and what must become of it.

    fates: rows in, loaded, updated, unchanged, rejected; reason: words of every rejection; refused: words of the
    refusal of the whole file; holds: column of records → values in the order of the file; options: of the import.
    """

    make: Callable[[Path], None]
    fates: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    reason: str = ""
    refused: str = ""
    holds: dict[str, list[Any]] = field(default_factory=dict)
    note: str = ""
    options: dict[str, Any] = field(default_factory=dict)


TWO = (row(1), row(2))
BOTH = (2, 2, 0, 0, 0)
ONE = (1, 1, 0, 0, 0)
NONE_OF_ONE = (1, 0, 0, 0, 1)
HALF = (2, 1, 0, 0, 1)
BARE = ("Отсутствие воды", "МЦУ", "Сообщение")

CASES: dict[str, Case] = {
    # The header
    "no header row": Case(delimited(*TWO), refused="не узнан"),
    "no header row, the portal's own five columns": Case(
        delimited(
            ("101", "Нет воды третий день в нашем селе, помогите", *BARE),
            ("102", "Яма на дороге у школы, объехать нельзя", *BARE),
        ),
        BOTH,
        note="нет строки заголовков",
        options={"received_on": date(2026, 2, 5), "source": "pos"},
    ),
    "the header twice at the top": Case(delimited(HEADER, HEADER, *TWO), BOTH, note="Повторённые"),
    "the header again in the middle": Case(delimited(HEADER, row(1), HEADER, row(2)), BOTH, note="Повторённые"),
    "numbers of columns under the header": Case(delimited(HEADER, NUMBERS, *TWO), BOTH, note="Повторённые"),
    "a title and blank rows above the header": Case(delimited(TITLE, ("",) * 8, HEADER, *TWO), BOTH),
    "a title in merged cells": Case(workbook(TITLE, HEADER, *TWO, merged=["A1:H1"]), BOTH),
    "a header of two levels in merged cells": Case(
        workbook(
            ("id", "Дата создания", "Текст Сообщения", "Работа", "", "", "", "Оценка"),
            ("", "", "", "Тематика", "Ответственное лицо", "Статус", "Дата ответа", ""),
            *TWO,
            merged=["A1:A2", "B1:B2", "C1:C2", "D1:G1", "H1:H2"],
        ),
        BOTH,
    ),
    "headers in capitals, with line breaks and ё": Case(
        workbook(
            (
                "ID",
                "ДАТА\nСОЗДАНИЯ",
                "текст  сообщения",
                "Тематика",
                "Ответственное лицо",
                "СТАТУС",
                "Дата ответа",
                "Оцёнка",
            ),
            *TWO,
        ),
        BOTH,
    ),
    "one header name on two columns": Case(
        delimited((*HEADER, "Тематика"), (*row(1), "Яма"), (*row(2), "Яма")),
        BOTH,
        holds={"topic_raw": ["Отсутствие воды"] * 2},
    ),
    "columns nobody knows between the others": Case(
        delimited(("Цвет", *HEADER, "Вес"), ("красный", *row(1), "3"), ("синий", *row(2), "4")), BOTH
    ),
    "the column of reasons of a mended file": Case(
        delimited((*HEADER, "Причина отказа (при загрузке не читается)"), (*row(1), "была"), (*row(2), "")), BOTH
    ),
    "only a header": Case(delimited(HEADER), refused="только заголовки"),
    # Encodings and delimiters
    "CP1251": Case(delimited(HEADER, *TWO, encoding="cp1251"), BOTH, holds={"topic_raw": ["Отсутствие воды"] * 2}),
    "UTF-16 with a mark": Case(delimited(HEADER, *TWO, encoding="utf-16"), BOTH),
    "UTF-16 of the other order": Case(delimited(HEADER, *TWO, encoding="utf-16-be", start=b"\xfe\xff"), BOTH),
    "UTF-8 with a mark": Case(delimited(HEADER, *TWO, start=b"\xef\xbb\xbf"), BOTH),
    "CP1251 with one character from elsewhere": Case(
        raw(text_of(HEADER, row(1, text="Вода \u2014 \u2116 5")), "cp1251"), ONE
    ),
    "commas with quotes": Case(
        raw(text_of(HEADER, row(1, text='"Нет воды, света и ""тепла"""'), delimiter=",")),
        ONE,
        holds={"text": ['Нет воды, света и "тепла"']},
    ),
    "tabs": Case(delimited(HEADER, *TWO, delimiter="\t"), BOTH),
    "Excel's hint of the delimiter": Case(raw("sep=;\n" + text_of(HEADER, *TWO)), BOTH),
    "Windows and old Mac line ends together": Case(
        raw(text_of(HEADER, row(1)).replace("\n", "\r\n") + text_of(row(2))), BOTH
    ),
    "a line break inside quotes": Case(raw(text_of(HEADER, row(1, text='"Нет воды\nи света"'), row(2))), BOTH),
    # Dates
    "many forms of one date in a column": Case(
        delimited(
            HEADER,
            *[
                row(i, when)
                for i, when in enumerate(
                    (
                        "05.02.2026 10:15",
                        "2026-02-05 10:15:00",
                        "5.2.2026 10:15",
                        "2026-02-05T10:15",
                        "05.02.2026 10:15:00",
                    ),
                    1,
                )
            ],
        ),
        (5, 5, 0, 0, 0),
        holds={"received_at": [UTC_MORNING] * 5},
    ),
    "day numbers of Excel that lost their format": Case(
        delimited(HEADER, row(1, "46058.427083"), row(2, "46058")),
        BOTH,
        holds={"received_at": [UTC_MORNING, "2026-02-04 21:00"]},
    ),
    "date cells of a workbook": Case(workbook(HEADER, row(1, moment())), ONE, holds={"received_at": [UTC_MORNING]}),
    "dates of 1904": Case(workbook(HEADER, row(1, moment()), is_1904=True), ONE, holds={"received_at": [UTC_MORNING]}),
    "numbers formatted as dates": Case(
        workbook(HEADER, row(1, 46058.427083), formats={"B2": "dd.mm.yyyy hh:mm"}),
        ONE,
        holds={"received_at": [UTC_MORNING]},
    ),
    "the 31st of February": Case(delimited(HEADER, row(1), row(2, "31.02.2026")), HALF, "нет такой даты"),
    "the 29th of February of a common year": Case(
        delimited(HEADER, row(1, "29.02.2025")), NONE_OF_ONE, "нет такой даты"
    ),
    "the year 0202": Case(delimited(HEADER, row(1, "05.02.0202")), NONE_OF_ONE, "год вне пределов"),
    "the year 2202": Case(delimited(HEADER, row(1, "05.02.2202 10:00")), NONE_OF_ONE, "год вне пределов"),
    "the year 1987": Case(delimited(HEADER, row(1, "05.02.1987")), NONE_OF_ONE, "раньше 2000"),
    "a date that is another one in America": Case(
        delimited(HEADER, row(1, "02/05/2026")), NONE_OF_ONE, "где день, а где месяц"
    ),
    "a date that can only be an American one": Case(delimited(HEADER, row(1, "02/25/2026")), ONE),
    "a word instead of a date": Case(delimited(HEADER, row(1, "вчера")), NONE_OF_ONE, "нет такой даты"),
    "no date at all": Case(delimited(HEADER, row(1), row(2, "")), HALF, "нет даты поступления"),
    "a dash and a lone apostrophe instead of values": Case(
        delimited(HEADER, row(1, answered="-", rating="'")), ONE, holds={"answered_at": [None], "rating": [None]}
    ),
    "answered before it was received": Case(
        delimited(HEADER, row(1, answered="01.02.2026", status="Закрыта")), ONE, holds={"is_date_conflict": [True]}
    ),
    "answered on the day of receipt, without an hour": Case(
        delimited(HEADER, row(1, answered="05.02.2026", status="Закрыта")), ONE, holds={"is_date_conflict": [False]}
    ),
    # Numbers of records
    "one number twice, the same words": Case(delimited(HEADER, row(1), row(1)), (2, 1, 0, 1, 0)),
    "one number twice, another status": Case(
        delimited(HEADER, row(1), row(1, status="Закрыта", answered="07.02.2026")), (2, 1, 1, 0, 0)
    ),
    "no number": Case(delimited(HEADER, row(1), row("")), HALF, "нет номера"),
    "a number with an apostrophe and spaces": Case(
        delimited(HEADER, row("'000123 ")), ONE, holds={"external_id": ["000123"]}
    ),
    "a number that Excel made a number": Case(workbook(HEADER, row(7100003)), ONE, holds={"external_id": ["7100003"]}),
    # Values
    "a rating in words": Case(delimited(HEADER, row(1, rating="хорошо")), ONE, holds={"rating": [4]}),
    "a rating of seven": Case(delimited(HEADER, row(1, rating="7")), ONE, holds={"rating": [None]}),
    "an answer on a day that is none": Case(
        delimited(HEADER, row(1, answered="31.02.2026")), ONE, holds={"answered_at": [None]}
    ),
    "the empty date of 1C": Case(
        delimited(HEADER, row(1, answered="01.01.0001 0:00:00")), ONE, holds={"answered_at": [None]}
    ),
    "HTML, VK markup and emoji": Case(
        raw(text_of(HEADER, row(1, text='"<p>Нет&nbsp;воды</p> 😡 [club1|Подслушано]"'))),
        ONE,
        holds={"text": ["Нет воды\n😡 Подслушано"]},
    ),
    "a text that looks like a formula": Case(
        delimited(HEADER, row(1, text="=HYPERLINK(0)")), ONE, holds={"text": ["=HYPERLINK(0)"]}
    ),
    "a text of fifty thousand characters": Case(delimited(HEADER, row(1, text=LONG)), ONE),
    "short and long rows": Case(
        raw(text_of(HEADER) + "1;05.02.2026;Нет воды;Отсутствие воды\n" + text_of((*row(2), "лишнее", "ещё"))),
        HALF,
        "ячеек больше, чем столбцов",
    ),
    "blank rows in between and a thousand at the end": Case(
        delimited(HEADER, row(1), ("",) * 8, row(2), *[("",) * 8] * 1000), BOTH
    ),
    "a line of totals": Case(delimited(HEADER, *TWO, ("Итого: 2", *[""] * 7)), BOTH, note="итог"),
    "data cells merged downwards": Case(
        workbook(HEADER, row(1), row("", "", "Продолжение"), merged=["A2:A3", "B2:B3"]), HALF, "нет номера"
    ),
    "a sheet of prose before the data": Case(workbook(HEADER, *TWO, before="Пояснение"), BOTH, note="пропущен"),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store made once: every case gets a copy."""
    var = tmp_path_factory.mktemp("template")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 's.sqlite'}")
    stores.create(settings)
    store.engine(settings.store_url).dispose()
    return var / "s.sqlite"


@pytest.fixture
def own(template: Path, tmp_path: Path) -> Iterator[Settings]:
    shutil.copyfile(template, tmp_path / "s.sqlite")
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        yield made


def fates(report: Report) -> tuple[int, int, int, int, int]:
    return report.rows_in, report.loaded, report.updated, report.unchanged, report.rejected


def held(settings: Settings, name: str) -> list[Any]:
    """Values of a column of the records, in the order of the file; moments to the minute."""
    table = tables.records if name in tables.records.c else tables.questions
    joined = tables.records.join(tables.questions)
    with store.reading(settings) as connection:
        rows = connection.execute(sa.select(table.c[name]).select_from(joined).order_by(tables.records.c.record_id))
        return [str(value)[:16] if name.endswith("_at") and value is not None else value for (value,) in rows]


@pytest.mark.parametrize("case", list(CASES))
def test_a_dirty_file_has_its_stated_outcome(case: str, own: Settings, tmp_path: Path) -> None:
    expected, path = CASES[case], tmp_path / "file.dat"
    expected.make(path)
    if expected.refused:
        with pytest.raises(InputError, match=expected.refused):
            load(path, own, **expected.options)
        return
    report = load(path, own, **expected.options)
    assert fates(report) == expected.fates
    assert all(expected.reason in one["reason"] for one in report.rejections), report.rejections
    assert not expected.note or any(expected.note in note for note in report.notes), report.notes
    assert {name: held(own, name) for name in expected.holds} == expected.holds


@pytest.mark.durability
def test_two_imports_at_once_take_turns_and_lose_nothing(own: Settings, tmp_path: Path) -> None:
    children = []
    for i in range(2):
        path = tmp_path / f"file{i}.csv"
        delimited(HEADER, *[row(1000 * i + n) for n in range(200)], row(5000, status="Закрыта" if i else "Новое"))(path)
        command = [sys.executable, "-m", "etl", "load", str(path), "--store", own.store_url]
        environment = {"PATH": "/usr/bin:/bin", "MCU_VAR": str(own.var)}
        children.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL))
    assert [child.wait() for child in children] == [0, 0]
    numbers = held(own, "external_id")
    assert len(numbers) == len(set(numbers)) == 401
    with store.reading(own) as connection:
        c = tables.imports.c
        loaded, updated = connection.execute(sa.select(sa.func.sum(c.loaded), sa.func.sum(c.updated))).one()
    assert (loaded, updated) == (401, 1)


def test_every_case_is_loaded_as_often_as_it_comes_without_multiplying(own: Settings, tmp_path: Path) -> None:
    path = tmp_path / "again.csv"
    delimited(HEADER, row(1), row(2, "31.02.2026"), row(3, WHEN))(path)
    assert fates(load(path, own)) == (3, 2, 0, 0, 1)
    assert fates(load(path, own)) == (3, 0, 0, 2, 1)
