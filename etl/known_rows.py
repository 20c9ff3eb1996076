"""What the store knows of rows of files: their fingerprints, and the digest of all by which they are read."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from data.decisions import corrections
from data.settings import ROOT, Settings
from data.store import bulk, reference, tables
from data.store.tables import imports, records, row_fingerprints
from etl.structure.canonical import Letter
from etl.structure.chunk import Chunk

_READ_BY = (
    tables.channels, tables.kinds, tables.municipalities, tables.municipality_labels, tables.place_labels,
    tables.places, tables.recipient_labels, tables.recipients, tables.status_labels, tables.statuses,
    tables.topic_labels, tables.topics,
)  # fmt: skip
"""Tables that labels and addresses are looked up in."""


def basis(connection: sa.Connection, settings: Settings, source_code: str) -> bytes:
    """Digest of the program's reading and of all that it looks up; another one makes every row be read again."""
    digest = hashlib.sha256(_program(settings.district.tables).encode())
    for table in _READ_BY:
        rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns))
        digest.update(repr([tuple(row) for row in rows]).encode())
    said = sorted(corrections.recipients_said(connection, source_code))
    digest.update(repr((said, _layers(settings.geo))).encode())
    return digest.digest()


def _layers(folder: Path) -> bytes:
    """What names the map layers in force, by which points are placed; `geo.layers` is dear to import."""
    file = folder / "layers.json"
    return file.read_bytes() if file.exists() else b""


@cache
def _program(district: Path) -> str:
    """Digest of the modules that read files and of the tables that come with them. district: folder of its tables."""
    digest = hashlib.sha256()
    for folder, kind in ((ROOT / "etl", "**/*.py"), (reference.FOLDER, "*.csv"), (district, "*.csv")):
        for path in sorted(folder.glob(kind)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def stored(connection: sa.Connection, source_id: int) -> npt.NDArray[np.int64]:
    """Fingerprints of the records of a source, sorted."""
    f, r = row_fingerprints.c, records.c
    mine = sa.select(r.record_id).where(r.source_id == source_id)
    others = sa.select(r.record_id).where(r.source_id != source_id).limit(1)
    query = sa.select(f.fingerprint)
    if connection.execute(others).first() is not None:
        query = query.where(f.record_id.in_(mine))
    return np.sort(np.fromiter(connection.execute(query).scalars(), dtype=np.int64))


def latest_day(connection: sa.Connection, source_id: int, import_id: int) -> date | None:
    """The latest day of the imports of a source, but for one."""
    i = imports.c
    query = sa.select(sa.func.max(i.imported_on)).where(i.source_id == source_id, i.import_id != import_id)
    return connection.execute(query).scalar()


def are_met(connection: sa.Connection, source_id: int, numbers: Sequence[str], passed: Iterable[int]) -> bool:
    """Whether a record of these numbers has one of these fingerprints."""
    known = np.unique(np.fromiter(passed, dtype=np.int64))
    r, f = records.c, row_fingerprints.c
    query = sa.select(f.fingerprint).select_from(records.join(row_fingerprints, f.record_id == r.record_id))
    for part in bulk.parts(numbers):
        mine = query.where(r.source_id == source_id, r.external_id.in_(part))
        if np.isin(list(connection.execute(mine).scalars()), known).any():
            return True
    return False


class RowMemory:
    """Writes down by which fingerprints the rows of records are known when they come again."""

    def __init__(self, connection: sa.Connection, erased: Collection[str]) -> None:
        """erased: numbers of the records whose person is erased; their rows are read every time."""
        self._connection, self._erased = connection, erased

    def keep(self, chunk: Chunk, written: Iterable[tuple[Letter, int]], *, are_new: bool = False) -> None:
        """written: letters that the records with these ids now say. are_new: the records have just been made."""
        told = [(i, chunk.fingerprint(letter)) for letter, i in written if letter.external_id not in self._erased]
        rows = [(i, one) for i, one in told if one is not None]
        if not are_new:
            for part in bulk.parts([i for i, _ in rows]):
                self._connection.execute(sa.delete(row_fingerprints).where(row_fingerprints.c.record_id.in_(part)))
        bulk.insert(self._connection, row_fingerprints, ("record_id", "fingerprint"), rows)
