"""Commands about replies: `answers` reads those of a table, `learn-answers` learns from marks, `read-answers` reads
again those of the store.
"""

import argparse
import time
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from data import publishing, settings, store
from data.errors import InputError
from etl import reply_readings, text_table
from etl.checked_replies import Marked, marked
from etl.structure.replies import formal
from etl.structure.text import clean_text
from etl.structure.topics import model_files

_MARKS = {"1": True, "да": True, "отписка": True, "0": False, "нет": False, "не отписка": False}


def asks_nothing(arguments: argparse.Namespace) -> bool:
    """Whether the command asks no store: learning from a file does not, learning from checked replies does."""
    return arguments.command == "answers" or (arguments.command == "learn-answers" and arguments.file is not None)


def add(commands: Any, run: Any) -> None:
    """Add the commands; run: takes the arguments, whose `work` returns the sentence that is printed last."""
    command = commands.add_parser(
        "answers",
        help="прочитать столбец ответов: отписки, сроки, ответственные, вопросы без ответа, повторы",
        description="Добавляет столбцы к строкам файла. duplicate_of — номер первой строки с тем же ответом на другой "
        "вопрос; строки данных считаются с 1, заголовок не в счёт. Подробно: docs/answers.md.",
    )
    command.add_argument("file", type=Path, metavar="ФАЙЛ", help="таблица .xlsx или .csv")
    command.add_argument("--question-column", required=True, metavar="СТОЛБЕЦ", help="столбец обращений")
    command.add_argument("--answer-column", required=True, metavar="СТОЛБЕЦ", help="столбец ответов")
    command.add_argument("--out", required=True, type=Path, metavar="ФАЙЛ", help="куда записать, .xlsx или .csv")
    command.set_defaults(run=run, work=_answers)
    command = commands.add_parser(
        "learn-answers",
        help="выучить по проверенным ответам района, что такое отписка",
        description="Без файла — по ответам, проверенным на экране; с файлом — по его столбцу отметок.",
    )
    command.add_argument("file", type=Path, nargs="?", metavar="ФАЙЛ", help="таблица .xlsx или .csv с отметками")
    command.add_argument("--question-column", metavar="СТОЛБЕЦ", help="столбец обращений")
    command.add_argument("--answer-column", metavar="СТОЛБЕЦ", help="столбец ответов")
    command.add_argument("--mark-column", metavar="СТОЛБЕЦ", help="столбец отметок: 1 — отписка, 0 — нет")
    command.set_defaults(run=run, work=_learn)
    command = commands.add_parser("read-answers", help="прочитать заново ответы, которые уже в хранилище")
    command.set_defaults(run=run, work=_read_again)


def _answers(arguments: argparse.Namespace, chosen: settings.Settings) -> str:
    from etl.structure.replies.columns import NUMBERS, columns, warm_up

    judge = formal.in_force(model_files.folder(chosen.var))
    text_table.require_writable(arguments.out, arguments.file)
    table = text_table.read(arguments.file, arguments.question_column, arguments.answer_column)
    pairs = list(zip(table.column(arguments.question_column), table.column(arguments.answer_column), strict=True))
    warm_up(judge)
    began = time.monotonic()
    added = columns(pairs, judge)
    text_table.write(arguments.out, table.with_columns(added, NUMBERS))
    return f"Ответов {len(pairs)} за {time.monotonic() - began:.1f} с"


def _learn(arguments: argparse.Namespace, chosen: settings.Settings) -> str:
    from etl.structure.replies.signals import read

    known = _marked_in_file(arguments) if arguments.file else _marked_by_people(chosen)
    features = [read(letter, reply, formal.shipped()).features for letter, reply, _ in known]
    learnt = formal.learn(features, [mark for *_, mark in known], formal.shipped())
    path = formal.save(learnt, model_files.folder(chosen.var))
    right = sum(learnt.is_formal(one) == mark for one, (*_, mark) in zip(features, known, strict=True))
    again = "Ответы хранилища перечитает: python -m etl read-answers."
    return f"Выучено по ответам: {len(known)}, из них судит верно {right}. Файл: {path.name}. {again}"


def _marked_by_people(chosen: settings.Settings) -> list[Marked]:
    with store.reading(chosen) as connection:
        return marked(connection)


def _marked_in_file(arguments: argparse.Namespace) -> list[Marked]:
    names = (arguments.question_column, arguments.answer_column, arguments.mark_column)
    if None in names:
        raise InputError("С файлом нужны все три ключа: --question-column, --answer-column и --mark-column.")
    table = text_table.read(arguments.file, *names)
    rows = [
        (clean_text(letter), clean_text(reply), mark.strip().lower())
        for letter, reply, mark in zip(*map(table.column, names), strict=True)
    ]
    return [(letter, reply, _mark(mark)) for letter, reply, mark in rows if reply and mark]


def _read_again(arguments: argparse.Namespace, chosen: settings.Settings) -> str:
    with tqdm(desc="Ответы", unit=" ответов", disable=None) as bar:
        count = reply_readings.refresh(chosen, partial(_advance, bar))
    manifest = publishing.publish(chosen)
    return f"Прочитано ответов: {count}. Срез № {manifest.number}: записей {manifest.records}."


def _advance(bar: "tqdm[Any]", done: int, total: int | None) -> None:
    bar.total = total
    bar.update(done - bar.n)


def _mark(said: str) -> bool:
    if said not in _MARKS:
        raise InputError(f"Отметка «{said[:40]}» не разобрана. Нужны 1 (отписка), 0 (нет) или пустая ячейка.")
    return _MARKS[said]
