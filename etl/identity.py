"""One number, one appeal: looked at over a whole file, before anything of it is written.

Rows that share a number but differ in day, text and author are different appeals: in a register that numbers each
channel, or each sheet, from 1 they get the channel or the sheet beside their number; elsewhere all of them are
rejected, because nobody can say which of them the number means. A letter with several questions is one appeal.
"""

import pickle
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from tempfile import SpooledTemporaryFile
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.store.reference import label_key
from etl.sources.frame import Rejection, Tidy

SPLIT = " · "
"""Between a number and what tells two appeals of one number apart."""
_HELD_BYTES = 64 << 20
_REASON = "один номер у разных обращений: {}; исправьте номера"


@dataclass(frozen=True)
class FileNumbers:
    """Numbers of the rows of a file, of which only digests are held: eight bytes a row. Digests of two numbers may be
    equal; so a «yes» is a «perhaps», and a «no» is sure.

    all: digest of every row's number; shared: those that more than one row has; both sorted.
    """

    all: npt.NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    shared: npt.NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))

    @classmethod
    def of(cls, digests: Sequence[npt.NDArray[np.uint64]]) -> Self:
        """digests: of the rows of each chunk."""
        told = np.sort(np.concatenate(digests)) if digests else np.zeros(0, dtype=np.uint64)
        return cls(told, np.unique(told[1:][told[1:] == told[:-1]]))

    def held(self, numbers: Sequence[str]) -> list[str]:
        """Numbers that a row of the file may have."""
        return _among(numbers, self.all)

    def repeated(self, numbers: Sequence[str]) -> list[str]:
        """Numbers that several rows of the file may have."""
        return _among(numbers, self.shared)


def _among(numbers: Sequence[str], digests: npt.NDArray[np.uint64]) -> list[str]:
    """A number that has been told apart from another one is looked for as it stands in the file, too."""
    if not len(digests) or not numbers:
        return []
    is_there, bare = _is_in(_digests(numbers), digests), list(numbers)
    while any(SPLIT in one for one in bare):  # the sign may be in the number itself or in the name of its sheet, too
        bare = [one.rpartition(SPLIT)[0] if SPLIT in one else one for one in bare]
        is_there |= _is_in(_digests(bare), digests)
    return [one for one, there in zip(numbers, is_there.tolist(), strict=True) if there]


def _is_in(asked: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """known: sorted, not empty."""
    return known[np.minimum(np.searchsorted(known, asked), len(known) - 1)] == asked


def _digests(numbers: Sequence[str] | pd.Series) -> npt.NDArray[np.uint64]:
    keys = np.array(numbers, dtype=object)
    return pd.util.hash_array(keys, categorize=False) if len(keys) else np.zeros(0, dtype=np.uint64)


@dataclass
class ReadFile:
    """A file read to its end: its chunks wait in memory, large ones in a file without a name."""

    rows_in: int = 0
    _spool: Any = field(default_factory=lambda: SpooledTemporaryFile(max_size=_HELD_BYTES))  # noqa: SIM115
    _digests: list[npt.NDArray[np.uint64]] = field(default_factory=list)

    def add(self, tidy: Tidy) -> None:
        """Keep a chunk."""
        self.rows_in += tidy.rows_in
        pickle.dump(tidy, self._spool, protocol=pickle.HIGHEST_PROTOCOL)
        self._digests.append(_digests(tidy.frame["external_id"]))

    def numbers(self) -> list[str]:
        """Numbers of the records that were read."""
        return sorted({number for tidy in self._held() for number in tidy.frame["external_id"]})

    def digests(self) -> FileNumbers:
        """What can be told of the numbers without holding them."""
        return FileNumbers.of(self._digests)

    def chunks(self, *, by_channel: bool) -> Iterator[Tidy]:
        """The chunks in their order, every number that of one appeal. by_channel: numbers may start in every channel or
        sheet anew.
        """
        shared = self.digests().shared
        said = [_said(tidy.frame, shared) for tidy in self._held()] if len(shared) else []
        found = _clashes(pd.concat(said, ignore_index=True)) if said else []
        marks = {number: _mark(rows) if by_channel else None for number, rows in found}
        refused = {number: rows for number, rows in found if marks[number] is None}
        yield from (_settled(tidy, marks, refused) for tidy in self._held())

    def _held(self) -> Iterator[Tidy]:
        self._spool.seek(0)
        for _ in self._digests:
            yield pickle.load(self._spool)  # noqa: S301  (our own, without a name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.close()


def _said(frame: pd.DataFrame, shared: npt.NDArray[np.uint64]) -> pd.DataFrame:
    """What tells appeals apart, one row per row of the file whose number is perhaps not its own; texts and authors as
    numbers, 0 where nothing is said. shared: digests of such numbers.
    """
    is_shared = _is_in(_digests(frame["external_id"]), shared)
    first = frame[is_shared & ~frame.duplicated(["sheet", "row_number"])]
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
    if not marks or not frame["external_id"].isin(list(marks)).any():
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
