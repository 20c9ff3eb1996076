"""`python -m bench [--sizes 10000,1000000] [--texts repeating,varied,replies] [--filters 60] [--searches 10]
[--only-search] [--only-load] [--store postgresql] [--file xlsx] [--no-browser] [--json FILE]`: load, publish, search,
screens, first load.

Every figure stands beside a reference that the same machine has done in the same run. What the keys of the JSON mean is
said in docs/performance.md.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb

from access import scope
from bench import first_load, loading, machine, pages, search, six, synthetic
from bench.figures import Figures
from data import publishing, store
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.store import territories
from etl.load import load
from geo import layers

T = TypeVar("T")


def main() -> None:
    """Measure every size and print one table."""
    arguments = _arguments()
    figures = Figures()
    print(f"Ядер: {machine.cores()}")
    figures.add("memory_gb_s", machine.memory_bandwidth(), "память: копирование массива", "ГБ/с")
    letters = machine.letters_a_second()
    figures.add("letters_a_second", letters, "эталон загрузки: письма на одном ядре", "в секунду")
    sizes = [int(part) for part in arguments.sizes.split(",")]
    for size, kind in ((size, kind) for size in sizes for kind in arguments.texts.split(",")):
        with tempfile.TemporaryDirectory(prefix="mcu-bench-") as folder:
            figures.prefix = f"{size}.{kind}."
            _measure(Path(folder), size, kind, arguments, figures, letters)
    if arguments.json:
        figures.write(arguments.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Измерить скорость программы.")
    parser.add_argument("--sizes", default="10000,1000000", help="числа записей через запятую")
    parser.add_argument(
        "--texts", default="repeating,varied", help=f"какие тексты, через запятую: {', '.join(synthetic.KINDS)}"
    )
    parser.add_argument("--filters", type=int, default=60, help="случайных фильтров на экран")
    parser.add_argument("--searches", type=int, default=10, help="слов каждого рода для поиска")
    parser.add_argument("--only-load", action="store_true", help="измерить одну загрузку")
    parser.add_argument(
        "--store", choices=(loading.SQLITE, loading.POSTGRESQL), default=loading.SQLITE, help="куда загружать"
    )
    parser.add_argument("--file", choices=(loading.CSV, loading.XLSX), default=loading.CSV, help="что загружать")
    parser.add_argument("--only-search", action="store_true", help="загрузить и измерить один поиск")
    parser.add_argument("--no-browser", action="store_true", help="не измерять первую загрузку в браузере")
    parser.add_argument("--json", type=Path, metavar="ФАЙЛ", help="куда записать числа: ключи — docs/performance.md")
    told = parser.parse_args()
    if unknown := set(told.texts.split(",")) - set(synthetic.KINDS):
        parser.error(f"--texts: нет такого рода текстов: {', '.join(sorted(unknown))}")
    if told.file == loading.XLSX and not told.only_load:
        parser.error("--file xlsx: измеряется только загрузка, добавьте --only-load")
    return told


def _measure(
    folder: Path, size: int, kind: str, arguments: argparse.Namespace, figures: Figures, letters: float
) -> None:
    file = loading.write_file(folder, size, kind, arguments.file)
    print(f"\nЗаписей: {size:,}".replace(",", " "), f"— {synthetic.KINDS[kind]}, {file.stat().st_size / 1e6:.0f} МБ")
    place = loading.store_in(folder, arguments.store)
    with place as url, use(Settings(folder, url)) as settings, scope.use(EVERYTHING):
        store.create(settings)
        layers.build(*territories.in_force(settings), settings.geo)
        loading.measure(file, size, settings, figures, letters)
        if arguments.only_load:
            return
        _search(arguments.searches, figures)
        if arguments.only_search:
            return
        _edit_one(folder, file, settings, figures)
        _screens(settings, arguments.filters, figures)
        if not arguments.no_browser:
            _browser(folder, figures)


def _search(count: int, figures: Figures) -> None:
    for (kind, period), (median, longest) in search.measure(count).items():
        key = f"search_{search.KEYS[kind]}_{search.PERIODS[period]}_ms"
        figures.add(key, median, f"поиск, {kind}, {period}", "мс", f"дольше всего {longest:.0f} мс")


def _edit_one(folder: Path, file: Path, settings: Settings, figures: Figures) -> None:
    """One record gets another status: the load and the publication that follow."""
    edited = folder / "edited.csv"
    with file.open(encoding="utf-8") as source:
        header, row = next(source), next(source)
    edited.write_text(header + row.replace("Закрыта", "Решено"), encoding="utf-8")
    spent, _ = _timed(lambda: load(edited, settings))
    figures.add("edit_load_ms", spent * 1000, "загрузка одной изменённой записи", "мс")
    spent, _ = _timed(lambda: publishing.publish(settings))
    figures.add("edit_publish_ms", spent * 1000, "срез после неё", "мс")


def _screens(settings: Settings, filters: int, figures: Figures) -> None:
    manifest = publishing.publish(settings)
    files = [str(settings.snapshots / "months" / name) for name in manifest.months.values()]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE f AS SELECT * FROM read_parquet(?)", [files])
        columns = ("record_id", "received_day", "place_id", "topic_id", "due_day", "resolved_day")
        scan = f"SELECT {', '.join(f'sum({name})' for name in columns)} FROM f"
        reference = min(_timed(lambda: connection.execute(scan).fetchall())[0] for _ in range(5)) * 1000
    figures.add("scan_ms", reference, "эталон: один проход по шести столбцам", "мс")
    _six(filters, figures, reference)
    by_tiles = by_duckdb = 0
    for name, spent in pages.measure(filters).items():
        told = f"вопросов {spent.asked}; плитки ответили {spent.by_tiles}, DuckDB {spent.by_duckdb}"
        figures.add(f"screen_{name}_ms", spent.median, f"экран {name}: запросы", "мс", told)
        told = f"процессора {spent.cpu_median:.0f}, 95 из 100 не больше {spent.cpu_p95:.0f} мс"
        figures.add(f"screen_{name}_p95_ms", spent.p95, "  95 из 100 не дольше", "мс", told, reference=reference)
        figures.kept |= {f"{figures.prefix}screen_{name}_cpu_ms": round(spent.cpu_median, 1)}
        figures.kept |= {f"{figures.prefix}screen_{name}_cpu_p95_ms": round(spent.cpu_p95, 1)}
        for question, times in spent.of_duckdb.most_common():
            print(f"    DuckDB, {times} раз: {question}")
        by_tiles, by_duckdb = by_tiles + spent.by_tiles, by_duckdb + spent.by_duckdb
    share = 100 * by_tiles / max(by_tiles + by_duckdb, 1)
    figures.add("tiles_percent", share, "чисел двери, на которые ответили плитки", "%")


def _six(count: int, figures: Figures, reference: float) -> None:
    """Six questions at once by the API, by new filters."""
    spent = six.measure(count)
    for key, value, cpu, what in (
        ("six", spent.median, spent.cpu_median, "шесть вопросов разом, новые фильтры"),
        ("six_p95", spent.p95, spent.cpu_p95, "  95 из 100 не дольше"),
        ("six_unfiltered", spent.unfiltered, spent.cpu_unfiltered, "  за всё время без фильтров"),
    ):
        figures.add(f"{key}_ms", value, what, "мс", f"процессора {cpu:.0f} мс", reference=reference)
        figures.kept[f"{figures.prefix}{key}_cpu_ms"] = round(cpu, 1)


def _browser(folder: Path, figures: Figures) -> None:
    found = first_load.measure(folder)
    if found is None:
        print("  первая загрузка не измерена: нет Chromium или playwright, выполните make test")
        return
    for key, what in (("cold", "первая загрузка"), ("warm", "повторная загрузка")):
        told = f"{found[f'{key}_kb']:,.0f} КБ, запросов {found[f'{key}_requests']:.0f}".replace(",", " ", 1)
        figures.add(f"first_{key}_s", found[f"{key}_s"], what, "с", told)
        for of in ("kb", "requests"):
            figures.kept[f"{figures.prefix}first_{key}_{of}"] = round(found[f"{key}_{of}"], 1)


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    made = call()
    return time.perf_counter() - started, made


if __name__ == "__main__":
    main()
