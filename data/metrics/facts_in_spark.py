"""The tables of an open snapshot in Apache Spark: the files lie in a folder that every worker sees by the same path."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data import cluster
from data.metrics import cell_keys, tables

_MURMUR = np.uint64(0xD6E8FEB86659FD93)


class FactsInSpark:
    """Views over the files of a snapshot in a session of its own: one open snapshot, one session.

    address: «sc://host:port». months, calendar, day, stored: as in `data.metrics.facts_in_duckdb`. EngineError when the
    cluster does not answer or cannot read a file.
    """

    def __init__(self, address: str, months: Sequence[str], calendar: str, day: int) -> None:
        self._address = address
        with cluster.told(address):
            self._session = cluster.session(address)
            self._session.udf.register("record_key", _record_key())
            self._view("stored_calendar", self._session.read.parquet(calendar))
            self._view("calendar", self._session.sql(tables.CALENDAR))
            empty = "SELECT 1 WHERE FALSE"
            stored = self._session.read.parquet(*months) if months else self._session.sql(empty)
            self.stored = frozenset(stored.columns) if months else frozenset()
            self._view("stored_facts", stored)
            self._view("facts", self._session.sql(tables.facts_of(self.stored, day)))

    def _view(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(name)

    def cursor(self) -> "Cursor":
        """What asks one statement after another."""
        return Cursor(self._session, self._address)

    def hold(self, name: str, keys: Any) -> None:
        """Make a view with the column `key` of these numbers."""
        import pyarrow

        with cluster.told(self._address):
            if len(keys):
                made = self._session.createDataFrame(pyarrow.table({"key": np.asarray(keys, dtype=np.int64)}))
            else:  # of no rows the client makes no frame
                made = self._session.sql("SELECT CAST(0 AS BIGINT) AS key WHERE FALSE")
            self._view(name, made)

    def part(self, name: str, condition: str) -> str:
        """The name of all facts: a cluster keeps no table for every question."""
        return "facts"

    def drop(self, name: str) -> None:
        """Let such a view go."""
        with cluster.told(self._address):
            self._session.catalog.dropTempView(name)


class Cursor:
    """Asks statements and gives their answers in the shapes that DuckDB's cursor gives them."""

    def __init__(self, session: Any, address: str) -> None:
        self._session, self._address = session, address
        self._answer: Any = None

    def execute(self, statement: str) -> "Cursor":
        """Ask a statement; EngineError when the cluster does not answer it."""
        with cluster.answering(self._session, self._address):
            self._answer = self._session.sql(statement).toArrow()
        return self

    def fetchnumpy(self) -> dict[str, Any]:
        """Columns by name; those with missing values are masked arrays."""
        return {name: _values(self._answer.column(name)) for name in self._answer.column_names}

    def df(self) -> pd.DataFrame:
        """The answer as a frame; whole numbers with missing ones among them become floats."""
        return pd.DataFrame({name: _series(values) for name, values in self.fetchnumpy().items()})

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows."""
        return list(zip(*(column.to_pylist() for column in self._answer.columns), strict=True))

    def fetchone(self) -> tuple[Any, ...] | None:
        """The first row."""
        return next(iter(self.fetchall()), None)


def _values(column: Any) -> Any:
    import pyarrow

    whole = column.combine_chunks()
    if pyarrow.types.is_decimal(whole.type):
        whole = whole.cast(pyarrow.float64())
    if not whole.null_count:
        return whole.to_numpy(zero_copy_only=False)
    blank = False if pyarrow.types.is_boolean(whole.type) else 0
    missing = whole.is_null().to_numpy(zero_copy_only=False)
    return np.ma.MaskedArray(whole.fill_null(blank).to_numpy(zero_copy_only=False), missing)


def _series(values: Any) -> Any:
    """Values of one column of a frame."""
    if not isinstance(values, np.ma.MaskedArray):
        return values
    missing = np.ma.getmaskarray(values)
    if values.dtype == bool:
        return pd.Series(values.data.astype(object)).mask(missing, None)
    return np.where(missing, np.nan, values.data.astype(np.float64))


def _record_key() -> Any:
    """`record_key` of `data.metrics.tables` for Spark."""
    import pyarrow

    def keys(ids: pyarrow.Array, salts: pyarrow.Array) -> pyarrow.Array:
        return pyarrow.array(record_keys(ids.to_numpy(), salts.to_numpy()))

    return cluster.client().arrow_udf(keys, "bigint")


def record_keys(ids: npt.NDArray[Any], salts: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """The upper bits of DuckDB's hash of an id and a salt: the noise of a cell is the same in both engines."""
    mixed = _murmur(ids.astype(np.uint64))
    mixed ^= mixed >> np.uint64(32)
    mixed = (mixed * _MURMUR) ^ _murmur(salts.astype(np.uint64))
    return (mixed >> np.uint64(64 - cell_keys.BITS)).astype(np.int64)


def _murmur(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    for _ in range(2):
        numbers = (numbers ^ (numbers >> np.uint64(32))) * _MURMUR
    return numbers ^ (numbers >> np.uint64(32))
