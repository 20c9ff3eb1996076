"""Roadmaps as frames: the list, measures, check points, causes with what is done about them, facts, the file."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from answers.roadmaps import sentences
from answers.roadmaps.effect import Outcome
from answers.table import Column
from data.decisions.roadmaps import MEASURE_STAGES, STAGES, table
from data.decisions.roadmaps.read import Measure, Roadmap
from words import format

FILE_COLUMNS = tuple(Column(name, heading) for name, heading in table.HEADINGS.items())
MEASURE_COLUMNS = (
    Column("no", "№", "count"),
    Column("name", "Мероприятие"),
    Column("who", "Ответственный"),
    Column("starts_on", "Начало", "date"),
    Column("due_on", "Срок", "date"),
    Column("stage", "Стадия"),
    Column("done_on", "Выполнено", "date"),
)
FACT_COLUMNS = (Column("when", "Когда"), Column("verdict", "Вывод"), Column("words", "Что видно"))


def listed(found: Sequence[Roadmap], verdicts: Mapping[str, str], day: date) -> pd.DataFrame:
    """A roadmap a row: code, title, topic, territory, stage, starts_on, measures, done, overdue, next_on, effect."""
    columns = [
        "code", "title", "topic", "territory", "stage", "starts_on", "measures", "overdue", "next_on", "target",
        "effect",
    ]  # fmt: skip
    made = [
        {
            "code": one.code,
            "title": one.title,
            "topic": one.topic.name,
            "territory": one.territory.name,
            "stage": STAGES[one.stage],
            "starts_on": one.starts_on,
            "measures": f"{sum(step.stage == 'done' for step in one.measures)} из {len(one.measures)}",
            "overdue": len(one.overdue(day)),
            "next_on": next_day(one, day),
            "target": sentences.in_short(one.target) if one.target else "не названа",
            "effect": verdicts.get(one.code, ""),
        }
        for one in found
    ]
    return pd.DataFrame(made, columns=columns)


def next_day(one: Roadmap, day: date) -> date | None:
    """The nearest day, today at the earliest, when something of it is due or is to be looked at."""
    due = [step.due_on for step in one.measures if step.stage in ("planned", "running")]
    ahead = [when for when in (*due, *(check.on for check in one.checks if not check.fact)) if when and when >= day]
    return min(ahead, default=None)


def measures(one: Roadmap, day: date) -> pd.DataFrame:
    """A measure a row, overdue ones first: no, name, cause, who, starts_on, due_on, resource, document, stage, done_on,
    is_overdue.
    """
    causes = {cause.no: cause.name for cause in one.causes}
    made = [
        {
            "no": step.no,
            "name": step.name,
            "cause": causes.get(step.cause or 0, ""),
            "who": who(step, day),
            "starts_on": step.starts_on,
            "due_on": step.due_on,
            "resource": step.resource,
            "document": step.document,
            "stage": MEASURE_STAGES[step.stage],
            "done_on": step.done_on,
            "is_overdue": step in one.overdue(day),
        }
        for step in sorted(one.measures, key=lambda step: (step not in one.overdue(day), step.due_on or date.max))
    ]
    columns = [
        "no", "name", "cause", "who", "starts_on", "due_on", "resource", "document", "stage", "done_on", "is_overdue",
    ]  # fmt: skip
    return pd.DataFrame(made, columns=columns)


def who(step: Measure, day: date) -> str:
    """«Водоканал, мастер участка»; a recipient that is gone shows who took over from it."""
    if step.responsible is None:
        return step.post or "не назван"
    name = step.responsible.name
    if heir := step.responsible.successor(day):
        name = f"{heir} (вместо «{name}»)"
    elif not step.responsible.is_in_force(day):
        name = f"{name} (уже не действует: назовите другого)"
    return ", ".join(filter(None, (name, step.post)))


def checks(one: Roadmap) -> pd.DataFrame:
    """A check point a row, by day: no, on, name, fact, fact_on."""
    made = [
        {"no": check.no, "on": check.on, "name": check.name, "fact": check.fact, "fact_on": check.fact_on}
        for check in sorted(one.checks, key=lambda check: (check.on, check.no))
    ]
    return pd.DataFrame(made, columns=["no", "on", "name", "fact", "fact_on"])


def facts(found: Outcome) -> pd.DataFrame:
    """After 3, 6, 12 months: when, verdict, words."""
    made = [
        {
            "when": f"Через {one.months} мес. ({format.day(one.on)})",
            "verdict": str(one.effect.verdict) if one.effect else "рано судить",
            "words": sentences.told(one.effect) if one.effect else sentences.too_early(one),
        }
        for one in found.facts
    ]
    return pd.DataFrame(made)


def file_rows(found: Sequence[Roadmap]) -> pd.DataFrame:
    """The table that is taken away and brought back: texts under the columns of FILE_COLUMNS."""
    return pd.DataFrame(table.rows(found), columns=list(table.HEADINGS))
