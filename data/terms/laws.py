"""Which law a record came under: that of its channel on the day of receipt, told by dated rows.

A new law is a row, entered as a table: `python -m data laws export | import`. What the file says of a channel replaces
what the store said of it; the law of days on which records have come stays unless it is corrected on purpose.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data import store
from data.errors import FilterError
from data.settings import Settings
from data.store import csv_text, reference, reference_rows
from data.store.tables import channel_laws, channels
from data.terms import rules
from data.terms.calendar import EPOCH

COLUMNS = ("channel_code", "law", "valid_from", "valid_to", "legal_basis", "confidence", "note")
Row = dict[str, str]


def on_days(connection: sa.Connection, frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    """The law of each record: frame has channel_id, received_day and law, the channel's own, which holds on the days
    that no row names.
    """
    law = frame["law"].to_numpy(dtype=object, copy=True)
    channel, received = (frame[name].to_numpy(dtype=float) for name in ("channel_id", "received_day"))
    rows = connection.execute(sa.select(channel_laws).order_by(channel_laws.c.valid_from)).mappings()
    for row in rows:
        days = [limit and (limit - EPOCH).days for limit in (row["valid_from"], row["valid_to"])]
        fits = channel == row["channel_id"]
        fits &= (days[0] is None) | (received >= (days[0] or 0))
        fits &= (days[1] is None) | (received <= (days[1] or 0))
        law[fits] = row["law"]
    return law


def as_text(connection: sa.Connection) -> str:
    """All rows as text: equal texts mean that no record comes under another law."""
    return repr(connection.execute(sa.select(channel_laws).order_by(channel_laws.c.channel_law_id)).all())


@cache
def registering_sources() -> tuple[str, ...]:
    """Sources whose exports tell when an appeal was registered; for records of older imports, which do not say."""
    known = reference.table("sources")
    return tuple(known.loc[known["observes_registration"] == "1", "source_code"])


def rows(settings: Settings) -> list[Row]:
    """All rows by channel and day, missing values ''."""
    with store.reading(settings) as connection:
        return _rows(connection)


def _rows(connection: sa.Connection) -> list[Row]:
    codes = {number: code for code, number in reference_rows.ids(connection, channels).items()}
    laws = channel_laws.c
    found = connection.execute(sa.select(channel_laws).order_by(laws.channel_id, laws.valid_from)).mappings()
    rows = [dict(row) | {"channel_code": codes[row["channel_id"]]} for row in found]
    return [{name: "" if row[name] is None else str(row[name]) for name in COLUMNS} for row in rows]


def as_csv(rows: Iterable[Row]) -> str:
    """The table as a file: UTF-8 with commas, the columns of COLUMNS."""
    return csv_text.to_csv(rows, COLUMNS)


def from_csv(text: str) -> list[Row]:
    """Rows of a file; FilterError names a missing column."""
    rows, missing = csv_text.rows_of(text, COLUMNS, COLUMNS[:-1])
    if missing:
        raise FilterError(f"В файле законов нет столбца «{missing[0]}». Выгрузите образец: python -m data laws export.")
    return rows


def apply(settings: Settings, rows: Sequence[Row], *, past: bool = False, dry: bool = False) -> list[str]:
    """Replace the laws of the channels that the rows name, all or nothing; the codes whose rows change. Publish
    afterwards. FilterError names the row that is wrong, or the past day whose law would change.
    """
    free = None if past else rules.first_free_day(settings)
    with store.writing(settings) as connection:
        known, ids = _rows(connection), reference_rows.ids(connection, channels)
        for number, row in enumerate(rows, start=2):
            _check(row, ids, f"Строка {number}, канал «{row['channel_code'][:60]}»")
        named = dict.fromkeys(row["channel_code"] for row in rows)
        changed = [code for code in named if _of(known, code) != _of(rows, code)]
        for code in changed:
            _refuse(_of(known, code), _of(rows, code), code, free)
            if not dry:
                _write(connection, ids[code], _of(rows, code))
        if changed and not dry:
            store.note_change(connection, "rules", set())
    return changed


def _of(rows: Iterable[Row], code: str) -> list[Row]:
    return sorted((row for row in rows if row["channel_code"] == code), key=lambda row: row["valid_from"])


def _check(row: Row, ids: dict[str, int], where: str) -> None:
    if row["channel_code"] not in ids:
        raise FilterError(f"{where}: такого канала нет. Коды каналов: {', '.join(sorted(ids))}.")
    if row["law"] not in rules.LAWS[1:] or row["confidence"] not in ("H", "M", "L") or not row["legal_basis"]:
        raise FilterError(f"{where}: нужны law (59fz или message), legal_basis и confidence (H, M или L).")
    for name in ("valid_from", "valid_to"):
        try:
            date.fromisoformat(row[name] or "2000-01-01")
        except ValueError:
            raise FilterError(f"{where}: {name} = «{row[name][:20]}». Дата пишется так: 2026-12-01.") from None


def _refuse(before: list[Row], after: list[Row], code: str, free: date | None) -> None:
    """Periods must not meet, and the law of days gone by stays."""
    for one, other in pairwise(after):
        if not one["valid_to"] or one["valid_to"] >= other["valid_from"]:
            raise FilterError(
                f"Канал «{code}»: период с {other['valid_from']} начинается раньше, чем кончается прежний."
            )
    starts = {
        date.fromisoformat(row[name]) for row in (*before, *after) for name in ("valid_from", "valid_to") if row[name]
    }
    days = {day + timedelta(days=shift) for day in starts for shift in (-1, 0, 1)} | {EPOCH}
    moved = sorted(day for day in days if free and day < free and _on(before, day) != _on(after, day))
    if moved:
        raise FilterError(
            f"Канал «{code}»: {moved[0]:%d.%m.%Y} изменился бы закон уже поступивших записей. Можно с "
            f"{free:%d.%m.%Y}; ошибку в прошлом исправляет --past."
        )


def _on(rows: Iterable[Row], day: date) -> str:
    at = day.isoformat()
    held = [row["law"] for row in rows if row["valid_from"] <= at and (not row["valid_to"] or at <= row["valid_to"])]
    return held[-1] if held else ""


def _write(connection: sa.Connection, channel_id: int, rows: Iterable[Row]) -> None:
    connection.execute(sa.delete(channel_laws).where(channel_laws.c.channel_id == channel_id))
    for row in rows:
        days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")}
        said = {name: row[name] for name in ("law", "legal_basis", "confidence")} | {"note": row["note"] or None}
        connection.execute(sa.insert(channel_laws).values(channel_id=channel_id, **said, **days))
