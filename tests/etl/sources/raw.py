"""Rows of one source as they come out of a file, without a file."""

from datetime import date
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from etl.sources.frame import Context, Tidy


def tidy(source: ModuleType, *rows: dict[str, str], **options: Any) -> Tidy:
    """Rows by field name, numbered from 2, in Krasnoyarsk's time; all of them have the fields of the first."""
    frame = pd.DataFrame(list(rows), columns=list(rows[0]), dtype="str").fillna("")
    frame.index = pd.RangeIndex(2, len(rows) + 2)
    headers = {name: source.COLUMNS[name][0] for name in rows[0]}
    context = Context(source.CODE, ZoneInfo("Asia/Krasnoyarsk"), "Лист", headers, **options)
    return source.tidy(frame, context)


def one(source: ModuleType, row: dict[str, str], **options: Any) -> dict[str, Any]:
    """The canonical row of a single good row."""
    made = tidy(source, row, **options)
    assert not made.rejections, made.rejections
    assert len(made.frame) == 1
    return {str(name): value for name, value in made.frame.iloc[0].items()}


def local(moment: pd.Timestamp) -> str:
    """A moment in Krasnoyarsk's time."""
    return moment.tz_convert("Asia/Krasnoyarsk").strftime("%Y-%m-%d %H:%M:%S")


RECEIVED_ON = date(2026, 3, 2)
