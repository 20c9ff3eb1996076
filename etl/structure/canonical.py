"""A chunk of the canonical frame as plain Python values, its letters, and the hash of what each says.

All of it goes column by column: a cell of its own costs a hundred times a value of a list.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice, repeat
from typing import Any, NamedTuple

import pandas as pd

READING = "2"
"""Which reading of files a content hash is of: raised when the same row comes to say something else in it, because more
of it is read. A record of an earlier reading is then compared value by value (`etl.earlier_reading`), not by hash.
"""
_SIGNED = 38
"""Characters of the digest that stand behind the reading: 152 bits."""
NOT_CONTENT = (
    "sheet", "row_number", "timed", "observes_registration", "future_dates", "former_id", "former",
    "is_receipt_assumed", "is_counted",
)  # fmt: skip
"""Where a row stood in its file, and what the program thinks of it or has read out of what it says, is not part of what
it says; the hashes of older stores know nothing of it.
"""

Columns = dict[str, list[Any]]


class Letter(NamedTuple):
    """One record as received. at: positions of its rows in the chunk, a question each; rows: file rows it took."""

    external_id: str
    content_hash: str
    rows: int
    at: tuple[int, ...]


def pick(values: Sequence[Any] | dict[Any, Any], keys: Iterable[Any]) -> list[Any]:
    """The values at some positions, or of some keys."""
    return list(map(values.__getitem__, keys))


def plain(frame: pd.DataFrame) -> Columns:
    """Values of every column; missing ones of every kind are None, moments naive UTC datetimes, as stored."""
    return {str(name): _plain(frame[name]) for name in frame.columns}


def _plain(values: pd.Series) -> list[Any]:
    missing = values.isna().to_numpy()
    if missing.all():
        return [None] * len(values)
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        made = pd.DatetimeIndex(values).tz_convert("UTC").tz_localize(None).to_pydatetime()
    else:
        made = values.to_numpy(dtype=object, copy=True)
    made[missing] = None
    return made.tolist()


def letters(columns: Columns) -> list[Letter]:
    """Letters in the order of the file: rows with the same id and a growing question_no are one, and so are rows made
    of one row of the file. A question said twice is one.
    """
    said = list(_row_texts(columns))
    where = list(zip(columns["sheet"], columns["row_number"], strict=True))
    made = []
    for at in _grouped(columns["external_id"], columns["question_no"], where):
        text, rows = (said[at[0]], 1) if len(at) == 1 else ("".join(pick(said, at)), len(set(pick(where, at))))
        made.append(Letter(columns["external_id"][at[0]], _hash(text), rows, at))
    return made


def digest_as(columns: Columns, letter: Letter, external_id: str) -> str:
    """The hash of a letter as it would be under another number."""
    mine = {name: pick(values, letter.at) for name, values in columns.items()}
    return _hash("".join(_row_texts(mine | {"external_id": [external_id] * len(letter.at)})))


def _hash(text: str) -> str:
    """Reading, colon, digest."""
    return f"{READING}:{hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:_SIGNED]}"


def is_of_this_reading(content_hash: str) -> bool:
    """Whether a hash of the store can tell by itself that a row says something else now. The hashes of 0.1.0 name no
    reading; an empty one is of no row at all.
    """
    return not content_hash or content_hash.startswith(f"{READING}:")


def are_equal(content_hash: str, stored: str) -> bool:
    """Whether a hash of today and one of the store, of whatever reading, are of the same values."""
    return content_hash == stored or content_hash.partition(":")[2] == stored.rpartition(":")[2][:_SIGNED]


def _grouped(ids: Sequence[str], numbers: Sequence[int], where: Sequence[tuple[str, int]]) -> Iterator[tuple[int, ...]]:
    if len(set(ids)) == len(ids):  # nearly always
        yield from zip(range(len(ids)))
        return
    letter: list[int] = []
    for i, external_id in enumerate(ids):
        last = letter[-1] if letter else -1
        if letter and not (external_id == ids[last] and (where[i] == where[last] or numbers[i] > numbers[last])):
            yield tuple(letter)
            letter = []
        if numbers[i] not in [numbers[j] for j in letter]:
            letter.append(i)
    if letter:
        yield tuple(letter)


def _row_texts(columns: Columns) -> Iterator[str]:
    """All received values of each row: equal texts mean that a repeated row says nothing new.

    Written as in the hashes that stores already hold; another form would make every record a changed one.
    """
    parts: list[Iterable[str]] = []
    constant = ""
    for texts in [_texts(values) for name, values in columns.items() if name not in NOT_CONTENT]:
        if isinstance(texts, str):  # nearly all columns say one thing; those between two others are joined once
            constant += texts
        else:
            parts += [repeat(constant), texts] if constant else [texts]
            constant = ""
    count = len(columns["external_id"])
    return map("".join, islice(zip(*parts, repeat(constant)), count))


def _texts(values: list[Any]) -> list[str] | str:
    """What a column says, row by row; one text when it says the same in all rows."""
    distinct = set(values)
    if any(isinstance(value, datetime) for value in islice(distinct, 2)):  # one of two may be missing
        texts = {value: f"Timestamp('{value}+0000', tz='UTC')\x1f" for value in distinct - {None}}
        texts[None] = "None\x1f"
    else:
        texts = {value: f"{value!r}\x1f" for value in distinct}
    return pick(texts, values) if len(distinct) != 1 else texts[distinct.pop()]
