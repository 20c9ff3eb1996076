"""Sets of tables as one table that people edit in a spreadsheet and bring back: a row for each table of a set."""

from collections.abc import Mapping, Sequence

from data.decisions.materials.profile import Asked, Profile, checked
from data.errors import FilterError
from data.metrics import DIMENSIONS, METRICS
from data.store import csv_text
from data.store.tables.materials import STEPS

HEADINGS = {
    "code": "Код набора",
    "name": "Набор",
    "step": "Период",
    "title": "Таблица",
    "metrics": "Показатели",
    "by": "Признаки",
}
"""Column → its heading. Metrics and dimensions are named in words or by their codes, with semicolons between."""
_SEPARATOR = "; "


def rows(found: Sequence[Profile]) -> list[dict[str, str]]:
    """Sets as rows of texts."""
    return [
        {
            "code": one.code,
            "name": one.name,
            "step": STEPS[one.step],
            "title": table.title,
            "metrics": _SEPARATOR.join(METRICS[name].label for name in table.metrics),
            "by": _SEPARATOR.join(DIMENSIONS[name].label for name in table.by),
        }
        for one in found
        for table in one.tables
    ]


def as_csv(found: Sequence[Profile]) -> str:
    """The table as a file: UTF-8 with commas, Russian headings."""
    named = [{HEADINGS[name]: value for name, value in row.items()} for row in rows(found)]
    return csv_text.to_csv(named, list(HEADINGS.values()))


def from_cells(cells: Sequence[Sequence[str]]) -> list[Profile]:
    """Sets of a received table, the first row of which is the header; of version 0. FilterError says what is wrong."""
    header = [cell.strip() for cell in cells[0]] if cells else []
    if lost := [heading for heading in HEADINGS.values() if heading not in header]:
        raise FilterError(f"В файле наборов нет столбца «{lost[0]}». Возьмите за образец выгрузку с экрана.")
    places = {name: header.index(heading) for name, heading in HEADINGS.items()}
    told: dict[str, list[dict[str, str]]] = {}
    for row in cells[1:]:
        values = {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}
        if any(values.values()):
            told.setdefault(values["code"], []).append(values)
    if not told:
        raise FilterError("В файле наборов нет ни одной строки. Возьмите за образец выгрузку с экрана.")
    return [_profile(code, lines) for code, lines in told.items()]


def _profile(code: str, lines: Sequence[Mapping[str, str]]) -> Profile:
    steps = {word: step for step, word in STEPS.items()} | {step: step for step in STEPS}
    step = steps.get(lines[0]["step"].lower(), lines[0]["step"])
    return checked(Profile(code, lines[0]["name"], step, tuple(_asked(one) for one in lines)))


def _asked(line: Mapping[str, str]) -> Asked:
    metrics = _codes(line["metrics"], {one.label: one.id for one in METRICS.values()})
    return Asked(line["title"], metrics, _codes(line["by"], {one.label: one.id for one in DIMENSIONS.values()}))


def _codes(cell: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    named = {label.lower(): code for label, code in labels.items()}
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    return tuple(named.get(part.lower(), part) for part in parts)
