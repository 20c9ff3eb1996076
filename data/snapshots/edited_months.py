"""Files of months of which only a few records have changed: the others' rows are those of the file before.

A file is the same byte for byte as of the whole month, or the month is left to be written whole: where records have
come, gone or moved to other days or sources, where many have changed, and where the file before is damaged.
"""

from collections.abc import Collection, Iterable, Sequence

import duckdb
import pandas as pd
import sqlalchemy as sa

from data.settings import Settings
from data.snapshots import Manifest, apart, facts, files, freshness
from data.snapshots.grounds import Grounds
from data.snapshots.month_files import MonthFile
from data.store import bulk
from data.store.tables import records

MOST = 400
"""Records of a month, above which it is written whole."""
_PLACE = ["record_id", "received_day", "source_id"]
"""Whatever of a record decides about rows of others of its month (`data.snapshots.apart`), and where its own stand."""


def write_all(
    connection: sa.Connection,
    settings: Settings,
    months: Iterable[int],
    grounds: Grounds,
    last: Manifest,
    ids: Collection[int],
) -> list[MonthFile]:
    """Write those months that can be, on the files of the last snapshot; ids: all records that have changed."""
    received = _received(connection, ids)
    with files.writer() as writer:
        asked = ((month, [one for one, when in received.items() if when == month]) for month in months)
        made = [_write(connection, writer, settings, month, grounds, last, own, ids) for month, own in asked]
    return [one for one in made if one]


def _received(connection: sa.Connection, ids: Collection[int]) -> dict[int, int]:
    """Record → month of receipt; without those that are gone."""
    r = records.c
    found: dict[int, int] = {}
    for part in bulk.parts(sorted(ids)):
        rows = connection.execute(sa.select(r.record_id, r.received_month).where(r.record_id.in_(part)))
        found.update((one, month) for one, month in rows)
    return found


def _write(
    connection: sa.Connection,
    writer: duckdb.DuckDBPyConnection,
    settings: Settings,
    month: int,
    grounds: Grounds,
    last: Manifest,
    own: Sequence[int],
    ids: Collection[int],
) -> MonthFile | None:
    """own: of the records that have changed those of this month."""
    folder, name = settings.snapshots / "months", last.months.get(month)
    if name is None or len(own) > MOST or files.sum_of(folder / name) != last.files[f"months/{name}"]:
        return None
    former = files.read_frame(writer, folder / name)
    is_touched = former["record_id"].isin(list(ids))
    late = former.loc[is_touched & (former["apart"] == apart.LATE), "record_id"].tolist()
    made = grounds.of_month(connection, month, settings.time_zone, facts.Part(own, late))
    if not _stand_alike(former[is_touched], made):
        return None
    frame = facts.in_order(pd.concat([former[~is_touched], made], ignore_index=True)).reset_index(drop=True)
    name = files.write_frame(writer, folder, frame, f"{month}-")
    return MonthFile(month, name, freshness.tally(connection, month, settings))


def _stand_alike(former: pd.DataFrame, made: pd.DataFrame) -> bool:
    """Whether both are of the same records, received on the same days from the same sources."""
    if former["received_day"].isna().any() or made["received_day"].isna().any():
        return False
    before, now = (set(frame[_PLACE].itertuples(index=False, name=None)) for frame in (former, made))
    return before == now
