"""SQL of one basis: which rows count, what they are grouped by. Values are always bound, never pasted."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from data.errors import FilterError
from data.facts import day_number
from data.filters import MISSING, Filters
from data.metrics.catalogue import DIMENSIONS
from data.metrics.declaration import Dimension
from data.metrics.reader import Snapshot
from data.scope import Scope

FILTERED = {
    "channels": "channel",
    "sources": "source",
    "topic_groups": "topic_group",
    "topics": "topic",
    "municipalities": "municipality",
    "places": "place",
    "recipients": "recipient",
    "statuses": "status",
    "kinds": "kind",
}
SCOPED = {"channels": "channel", "recipients": "recipient", "municipalities": "municipality"}


@dataclass
class Where:
    """Conditions and the values bound to them."""

    conditions: list[str] = field(default_factory=list)
    bound: dict[str, Any] = field(default_factory=dict)
    per_question: bool = False

    def text(self) -> str:
        """The conditions as one expression."""
        return " AND ".join(f"({c})" for c in self.conditions) or "TRUE"


def narrowed(snapshot: Snapshot, filters: Filters, scope: Scope) -> Where:
    """Conditions of the filters' lists and of the asker's scope (not of the period)."""
    where = Where()
    for name, dimension in FILTERED.items():
        codes = getattr(filters, name)
        if codes:
            _add_list(where, snapshot, dimension, codes, f"f_{name}", strict=True)
    for name, dimension in SCOPED.items():
        allowed = getattr(scope, name)
        if allowed is not None:
            _add_list(where, snapshot, dimension, allowed, f"s_{name}", strict=False)
    return where


def _add_list(
    where: Where, snapshot: Snapshot, dimension: str, codes: tuple[str, ...], name: str, *, strict: bool
) -> None:
    known = snapshot.by_code(dimension)
    unknown = [code for code in codes if code not in known and code != MISSING]
    if unknown and strict:
        label = DIMENSIONS[dimension].label.lower()
        raise FilterError(
            f"«{unknown[0]}»: такого значения нет в списке «{label}». Сбросьте фильтр и выберите из списка."
        )
    column = DIMENSIONS[dimension].column
    where.bound[name] = [known[code].id for code in codes if code in known]
    missing = f" OR {column} IS NULL" if MISSING in codes else ""
    where.conditions.append(f"{column} IN (SELECT unnest(${name})){missing}")
    where.per_question |= DIMENSIONS[dimension].per_question


def within(where: Where, basis: str, filters: Filters, as_of: Any, *, looks_ahead: bool) -> Where:
    """The same conditions and the period, placed by the basis date; nothing received after `as_of` is seen."""
    first, last = filters.span(as_of)
    made = Where([*where.conditions, "received_day <= $as_of"], dict(where.bound), where.per_question)
    column = f"{basis}_day"
    if first is not None:
        made.conditions.append(f"{column} >= $first")
        made.bound["first"] = day_number(first)
    if filters.date_to or not looks_ahead:
        made.conditions.append(f"{column} <= $last")
        made.bound["last"] = day_number(last)
    elif basis != "received":
        made.conditions.append(f"{column} IS NOT NULL")
    return made


def time_expression(dimension: Dimension, basis: str) -> str:
    """Start of the day, week (Monday), month or year as a number of days (a year as itself)."""
    column = f"{basis}_day"
    if dimension.id == "day":
        return column
    if dimension.id == "week":  # 1970-01-01 was a Thursday
        return f"(({column} + 3) // 7 * 7 - 3)::INTEGER"
    return f"calendar.{dimension.id}"


def source(where: Where, by: list[Dimension], basis: str, snapshot: Snapshot) -> str:
    """The rows that count: each record once, or once in each group when a record may have several values of it.

    Records with one question need no care. Of the others one row is kept per record and group, so that every metric of
    a
    record is counted once there.
    """
    join = ""
    if any(d.is_time and d.id in ("month", "year") for d in by):
        join = f" JOIN calendar ON calendar.calendar_day = facts.{basis}_day"
    groups = [time_expression(d, basis) if d.is_time else d.column for d in by]
    columns = ", ".join(f"{expression} AS g{i}" for i, expression in enumerate(groups))
    columns = f"{columns}, facts.*" if columns else "facts.*"
    base = f"SELECT {columns} FROM facts{join} WHERE {where.text()}"
    if not (where.per_question or any(d.per_question for d in by)) or not snapshot.has_multi:
        return f"{base} AND question_no = 1"
    keys = ", ".join(["record_id", *[f"g{i}" for i in range(len(by))]])
    several = f"SELECT DISTINCT ON ({keys}) * FROM ({base} AND is_multi) ORDER BY {keys}, question_no"
    return f"{base} AND NOT is_multi UNION ALL SELECT * FROM ({several})"


def as_of_values(snapshot: Snapshot, as_of: Any) -> dict[str, int]:
    """The clock of a query, bound as parameters."""
    day = day_number(as_of)
    return {"as_of": day, "as_of_minute": snapshot.minute_at_end(day)}


def period_days(filters: Filters, as_of: Any) -> list[Any] | None:
    """All days of the period, or nothing when it has no beginning."""
    first, last = filters.span(as_of)
    return None if first is None else [first + timedelta(days=i) for i in range((last - first).days + 1)]
