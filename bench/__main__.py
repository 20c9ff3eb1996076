"""`python -m bench [--sizes 10000,1000000] [--filters 60] [--searches 10] [--only-search] [--no-browser]`: load,
publish, search, screens, first load.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb

from access import scope
from bench import first_load, machine, pages, search, synthetic
from data import store
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from data.store import territories
from etl.load import load
from geo import layers

T = TypeVar("T")


def main() -> None:
    """Measure every size and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Измерить скорость программы.")
    parser.add_argument("--sizes", default="10000,1000000", help="числа записей через запятую")
    parser.add_argument("--filters", type=int, default=60, help="случайных фильтров на экран")
    parser.add_argument("--searches", type=int, default=10, help="слов каждого рода для поиска")
    parser.add_argument("--only-search", action="store_true", help="загрузить и измерить один поиск")
    parser.add_argument("--no-browser", action="store_true", help="не измерять первую загрузку в браузере")
    arguments = parser.parse_args()
    print(f"Ядер: {machine.cores()}, память: {machine.memory_bandwidth():.1f} ГБ/с (копирование массива)")
    for size in (int(part) for part in arguments.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="mcu-bench-") as folder:
            _measure(Path(folder), size, arguments)


def _measure(folder: Path, size: int, arguments: argparse.Namespace) -> None:
    settings = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    file = folder / "bench.csv"
    synthetic.write(file, size)
    print(f"\nЗаписей: {size:,}".replace(",", " "), f"— файл {file.stat().st_size / 1e6:.0f} МБ")
    with use(settings), scope.use(EVERYTHING):
        store.create(settings)
        layers.build(*territories.in_force(settings), settings.geo)
        spent, report = _timed(lambda: load(file, settings))
        _line("загрузка", f"{spent:.1f} с", f"{report.rows_in / spent:,.0f} строк/с".replace(",", " "))
        spent, manifest = _timed(lambda: publish.publish(settings))
        _line("полный срез", f"{spent:.1f} с", f"{manifest.records / spent:,.0f} записей/с".replace(",", " "))
        _search(arguments.searches)
        if arguments.only_search:
            return
        _edit_one(folder, file, settings)
        _screens(settings, arguments.filters)
        if not arguments.no_browser:
            _browser(folder)


def _search(count: int) -> None:
    for (kind, period), (median, longest) in search.measure(count).items():
        _line(f"поиск, {kind}, {period}", f"{median:.0f} мс, дольше всего {longest:.0f} мс", "")


def _edit_one(folder: Path, file: Path, settings: Settings) -> None:
    """One record gets another status: the load and the publication that follow."""
    edited = folder / "edited.csv"
    with file.open(encoding="utf-8") as source:
        header, row = next(source), next(source)
    edited.write_text(header + row.replace("Закрыта", "Решено"), encoding="utf-8")
    spent, _ = _timed(lambda: load(edited, settings))
    _line("загрузка одной изменённой записи", f"{spent:.2f} с", "")
    spent, _ = _timed(lambda: publish.publish(settings))
    _line("срез после неё", f"{spent:.2f} с", "")


def _screens(settings: Settings, filters: int) -> None:
    manifest = publish.publish(settings)
    files = [str(settings.snapshots / "months" / name) for name in manifest.months.values()]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE f AS SELECT * FROM read_parquet(?)", [files])
        columns = ("record_id", "received_day", "place_id", "topic_id", "due_day", "resolved_day")
        scan = f"SELECT {', '.join(f'sum({name})' for name in columns)} FROM f"
        reference = min(_timed(lambda: connection.execute(scan).fetchall())[0] for _ in range(5)) * 1000
    _line("эталон: один проход по шести столбцам", f"{reference:.1f} мс", "")
    for name, (median, p95, asked) in pages.measure(filters).items():
        ratio = f"p95 = {p95 / reference:.0f} × эталон, вопросов {asked}"
        _line(f"экран {name}: запросы", f"{median:.0f} мс, p95 {p95:.0f} мс", ratio)


def _browser(folder: Path) -> None:
    found = first_load.measure(folder)
    if found is None:
        _line("первая загрузка", "не измерена", "нет Chromium или playwright: выполните make test")
        return
    _line("первая загрузка", f"{found['cold_s']:.2f} с", f"{found['cold_kb']:,.0f} КБ".replace(",", " "))
    _line("повторная загрузка", f"{found['warm_s']:.2f} с", f"{found['warm_kb']:,.0f} КБ".replace(",", " "))


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    made = call()
    return time.perf_counter() - started, made


def _line(what: str, value: str, more: str) -> None:
    width = shutil.get_terminal_size((110, 20)).columns
    print(f"  {what:<42} {value:>24}   {more}"[:width])


if __name__ == "__main__":
    main()
