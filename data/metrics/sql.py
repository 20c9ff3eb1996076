"""SQL of a question: which rows count, what they are grouped by.

Only whole numbers that we computed ourselves (ids of known codes, days, minutes) are written into a statement; what a
user
types is looked up first and never gets there. Written-in numbers let DuckDB prune and plan: three times faster than
bound
ones on a small district.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from data.errors import FilterError
from data.filters import MISSING, Filters
from data.metrics import past, tables, text_condition, time_steps
from data.metrics.catalogue import DIMENSIONS
from data.metrics.declaration import Dimension, Metric
from data.metrics.reader import Snapshot, open_snapshot
from data.metrics.states import CONDITIONS, OPEN, QUEUE, SOON_WORKING_DAYS
from data.metrics.text_answers import KEY, Held
from data.scope import Grant, Scope
from data.settings import current
from data.snapshots import latest
from data.snapshots.facts import day_number
from data.terms.calendar import EPOCH

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
    "outcomes": "outcome",
    "ratings": "rating",
    "dues": "has_term",
}
OF_CALENDAR = ("month", "quarter", "year")
"""Steps of time that are looked up: a day outside of the calendar lies in none of them."""
SCOPED = {"channels": "channel", "recipients": "recipient", "municipalities": "municipality"}


@dataclass
class Where:
    """Conditions that all hold, and the clock they and the metrics are read with.

    clock: what declared fragments name («$as_of») and its SQL. of_record: a condition on the row that speaks for a
    record, once it is chosen among the questions that meet the others. per_question: a condition speaks of one question
    of a record, not of the record.
    """

    as_of: int
    clock: Mapping[str, str]
    conditions: list[str] = field(default_factory=list)
    of_record: str = "TRUE"
    per_question: bool = False

    def text(self) -> str:
        """The conditions as one expression."""
        return self.at(" AND ".join(f"({c})" for c in self.conditions) or "TRUE")

    def at(self, fragment: str) -> str:
        """A declared fragment with the clock written in."""
        for name, sql in self.clock.items():
            fragment = fragment.replace(name, sql)
        return fragment


def where_of(snapshot: Snapshot, filters: Filters, scope: Scope, since_day: int | None = None) -> Where:
    """Conditions of the filters' lists, of their state and of the asker's scope (not of the period); nothing later than
    the clock. since_day: what was received before it is of no interest, and need not be looked for by words.
    """
    day = day_number(filters.as_of or snapshot.manifest.as_of)
    where = Where(day, _clock(snapshot, day), ["received_day <= $as_of"])
    if filters.state:
        where.of_record = where.at(CONDITIONS[filters.state])
    for name, dimension in FILTERED.items():
        codes = getattr(filters, name)
        if codes:
            _add_list(where, snapshot, dimension, codes)
    if filters.text:  # of a question: its text
        scope, where.per_question = text_condition.of_texts(scope), True
        where.conditions.append(found_of(snapshot, filters, scope, since_day).condition)
    if not scope.is_everything:
        where.conditions.append(scope_condition(snapshot, scope))
        where.per_question |= any(DIMENSIONS[SCOPED[name]].per_question for g in scope.grants for name in g.limits)
        where.conditions += _still_open(snapshot, scope)
    return where


def found_of(snapshot: Snapshot, filters: Filters, scope: Scope, since_day: int | None) -> Held:
    """Questions whose text holds what the filter `text` says, of records received on a day or later (None: of all).
    scope: of texts (`text_condition.of_texts`).
    """
    opened = "" if scope.is_everything else scope_condition(snapshot, scope)
    key = 0 if since_day is None else text_condition.first_key(snapshot, since_day)
    return text_condition.held(snapshot, filters.text, opened, key, current())


def received_since(snapshot: Snapshot, filters: Filters, m: Metric) -> int | None:
    """The day before which no record was received that a metric counts in the period; None without a beginning."""
    first, _ = filters.span(filters.as_of or snapshot.manifest.as_of)
    is_of_all = m.state or filters.state or first is None
    return None if is_of_all or first is None else day_number(first) - snapshot.lags[m.basis]


def _clock(snapshot: Snapshot, day: int) -> dict[str, str]:
    known = snapshot.by_code("status")
    return {
        "$as_of_minute": str(snapshot.minute_at_end(day)),  # before the name it begins with
        "$as_of": str(day),
        "$soon_day": str(snapshot.day_within(day, SOON_WORKING_DAYS)),
        "$queue": _numbers(known[code].id for code in QUEUE if code in known),
    }


def scope_condition(snapshot: Snapshot, scope: Scope) -> str:
    """The condition of a scope with limits, by what the snapshot itself says of its rows."""
    return " OR ".join(_granted(snapshot, grant) for grant in scope.grants) or "FALSE"


def _still_open(snapshot: Snapshot, scope: Scope) -> list[str]:
    """An older snapshot answers within today's scope: who has lost a question since has lost it there as well."""
    if is_newest(snapshot):
        return []
    return [f"{KEY} IN (SELECT key FROM {snapshot.key_table(_open_today(open_snapshot(), scope))})"]


def is_newest(snapshot: Snapshot) -> bool:
    """Whether no later snapshot has been published."""
    return latest(current().snapshots) in (None, snapshot.manifest.number)


def _open_today(newest: Snapshot, scope: Scope) -> Any:
    """Keys of the questions that the newest snapshot opens to a scope."""
    if scope not in newest.opened:
        statement = f"SELECT {KEY} AS key FROM facts WHERE {scope_condition(newest, scope)}"
        newest.opened[scope] = newest.cursor().execute(statement).fetchnumpy()["key"]
    return newest.opened[scope]


def _granted(snapshot: Snapshot, grant: Grant) -> str:
    """The rows of one grant; a code that is unknown lets nothing through."""
    held = []
    for name, codes in grant.limits.items():
        known, column = snapshot.by_code(SCOPED[name]), DIMENSIONS[SCOPED[name]].column
        held.append(f"{column} IN ({_numbers(known[code].id for code in codes if code in known)})")
    return f"({' AND '.join(held)})"


def _add_list(where: Where, snapshot: Snapshot, dimension: str, codes: tuple[str, ...]) -> None:
    known = snapshot.by_code(dimension)
    unknown = [code for code in codes if code not in known and code != MISSING]
    if unknown:
        label = DIMENSIONS[dimension].label.lower()
        raise FilterError(
            f"«{unknown[0]}»: такого значения нет в списке «{label}». Сбросьте фильтр и выберите из списка."
        )
    require_told(snapshot, dimension)
    column = DIMENSIONS[dimension].column
    choices = [f"{column} IN ({_numbers(known[code].id for code in codes if code != MISSING)})"]
    if MISSING in codes:
        choices.append(f"{column} IS NULL")
    where.conditions.append(" OR ".join(choices))
    where.per_question |= DIMENSIONS[dimension].per_question


def require_told(snapshot: Snapshot, dimension: str) -> None:
    """FilterError for a dimension that a snapshot of an older format does not know: none of its rows is «не
    определено».
    """
    if DIMENSIONS[dimension].reads & snapshot.lacks:
        what = f"Срез № {snapshot.manifest.number} сделан раньше, чем программа стала хранить «{_label(dimension)}»"
        raise FilterError(f"{what}: сказать об этом он не может. Уберите это условие или возьмите новый срез.")


def _label(dimension: str) -> str:
    return DIMENSIONS[dimension].label.lower()


def _numbers(ids: Iterable[int]) -> str:
    """A list that is never empty: nothing has the id 0, so an empty list of codes matches nothing."""
    return ", ".join(str(int(i)) for i in ids) or "0"


def period(basis: str, filters: Filters, as_of: date, *, looks_ahead: bool) -> str:
    """The condition that places a record in the period by its basis date."""
    first, last = filters.span(as_of)
    column = f"{basis}_day"
    bounds = [f"{column} >= {day_number(first)}"] if first is not None else []
    ends = filters.date_to or not looks_ahead
    if ends and not (basis == "received" and last >= as_of):  # nothing is received after the clock: `where_of`
        bounds.append(f"{column} <= {day_number(last)}")
    if not bounds and basis != "received":
        bounds = [f"{column} IS NOT NULL"]
    return " AND ".join(bounds) or "TRUE"


def since(bases: Iterable[str], filters: Filters, as_of: date, snapshot: Snapshot) -> str:
    """What the periods imply for the day of receipt: no row earlier than this can lie in any of them."""
    first, _ = filters.span(as_of)
    if first is None:
        return "TRUE"
    return f"received_day >= {day_number(first) - max(snapshot.lags[basis] for basis in bases)}"


def time_expression(dimension: Dimension, basis: str) -> str:
    """Start of the day, week (Monday), month, quarter or year as a number of days (a year as itself)."""
    column = f"{basis}_day"
    if dimension.id == "day":
        return column
    if dimension.id == "week":
        return f"{basis}_week"
    return f"calendar.{dimension.id}"


@dataclass(frozen=True)
class Rows:
    """What a statement reads: `FROM source WHERE condition`, grouped by `keys` (named g0, g1, …)."""

    source: str
    condition: str
    keys: tuple[str, ...]

    def select(self, columns: Sequence[str], *, more: str = "TRUE", group: Sequence[str] = ()) -> str:
        """A statement that aggregates; `group` adds columns of `columns` to the keys."""
        named = [f"{expression} AS g{i}" for i, expression in enumerate(self.keys)]
        grouped = [*(f"g{i}" for i in range(len(self.keys))), *group]
        tail = f" GROUP BY {', '.join(grouped)}" if grouped else ""
        where = self.condition if more == "TRUE" else f"{self.condition} AND ({more})"
        return f"SELECT {', '.join([*named, *columns])} FROM {self.source} WHERE {where}{tail}"


def standing(
    where: Where, by: Sequence[Dimension], filters: Filters, snapshot: Snapshot, more: str = "TRUE"
) -> tuple[Rows, Where]:
    """The open records that meet one more condition on the day of the report, or at the end of every step of time, and
    the clock of that day.
    """
    times = [d for d in by if d.is_time]
    as_of = filters.as_of or snapshot.manifest.as_of
    days = period_days(filters, as_of) or _days_until(snapshot, as_of) if times else []
    steps = {
        key: (day_number(last), snapshot.day_within(day_number(last), SOON_WORKING_DAYS))
        for key, last in time_steps.ends(times, days, as_of).items()
    }
    source = past.at_steps(steps, tables.COLUMNS) if steps else ""
    at_end = replace(where, clock={**where.clock, "$as_of": "step_day", "$soon_day": "soon_day"}) if steps else where
    found = rows(at_end, by, "received", more if steps or not times else "FALSE", snapshot, source)
    return replace(found, condition=f"{found.condition} AND ({OPEN})"), at_end


def rows(where: Where, by: Sequence[Dimension], basis: str, within: str, snapshot: Snapshot, steps: str = "") -> Rows:
    """The rows that count: each record once, or once in each group when a record may have several values of it.

    Records with one question need no care. Of the others one row is kept per record and group, so that every metric of
    a
    record is counted once there. steps: facts that have a row for each step of time (`past.at_steps`).
    """
    source = steps or snapshot.facts_on(where.as_of)
    if not steps and any(d.id in OF_CALENDAR for d in by):
        source += f" JOIN calendar ON calendar.calendar_day = facts.{basis}_day"
    step = (f"step{i}" for i in count())
    keys = tuple((next(step) if steps else time_expression(d, basis)) if d.is_time else d.column for d in by)
    condition = f"{where.text()} AND ({within})"
    if not (where.per_question or any(d.per_question for d in by)) or not snapshot.has_multi:
        return Rows(source, f"{condition} AND question_no = 1 AND ({where.of_record})", keys)
    named = "".join(f"{expression} AS g{i}, " for i, expression in enumerate(keys))
    once = ", ".join(["record_id", *(f"g{i}" for i in range(len(keys)))])
    base = f"SELECT {named}facts.* FROM {source} WHERE {condition}"
    first = f"QUALIFY row_number() OVER (PARTITION BY {once} ORDER BY question_no) = 1"
    several = f"SELECT * FROM ({base} AND is_multi) {first}"
    both = f"({base} AND NOT is_multi UNION ALL SELECT * FROM ({several}))"
    return Rows(both, where.of_record, tuple(f"g{i}" for i in range(len(keys))))


def period_days(filters: Filters, as_of: date) -> list[date] | None:
    """All days of the period, or nothing when it has no beginning."""
    first, last = filters.span(as_of)
    return None if first is None else [first + timedelta(days=i) for i in range((last - first).days + 1)]


def _days_until(snapshot: Snapshot, last: date) -> list[date]:
    """All days from the first receipt up to a day; none without records."""
    day = snapshot.first_day
    first = last + timedelta(days=1) if day is None else EPOCH + timedelta(days=day)
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]
