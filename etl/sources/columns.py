"""Columns of the canonical frame, which every source is turned into."""

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.store import time_flags

TEXT = (
    "external_id", "channel_code", "kind_code", "kind_raw", "priority", "status_code", "status_raw", "text", "answer",
    "topic_group_raw", "topic_raw", "recipient_raw", "municipality_raw", "place_raw", "street", "house", "postal_code",
    "address_raw", "applicant_name", "applicant_contact", "applicant_url", "post_url", "social_category",
    "future_dates", "former_id",
)  # fmt: skip
MOMENTS = tuple(f"{name}_at" for name in time_flags.MOMENTS)
FLAGS = (
    "has_time", "observes_first_reply", "observes_answer", "observes_registration", "is_repeat", "is_collective",
    "is_spam", "is_date_conflict", "is_receipt_assumed", "is_counted",
)  # fmt: skip
NUMBERS = ("latitude", "longitude", "rating")
COLUMNS = (
    {"sheet": "str", "row_number": "int64", "question_no": "int64", "transfers": "Int64", "timed": "Int64"}
    | dict.fromkeys(TEXT, "str")
    | dict.fromkeys(MOMENTS, "datetime64[us, UTC]")
    | dict.fromkeys(FLAGS, "bool")
    | dict.fromkeys(NUMBERS, "float64")
    | {"former": "object"}
)
"""Column → dtype. Missing: '' in text, NaT, NaN, NA. timed: a bit for each moment that has a time (`time_flags`).
former: column → what an earlier release read of the row, where that is something else; None where nothing is.
"""


def complete(frame: pd.DataFrame) -> pd.DataFrame:
    """All canonical columns in their order and dtypes; absent ones are missing everywhere."""
    missing: dict[str, Any] = {"str": "", "bool": False, "float64": np.nan, "Int64": pd.NA, "int64": 1}
    made = {
        name: frame[name]
        if name in frame.columns
        else pd.Series(missing.get(dtype, pd.NaT), index=frame.index, dtype=dtype)
        for name, dtype in COLUMNS.items()
    }
    typed = pd.DataFrame(made, index=frame.index)
    return typed.astype({name: dtype for name, dtype in COLUMNS.items() if typed[name].dtype != dtype})


def conflicts(frame: pd.DataFrame, zone: ZoneInfo) -> pd.Series:
    """Rows that claim to have been replied to, answered or closed before they were received.

    Where either side is a bare date, days are compared: closed on the day of receipt is no conflict.
    """
    received = frame["received_at"].dt.tz_convert(zone)
    found = pd.Series(False, index=frame.index)
    for name in ("first_reply_at", "answered_at", "closed_at"):
        later = frame[name].dt.tz_convert(zone)
        is_bare = later == later.dt.normalize()
        found |= (later < received) & (~is_bare | (later < received.dt.normalize()))
    return found
