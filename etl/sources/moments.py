"""Dates of received files: several formats in one column, Excel's day numbers, impossible days, source-local time."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

FIRST, AFTER = pd.Timestamp(1900, 1, 1), pd.Timestamp(2100, 1, 1)
_FORMATS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%d.%m.%y %H:%M", "%d.%m.%y",
    "%d.%m.%Y, %H:%M", "%d.%m.%Y, %H:%M:%S", "%Y.%m.%d", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y",
)  # fmt: skip
_ISO = tuple(form for form in _FORMATS if form.startswith("%Y-"))
_SERIAL = r"\d{5}(?:\.\d+)?"
_EPOCHS = {False: pd.Timestamp(1899, 12, 30), True: pd.Timestamp(1904, 1, 1)}
_WITH_ZONE = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)"


_SHAPE = re.compile(r"(?:(?:19|20)\d\d[-.][01]\d[-.][0-3]\d|[0-3]?\d[.-][01]\d[.-](?:19|20)?\d\d)(?![\d.-])")


@dataclass(frozen=True)
class Moments:
    """utc: datetime64[us, UTC] or NaT; bad: row → reason for values that are no usable date; timed: whether a value has
    a time of day, false for a bare date and where there is no value.
    """

    utc: pd.Series
    bad: dict[int, str]
    timed: pd.Series


def parse(values: pd.Series, zone: ZoneInfo, is_1904: bool = False, form: str | None = None) -> Moments:
    """Moments of a text column, local time of `zone` unless a value carries its own offset.

    form: the strptime format of a mapping; then only it, ISO (what date cells of a workbook become) and Excel's day
    numbers are understood, so that 03/04 is never guessed. Years outside 1900–2099 are bad: they are typing errors
    (0202, 2202).
    """
    if not (values != "").any():  # most of the dates a file may have, it has not
        none = pd.Series(pd.NaT, index=values.index, dtype="datetime64[us, UTC]")
        return Moments(none, {}, pd.Series(False, index=values.index))
    positions, distinct = pd.factorize(values, use_na_sentinel=False)
    known = _parse(pd.Series(distinct, dtype="str"), zone, is_1904, form)
    utc = pd.Series(known.utc.array.take(positions), index=values.index)
    told = zip(values.index, positions.tolist(), strict=True) if known.bad else ()
    timed = pd.Series(known.timed.array.take(positions), index=values.index)
    return Moments(utc, {row: known.bad[position] for row, position in told if position in known.bad}, timed)


def _parse(values: pd.Series, zone: ZoneInfo, is_1904: bool, form: str | None) -> Moments:
    text = values.str.replace(r"\s*г(?:ода|\.)?$", "", regex=True).str.strip()
    found = pd.Series(pd.NaT, index=values.index, dtype="datetime64[us]")
    for one in (form, *_ISO) if form else _likely(text):
        left = found.isna() & (text != "")
        if not left.any():
            break
        found = found.where(~left, _by_format(text[left], one).reindex(found.index))
    found = _serials(text, found, is_1904)
    utc = _localised(found, zone)
    utc = _with_offsets(text, utc)
    is_wild = utc.notna() & ~found.where(found.notna(), utc.dt.tz_localize(None)).between(
        FIRST, AFTER, inclusive="left"
    )
    bad = dict.fromkeys(values.index[(text != "") & utc.isna()], "нет такой даты или её вид не узнан")
    bad |= dict.fromkeys(values.index[is_wild], "год вне пределов 1900–2099")
    utc = utc.where(~is_wild)
    return Moments(utc, bad, _timed(text, utc, zone))


def _timed(text: pd.Series, utc: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Which values have a time of day: written with one, in a column that has any. Systems that know only days fill
    every cell up with 00:00:00; among real times a midnight is one of them.
    """
    is_written = text.str.contains(r":|\d{5}\.\d", regex=True) & utc.notna()
    local = utc[is_written].dt.tz_convert(zone)
    return is_written & bool((local != local.dt.normalize()).any())


def _likely(text: pd.Series) -> list[str]:
    """All formats, that of the first value before the others. No value fits two of them: the order is only of time."""
    first = text[text != ""].head(1)
    return [] if first.empty else sorted(_FORMATS, key=lambda form: bool(_by_format(first, form).isna().all()))


def _by_format(text: pd.Series, form: str) -> pd.Series:
    return pd.to_datetime(text, format=form, errors="coerce").astype("datetime64[us]")


def _serials(text: pd.Series, found: pd.Series, is_1904: bool) -> pd.Series:
    """Excel's day numbers from 2000 to 2099 that lost their date format."""
    candidate = found.isna() & (text != "")
    candidate[candidate] = text[candidate].str.fullmatch(_SERIAL)
    if not candidate.any():
        return found
    days = pd.to_numeric(text[candidate])
    seconds = (days * 86_400).round().astype("int64")
    moments = _EPOCHS[is_1904] + pd.to_timedelta(seconds, unit="s")
    return found.where(~candidate, moments.astype("datetime64[us]").reindex(found.index))


def _localised(found: pd.Series, zone: ZoneInfo) -> pd.Series:
    """UTC; an hour that a clock change repeats is taken the first time, one that it skips is moved forward."""
    tame = found.where(found.between(pd.Timestamp(1900, 1, 1), pd.Timestamp(2300, 1, 1)))
    local = tame.dt.tz_localize(zone, ambiguous=np.ones(len(tame), dtype=bool), nonexistent="shift_forward")
    utc = local.dt.tz_convert("UTC")
    wild = found.notna() & tame.isna()
    return utc.where(~wild, found.dt.tz_localize("UTC")).astype("datetime64[us, UTC]")


def _with_offsets(text: pd.Series, utc: pd.Series) -> pd.Series:
    candidate = utc.isna() & (text != "")
    candidate[candidate] = text[candidate].str.fullmatch(_WITH_ZONE)
    if not candidate.any():
        return utc
    exact = pd.to_datetime(text[candidate], utc=True, errors="coerce", format="ISO8601").astype("datetime64[us, UTC]")
    return utc.where(~candidate, exact.reindex(utc.index))


def within(values: pd.Series) -> pd.Series:
    """The first dd.mm.yyyy or ISO date inside each text, '' where there is none: «15-1023 от 02.03.2026»."""
    found = values.str.extract(r"(?<!\d)(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)(?!\d)", expand=False)
    return found.fillna("").astype("str")


def days_after(values: pd.Series, base: pd.Series) -> pd.Series:
    """«30», «30 дней» instead of a date: that many days after `base` (ISO text or ''); all values stay as they are."""
    days = values.str.extract(r"^(\d{1,3})\s*(?:дн\w*|день|дней|сут\w*|к\.?\s?д\.?)?$", expand=False)
    counted = days.notna()
    if not counted.any():
        return values
    moved = base + pd.to_timedelta(pd.to_numeric(days.fillna("0")), unit="D")
    return values.where(~counted, moved.dt.strftime("%Y-%m-%d").fillna("")).astype("str")


def is_date(value: str) -> bool:
    """Whether one value looks like a date; for recognising columns by content, so without the calendar."""
    return _SHAPE.match(value) is not None
