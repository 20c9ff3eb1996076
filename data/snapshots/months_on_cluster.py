"""The files of months written by the workers of a cluster, each month by one of them.

Terms are the same functions of numpy as in one process. Workers see one state of the store, that of the publisher's own
transaction, whatever is imported meanwhile; so the store is PostgreSQL, and its address and the folder of snapshots are
the same on every host. A worker that dies is replaced by the cluster and its months are written again: a file's name is
of its content, so writing twice makes one file.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from data import cluster, store
from data.errors import EngineError
from data.settings import AccessSettings, Settings
from data.snapshots import Tally, files, grounds, month_files
from data.snapshots.month_files import MonthFile

if TYPE_CHECKING:
    import pyarrow

WORTH_SENDING = 12
"""So many months at least are worth the way to a cluster; fewer, an import as a rule, are written here."""
ANOTHER_VERSION = "На рабочем кластера другая версия программы: поставьте ту же, что у публикующего."
_ANSWER = "month int, name string, tally string"


def serves(connection: sa.Connection, settings: Settings, months: Sequence[int]) -> bool:
    """Whether a cluster is named that can read the store, and there is enough to write."""
    is_shared = connection.dialect.name == "postgresql"
    return bool(settings.engine) and is_shared and len(months) >= WORTH_SENDING


def write_all(
    connection: sa.Connection, settings: Settings, months: Sequence[int], form: str, basis: str
) -> Iterator[MonthFile]:
    """Write files of months, in no order. form, basis: version of the facts and digest of their grounds, which workers
    must share. EngineError when the cluster does not write them.
    """
    import pyarrow

    state = str(connection.execute(sa.text("SELECT pg_export_snapshot()")).scalar_one())
    bare = replace(settings, access=AccessSettings(), mail=None, engine="")  # no password but the store's leaves here
    asked = pyarrow.table({"month": pyarrow.array(months, pyarrow.int32())})
    with cluster.working(settings.engine) as session:
        # A month to a task: a worker that is done takes the next one.
        tasks = session.createDataFrame(asked).repartition(len(months), "month")
        answer = tasks.mapInArrow(partial(_write, bare, state, form, basis), _ANSWER).toArrow().to_pydict()
    for month, name, tally in zip(answer["month"], answer["name"], answer["tally"], strict=True):
        seen = (Tally(source, count, date.fromisoformat(day)) for source, count, day in json.loads(tally))
        yield MonthFile(month, name, tuple(seen))


def _write(
    settings: Settings, state: str, form: str, basis: str, batches: Iterator["pyarrow.RecordBatch"]
) -> Iterator["pyarrow.RecordBatch"]:
    """In a worker: write the months that it was given, and tell of them."""
    import pyarrow

    for batch in batches:
        made: list[dict[str, Any]] = []
        with store.reading(settings) as connection, files.writer() as writer:
            connection.execute(sa.text(f"SET TRANSACTION SNAPSHOT '{state}'"))
            told = grounds.read(connection, form)
            if told.basis != basis:
                raise EngineError(ANOTHER_VERSION)
            for month in batch.column("month").to_pylist():
                one = month_files.write(connection, writer, settings, month, told)
                listed = [(each.source_id, each.records, each.last_day.isoformat()) for each in one.tally]
                made.append({"month": month, "name": one.name, "tally": json.dumps(listed)})
        if made:
            schema = pyarrow.schema({"month": pyarrow.int32(), "name": pyarrow.string(), "tally": pyarrow.string()})
            yield pyarrow.RecordBatch.from_pylist(made, schema)
