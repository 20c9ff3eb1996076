"""Invented roadmaps: one that has helped, one that has not, one of which it is too early to tell, and a draft.

Which is which the invented records themselves say: the municipality and the group of topics are those whose numbers
fell most surely against the others, or surely not as much as was promised.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
import yaml

from analysis.arrays import Numbers
from analysis.effect import Effect, Series, Verdict, estimate, smallest_effect
from data import store
from data.decisions.edits import Editor, editing
from data.decisions.roadmaps import read, write
from data.decisions.roadmaps.forms import CauseForm, CheckForm, MapForm, MeasureForm, Promise
from data.settings import Settings
from data.store.tables import municipalities, questions, records, topics

KEEPER = "demo-kurator"
_TERMS = {26: 6, 52: 12}
"""Weeks since an invented start → months after which it is judged."""
_FALLEN, _STEADY = 8, 4
"""Of the likeliest, how many are tried by the method itself."""
_FEWEST = 30
"""Records before the start: fewer say little of anything."""
_YEAR = 52


@dataclass(frozen=True)
class _Case:
    """A group of topics in a municipality, and what has come of a start so many weeks before the end."""

    group: str
    municipality: str
    weeks: int
    pace: float
    effect: Effect


@dataclass(frozen=True, eq=False)
class _Counts:
    """records: (groups, municipalities, whole weeks), the last ending on `sunday`."""

    groups: list[str]
    municipalities: list[str]
    records: Numbers
    sunday: date


def keep(settings: Settings, until: date) -> None:
    """Write the roadmaps that the records up to a day support; where there are too few of them, fewer roadmaps."""
    with editing(settings, KEEPER) as editor:
        counts = _counts(editor.connection, settings, until)
        if counts.records.shape[2] <= 2 * _YEAR:
            return
        fell, steady = _cases(counts)
        if fell:
            _begun(editor, settings, counts.sunday, fell[0], 30.0, is_done=True)
        if steady:
            _begun(editor, settings, counts.sunday, steady[0], 80.0, is_done=False)
        _fresh(editor, settings, counts)


def _counts(connection: sa.Connection, settings: Settings, until: date) -> _Counts:
    groups = list(_thoughts())
    sunday = until - timedelta(days=(until.weekday() + 1) % 7)
    rows = list(connection.execute(_query()))
    days = [store.local_day(row.received_at, settings) for row in rows]
    towns = sorted({row.oktmo for row in rows})
    first = min(days, default=sunday)
    weeks = max((sunday - first).days // 7, 0)
    made = np.zeros((len(groups), len(towns), weeks))
    for row, day in zip(rows, days, strict=True):
        ago = (sunday - day).days // 7
        if row.group in groups and 0 <= ago < weeks and day <= sunday:
            made[groups.index(row.group), towns.index(row.oktmo), weeks - 1 - ago] += 1
    return _Counts(groups, towns, made, sunday)


def _query() -> sa.Select[Any]:
    """Every record once in each of its groups of topics."""
    own, group = topics.alias("own"), topics.alias("of_group")
    query = sa.select(records.c.record_id, records.c.received_at, municipalities.c.oktmo, group.c.code.label("group"))
    query = query.join(questions, questions.c.record_id == records.c.record_id)
    query = query.join(own, own.c.topic_id == questions.c.topic_id)
    query = query.join(group, group.c.topic_id == sa.func.coalesce(own.c.group_id, own.c.topic_id))
    return query.join(municipalities, municipalities.c.municipality_id == records.c.municipality_id).distinct()


def _cases(counts: _Counts) -> tuple[list[_Case], list[_Case]]:
    """Those that fell, the surest first; those of which it is sure that they did not fall by four fifths."""
    found = sorted(_likely(counts))
    tried = [_case(counts, *one[1:]) for one in found[:_FALLEN]]
    fell = [one for one in tried if one.effect.verdict is Verdict.FELL]
    fell.sort(key=lambda one: one.effect.high or 0.0)
    busy = sorted((one for one in found if one[0] > -0.5), key=lambda one: -one[4])[:_STEADY]
    steady = [_case(counts, *one[1:]) for one in busy]
    return fell, [one for one in steady if one.effect.verdict is Verdict.NOT_PROVED and (one.effect.low or -1) > -0.75]


def _likely(counts: _Counts) -> list[tuple[float, int, int, int, float]]:
    """(score, group, municipality, weeks since the start, records before), a low score where there are fewer than the
    other municipalities let expect.
    """
    made = []
    for weeks in _TERMS:
        before, after = (part.sum(axis=2) for part in np.split(counts.records, [-weeks], axis=2))
        growth = (after.sum(axis=1) + 0.5) / (before.sum(axis=1) + 0.5)
        expected = before * growth[:, None]
        score = (np.log(after + 0.5) - np.log(expected + 0.5)) / np.sqrt(1 / (after + 0.5) + 1 / (expected + 0.5))
        for group, town in np.argwhere(before >= _FEWEST):
            at = int(group), int(town)
            made.append((float(score[at]), *at, weeks, float(before[at])))
    return made


def _case(counts: _Counts, group: int, town: int, weeks: int, _before: float) -> _Case:
    own = counts.records[group]
    start = own.shape[1] - weeks
    pace = float(own[town, max(start - _YEAR, 0) : start].mean())
    return _Case(counts.groups[group], counts.municipalities[town], weeks, pace, estimate(Series(own, town, start)))


def _begun(editor: Editor, settings: Settings, sunday: date, case: _Case, aim: float, *, is_done: bool) -> None:
    start = sunday + timedelta(days=1 - 7 * case.weeks)
    least = smallest_effect(case.pace, case.weeks)
    aim = max(aim, round(-(least or 0) * 100))  # what nobody could show is not promised
    promise = Promise(
        "records", aim, _TERMS[case.weeks], start - timedelta(days=14), round(case.pace, 3),
        start - timedelta(days=7 * _YEAR), start - timedelta(days=1), None if least is None else round(-least * 100, 1),
    )  # fmt: skip
    stage = "done" if is_done else "running"
    form = MapForm(_thoughts()[case.group]["title"], case.group, case.municipality, stage, start, promise=promise)
    _write(editor, settings, form, start, sunday, is_done=is_done)


def _fresh(editor: Editor, settings: Settings, counts: _Counts) -> None:
    """One begun five weeks ago, and a draft of one about terms."""
    year = counts.records[:, :, -_YEAR:].sum(axis=2)
    towns = [counts.municipalities[int(town)] for town in year.argmax(axis=1)]
    start = counts.sunday + timedelta(days=1 - 7 * 5)
    places = dict(zip(counts.groups, towns, strict=True))
    form = MapForm(_thoughts()["energy"]["title"], "energy", places["energy"], "running", start)
    _write(editor, settings, form, start, counts.sunday, is_done=False)
    ahead = counts.sunday + timedelta(days=15)
    promise = Promise("days", 5.0, 6, counts.sunday)
    draft = MapForm(_thoughts()["amenities"]["title"], "amenities", places["amenities"], "draft", ahead, None, promise)
    _write(editor, settings, draft, ahead, counts.sunday, is_done=False)


def _write(editor: Editor, settings: Settings, form: MapForm, start: date, sunday: date, *, is_done: bool) -> None:
    today, thought = store.today(settings), _thoughts()[form.topic]
    code = write.put(editor, "", 0, form, today)
    for parent, name in thought["causes"]:
        write.put_part(editor, read.required(editor.connection, code), CauseForm(name, parent), None, 0, today)
    roadmap = read.required(editor.connection, code)
    for number, told in enumerate(thought["measures"]):
        measure = _measure(number, told, start, sunday, is_done=is_done)
        write.put_part(editor, roadmap, measure, None, 0, today)
    for months in (3, 6, 12):
        check = _check(months, start + timedelta(days=91 * months // 3), sunday, is_done=is_done)
        write.put_part(editor, roadmap, check, None, 0, today)


def _check(months: int, on: date, sunday: date, *, is_done: bool) -> CheckForm:
    name = f"Сколько пишут через {months} мес. и что на месте"
    if is_done and on <= sunday:
        return CheckForm(name, on, "Объехали: сделанное держится, жалоб на сходе нет.", on)
    return CheckForm(name, on)


def _measure(number: int, told: list[Any], start: date, sunday: date, *, is_done: bool) -> MeasureForm:
    """The first is done soon after the start; of a roadmap under way the second burns and the third lies ahead."""
    cause, name, who, post, resource, document = told
    begins = start + timedelta(days=14 * number)
    due = begins + timedelta(days=28)
    if is_done or (number == 0 and due < sunday):
        done = min(due, sunday)
        return MeasureForm(name, who, post, begins, due, resource, document, "done", done, cause)
    late = sunday - timedelta(days=9)
    if number == 1 and begins < late:
        return MeasureForm(name, who, post, begins, late, resource, document, "running", None, cause)
    ahead = max(due, sunday + timedelta(days=30))
    return MeasureForm(name, who, post, begins, ahead, resource, document, "planned", None, cause)


@lru_cache(maxsize=1)
def _thoughts() -> dict[str, Any]:
    """Group of topics → title, causes, measures."""
    text = (Path(__file__).parent / "roadmaps.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
