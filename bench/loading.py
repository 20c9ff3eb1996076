"""The load end to end — a file from its first byte to a published snapshot, then the same file again —, of CSV or of a
workbook, into SQLite or into a PostgreSQL server of its own; its peak of memory.
"""

import csv
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook

from bench import machine, synthetic
from bench.figures import Figures
from bench.first_load import memory_mb
from data import publishing
from data.settings import Settings
from etl import proposals
from etl.load import load
from tests.postgres import FOLDER_VARIABLE, Watchdog, shared_cluster

SQLITE, POSTGRESQL = "sqlite", "postgresql"
CSV, XLSX = "csv", "xlsx"
_PAUSE = 1.0
"""Seconds between two looks at the memory of all processes."""


@contextmanager
def store_in(folder: Path, kind: str) -> Iterator[str]:
    """Address of an empty store; of PostgreSQL on a server that ends with it."""
    if kind == SQLITE:
        yield f"sqlite:///{folder / 'store.sqlite'}"
        return
    watchdog = Watchdog()
    os.environ[FOLDER_VARIABLE] = str(watchdog.folder)
    try:
        with shared_cluster().database() as url:
            yield url
    finally:
        watchdog.close()


def postgres_seconds() -> float:
    """Seconds of processors that the server of this run has used so far; its processes leave our session."""
    told = (Path(os.environ[FOLDER_VARIABLE]) / "data" / "postmaster.pid").read_text(encoding="ascii")
    return machine.seconds_of(int(told.split()[0]))


def write_file(folder: Path, rows: int, kind: str, form: str) -> Path:
    """A made-up export. kind: of `synthetic.KINDS`; form: CSV or XLSX."""
    text = folder / "bench.csv"
    synthetic.write(text, rows, kind=kind)
    if form == CSV:
        return text
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Сообщения")
    with text.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            sheet.append(row)
    book.save(folder / "bench.xlsx")
    return folder / "bench.xlsx"


def measure(file: Path, size: int, settings: Settings, figures: Figures, letters: float) -> None:
    """Load, proposals, snapshot and the same file again, each beside the reference; then the peak of all processes.

    letters: what one core does of the reference work (`machine.letters_a_second`).
    """

    def rate(key: str, what: str, call: Callable[[], object]) -> tuple[float, float]:
        started, busy = time.perf_counter(), _cpu()
        call()
        spent, cpu = time.perf_counter() - started, (_cpu() - busy) / size * 1e6
        figures.add(key, size / spent, what, "строк/с", f"{cpu:.0f} мкс процессора на строку", reference=letters)
        figures.kept[f"{figures.prefix}{key}_cpu_us"] = round(cpu, 1)
        return spent, cpu

    with _peak() as peak:
        made = [
            rate("load_rows_s", "загрузка", lambda: load(file, settings)),
            rate("proposals_rows_s", "предложения проблем", lambda: proposals.refresh(settings)),
            rate("publish_rows_s", "полный срез", lambda: publishing.publish(settings)),
        ]
        spent, cpu = map(sum, zip(*made, strict=True))
        told = f"{cpu:.0f} мкс процессора на строку"
        figures.add("end_to_end_rows_s", size / spent, "от файла до среза", "строк/с", told, reference=letters)
        figures.kept[f"{figures.prefix}end_to_end_cpu_us"] = round(cpu, 1)
        rate("reload_rows_s", "тот же файл снова", lambda: load(file, settings))
    figures.add("load_peak_mb", max(peak), "больше всего памяти всех процессов (PSS)", "МБ")


def _cpu() -> float:
    """CPU seconds of this process and of its children that have ended; of a PostgreSQL server nothing."""
    return sum(os.times()[:4])


@contextmanager
def _peak() -> Iterator[list[float]]:
    """Megabytes of this process and its children, again and again."""
    seen, ended = [memory_mb(os.getpid())], threading.Event()

    def look() -> None:
        while not ended.wait(_PAUSE):
            try:
                seen.append(memory_mb(os.getpid()))
            except (OSError, IndexError):
                """A process has ended while it was looked at."""

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()
