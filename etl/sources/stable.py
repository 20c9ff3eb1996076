"""Identifiers of rows that have none: what does not change while a record is worked on."""

import hashlib

import pandas as pd

from etl.sources.frame import Context


def stable_identifiers(columns: list[pd.Series], context: Context, memory: str = "ordinals") -> pd.Series:
    """A digest of lasting content and an ordinal among identical rows of the file. memory: where these are counted."""
    counts: dict[str, int] = context.memory.setdefault(memory, {})
    made = []
    for row in zip(*columns, strict=True):
        digest = hashlib.sha256("\x1f".join(row).encode()).hexdigest()[:24]
        counts[digest] = counts.get(digest, 0) + 1
        made.append(f"{digest}-{counts[digest]}")
    return pd.Series(made, index=columns[0].index, dtype="str")
