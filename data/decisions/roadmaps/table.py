"""Roadmaps as one table that people edit in a spreadsheet and bring back: what was exported changes nothing.

A row is a roadmap, a cause, a measure or a check point; rows without a code belong to the roadmap above them. What has
a code, or a number in it, that is known is changed, the rest is added; what the file does not name stays. All of it is
one group of edits, taken back at once.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.decisions.duties.table import day
from data.decisions.roadmaps.forms import CauseForm, CheckForm, MapForm, MeasureForm, Part, Promise
from data.decisions.roadmaps.read import Cause, Check, Measure, Roadmap
from data.errors import FilterError
from data.store import csv_text
from data.store.tables.roadmaps import CHECKABILITY, MEASURE_STAGES, STAGES, TARGETS

MAP, CAUSE, MEASURE, CHECK = "карта", "причина", "мероприятие", "проверка"
HEADINGS = {
    "code": "Код карты",
    "row": "Строка",
    "no": "№",
    "name": "Название",
    "cause": "№ причины",
    "topic": "Код тематики",
    "topic_name": "Тематика (для чтения)",
    "territory": "ОКТМО территории",
    "territory_name": "Территория (для чтения)",
    "problem": "№ проблемы",
    "stage": "Стадия",
    "starts_on": "Начало",
    "due_on": "Срок или день проверки",
    "done_on": "Выполнено или проверено",
    "recipient": "Код ответственного",
    "recipient_name": "Ответственный (для чтения)",
    "post": "Должность",
    "resource": "Ресурс",
    "document": "Документ",
    "fact": "Что оказалось",
    "target_kind": "Цель",
    "target_value": "Величина цели",
    "target_months": "Через месяцев",
    "fixed_on": "Цель записана",
    "baseline": "Было до начала",
    "baseline_from": "Было: с",
    "baseline_to": "Было: по",
    "smallest": "Наименьшее доказуемое, %",
    "checkability": "Проверяемость (для чтения)",
}
"""Column → its heading. The columns «для чтения» repeat what stands elsewhere in words and are not read."""
_LARGEST, _LARGEST_PROBLEM = 32_767, 2**31 - 1
_NEEDED = ("code", "row", "name")
Row = Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """What a row of a file says. line: its number in the file; code: of its roadmap, '' of a new one; of: which
    roadmap of the file it belongs to, counted from 0; no: missing for a new part, and for the roadmap itself.
    """

    line: int
    of: int
    code: str
    no: int | None
    form: MapForm | Part


def rows(found: Sequence[Roadmap]) -> list[dict[str, str]]:
    """Roadmaps with their parts as rows of texts, missing ones ''."""
    return [dict.fromkeys(HEADINGS, "") | {"code": one.code} | row for one in found for row in _rows(one)]


def _rows(one: Roadmap) -> Iterator[dict[str, str]]:
    yield _map_row(one)
    yield from map(_cause_row, _parents_first(one.causes))
    yield from map(_measure_row, one.measures)
    yield from map(_check_row, one.checks)


def _parents_first(causes: Sequence[Cause]) -> list[Cause]:
    made: list[Cause] = []
    left = list(causes)
    while left:
        known = {one.no for one in made}
        ready = [one for one in left if one.parent is None or one.parent in known]
        made += ready
        left = [one for one in left if one not in ready]
    return made


def _map_row(one: Roadmap) -> dict[str, str]:
    told = {
        "row": MAP, "name": one.title, "topic": one.topic.code, "topic_name": one.topic.name,
        "territory": one.territory.code, "territory_name": one.territory.name, "problem": _text(one.problem),
        "stage": STAGES[one.stage], "starts_on": _text(one.starts_on),
    }  # fmt: skip
    if one.target is None:
        return told
    numbers = ("fixed_on", "baseline", "baseline_from", "baseline_to", "smallest")
    aim = {"target_kind": TARGETS[one.target.kind], "target_value": _text(one.target.value)}
    aim |= {"target_months": _text(one.target.months), "checkability": CHECKABILITY[one.target.checkability]}
    return told | aim | {name: _text(getattr(one.target, name)) for name in numbers}


def _cause_row(one: Cause) -> dict[str, str]:
    return {"row": CAUSE, "no": _text(one.no), "name": one.name, "cause": _text(one.parent)}


def _measure_row(one: Measure) -> dict[str, str]:
    who = one.responsible
    dates = {name: _text(getattr(one, name)) for name in ("starts_on", "due_on", "done_on")}
    return {
        "row": MEASURE, "no": _text(one.no), "name": one.name, "cause": _text(one.cause),
        "recipient": who.code if who else "", "recipient_name": who.name if who else "", "post": one.post,
        "resource": one.resource, "document": one.document, "stage": MEASURE_STAGES[one.stage], **dates,
    }  # fmt: skip


def _check_row(one: Check) -> dict[str, str]:
    dates = {"due_on": _text(one.on), "done_on": _text(one.fact_on)}
    return {"row": CHECK, "no": _text(one.no), "name": one.name, "fact": one.fact, **dates}


def _text(value: Any) -> str:
    """A number so that it is the same when read back; a day as ISO has it; '' for missing."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value).removesuffix(".0")


def as_csv(found: Sequence[Roadmap]) -> str:
    """The table as a file: UTF-8 with commas, Russian headings."""
    named = [{HEADINGS[name]: value for name, value in row.items()} for row in rows(found)]
    return csv_text.to_csv(named, list(HEADINGS.values()))


def from_cells(cells: Sequence[Sequence[str]]) -> list[Told]:
    """What a received table says, its first row being the header. FilterError names the row and what is wrong."""
    header = [cell.strip() for cell in cells[0]] if cells else []
    at = {name: next((i for i, cell in enumerate(header) if cell in (name, HEADINGS[name])), None) for name in HEADINGS}
    if lost := [HEADINGS[name] for name in _NEEDED if at[name] is None]:
        raise FilterError(f"В файле дорожных карт нет столбца «{lost[0]}». Возьмите за образец выгрузку с экрана.")
    made: list[Told] = []
    for line, row in enumerate(cells[1:], start=2):
        values = {name: row[i].strip() if i is not None and i < len(row) else "" for name, i in at.items()}
        if any(values.values()):
            made.append(_told(line, values, made[-1] if made else None))
    _refuse_twice(made)
    return made


def _told(line: int, row: Row, above: Told | None) -> Told:
    try:
        form = _FORMS[_kind(row)](row)
        if isinstance(form, MapForm):
            return Told(line, above.of + 1 if above else 0, row["code"], None, form)
        if above is None or row["code"] not in ("", above.code):
            raise FilterError("Над ней нет строки её карты. Поставьте её под своей картой.")
        return Told(line, above.of, above.code, _whole(row, "no"), form)
    except FilterError as error:
        raise FilterError(f"Строка {line}. {error}") from None


def _kind(row: Row) -> str:
    told = row["row"].lower()
    if told not in _FORMS:
        raise FilterError(f"«Строка»: «{row['row'][:30]}» не понято. Можно: {', '.join(_FORMS)}.")
    return told


def _refuse_twice(made: Sequence[Told]) -> None:
    seen: set[tuple[Any, ...]] = set()
    for one in made:
        key = (one.of if not one.code else one.code, type(one.form), one.no)
        if key in seen and (one.no is not None or (isinstance(one.form, MapForm) and one.code)):
            raise FilterError(f"Строка {one.line}: она названа дважды. Оставьте одну.")
        seen.add(key)


def form_of(one: Roadmap | Cause | Measure | Check) -> MapForm | Part:
    """What is kept as a person would have said it."""
    if isinstance(one, Cause):
        return CauseForm(one.name, one.parent)
    if isinstance(one, Measure):
        who = one.responsible.code if one.responsible else ""
        dates = one.starts_on, one.due_on
        return MeasureForm(
            one.name, who, one.post, *dates, one.resource, one.document, one.stage, one.done_on, one.cause
        )
    if isinstance(one, Check):
        return CheckForm(one.name, one.on, one.fact, one.fact_on)
    return _map_form(one)


def _map_form(one: Roadmap) -> MapForm:
    names = ("kind", "value", "months", "fixed_on", "baseline", "baseline_from", "baseline_to", "smallest")
    promise = Promise(*(getattr(one.target, name) for name in names)) if one.target else Promise()
    return MapForm(one.title, one.topic.code, one.territory.code, one.stage, one.starts_on, one.problem, promise)


def _read_map(row: Row) -> MapForm:
    stage = _choice(row, "stage", STAGES) or "draft"
    land = row["territory"] or "district"
    return MapForm(row["name"], row["topic"], land, stage, _day(row, "starts_on"), _whole(row, "problem"), _aim(row))


def _aim(row: Row) -> Promise:
    kind = _choice(row, "target_kind", TARGETS)
    if not kind:
        return Promise()
    value, months = _number(row, "target_value"), _whole(row, "target_months")
    fixed, since, until = (_day(row, name) for name in ("fixed_on", "baseline_from", "baseline_to"))
    return Promise(kind, value, months, fixed, _number(row, "baseline"), since, until, _number(row, "smallest"))


def _read_cause(row: Row) -> CauseForm:
    return CauseForm(row["name"], _whole(row, "cause"))


def _read_measure(row: Row) -> MeasureForm:
    stage = _choice(row, "stage", MEASURE_STAGES) or "planned"
    since, due, done = (_day(row, name) for name in ("starts_on", "due_on", "done_on"))
    who, more = (row["name"], row["recipient"], row["post"]), (row["resource"], row["document"])
    return MeasureForm(*who, since, due, *more, stage, done, _whole(row, "cause"))


def _read_check(row: Row) -> CheckForm:
    return CheckForm(row["name"], _day(row, "due_on"), row["fact"], _day(row, "done_on"))


_FORMS: dict[str, Callable[[Row], MapForm | Part]] = {
    MAP: _read_map,
    CAUSE: _read_cause,
    MEASURE: _read_measure,
    CHECK: _read_check,
}


def _choice(row: Row, name: str, words: Mapping[str, str]) -> str:
    """The code of what is written as a code or in words; '' stays ''."""
    told = row[name].lower()
    found = next((code for code, word in words.items() if told and told in (code, word)), "")
    if told and not found and told != words.get(""):
        can = ", ".join(word for code, word in words.items() if code)
        raise FilterError(f"«{HEADINGS[name]}»: «{row[name][:30]}» не понято. Можно: {can}.")
    return found


def _day(row: Row, name: str) -> date | None:
    return day(row[name], HEADINGS[name])


def _number(row: Row, name: str) -> float | None:
    try:
        found = float(row[name].replace(",", ".")) if row[name] else None
    except ValueError:
        found = math.nan
    if found is not None and not math.isfinite(found):
        raise FilterError(f"«{HEADINGS[name]}»: «{row[name][:30]}» — не число.")
    return found


def _whole(row: Row, name: str) -> int | None:
    found, most = _number(row, name), _LARGEST_PROBLEM if name == "problem" else _LARGEST
    if found is not None and not (found == int(found) and 0 < found <= most):
        raise FilterError(f"«{HEADINGS[name]}»: «{row[name][:30]}» — не целое число от 1 до {most}.")
    return None if found is None else int(found)
