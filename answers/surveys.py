"""What applicants answered when they were asked, beside the ratings they gave by themselves: kinds are never mixed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from answers.table import Column
from data.decisions.surveys import read
from data.filters import LISTS, Filters
from data.metrics import dimension, intervals, members, metric, stamp, time_steps
from data.scope import Scope
from data.settings import Settings
from words import format

KINDS = read.KINDS
ASKED = "Кого спрашивали"
BY = ("channel", "topic_group", "recipient", "municipality", "place", "month")
_SHARE, _MEAN = "satisfied_share", "rating_mean"
_LISTED = {
    "channels": "channel",
    "recipients": "recipient",
    "topics": "topic",
    "topic_groups": "topic_group",
    "municipalities": "municipality",
    "places": "place",
}
"""Filters that an answer can meet, by field; the others speak of records alone."""
WHOLE, UNNAMED = "Все ответы", "не названо"
_SCALE = (1.0, 5.0)


def columns(by: str) -> tuple[Column, ...]:
    """Of the table as a file holds it."""
    head = (Column("label", dimension(by).label), Column("kind_label", ASKED), Column("n", "Ответов", "count"))
    return (*head, *_measured(_SHARE, "share"), *_measured(_MEAN, "number"))


def _measured(name: str, kind: Any) -> list[Column]:
    words, declared = {"low": "от", "high": "до"}, metric(name)
    ends = [Column(f"{name}_{end}", f"{declared.short_label}: {word} (90 %)", kind) for end, word in words.items()]
    return [Column(name, declared.label, kind), *ends]


LISTED_COLUMNS = (
    Column("title", "Название"),
    Column("kind", "Что это"),
    Column("answers", "Ответов", "count"),
    Column("first", "Ответы с", "date"),
    Column("last", "по", "date"),
)


def listed(found: Sequence[read.Survey]) -> pd.DataFrame:
    """What is written down, a survey a row, under LISTED_COLUMNS."""
    rows = [(one.title, KINDS[one.kind], one.answers, one.first, one.last) for one in found]
    return pd.DataFrame(rows, columns=[one.name for one in LISTED_COLUMNS])


def table(by: str, filters: Filters, scope: Scope, settings: Settings) -> pd.DataFrame:
    """One row per member and kind, the whole of each kind first: `label`, `kind_label`, `n`, and of the share of the
    satisfied and the mean mark the value, `_low`, `_high`, `_n`.

    Answers of control questions stand in rows of their own: they are no applicants'.
    """
    found = _filtered(filters, scope, settings)
    if found.empty:
        return pd.DataFrame(columns=[column.name for column in columns(by)])
    labels = _labels(by, filters)
    cells = found.assign(member=_months(found["day"]) if by == "month" else found[by])
    whole = [_row(WHOLE, str(kind), part) for kind, part in cells.groupby("kind", sort=False)]
    parts = [
        _row(_label(member, labels), str(kind), part)
        for (member, kind), part in cells.groupby(["member", "kind"], dropna=False, sort=True)
    ]
    in_order = parts if by == "month" else sorted(parts, key=lambda row: (row["label"], _order(row)))
    return pd.DataFrame([*sorted(whole, key=_order), *in_order])


def _months(days: pd.Series) -> list[date]:
    return [time_steps.start("month", day) for day in days]


def _order(row: Mapping[str, Any]) -> int:
    return list(KINDS.values()).index(row["kind_label"])


def _filtered(filters: Filters, scope: Scope, settings: Settings) -> pd.DataFrame:
    """Answers within the period and the lists; none where a filter is asked for that only records can meet."""
    frame = pd.DataFrame(read.answers(settings, scope), columns=list(read.COLUMNS))
    if any(getattr(filters, name) for name in LISTS.values() if name not in _LISTED) or filters.state or filters.text:
        return frame.iloc[:0]
    first, _ = filters.span(filters.as_of or stamp(filters).as_of)
    last = filters.date_to or filters.as_of  # people are asked after the last day of the data too
    kept = frame["day"].map(lambda day: (first or day) <= day <= (last or day)).astype(bool)
    for name, column in _LISTED.items():
        if asked := getattr(filters, name):
            kept &= frame[column].fillna("none").isin(asked)
    return frame[kept]


def _labels(by: str, filters: Filters) -> dict[Any, str]:
    if by == "month":
        return {}
    known = members(by, filters)
    return dict(zip(known["code"], known["label"], strict=True))


def _label(member: Any, labels: Mapping[Any, str]) -> str:
    if isinstance(member, date):
        return format.month(member)
    return UNNAMED if format.is_missing(member) else labels.get(member, str(member))


def _row(label: str, kind: str, answers: pd.DataFrame) -> dict[str, Any]:
    marks = answers["value"].to_numpy(dtype=float)
    n, hits = np.array(len(marks), dtype=float), np.array(float((marks >= 4).sum()))
    share = (hits / n, *intervals.wilson(hits, n))
    mean = (marks.mean(), *intervals.mean(np.array(marks.sum()), np.array((marks**2).sum()), n, *_SCALE))
    ends = {
        f"{name}{end}": float(value)
        for name, told in ((_SHARE, share), (_MEAN, mean))
        for end, value in zip(("", "_low", "_high"), told, strict=True)
    }
    counts = {"n": len(marks)} | {f"{name}_n": len(marks) for name in (_SHARE, _MEAN)}
    return {"label": label, "kind_label": KINDS[kind], **counts, **ends}
