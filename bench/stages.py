"""Where the time of a load goes: CPU seconds of every stage, its own without those inside it, all in one process but
for the reading of the file.

`python -m bench.stages [N] [--kind varied]` loads N made-up rows and prints the table of docs/performance.md.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from access import scope
from bench import synthetic
from data import publishing, store
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.store import bulk, territories
from data.store.search import index
from etl import identity, load, proposals, stored_records, touched
from etl.sources import chunks
from etl.structure import canonical, record, texts
from geo import layers

STAGES: tuple[tuple[str, Any, str], ...] = (
    ("разбор строк файла", chunks.ChunkReader, "tidy"),
    ("номера обращений", identity.ReadFile, "add"),
    ("вид строк и отпечатки", canonical, "plain"),
    ("вид строк и отпечатки", canonical, "letters"),
    ("места", record.Structurer, "_located"),
    ("темы и получатели по подписям", record.Structurer, "read"),
    ("маскирование", texts, "mask_all"),
    ("темы по тексту", texts, "suggest"),
    ("места", texts.PlacesOfTexts, "of"),
    ("остальное структурирование", record.Structurer, "rows_of"),
    ("чтение ответов", texts, "read_reply"),
    ("сверка с хранилищем", stored_records.StoredRecords, "of"),
    ("слова для поиска", texts, "words_of"),
    ("слова для поиска", index, "add_words"),
    ("запись в хранилище", bulk, "insert"),
    ("запись в хранилище", index, "_insert_once"),
    ("запись в хранилище", index, "_insert_texts"),
    ("месяцы, которых коснулась загрузка", touched.Touched, "months"),
)
"""Stage, and the function that does it: a module or a class, and the name in it."""


class _Clock:
    """CPU seconds by stage; a stage that runs inside another is taken out of it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._open: list[tuple[str, float]] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """All that happens inside belongs to a stage, but for the stages inside it."""
        self._stop()
        self._open.append((name, time.process_time()))
        try:
            yield
        finally:
            self._stop()
            self._open.pop()
            self._resume()

    def _stop(self) -> None:
        if self._open:
            name, since = self._open[-1]
            now = time.process_time()
            self.spent[name] += now - since
            self._open[-1] = name, now

    def _resume(self) -> None:
        if self._open:
            self._open[-1] = self._open[-1][0], time.process_time()

    def timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """A function as a stage."""

        @wraps(call)
        def run(*given: Any, **named: Any) -> Any:
            with self.stage(name):
                return call(*given, **named)

        return run


@contextmanager
def _timing(clock: _Clock) -> Iterator[None]:
    """Replace the functions of the stages, wherever a module of ours has taken them."""
    changed: list[tuple[Any, str, Any]] = []
    for stage, owner, name in STAGES:
        call = getattr(owner, name)
        timed = clock.timed(stage, call)
        owners = [owner, *(m for n, m in sys.modules.items() if n.startswith(("etl", "data")) and m is not owner)]
        changed += [(one, name, call) for one in owners if vars(one).get(name) is call]
        for one in owners:
            if vars(one).get(name) is call:
                setattr(one, name, timed)
    try:
        yield
    finally:
        for one, name, call in reversed(changed):
            setattr(one, name, call)


def measure(folder: Path, rows: int, kind: str) -> dict[str, float]:
    """Stage → CPU seconds of loading `rows` rows, finding proposals and publishing."""
    settings = Settings(folder, f"sqlite:///{folder / 'store.sqlite'}", workers=1)  # texts read here are seen by stage
    clock, file = _Clock(), folder / "bench.csv"
    synthetic.write(file, rows, kind=kind)
    with use(settings), scope.use(EVERYTHING):
        store.create(settings)
        layers.build(*territories.in_force(settings), settings.geo)
        before = os.times()
        with _timing(clock), clock.stage("прочее при загрузке"):
            load.load(file, settings)
        after = os.times()
        with clock.stage("предложения проблем"):
            proposals.refresh(settings)
        with clock.stage("срез"):
            publishing.publish(settings)
    children = after.children_user + after.children_system - before.children_user - before.children_system
    return {"дочерний процесс чтения": children} | dict(clock.spent)


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.stages", description="Куда уходит время загрузки.")
    parser.add_argument("rows", type=int, nargs="?", default=50_000)
    parser.add_argument("--kind", choices=synthetic.KINDS, default=synthetic.VARIED, help="какие тексты")
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="mcu-bench-") as folder:
        spent = measure(Path(folder), told.rows, told.kind)
    print(f"Строк: {told.rows}, {synthetic.KINDS[told.kind]}; секунды процессора и микросекунды на строку")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"| {name} | {seconds:.2f} | {seconds / told.rows * 1e6:.0f} |")
    print(f"| всего | {sum(spent.values()):.2f} | {sum(spent.values()) / told.rows * 1e6:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
