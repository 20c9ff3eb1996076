"""Dates of received files: several spellings in one column, Excel's day numbers, impossible days, source-local time."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.sources import written_dates

FIRST, AFTER = datetime(1900, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 - as written, in any zone
_FIRST, _AFTER = np.datetime64(FIRST), np.datetime64(AFTER)
_USUAL = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%d.%m.%y %H:%M:%S",
    "%d.%m.%y %H:%M", "%d.%m.%y", "%d.%m.%Y, %H:%M", "%d.%m.%Y, %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M",
    "%d-%m-%Y", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S%z",
    "%d.%m.%Y %H:%M:%S%z",
)  # fmt: skip
"""Spellings that fill whole columns, read all at once; anything else is read value by value."""
_TWO_WAYS = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}(?!\d)")
_NO_DATE, _WILD = "нет такой даты или её вид не узнан", "год вне пределов 1900–2099"
_ZONE_OF_FORM = re.compile(r"\s*(?:%z|%Z|(?<=%S)Z|(?<=%f)Z|\bUTC|\bGMT)$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_PLAIN_DATE = r"(?<!\d)(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)(?!\d)"
_ANY_DATE = (
    r"(?<!\d)(\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|\d{4}-\d\d-\d\d|\d{1,2}\s+[а-я]{3,8}\s+\d{4})(?!\d)"
    r"|(?<!\S)от\s+(\d{1,2}\.\d{1,2}\.\d\d)(?![\d.-])"
)


@dataclass(frozen=True)
class Moments:
    """utc: datetime64[us, UTC] or NaT; a bare date is the midnight that begins it in the source's zone. bad: row →
    reason for values that are no usable date; timed: whether a value has a time of day; may_be_timed: none has, but
    another value in the column would make it so. A cell that says «no date» (01.01.0001, «  .  .    », 0) is NaT and
    not bad.
    """

    utc: pd.Series
    bad: dict[int, str]
    timed: pd.Series
    may_be_timed: bool = False


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
    told = zip(values.index, positions.tolist(), strict=True) if known.bad else ()
    return Moments(
        pd.Series(known.utc.array.take(positions), index=values.index),
        {row: known.bad[position] for row, position in told if position in known.bad},
        pd.Series(known.timed.array.take(positions), index=values.index),
        known.may_be_timed,
    )


def _parse(values: pd.Series, zone: ZoneInfo, is_1904: bool, form: str | None) -> Moments:
    text = values.str.strip()
    written = _together(text, form)
    bad: dict[int, str] = {}
    is_tame = (written.local >= _FIRST) & (written.local < _AFTER)
    for row in np.flatnonzero(~is_tame & (text != "").to_numpy()).tolist():
        if reason := written.one(row, str(text.iloc[row]), is_1904, only_iso=form is not None):
            bad[row] = reason
    utc = written.utc(zone)
    timed = _timed(pd.Series(written.is_timed), utc, zone)
    return Moments(utc, bad, timed, bool(written.is_timed.any()) and not timed.any())


def _timed(is_written: pd.Series, utc: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Which values have a time of day: written with one, in a column that has any. Systems that know only days fill
    every cell up with 00:00:00; among real times a midnight is one of them.
    """
    local = utc[is_written].dt.tz_convert(zone)
    return is_written & bool((local != local.dt.normalize()).any())


@dataclass
class _Written:
    """A column as written: local naive moments, offsets from UTC where a cell says one, whether it says a time."""

    local: npt.NDArray[np.datetime64]
    offset: npt.NDArray[np.timedelta64]
    is_timed: npt.NDArray[np.bool_]

    def one(self, row: int, text: str, is_1904: bool, *, only_iso: bool) -> str:
        """Read one cell by itself; why it is no usable date, or ''."""
        self.local[row], self.is_timed[row] = "NaT", False
        if written_dates.is_nothing(text):
            return ""
        found = written_dates.read_date(text, is_1904=is_1904, only_iso=only_iso)
        if found is None:
            return f"{_NO_DATE}: где день, а где месяц?" if _TWO_WAYS.match(text) else _NO_DATE
        if not FIRST <= found.moment < AFTER:
            return _WILD
        self.local[row], self.is_timed[row] = found.moment, found.is_timed
        self.offset[row] = "NaT" if found.offset is None else found.offset
        return ""

    def utc(self, zone: ZoneInfo) -> pd.Series:
        """The moments, in the zone of the source where no offset is said."""
        is_own = np.isnat(self.offset)
        told = pd.Series(self.local - self.offset).dt.tz_localize("UTC")
        own = _localised(pd.Series(np.where(is_own, self.local, np.datetime64("NaT"))), zone)
        return own.where(is_own, told)


def _together(text: pd.Series, form: str | None) -> _Written:
    """Cells in the format of the column, or in the usual one that its first cell has; the others are NaT."""
    offset = np.full(len(text), "NaT", dtype="timedelta64[us]")
    first = text[text != ""].head(1)
    fitting = (one for one in _USUAL if not np.isnat(_by_format(first, one)).all())
    chosen = form or next(fitting, None)
    if first.empty or chosen is None:
        return _Written(np.full(len(text), "NaT", dtype="datetime64[us]"), offset, np.zeros(len(text), dtype=bool))
    zone = _ZONE_OF_FORM.search(chosen)
    if zone:
        chosen = chosen[: zone.start()]
        parted = [written_dates.with_offset(one) for one in text]
        offset = np.array(["NaT" if one is None else one for _, one in parted], dtype="timedelta64[us]")
        text = pd.Series([one for one, _ in parted], dtype="str").where(~np.isnat(offset), "")
    local = _by_format(text, chosen)
    is_read = ~np.isnat(local)
    return _Written(local, np.where(is_read, offset, np.timedelta64("NaT")), is_read & _has_clock(chosen))


def _has_clock(form: str) -> bool:
    return any(part in form for part in ("%H", "%I", "%T", "%X", "%c", "%R"))


def _by_format(text: pd.Series, form: str) -> npt.NDArray[np.datetime64]:
    return pd.to_datetime(text, format=form, errors="coerce").to_numpy(dtype="datetime64[us]", copy=True)


def is_format(form: str) -> bool:
    """Whether a strptime format can be used; «%Q» and «%» cannot."""
    zone = _ZONE_OF_FORM.search(form)
    try:
        _by_format(pd.Series(["x"], dtype="str"), form[: zone.start()] if zone else form)
    except (ValueError, re.error):
        return False
    return "%" in form


def _localised(found: pd.Series, zone: ZoneInfo) -> pd.Series:
    """UTC; an hour that a clock change repeats is taken the first time, one that it skips is moved forward."""
    local = found.dt.tz_localize(zone, ambiguous=np.ones(len(found), dtype=bool), nonexistent="shift_forward")
    return local.dt.tz_convert("UTC").astype("datetime64[us, UTC]")


def dates_of(values: pd.Series) -> pd.Series:
    """The cells, '' instead of those that say «no date» in their own way."""
    nothing = {value: written_dates.is_nothing(value) for value in values.unique()}
    return values.mask(values.map(nothing).astype(bool), "").astype("str")


def within(values: pd.Series) -> pd.Series:
    """The first date inside each text, '' where there is none: «15-1023 от 02.03.2026», «№ 5 от 2 марта 2026 г.»."""
    found = values.str.extract(_ANY_DATE, expand=True, flags=re.IGNORECASE)
    return found[0].fillna(found[1]).fillna("").astype("str")


def has_plain_date(values: pd.Series) -> pd.Series:
    """Texts in which 0.1.0 found a date as well: one in figures, its year in four of them."""
    return values.str.contains(_PLAIN_DATE, regex=True)


def days_after(values: pd.Series, base: pd.Series) -> pd.Series:
    """«30», «30 дней» instead of a date: that many days after `base` (ISO text or ''); all values stay as they are."""
    days = values.str.extract(r"^(\d{1,3})\s*(?:дн\w*|день|дней|сут\w*|к\.?\s?д\.?)?$", expand=False)
    counted = days.notna()
    if not counted.any():
        return values
    moved = base + pd.to_timedelta(pd.to_numeric(days.fillna("0")), unit="D")
    return values.where(~counted, moved.dt.strftime("%Y-%m-%d").fillna("")).astype("str")


def is_date(value: str) -> bool:
    """Whether one value looks like a date; for recognising columns by content, so a number is none."""
    return not _NUMBER.fullmatch(value) and written_dates.read_date(value) is not None
