"""`python -m bench.peers [--size 1000000] [--filters 20] [--json FILE] [--superset ADDRESS --superset-database ID]`.

The six questions of `bench.six` asked of us and of others, at once, by the same new filters in turn; every answer of
another is held against ours. What the keys of the JSON mean is said in docs/performance.md.
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from access import scope
from bench import machine, six
from bench.facts import published
from bench.figures import Figures
from bench.filters import random_filters
from bench.peers.engines import ENGINES, Engine
from bench.peers.questions import Question, asked, table
from bench.peers.superset import Address, of_superset
from data.errors import InputError
from data.filters import Filters
from data.metrics import query
from data.metrics.reader import open_snapshot
from data.scope import EVERYTHING
from data.settings import Settings, use

LOGIN, PASSWORD = "MCU_SUPERSET_LOGIN", "MCU_SUPERSET_PASSWORD"
OURS = "программа"
_KEYS = {OURS: "ours", "pandas": "pandas", "SQLite": "sqlite", "PostgreSQL": "postgresql", "DuckDB": "duckdb",
         "Superset": "superset"}  # fmt: skip
"""Who answers → the beginning of its keys."""


def main() -> None:
    """Measure and print one table."""
    arguments = _arguments()
    figures = Figures()
    print(
        f"Ядер: {machine.cores()}; записей: {arguments.size}; шесть вопросов разом, новые фильтры, до последнего ответа"
    )
    with tempfile.TemporaryDirectory(prefix="mcu-peers-") as folder:
        settings = Settings(var=Path(folder), store_url=f"sqlite:///{Path(folder) / 'store.sqlite'}")
        with use(settings), scope.use(EVERYTHING):
            published(settings, arguments.size)
            _measure(Path(folder), arguments, figures)
    if arguments.json:
        figures.write(arguments.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description="Те же вопросы другим.")
    parser.add_argument("--size", type=int, default=1_000_000, help="сколько записей")
    parser.add_argument("--filters", type=int, default=20, help="сколько случайных фильтров")
    parser.add_argument("--superset", metavar="АДРЕС", help=f"http://…; вход — переменные {LOGIN} и {PASSWORD}")
    parser.add_argument(
        "--superset-database", type=int, metavar="НОМЕР", help="его соединение, в котором таблица facts"
    )
    parser.add_argument("--table", type=Path, metavar="ФАЙЛ", help="оставить таблицу facts (CSV) для Superset и выйти")
    parser.add_argument("--json", type=Path, metavar="ФАЙЛ", help="куда записать числа: ключи — docs/performance.md")
    told = parser.parse_args()
    if told.superset and not (told.superset_database and os.environ.get(LOGIN) and os.environ.get(PASSWORD)):
        parser.error(f"Superset спрашивают по имени: задайте {LOGIN}, {PASSWORD} и --superset-database.")
    return told


def _measure(folder: Path, arguments: argparse.Namespace, figures: Figures) -> None:
    plain = table(open_snapshot())
    if arguments.table:
        plain.to_csv(arguments.table, index=False)
        return
    filters = [*random_filters(arguments.filters), *[Filters(period="all")] * 3]
    expected = [_ours(one) for one in filters]
    known = _add(figures, OURS, six.times(filters), None)
    engines = {name: partial(engine, plain, folder) for name, engine in ENGINES.items()}
    if arguments.superset:
        address = Address(arguments.superset, os.environ[LOGIN], os.environ[PASSWORD], arguments.superset_database)
        engines["Superset"] = partial(of_superset, address)
    else:
        print("  Superset не спрошен: задайте его адрес, --superset http://… (docs/performance.md).")
    for name, opened in engines.items():
        with opened() as engine:
            _add(figures, name, _times(name, engine, filters, expected), known)


def _ours(filters: Filters) -> list[list[int]]:
    """What others have to answer: `Question.counts` of each question."""
    found = []
    for metrics, by in six.QUESTIONS.values():
        frame = query(metrics, [by], filters, EVERYTHING)
        found.append(sorted(int(n) for n in frame["due" if by == "month" else "records"].fillna(0) if n))
    return found


def _times(name: str, engine: Engine, filters: list[Filters], expected: list[list[list[int]]]) -> np.ndarray:
    """Rows of milliseconds by the clock and of this process's processor, by filter. InputError for another number."""
    snapshot, made = open_snapshot(), []
    with ThreadPoolExecutor(len(six.QUESTIONS)) as threads:
        for one, right in zip(filters, expected, strict=True):
            questions = asked(one, snapshot)
            spent, frames = _at_once(threads, engine, questions)
            made.append(spent)
            if (told := [q.counts(frame) for q, frame in zip(questions, frames, strict=True)]) != right:
                wrong = next(q.name for q, a, b in zip(questions, told, right, strict=True) if a != b)
                raise InputError(f"{name}: «{wrong}» — другие числа, чем у программы. Сравнивать скорость нельзя.")
    return np.array(made)


def _at_once(
    threads: ThreadPoolExecutor, engine: Engine, questions: list[Question]
) -> tuple[tuple[float, float], list[pd.DataFrame]]:
    started, busy = time.perf_counter(), time.process_time()
    answers = [threads.submit(copy_context().run, engine, one) for one in questions]
    frames = [answer.result() for answer in answers]
    return ((time.perf_counter() - started) * 1000, (time.process_time() - busy) * 1000), frames


def _add(figures: Figures, name: str, spent: np.ndarray, ours: float | None) -> float:
    """The figures of one that answers; its 95 of 100. spent: the last three rows are without filters."""
    new, whole = spent[:-3, 0], spent[-3:, 0]
    median, p95, unfiltered = float(np.median(new)), float(np.percentile(new, 95)), float(np.median(whole))
    told = f"процессора {np.median(spent[:-3, 1]):.0f} мс; 95 из 100 — {p95:.0f} мс"
    told += f"; за всё время — {unfiltered:.0f} мс" + ("" if ours is None else f"; {p95 / ours:.1f} × мы")
    figures.add(f"{_KEYS[name]}_six_ms", median, name, "мс", told)
    figures.kept |= {f"{_KEYS[name]}_six_p95_ms": p95, f"{_KEYS[name]}_six_unfiltered_ms": unfiltered}
    if ours is not None:
        figures.kept[f"{_KEYS[name]}_six_p95_ratio"] = p95 / ours
    return p95


if __name__ == "__main__":
    main()
