"""`python -m bench.peers [--size 1000000] [--filters 20] [--json FILE] [--superset ADDRESS --superset-database ID]`.

The six questions of `bench.six` asked of us and of others, at once, by the same new filters in turn; every answer of
another is held against ours. What the keys of the JSON mean is said in docs/performance.md.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from access import scope
from bench import loading, machine, six
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
Spent = tuple[float, float]
"""Milliseconds by the clock and of processors."""
_WHOLE = 3
"""How often all time is asked for without filters."""
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
    parser.add_argument(
        "--superset-process", type=int, metavar="НОМЕР", help="его главный процесс на этой машине: считать и процессор"
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
    filters = [*random_filters(arguments.filters), *[Filters(period="all")] * _WHOLE]
    opened = {name: partial(engine, plain, folder) for name, engine in ENGINES.items()}
    beside = {"PostgreSQL": loading.postgres_seconds}
    if arguments.superset:
        address = Address(arguments.superset, os.environ[LOGIN], os.environ[PASSWORD], arguments.superset_database)
        opened["Superset"] = partial(of_superset, address)
        if arguments.superset_process:
            beside["Superset"] = partial(machine.seconds_of, arguments.superset_process)
    else:
        print("  Superset не спрошен: задайте его адрес, --superset http://… (docs/performance.md).")
    spent: dict[str, list[Spent]] = {OURS: [], **{name: [] for name in opened}}
    with ExitStack() as stack, six.asking() as ours:
        engines = {name: stack.enter_context(one()) for name, one in opened.items()}
        for engine in engines.values():
            engine(asked(Filters(period="26w"), open_snapshot())[0])  # what every first question pays, ours too
        # All by one filter, then all by the next: whatever else the machine does, it does to all of them.
        for number, one in enumerate(filters, start=1):
            spent[OURS].append(ours(one))
            expected = counted_here(one)
            for name, engine in engines.items():
                spent[name].append(compared(name, engine, one, expected, beside.get(name, _nobody)))
            print(f"    … {number} из {len(filters)} фильтров", flush=True)
    for name, times in spent.items():
        _add(figures, name, np.array(times), np.array(spent[OURS]))


def _nobody() -> float:
    return 0.0


def counted_here(filters: Filters) -> list[list[int]]:
    """What others have to answer: `Question.counts` of each question."""
    found = []
    for metrics, by in six.QUESTIONS.values():
        frame = query(metrics, [by], filters, EVERYTHING)
        found.append(sorted(int(n) for n in frame["due" if by == "month" else "records"].fillna(0) if n))
    return found


def compared(
    name: str, engine: Engine, filters: Filters, expected: list[list[int]], beside: Callable[[], float] = _nobody
) -> Spent:
    """Milliseconds by the clock and of processors, beside this process's those that `beside` tells of, until the last
    of six answers. InputError for another number than ours.
    """
    questions = asked(filters, open_snapshot())
    started, busy = time.perf_counter(), time.process_time() + beside()
    frames = _at_once(engine, questions)
    spent = (time.perf_counter() - started) * 1000, (time.process_time() + beside() - busy) * 1000
    if (told := [q.counts(frame) for q, frame in zip(questions, frames, strict=True)]) != expected:
        wrong = next(q.name for q, a, b in zip(questions, told, expected, strict=True) if a != b)
        raise InputError(f"{name}: «{wrong}» — другие числа, чем у программы. Сравнивать скорость нельзя.")
    return spent


def _at_once(engine: Engine, questions: list[Question]) -> list[pd.DataFrame]:
    with ThreadPoolExecutor(len(questions)) as threads:
        answers = [threads.submit(copy_context().run, engine, one) for one in questions]
        return [answer.result() for answer in answers]


def _add(figures: Figures, name: str, spent: npt.NDArray[np.float64], ours: npt.NDArray[np.float64]) -> None:
    """The figures of one that answers, and how many times ours they are. The last rows of both are without filters."""
    new, whole = spent[:-_WHOLE], spent[-_WHOLE:]
    median, cpu, p95 = (float(one) for one in (np.median(new[:, 0]), np.mean(new[:, 1]), np.percentile(new[:, 0], 95)))
    unfiltered, key = float(np.median(whole[:, 0])), _KEYS[name]
    ratio = float(np.median(new[:, 0] / ours[:-_WHOLE, 0]))
    told = f"процессора в среднем {cpu:.0f} мс; 95 из 100 — {p95:.0f}; за всё время — {unfiltered:.0f}"
    figures.add(f"{key}_six_ms", float(median), name, "мс", told if name == OURS else f"{ratio:.1f} × мы; {told}")
    kept: dict[str, float] = {"p95_ms": p95, "unfiltered_ms": unfiltered, "cpu_ms": cpu}
    if name != OURS:
        kept |= {
            "ratio": ratio,
            "p95_ratio": p95 / float(np.percentile(ours[:-_WHOLE, 0], 95)),
            "cpu_ratio": cpu / float(np.mean(ours[:-_WHOLE, 1])),
        }
    figures.kept |= {f"{key}_six_{what}": round(float(value), 2) for what, value in kept.items()}


if __name__ == "__main__":
    main()
