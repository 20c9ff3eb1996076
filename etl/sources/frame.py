"""The draft of a canonical frame: what every source is turned into, collected with its rejections."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.settings import district
from etl.sources import cells, headers, moments, ratings
from etl.sources.columns import MOMENTS, complete, conflicts
from etl.sources.import_day import ImportDay
from etl.sources.known_rows import Fingerprints
from geo.reference import outline_coordinates

NO_DATE = "нет даты поступления: добавьте её или укажите одну на весь файл"
"""Why a row without a date is rejected."""
HAPPENED = ("received_at", "registered_at", "assigned_at", "first_reply_at", "answered_at", "closed_at")
"""Moments of events; the others are terms and promises, which may lie ahead."""
_COUNTABLE = 1e9
"""Larger figures fit no column of counts."""
_FIRST_RECEIPT = pd.Timestamp(2000, 1, 1, tz="UTC")
"""No export is older; other dates may be absurd (closed on 01.01.1900), which the row's flag then says."""

Rejection = dict[str, Any]


@dataclass(frozen=True)
class Tidy:
    """Canonical rows, rejections (sheet, row, column, value, reason; one per raw row) and raw rows received.

    emptied: cells of accepted rows that could not be read; future: dates of theirs behind the day of the import. Both
    are left empty and told like rejections. fingerprints: of the rows that were read without a remark; known: how many
    were passed over, because they say nothing new. is_by_company: other rows beside these might have made something
    else of them.
    """

    frame: pd.DataFrame
    rejections: list[Rejection]
    rows_in: int
    emptied: list[Rejection] = field(default_factory=list)
    future: list[Rejection] = field(default_factory=list)
    fingerprints: Fingerprints = field(default_factory=dict)
    known: int = 0
    is_by_company: bool = False


def _silent(_sentence: str) -> None:
    """Nobody listens."""


@dataclass
class Context:
    """What tidying needs to know beside the rows.

    headers: field → header as received. received_on: date of receipt for rows without one. memory: what a source
    remembers from chunk to chunk of one file (numbers of questions, ordinals of identical rows). import_day: nothing
    later has happened yet. counters, was_counted: as in `detection.SheetLayout`. note: takes a sentence for the reader.
    """

    source_code: str
    zone: ZoneInfo
    sheet: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    is_1904: bool = False
    received_on: date | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    import_day: ImportDay | None = None
    counters: frozenset[str] = frozenset()
    was_counted: bool = False
    note: Callable[[str], None] = _silent


class Draft:
    """A canonical frame in the making. `raw` holds cleaned text by field name, its index is the row number."""

    def __init__(self, raw: pd.DataFrame, context: Context) -> None:
        self.raw, self.context = raw, context
        self._columns: dict[str, Any] = {}
        self._rejected: dict[int, Rejection] = {}
        self._read: list[moments.Moments] = []
        self._emptied: dict[tuple[int, str], Rejection] = {}
        self._former: list[tuple[str, pd.Series | None]] = []
        self._has_receipts = True

    def has(self, *fields: str) -> bool:
        """Whether the file has a column for any of these fields."""
        return any(name in self.raw.columns for name in fields)

    def text(self, name: str) -> pd.Series:
        """A field as received ('' where the file has no such column)."""
        return self.raw[name] if name in self.raw.columns else pd.Series("", index=self.raw.index, dtype="str")

    def first(self, *names: str) -> pd.Series:
        """The first non-empty of several fields."""
        made, *others = map(self.text, names)
        for other in others:
            made = made.where(made != "", other)
        return made

    def put(self, **columns: Any) -> None:
        """Set canonical columns."""
        self._columns.update(columns)

    def formerly(self, **columns: pd.Series | None) -> None:
        """What an earlier release made of rows of canonical columns; None: it left the whole column empty."""
        self._former += columns.items()

    def is_titled(self, name: str, *titles: str) -> bool:
        """Whether a field has been found under one of these headers."""
        return headers.key(self.context.headers.get(name, "")) in map(headers.key, titles)

    def moment(self, name: str, values: pd.Series | None = None, form: str | None = None) -> pd.Series:
        """A field as UTC moments; a value that is no date is left empty, but without a receipt there is no row."""
        found = moments.parse(
            self.text(name) if values is None else values, self.context.zone, self.context.is_1904, form
        )
        tell = self.reject if name == "received_at" else self.empty
        for row, reason in found.bad.items():
            tell(row, name, reason)
        self._read.append(found)
        return found.utc

    def receive(self, form: str | None = None) -> None:
        """`received_at` and `has_time`; a row without a date takes `received_on` or is rejected."""
        values = self.receipts()
        received = self.moment("received_at", values, form)
        for row in values.index[received.isna()]:
            self.reject(row, "received_at", NO_DATE)
        for row in values.index[received < _FIRST_RECEIPT]:
            self.reject(row, "received_at", "дата поступления раньше 2000 года")
        local = received.dt.tz_convert(self.context.zone)
        # Kept as it always was, a midnight being none: it is part of what tells a record that has not changed. Whether
        # the receipt has a time, the column judged as a whole, stands in `timed`.
        self.put(received_at=received, has_time=received.notna() & (local != local.dt.normalize()))

    def receipts(self) -> pd.Series:
        """Receipts as received; an export that tells none at all is believed to register on the day of receipt."""
        values, registered = moments.dates_of(self.text("received_at")), moments.dates_of(self.text("registered_at"))
        if self.context.received_on is not None:
            return values.where(values != "", self.context.received_on.isoformat())
        self._has_receipts = bool((values != "").any())
        if self._has_receipts or not (registered != "").any():
            return values
        self.put(is_receipt_assumed=True)
        self.context.note(
            "Даты поступления в файле нет: за неё принята дата регистрации. Соблюдён ли срок регистрации, по этим "
            "записям сказать нельзя."
        )
        return registered

    def rating(self, name: str = "rating") -> pd.Series:
        """A rating of 1–5 in figures, words or stars; anything else is left empty, 0 means «не оценено»."""
        values = self.text(name)
        read = {value: ratings.read(value) for value in values.unique()}
        unread = values[values.map({value: one is None for value, one in read.items()}).astype(bool)]
        for row in unread.index:
            self.empty(row, name, "оценка от 1 до 5 не узнана")
        self.formerly(rating=cells.leading_number(unread).where(lambda number: number.between(1, 5)))
        return values.map(read).astype("float64").replace(0, np.nan)

    def count(self, name: str) -> pd.Series:
        """A number of times, Int64; what is none of 0–1000 is left empty."""
        values = self.text(name)
        number = cells.number(values)
        unread = number[(values != "") & ~number.between(0, 1000)]
        for row in unread.index:
            self.empty(row, name, "не число от 0 до 1000")
        self.formerly(**{name: unread.where(unread.abs() < _COUNTABLE).round().astype("Int64")})
        return number.where(number.between(0, 1000)).round().astype("Int64")

    def point(self) -> dict[str, pd.Series]:
        """`latitude` and `longitude` in degrees; a pair written the wrong way round is put right.

        Only where nothing else can be meant: turned round it lies in the district, as it stands near the North Pole.
        """
        latitude, longitude = self.text("latitude"), self.text("longitude")
        west, south, east, north = _box(district().figures)
        is_turned = cells.number(latitude).between(west, east) & cells.number(longitude).between(south, north)
        return {
            "latitude": self._degrees("latitude", 90, latitude.where(~is_turned, longitude)),
            "longitude": self._degrees("longitude", 180, longitude.where(~is_turned, latitude)),
        }

    def _degrees(self, name: str, most: float, values: pd.Series) -> pd.Series:
        """Degrees up to `most` on both sides; other values are left empty. An exact 0 means unknown."""
        low, high = -most, most
        number = cells.number(values)
        for row in values.index[(values != "") & ~number.between(low, high)]:
            self.empty(row, name, f"не число от {low:g} до {high:g}")
        return number.where(number.between(low, high) & (number != 0))

    def require(self, name: str, values: pd.Series, reason: str) -> None:
        """Reject rows whose value is empty."""
        for row in values.index[values == ""]:
            self.reject(row, name, reason)

    def reject(self, row: Any, name: str, reason: str) -> None:
        """Reject one row; the first reason is the one that is told."""
        self._rejected.setdefault(int(row), self._rejection(row, name, reason))

    def empty(self, row: Any, name: str, reason: str) -> None:
        """Tell of one cell that cannot be read; its row stays."""
        self._emptied.setdefault((int(row), name), self._rejection(row, name, reason))

    def _rejection(self, row: Any, name: str, reason: str) -> Rejection:
        value = self.raw.at[row, name] if name in self.raw.columns else ""
        column = self.context.headers.get(name, name)
        return {"sheet": self.context.sheet, "row": int(row), "column": column, "value": str(value), "reason": reason}

    def tidy_rows(self) -> Tidy:
        """The frame of the rows that were not rejected, all columns present."""
        frame = pd.DataFrame(self._columns, index=self.raw.index)
        frame, future = self._believed(frame)
        frame["timed"] = self._timed(frame)
        frame["former"] = self._otherwise(frame)
        is_told = self.has("registered_at") and self.has("received_at")
        frame["observes_registration"] = is_told and "is_receipt_assumed" not in self._columns
        frame = frame.drop(index=list(self._rejected))
        frame["sheet"], frame["row_number"] = self.context.sheet, frame.index.astype("int64")
        frame = complete(frame)
        frame["is_date_conflict"] = conflicts(frame, self.context.zone)
        rejections = [self._rejected[row] for row in sorted(self._rejected)]
        emptied = [one for (row, _), one in sorted(self._emptied.items()) if row not in self._rejected]
        future = [one for one in future if one["row"] not in self._rejected]
        by_company = not self._has_receipts or any(read.may_be_timed for read in self._read)
        frame = frame.reset_index(drop=True)
        return Tidy(frame, rejections, len(self.raw), emptied=emptied, future=future, is_by_company=by_company)

    def _timed(self, frame: pd.DataFrame) -> pd.Series:
        """Bits of the moments of each row that were read with a time of day. A moment may have come from any of several
        fields: it is told by its value.
        """
        made = np.zeros(len(frame), dtype=np.int64)
        for bit, name in enumerate(MOMENTS):
            for read in self._read if name in frame.columns else ():
                made |= ((frame[name] == read.utc) & read.timed).to_numpy(dtype=np.int64) << bit
        return pd.Series(made, index=frame.index)

    def _otherwise(self, frame: pd.DataFrame) -> pd.Series:
        """For each row the columns that an earlier release read otherwise, with what it read; None for most rows."""
        made: dict[int, dict[str, Any]] = {}
        for name, was in self._former:
            before = pd.Series(None, index=frame.index, dtype="object") if was is None else was
            now = frame.loc[before.index, name]
            is_empty = (now.isna() | (now == "")) & (before.isna() | (before == ""))
            for row, value in before[~is_empty & (now != before).fillna(True)].items():
                made.setdefault(int(str(row)), {})[name] = value
        return pd.Series([made.get(row) for row in frame.index], index=frame.index, dtype="object")

    def _believed(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Rejection]]:
        """The frame without events later than the day of the import, and the dates that were not believed."""
        told: list[Rejection] = []
        said = pd.Series("", index=frame.index, dtype="str")
        today = self.context.import_day
        for name in (one for one in HAPPENED if one in frame.columns):
            if today is None:
                break
            is_later = today.is_later(frame[name], self.context.zone)
            if not is_later.any():  # nearly always; writing days as words is dear
                continue
            days = frame[name].dt.tz_convert(self.context.zone).dt.strftime("%Y-%m-%d")
            for row in frame.index[is_later]:
                if name == "received_at":
                    self.reject(row, name, "дата поступления в будущем: позже дня загрузки")
                told.append(self._disbelieved(row, name, days[row]))
            said = said.where(~is_later, said + f"; {name}=" + days.fillna(""))
            self._former.insert(0, (name, frame.loc[is_later, name]))
            frame[name] = frame[name].where(~is_later)
        frame["is_counted"] = self.context.was_counted
        frame["future_dates"] = said.str.removeprefix("; ")
        return frame, told

    def _disbelieved(self, row: Any, name: str, day: str) -> Rejection:
        """A date that is not believed, as rejections are told."""
        value = str(self.raw.at[row, name]) if name in self.raw.columns else day
        where = {"sheet": self.context.sheet, "row": int(row), "column": self.context.headers.get(name, name)}
        return where | {"value": value, "reason": "дата в будущем: позже дня загрузки, оставлена пустой"}


@cache
def _box(figures: Path) -> tuple[float, float, float, float]:
    """West, south, east and north of a district in degrees; figures: folder of its outline."""
    outline = outline_coordinates(figures)
    return (*map(float, outline.min(axis=0)), *map(float, outline.max(axis=0)))  # type: ignore[return-value]
