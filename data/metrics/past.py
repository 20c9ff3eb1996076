"""The facts as they were known on a past day: what came later changes neither a term nor a status nor a rating."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from data import store
from data.settings import current
from data.store.tables import imports

FILLED = {
    "is_late": "coalesce(is_late, resolved_day > due_day, FALSE)",
    "is_forwarded": "coalesce(is_forwarded, FALSE)",
    "is_readdressed": "coalesce(is_readdressed, FALSE)",
    "observes_registration": "coalesce(observes_registration, registered_day IS NOT NULL)",
    "moved_day": "(CASE WHEN moved_day > {day} THEN {day} ELSE moved_day END)::SMALLINT",
    "status_day": "least(coalesce(status_day, {day}), {day})::SMALLINT",
}
"""Columns of an open snapshot of the day {day}: what older snapshots lack, told from what they have; on the snapshot's
own day everything it holds is known.
"""
_IS_MOVED_LATER = "moved_day > {day}"
KNOWN = {
    "due_day": "CASE WHEN moved_later THEN former_due_day ELSE due_day END",
    "due_time": "CASE WHEN NOT coalesce(moved_later, FALSE) THEN due_time END",
    "due_week": "CASE WHEN moved_later THEN (former_due_day - (former_due_day + 3) % 7)::SMALLINT ELSE due_week END",
    "is_late": "CASE WHEN moved_later THEN coalesce(resolved_day > former_due_day, FALSE) ELSE is_late END",
    "is_extended": "is_extended AND NOT coalesce(moved_later, FALSE)",
    "status_id": "CASE WHEN status_day <= {day} THEN status_id END",
    "rating": "CASE WHEN resolved_day <= {day} THEN rating END",
}


def view(day: int, columns: Sequence[str], facts: str = "facts") -> str:
    """SQL of the facts on a past day (days since 1970-01-01), to stand after FROM."""
    return f"(SELECT {_known(str(int(day)), columns)} FROM {facts}) AS facts"


def at_steps(steps: Mapping[tuple[int, ...], tuple[int, int]], columns: Sequence[str]) -> str:
    """SQL of the records open at the end of each step, as they were known then, to stand after FROM: one row per step.

    steps: numbers of the step → its last day and the last day within the working days of «горит»; columns step0, step1
    …, step_day, soon_day.
    """
    ordered = sorted(steps.items(), key=lambda step: step[1])
    rows = ", ".join(f"({', '.join(map(str, (i, *key, *days)))})" for i, (key, days) in enumerate(ordered))
    names = ", ".join(("step", *(f"step{i}" for i in range(len(ordered[0][0]))), "step_day", "soon_day"))
    values = f"(VALUES {rows}) AS steps({names})"
    # A record is open at the steps from its receipt to its end: two look-ups by the day are twenty times faster than
    # comparing every record with every step.
    first = "(SELECT least(min(received_day), min(resolved_day))::BIGINT FROM facts)"
    days = f"SELECT explode(sequence({first}, {ordered[-1][1][0]}::BIGINT)) AS day"
    passed = f"(SELECT day, count(step_day) AS n FROM ({days}) LEFT JOIN {values} ON step_day < day GROUP BY day)"
    end = f"coalesce(ended.n, {len(ordered)})"
    lasting = (
        f"SELECT facts.*, explode(sequence(came.n, {end} - 1)) AS step FROM facts "
        f"JOIN {passed} AS came ON came.day = received_day LEFT JOIN {passed} AS ended ON ended.day = resolved_day "
        f"WHERE {end} > came.n"
    )
    known = _known("step_day", (*columns, *names.split(", ")))
    return f"(SELECT {known} FROM ({lasting}) AS lasting JOIN {values} USING (step)) AS facts"


def _known(day: str, columns: Sequence[str]) -> str:
    later = f"({_IS_MOVED_LATER})"
    return replaced(columns, {name: sql.replace("moved_later", later).format(day=day) for name, sql in KNOWN.items()})


def replaced(columns: Sequence[str], changed: Mapping[str, str]) -> str:
    """A list of columns, some of them told anew: name → SQL."""
    return ", ".join(f"{changed[name]} AS {name}" if name in changed else name for name in columns)


def history_since() -> date | None:
    """The day of the first import: nobody has told the statuses and extensions of earlier days. None without one."""
    settings = current()
    first = sa.select(sa.func.min(imports.c.started_at)).where(imports.c.status == "committed")
    with store.reading(settings) as connection:
        found = connection.execute(first).scalar()
    return None if found is None else store.local_day(found, settings)
