"""`python -m bench.cluster_times [--rows N]`: months written and questions answered by a cluster of this machine.

The records are loaded into a PostgreSQL store of the caller's (MCU_STORE_URL), which must be empty.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench import cluster, machine, synthetic
from data import settings as settings_module
from data import store
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots.publish import publish
from etl.load import load

_QUESTIONS: tuple[tuple[str, ...], ...] = ((), ("place", "topic"), ("recipient",), ("month", "channel"))
_METRICS = ("records", "on_time_share", "overdue_now", "resolution_median_days")


def measure(rows: int) -> None:
    """Load, then publish and ask with one process, with one worker and with two; prints a line each."""
    given = settings_module.load()
    if not given.store_url.startswith("postgres"):
        sys.exit("Рабочие кластера читают хранилище по сети: задайте MCU_STORE_URL пустой базы PostgreSQL.")
    with tempfile.TemporaryDirectory(prefix="mcu-cluster-") as folder:
        own = replace(given, var=Path(folder))
        with use(own):
            store.create(own)
            file = own.var / "rows.csv"
            synthetic.write(file, rows)
            load(file, own)
            print(f"Записей {rows}, ядер {machine.cores()}, память {machine.memory_bandwidth():.1f} ГБ/с")
            _told("один процесс, DuckDB", replace(own, engine=""), own.var / "here")
            address = cluster.start()
            cluster.kill("worker2")
            _told("кластер, один рабочий", replace(own, engine=address), own.var / "one")
            cluster.start_worker("worker2")
            time.sleep(15)  # it registers and takes an executor
            _told("кластер, двое рабочих", replace(own, engine=address), own.var / "two")


def _told(name: str, own: Settings, var: Path) -> None:
    with use(replace(own, var=var)) as settings:
        took = _seconds(lambda: publish(settings, everything=True))
        asked = [_seconds(partial(query, _METRICS, by, Filters(period="52w"), EVERYTHING)) for by in _QUESTIONS]
    print(f"{name}: срез {took:.1f} с; вопросы {', '.join(f'{one:.2f}' for one in asked)} с")


def _seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def main() -> None:
    """Measure with the asked number of rows."""
    parser = argparse.ArgumentParser(prog="python -m bench.cluster_times")
    parser.add_argument("--rows", type=int, default=100_000)
    measure(parser.parse_args().rows)


if __name__ == "__main__":
    main()
