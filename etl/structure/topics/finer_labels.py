"""Which column of a labelled table says the same as the labels, only finer: a topic beside its group."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

LEAST_TEXTS_OF_VALUE = 3
"""Texts to a value on the average; with fewer it names records, people or addresses, not topics."""
LEAST_SHARE = 0.9
"""Of labelled rows that must have a value."""


def finer_column(labels: Sequence[str], columns: Mapping[str, Sequence[str]]) -> str | None:
    """Name of the finest column each value of which stands with one label only; nothing when there is none.

    Rows without a label are not looked at. Between equally fine columns the first wins.
    """
    kinds = {name: _kinds(labels, values) for name, values in columns.items()}
    fitting = {name: count for name, count in kinds.items() if count > len(set(filter(None, labels)))}
    return max(fitting, key=lambda name: fitting[name], default=None)


def _kinds(labels: Sequence[str], values: Sequence[str]) -> int:
    """How many values a column has within the labels; 0 when it is not within them or is no column of kinds."""
    labels_of: dict[str, set[str]] = defaultdict(set)
    rows = [(label, value) for label, value in zip(labels, values, strict=True) if label]
    told = [(label, value) for label, value in rows if value]
    for label, value in told:
        labels_of[value].add(label)
    is_nested = all(len(found) == 1 for found in labels_of.values())
    is_whole = len(told) >= LEAST_SHARE * len(rows)
    return len(labels_of) if is_nested and is_whole and len(told) >= LEAST_TEXTS_OF_VALUE * len(labels_of) else 0
