"""Months of tiles counted by the workers of a cluster, each month by one of them, with the functions of `build`.

A worker numbers members and cells for its month alone; who publishes takes its files over (`apart`). Workers write
beside the tiles, in the folder that all hosts see by the same path. A month that a dead worker had another one counts.
"""

import pickle
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from data import cluster
from data.errors import EngineError
from data.metrics.tiles import build, stored
from data.metrics.tiles.apart import Apart, Widths
from data.metrics.tiles.counting import Columns, Numbers
from data.metrics.tiles.reading import Reading
from data.settings import Settings
from data.snapshots import Manifest
from data.snapshots.months_on_cluster import ANOTHER_VERSION, WORTH_SENDING

if TYPE_CHECKING:
    import pyarrow

_FOLDER = ".apart"
Key = TypeVar("Key")
_ANSWER = "month int, told binary"


def make(settings: Settings, manifest: Manifest) -> int:
    """`build.build` with the months counted by the cluster of the settings, where one is named; how many were counted.

    EngineError when the cluster does not count them.
    """
    if not (settings.engine and settings.is_shared):
        return build.build(settings, manifest)
    own = settings.snapshots / stored.FOLDER / _FOLDER
    try:
        return build.build(settings, manifest, count=partial(_counted, settings, manifest))
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _counted(settings: Settings, manifest: Manifest, months: list[int]) -> Mapping[int, Apart]:
    import pyarrow

    if len(months) < WORTH_SENDING:
        return {}
    asked = pyarrow.table({"month": pyarrow.array(months, pyarrow.int32())})
    with cluster.working(settings.engine) as session:
        # A month to a task: a worker that is done takes the next one.
        count = partial(_count, settings.snapshots, manifest, stored.version())
        tasks = session.createDataFrame(asked).repartition(len(months), "month")
        answer = tasks.mapInArrow(count, _ANSWER).toArrow().to_pydict()
    told = zip(answer["month"], answer["told"], strict=True)
    return {month: pickle.loads(each) for month, each in told}  # noqa: S301  (of our own workers)


def _count(
    folder: Path, manifest: Manifest, version: str, batches: Iterator["pyarrow.RecordBatch"]
) -> Iterator["pyarrow.RecordBatch"]:
    """In a worker: count the months that it was given."""
    if stored.version() != version:
        raise EngineError(ANOTHER_VERSION)
    import pyarrow

    for batch in batches:
        for month in batch.column("month").to_pylist():
            told = pickle.dumps(count_month(folder, manifest, month))
            schema = pyarrow.schema({"month": pyarrow.int32(), "told": pyarrow.binary()})
            yield pyarrow.RecordBatch.from_pylist([{"month": month, "told": told}], schema)


def count_month(folder: Path, manifest: Manifest, month: int) -> Apart:
    """Count one month of a snapshot for itself, into a folder of its own."""
    own = folder / stored.FOLDER / _FOLDER / str(month)
    alone = replace(manifest, months={month: manifest.months[month]})
    made = _Alone(own, alone, everything=True, facts=folder)
    made.add(month)
    members = {axis: numbers.known for axis, numbers in made.axes.items()}
    return Apart(members, made.known, made.files, made.span_of(month))


class _Alone(build.Making):
    """Tiles of one month in the making, which remembers what each file has brought. known: cells of all cubes, also of
    those that had grown too large.
    """

    def __init__(self, folder: Path, manifest: Manifest, *, everything: bool, facts: Path) -> None:
        super().__init__(folder, manifest, everything=everything, facts=facts)
        self.files: dict[int, tuple[Path, Widths]] = {}
        self.known = {number: cells.known for number, cells in self.codes.items()}

    def count(self, path: Path, columns: Columns, reading: Reading) -> None:
        """As `Making.count`."""
        axes, codes = _widths(self.axes), _widths(self.codes)
        super().count(path, columns, reading)
        self.known |= {number: cells.known for number, cells in self.codes.items()}
        widths = Widths(
            {axis: (axes[axis], width) for axis, width in _widths(self.axes).items()},
            {number: (codes[number], width) for number, width in _widths(self.codes).items()},
        )
        self.files[reading.day] = path, widths


def _widths(numbers: Mapping[Key, Numbers]) -> dict[Key, int]:
    return {key: len(one.known) for key, one in numbers.items()}
