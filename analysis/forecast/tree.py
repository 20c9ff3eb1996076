"""The tree of groups a forecast borrows from: all records → channel → its topic groups → their recipients."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

LEVELS = ("channel", "topic_group", "recipient")
Integers = npt.NDArray[np.int64]
_BETWEEN = "\x1f"
"""Stands in no code, so that joined codes cannot be mistaken for others."""


@dataclass(frozen=True)
class Tree:
    """Groups of a history, numbered through: 0 is all records, then those of each level in turn.

    keys: per level, the joined codes of its groups; parent: number of each group's parent (0 for 0 itself); channel:
    number of the channel each group lies in.
    """

    keys: tuple[pd.Index, ...]
    parent: Integers
    channel: Integers

    def find(self, records: pd.DataFrame) -> Integers:
        """Number of each record's group per level, shape (levels + 1, records); -1 where the history has none such."""
        found = [np.zeros(len(records), dtype=np.int64)]
        for first, index, codes in zip(self.starts, self.keys, _paths(records), strict=True):
            at = index.get_indexer(codes)
            found.append(np.where(at < 0, -1, at + first).astype(np.int64))
        return np.array(found)

    @property
    def starts(self) -> list[int]:
        """Number of the first group of each level."""
        return [1 + sum(map(len, self.keys[:level])) for level in range(len(self.keys))]

    @property
    def size(self) -> int:
        """How many groups there are, all records included."""
        return len(self.parent)


def grow(history: pd.DataFrame) -> tuple[Tree, Integers]:
    """The tree of a history and what `Tree.find` says of its own records.

    history: the columns of LEVELS, any codes; a missing code is a group of its own («не определено»).
    """
    keys, found = [], [np.zeros(len(history), dtype=np.int64)]
    parent, channel = [np.zeros(1, dtype=np.int64)], [np.zeros(1, dtype=np.int64)]
    start = 1
    for codes in _paths(history):
        at, index = pd.factorize(codes, sort=True)
        _, first = np.unique(at, return_index=True)  # any record of a group knows its parents
        keys.append(pd.Index(index))
        parent.append(found[-1][first])
        found.append(at + start)
        channel.append(found[1][first])
        start += len(index)
    return Tree(tuple(keys), np.concatenate(parent), np.concatenate(channel)), np.array(found)


def _paths(records: pd.DataFrame) -> Iterator[pd.Index]:
    """Joined codes of each record, level by level."""
    path = pd.Series("", index=records.index, dtype="str")
    for level in LEVELS:
        path = path + _BETWEEN + _codes(records[level])
        yield pd.Index(path.to_numpy())


def _codes(column: pd.Series) -> pd.Series:
    """Codes as text; a number reads the same whether its column also holds missing values or not."""
    if pd.api.types.is_numeric_dtype(column):
        column = column.astype("Float64")
    return column.astype("object").where(column.notna(), "").astype("str")
