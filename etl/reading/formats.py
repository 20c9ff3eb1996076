"""Numbers of a workbook as the text a person would have typed: dates ISO, durations in hours, whole numbers whole."""

import re
from datetime import datetime, timedelta

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_WHOLE = re.compile(r"-?\d+")
_BUILT_IN = dict.fromkeys((*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 59)), "date")
_BUILT_IN |= dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), "time")
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet knows no zone
_LAST_SERIAL = 2_958_466
_LONGEST_TIME_DAYS = 10_000
"""A cell formatted as time above this is a moment of the 1920s or later, not a duration of 27 years."""


def kind(number_format_id: int, code: str | None) -> str:
    """'date', 'time' (of day or a duration) or 'number' for a cell format: its id and, when own, its code."""
    if code is None:
        return _BUILT_IN.get(number_format_id, "number")
    plain = _QUOTED.sub("", code.split(";")[0]).lower()
    if _ELAPSED.search(plain):
        return "time"
    plain = plain.replace("general", "").replace("основной", "")
    if re.search(r"[dyдг]", plain):
        return "date"
    if re.search(r"[hsчс]", plain):
        return "time"
    return "date" if "mm" in plain or plain.strip() == "m" else "number"


def text(value: str, cell_kind: str, is_1904: bool) -> str:
    """The text of a numeric cell. A number that cannot be what its format says stays a number."""
    if cell_kind != "number":
        try:
            number = float(value)
        except ValueError:
            return value
        if cell_kind == "date" or abs(number) > _LONGEST_TIME_DAYS:
            return _moment(number, is_1904) or plain_number(value)
        return _duration(number)
    return plain_number(value)


def plain_number(value: str) -> str:
    """`5.0` and `4.5E1` become `5` and `45`; long identifiers keep all their digits."""
    if _WHOLE.fullmatch(value):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def _moment(serial: float, is_1904: bool) -> str | None:
    if not 0 <= serial < _LAST_SERIAL:
        return None
    if not is_1904 and serial < 60:
        serial += 1  # Excel believes in 29.02.1900
    moment = (_EPOCH_1904 if is_1904 else _EPOCH_1900) + timedelta(seconds=round(serial * 86_400))
    return f"{moment:%Y-%m-%d}" if serial == int(serial) else f"{moment:%Y-%m-%d %H:%M:%S}"


def _duration(days: float) -> str:
    seconds = round(abs(days) * 86_400)
    sign = "-" if days < 0 and seconds else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
