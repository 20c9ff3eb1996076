"""Sets of tables and what was sent, as frames for screens and files."""

from collections.abc import Sequence

import pandas as pd

from answers.table import Column
from data.decisions.materials import table
from data.decisions.materials.profile import DIMENSIONS, MOST_TABLES, STEPS, Asked, Profile
from data.decisions.materials.read import Package

__all__ = [
    "DIMENSIONS", "MOST_TABLES", "PROFILE_COLUMNS", "SENT_COLUMNS", "STEPS", "Asked", "Profile", "file_rows",
    "profiles", "sent",
]  # fmt: skip
"""What a set may hold is told here too: screens know no other way to it."""

SENT_COLUMNS = (
    Column("code", "Номер"),
    Column("profile", "Набор"),
    Column("period", "Период"),
    Column("sent_on", "Отправлено", "date"),
    Column("sent_to", "Кому"),
    Column("sent_by", "Кто отправил"),
    Column("note", "Пометка"),
    Column("snapshot", "Срез"),
    Column("content_hash", "Сумма содержания, SHA-256"),
    Column("files", "Файлы и их SHA-256"),
)
PROFILE_COLUMNS = tuple(Column(name, heading) for name, heading in table.HEADINGS.items())


def sent(found: Sequence[Package]) -> pd.DataFrame:
    """A package a row: the columns of SENT_COLUMNS."""
    rows = [
        {
            "code": one.code,
            "profile": one.profile_name + (" (демонстрация)" if one.is_demo else ""),
            "period": one.period,
            "sent_on": one.sent_on,
            "sent_to": one.sent_to,
            "sent_by": one.sent_by,
            "note": one.note,
            "snapshot": one.snapshot,
            "content_hash": one.content_hash,
            "files": "; ".join(f"{name} {own}" for name, own in one.files),
        }
        for one in found
    ]
    return pd.DataFrame(rows, columns=[column.name for column in SENT_COLUMNS])


def profiles(found: Sequence[Profile]) -> pd.DataFrame:
    """A set a row: code, name, step, tables (their titles), is_own."""
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "step": STEPS[one.step],
            "tables": "; ".join(table.title for table in one.tables),
            "is_own": one.is_own,
        }
        for one in found
    ]
    return pd.DataFrame(rows, columns=["code", "name", "step", "tables", "is_own"])


def file_rows(found: Sequence[Profile]) -> pd.DataFrame:
    """The table that is taken away and brought back."""
    return pd.DataFrame(table.rows(found), columns=list(table.HEADINGS))
