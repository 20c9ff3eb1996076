"""Cells of a workbook that were text on the way, as the numbers and dates they were."""

import math
import re
from datetime import datetime, timedelta
from typing import Any

TEXT = "s"
_DIGITS = 15
"""More digits no cell of Excel holds: an identifier stays text."""
_CLOCK = re.compile(r"(-?)(\d+):(\d\d):(\d\d)")
_DAY, _MOMENT, _SPAN = "DD.MM.YYYY", "DD.MM.YYYY HH:MM", "[H]:MM:SS"


def value_of(text: str, letter: str) -> tuple[Any, str | None] | None:
    """The value and the format to show it by, None for its own; None where the cell is text or cannot be anything else.

    letter: n number, d date, t time, b yes or no, s text (`etl.reading.workbook`).
    """
    if not text or letter == TEXT:
        return None
    if letter == "b":
        return text == "Да", None
    try:
        return _number(text) or _moment(text) or _span(text)
    except (ValueError, OverflowError):
        return None


def _number(text: str) -> tuple[Any, None] | None:
    if not re.fullmatch(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", text, re.IGNORECASE):
        return None
    if sum(map(str.isdigit, text.partition(".")[0])) > _DIGITS:
        raise ValueError(text)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return (int(text) if text.lstrip("-").isdigit() else number), None


def _moment(text: str) -> tuple[Any, str] | None:
    if not text[:4].isdigit() or text[4:5] != "-":
        return None
    moment = datetime.fromisoformat(text)
    return moment, _DAY if len(text) == len("2026-01-31") else _MOMENT


def _span(text: str) -> tuple[Any, str] | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    span = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4]))
    return (-span if match[1] else span), _SPAN
