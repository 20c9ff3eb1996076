"""A query's answer as plain values, the same for the API and the command line."""

from typing import Any

import pandas as pd

from data.filters import Filters
from data.metrics.engine import stamp

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a text begins with that a spreadsheet would compute."""


def as_json(frame: pd.DataFrame, filters: Filters) -> dict[str, Any]:
    """A query's answer as plain values: missing is null, dates are ISO text."""
    named = stamp(filters)
    rows = [{str(k): _plain(v) for k, v in row.items()} for row in frame.to_dict("records")]
    return {
        "snapshot": named.snapshot,
        "snapshot_address": named.address,
        "as_of": named.as_of.isoformat(),
        "is_demo": named.is_demo,
        "filters": filters.to_params(),
        "rows": rows,
    }


def as_csv(frame: pd.DataFrame) -> str:
    """A query's answer as CSV. A text a spreadsheet would take for a formula gets an apostrophe before it."""
    safe = {str(name): frame[name].map(_inert) for name in frame.columns if frame[name].dtype.kind not in "iufb"}
    return frame.assign(**safe).to_csv(index=False)


def _inert(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    plain = value.replace("\r", " ")  # the writer of CSV does not quote it, and readers begin a new row there
    return f"'{plain}" if value.startswith(_FORMULA) or plain.lstrip().startswith(_FORMULA) else plain


def _plain(value: Any) -> Any:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
