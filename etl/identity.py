"""One number, one appeal: looked at over a whole file, before anything of it is written.

Rows that share a number but differ in day, text and author are different appeals: in a register that numbers each
channel, or each sheet, from 1 they get the channel or the sheet beside their number; elsewhere all of them are
rejected, because nobody can say which of them the number means. A letter with several questions is one appeal.
"""

import pickle
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from tempfile import SpooledTemporaryFile
from typing import Any, Self

import numpy as np
import pandas as pd

from data.store.reference import label_key
from etl.sources.frame import Rejection, Tidy

SPLIT = " · "
"""Between a number and what tells two appeals of one number apart."""
_HELD_BYTES = 64 << 20
_REASON = "один номер у разных обращений: {}; исправьте номера"


@dataclass
class ReadFile:
    """A file read to its end: its chunks wait in memory, large ones in a file without a name."""

    rows_in: int = 0
    _spool: Any = field(default_factory=lambda: SpooledTemporaryFile(max_size=_HELD_BYTES))  # noqa: SIM115
    _said: list[pd.DataFrame] = field(default_factory=list)

    def add(self, tidy: Tidy) -> None:
        """Keep a chunk."""
        self.rows_in += tidy.rows_in
        pickle.dump(tidy, self._spool, protocol=pickle.HIGHEST_PROTOCOL)
        self._said.append(_said(tidy.frame))

    def numbers(self) -> list[str]:
        """Numbers of the records that were read."""
        return sorted({number for said in self._said for number in said["external_id"]})

    def chunks(self, *, by_channel: bool) -> Iterator[Tidy]:
        """The chunks in their order, every number that of one appeal. by_channel: numbers may start in every channel or
        sheet anew.
        """
        found = _clashes(pd.concat(self._said, ignore_index=True)) if self._said else []
        marks = {number: _mark(rows) if by_channel else None for number, rows in found}
        refused = {number: rows for number, rows in found if marks[number] is None}
        self._spool.seek(0)
        for _ in self._said:
            yield _settled(pickle.load(self._spool), marks, refused)  # noqa: S301  (our own, without a name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.close()


def _said(frame: pd.DataFrame) -> pd.DataFrame:
    """What tells appeals apart, one row per row of the file; texts and authors as numbers, 0 where nothing is said."""
    first = frame[~frame.duplicated(["sheet", "row_number"])]
    columns = {name: first[name] for name in ("external_id", "sheet", "row_number", "channel_code")}
    columns["day"] = first["received_at"].dt.floor("D")
    authors = first["applicant_name"]
    columns["text"] = _hashed(first["text"])
    columns["applicant_name"] = _hashed(authors.map({value: label_key(value) for value in authors.unique()}))
    return pd.DataFrame(columns)


def _hashed(values: pd.Series) -> pd.Series:
    keys = values.to_numpy(dtype=object)
    hashed = pd.util.hash_array(keys, categorize=False) if len(keys) else np.array([], dtype="uint64")
    return pd.Series(np.where(keys == "", np.uint64(0), hashed), index=values.index)


def _clashes(said: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Numbers under which the file holds different appeals, with their rows."""
    shared = said[said["external_id"].duplicated(keep=False)]
    return [(str(number), rows) for number, rows in shared.groupby("external_id", sort=False) if _differ(rows)]


def _differ(rows: pd.DataFrame) -> bool:
    """Whether a row differs from the first one in day, text and author; an author nobody tells is no likeness."""
    first = rows.iloc[0]
    texts = (rows["text"] != first["text"]) & (rows["text"] != 0) & (first["text"] != 0)
    authors = (rows["applicant_name"] != first["applicant_name"]) | (rows["applicant_name"] == 0)
    return bool((texts & authors & (rows["day"] != first["day"])).any())


def _mark(rows: pd.DataFrame) -> str | None:
    """The column that parts the rows of one number into single appeals; None when neither channel nor sheet does."""
    for name in ("channel_code", "sheet"):
        parts = [part for _, part in rows.groupby(name, sort=False)]
        if len(parts) > 1 and not any(map(_differ, parts)):
            return name
    return None


def _settled(tidy: Tidy, marks: dict[str, str | None], refused: dict[str, pd.DataFrame]) -> Tidy:
    """A chunk whose shared numbers are told apart, and without the rows of those that cannot be."""
    frame = tidy.frame
    mine = frame["external_id"].isin(list(marks))
    if not mine.any():
        return tidy
    gone = frame["external_id"].isin(list(refused))
    once = frame[gone & ~frame.duplicated(["sheet", "row_number"])]
    where = zip(once["sheet"], once["row_number"], once["external_id"], strict=True)
    rejections = [_rejected(sheet, int(row), number, refused[number]) for sheet, row, number in where]
    for name in ("channel_code", "sheet"):
        parted = frame["external_id"].isin([number for number, mark in marks.items() if mark == name])
        frame["external_id"] = frame["external_id"].where(~parted, frame["external_id"] + SPLIT + frame[name])
    return replace(tidy, frame=frame[~gone].reset_index(drop=True), rejections=tidy.rejections + rejections)


def _rejected(sheet: str, row: int, number: str, rows: pd.DataFrame) -> Rejection:
    places: dict[str, list[str]] = defaultdict(list)
    for name, one in zip(rows["sheet"], rows["row_number"], strict=True):
        places[name].append(str(one))
    told = "; ".join((f"лист «{name}», " if name else "") + f"строки {', '.join(at)}" for name, at in places.items())
    return {"sheet": sheet, "row": row, "column": "номер", "value": number, "reason": _REASON.format(told[:300])}
