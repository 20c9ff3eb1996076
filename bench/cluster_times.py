"""`python -m bench.cluster_times [--rows N]`: months written and questions answered by a cluster of this machine.

The records are loaded into a PostgreSQL store of the caller's (MCU_STORE_URL), which must be empty.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from bench import cluster, machine, synthetic
from data import settings as settings_module
from data import store
from data.filters import Filters
from data.metrics import query
from data.metrics.tiles import on_cluster, stored
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import latest, read_manifest
from data.snapshots.publish import publish
from etl.load import load

_QUESTIONS: tuple[tuple[str, ...], ...] = ((), ("place", "topic"), ("recipient",), ("month", "channel"))
_ASKED = Filters(period="all", as_of=date(2026, 4, 16))
"""A day of the report that no tile tells of."""
_METRICS = ("records", "on_time_share", "overdue_now", "resolution_median_days")


def measure(rows: int) -> None:
    """Load, then publish and ask with one process, with one worker and with two; prints lines of each."""
    given = settings_module.load()
    if not given.store_url.startswith("postgres"):
        sys.exit("Рабочие кластера читают хранилище по сети: задайте MCU_STORE_URL пустой базы PostgreSQL.")
    with tempfile.TemporaryDirectory(prefix="mcu-cluster-") as folder:
        own = replace(given, var=Path(folder), workers=1)
        with use(own):
            store.create(own)
            file = own.var / "rows.csv"
            synthetic.write(file, rows)
            load(file, own)
            print(f"Записей {rows}, ядер {machine.cores()}, память {machine.memory_bandwidth():.1f} ГБ/с", flush=True)
            _told("один процесс, DuckDB", replace(own, engine=""), own.var / "here")
            address = cluster.start()
            cluster.kill("worker2")
            _told("кластер, один рабочий", replace(own, engine=address), own.var / "one")
            cluster.start_worker("worker2")
            time.sleep(15)  # it registers and takes an executor
            _told("кластер, двое рабочих", replace(own, engine=address), own.var / "two")


def _told(name: str, own: Settings, var: Path) -> None:
    with use(replace(own, var=var)) as settings:
        facts = _took(lambda: publish(settings, everything=True))
        manifest = read_manifest(settings.snapshots, latest(settings.snapshots) or 0)
        tiles = _took(lambda: on_cluster.make(settings, manifest))
        asked = [_took(partial(query, _METRICS, by, _ASKED, EVERYTHING)) for by in _QUESTIONS]
    told = f"факты {facts}; плитки {tiles}; вопросы {', '.join(map(str, asked))}"
    print(f"{name}: {told}; на диске: факты {_size(var, 'months')}, плитки {_size(var, stored.FOLDER)}", flush=True)


@dataclass(frozen=True)
class _Took:
    """Seconds by the clock, and of processors: of this process and of the cluster's."""

    clock: float
    here: float
    there: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} с (процессор здесь {self.here:.1f}, у кластера {self.there:.1f})"


def _took(call: Callable[[], object]) -> _Took:
    begun, here, there = time.perf_counter(), time.process_time(), cluster.cpu_seconds()
    call()
    return _Took(time.perf_counter() - begun, time.process_time() - here, cluster.cpu_seconds() - there)


def _size(var: Path, kind: str) -> str:
    size = sum(path.stat().st_size for path in (var / "snapshots" / kind).iterdir() if path.is_file())
    return f"{size / 1e6:.1f} МБ"


def main() -> None:
    """Measure with the asked number of rows."""
    parser = argparse.ArgumentParser(prog="python -m bench.cluster_times")
    parser.add_argument("--rows", type=int, default=100_000)
    measure(parser.parse_args().rows)


if __name__ == "__main__":
    main()
