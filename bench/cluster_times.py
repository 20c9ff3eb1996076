"""`python -m bench.cluster_times [--records 60000] [--store N] [--workers 0,1,2] [--facts 0,1,2] [--json FILE]`: months
written, tiles counted and questions answered by a cluster of this machine, up to 10⁷ records.

The store is a PostgreSQL server of its own, gone with the run. More records than `_LOADED` are copies made inside it
(`bench.store_copies`): facts are read of all of them, or of the first `--store`, whose facts are then multiplied
(`bench.facts`): tiles and questions are of all. What the keys of the JSON mean is said in docs/performance.md.
"""

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path

from bench import cluster, facts, loading, machine, store_copies, synthetic
from bench.cluster_clock import Took, clocked
from bench.figures import Figures
from data import settings as settings_module
from data import store
from data.filters import Filters
from data.metrics import query
from data.metrics.reader import open_snapshot
from data.metrics.tiles import on_cluster, stored
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import latest, read_manifest
from data.snapshots.publish import publish
from etl.load import load

MOST = 10_000_000
_LOADED = 50_000
"""Records that are loaded as people load them; the others are copies of theirs."""
_QUESTIONS: dict[str, tuple[str, ...]] = {
    "всё вместе": (), "место и тема": ("place", "topic"), "ответственный": ("recipient",),
    "месяц и канал": ("month", "channel"),
}  # fmt: skip
_ASKED = Filters(period="all", as_of=date(2026, 4, 16))
"""A day of the report that no tile tells of."""
_METRICS = ("records", "on_time_share", "overdue_now", "resolution_median_days")
_NAMES = ("без кластера: один процесс и DuckDB", "кластер, один рабочий", "кластер, двое рабочих")
"""By the number of workers."""


def main() -> None:
    """Fill a store, then measure each way in turn."""
    arguments, figures = _arguments(), Figures()
    with (
        tempfile.TemporaryDirectory(prefix="mcu-cluster-") as folder,
        loading.store_in(Path(folder), loading.POSTGRESQL) as url,
    ):
        own = replace(settings_module.load(url), var=Path(folder), workers=1)
        in_store = min(arguments.records, arguments.store)
        _fill(own, in_store)
        written: set[tuple[str, ...]] = set()
        for workers in arguments.workers:
            figures.prefix = f"{in_store}.{workers}."
            settings = replace(own, engine=_cluster_of(workers) if workers else "")
            print(f"{_NAMES[workers]} (очередь процессов {_queue():.0f})", flush=True)
            with use(settings):
                if workers in arguments.facts:
                    written.add(_write(settings, figures))
                    if len(written) > 1:
                        sys.exit("Факты, записанные кластером и без него, разные. Сравнивать скорость нельзя.")
                    if arguments.records > in_store:
                        facts.without_tiles(settings, arguments.records // in_store)
                figures.prefix = f"{arguments.records}.{workers}."
                _answer(settings, figures)
    if arguments.json:
        figures.write(arguments.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.cluster_times", description="Измерить кластер этой машины.")
    parser.add_argument("--records", type=int, default=60_000, help=f"сколько записей, до {MOST}")
    parser.add_argument(
        "--workers", type=_numbers, default="0,1,2", help="сколько рабочих, по очереди; 0 — без кластера"
    )
    parser.add_argument(
        "--facts", type=_numbers, default="0,1,2", help="у кого из них измерить и запись фактов; у первого — всегда"
    )
    parser.add_argument(
        "--store", type=int, default=MOST, help="сколько из них в хранилище; остальные — только факты, копии записанных"
    )
    parser.add_argument("--json", type=Path, metavar="ФАЙЛ", help="куда записать числа: ключи — docs/performance.md")
    told = parser.parse_args()
    if not (1 <= told.records <= MOST and told.store >= 1):
        parser.error(f"--records: от 1 до {MOST}, --store: не меньше 1")
    told.facts.append(told.workers[0])
    return told


def _numbers(told: str) -> list[int]:
    numbers = [int(one) for one in told.split(",")]
    if not set(numbers) <= set(range(len(_NAMES))):
        raise ValueError(told)
    return numbers


def _fill(own: Settings, count: int) -> None:
    """A store of so many records, or of somewhat fewer: each loaded one has as many copies."""
    times = -(-count // _LOADED)
    file = own.var / "rows.csv"
    print(f"Ядер {machine.cores()}, память {machine.memory_bandwidth():.1f} ГБ/с, очередь процессов {_queue():.0f}")
    with use(own):
        store.create(own)
        synthetic.write(file, count // times, kind=synthetic.VARIED)
        with clocked(f"загрузка {count // times} записей", lambda: "идёт"):
            load(file, own)
        if times > 1:
            copied = [0]
            with clocked(f"копии, каждой записи {times - 1}", lambda: f"{copied[0]} из {count // times}"):
                store_copies.multiply(own.store_url, times, partial(copied.__setitem__, 0))


def _write(settings: Settings, figures: Figures) -> tuple[str, ...]:
    """Write facts anew; the names of their files, which are of their content."""
    shutil.rmtree(settings.snapshots, ignore_errors=True)
    with clocked("факты", lambda: f"месяцев {_files(settings, 'months', '*.parquet')}") as took:
        manifest = publish(settings, everything=True)
    _keep(figures, "facts", took)
    return tuple(manifest.months.values())


def _answer(settings: Settings, figures: Figures) -> None:
    """Count the tiles of the newest facts anew, and ask."""
    shutil.rmtree(settings.snapshots / stored.FOLDER, ignore_errors=True)
    manifest = read_manifest(settings.snapshots, latest(settings.snapshots) or 0)
    with clocked("плитки", lambda: f"файлов {_files(settings, stored.FOLDER, '**/*.tiles')}") as took:
        on_cluster.make(settings, manifest)
    _keep(figures, "tiles", took)
    _ask(figures)
    months = sum((settings.snapshots / "months" / name).stat().st_size for name in manifest.months.values())
    tiles = sum(path.stat().st_size for path in (settings.snapshots / stored.FOLDER).glob("*.*"))
    figures.kept |= {f"{figures.prefix}facts_mb": months / 1e6, f"{figures.prefix}tiles_mb": tiles / 1e6}
    print(f"  на диске: факты {months / 1e6:.1f} МБ, плитки {tiles / 1e6:.1f} МБ", flush=True)


def _cluster_of(workers: int) -> str:
    """The address of the cluster with so many workers."""
    address = cluster.start()
    for name in cluster.WORKERS[workers:]:
        cluster.kill(name)
    cluster.wait_for_workers(workers)
    return address


def _ask(figures: Figures) -> None:
    with clocked("открыть срез", lambda: "идёт"):
        snapshot = open_snapshot()
        snapshot.forget()
        _ = snapshot.has_multi, snapshot.has_checks, snapshot.lags
    for name, by in _QUESTIONS.items():
        with clocked(f"вопрос «{name}»", lambda: "идёт") as took:
            query(_METRICS, by, _ASKED, EVERYTHING)
        _keep(figures, f"question_{'_'.join(by) or 'all'}", took)


def _keep(figures: Figures, what: str, took: Took) -> None:
    for name, value in asdict(took).items():
        figures.kept[f"{figures.prefix}{what}_{name}"] = round(value, 2)


def _queue() -> float:
    """How many processes have wanted a core, over the last minute."""
    return os.getloadavg()[0]


def _files(settings: Settings, kind: str, names: str) -> int:
    return len(list((settings.snapshots / kind).glob(names)))


if __name__ == "__main__":
    main()
