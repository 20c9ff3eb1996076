"""The tables of a set of materials as they may leave: counts below five hidden, and others beside them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from analysis.suppression import Cell, hidden
from answers.frames import is_few
from answers.table import Column, Kind
from data.decisions.materials.profile import Asked, Profile
from data.filters import MISSING, Filters
from data.metrics import METRICS, dimension, members, query
from data.metrics.enough import FEW
from data.scope import Scope
from words import format

HIDDEN, TOTAL = "скрыто", "Всего"
_TOPICS, _TERRITORIES = ("topic", "topic_group"), ("municipality", "place", "recipient")
_STEPS = {"week": format.week, "month": format.month}
_QUOTIENTS = ("share", "mean", "assisted_mean")
"""Kinds of metrics whose value and base tell a sum."""
_SUMS = {
    "due": ("on_time", "late", "overdue_open"),
    "reply_due": ("reply_on_time", "reply_late", "reply_missing"),
    "open_now": ("overdue_now", "burning_now"),
    "promises": ("promises_broken",),
    "records": ("open",),
}
"""Counts that hold others: whole → parts that don't overlap."""
Dims = tuple[str, ...]


@dataclass(frozen=True)
class Value:
    """One cell. value: missing is «нет данных»; is_hidden: known, but it does not leave."""

    value: Any
    is_hidden: bool = False


@dataclass(frozen=True)
class Row:
    """labels: of its members, one per dimension; cells: one per metric."""

    labels: tuple[str, ...]
    cells: tuple[Value, ...]


@dataclass(frozen=True)
class Made:
    """A table with its total in the last row."""

    asked: Asked
    rows: tuple[Row, ...]

    @property
    def hidden(self) -> int:
        """Values that do not leave."""
        return sum(one.is_hidden for row in self.rows for one in row.cells)


@dataclass(frozen=True)
class _Answers:
    """frames: dimensions → the door's answer to every metric; shut: count, share or mean → its cells that don't leave;
    beside: those of counts that are no small ones.
    """

    frames: Mapping[Dims, pd.DataFrame]
    shut: Mapping[str, frozenset[Cell]]
    beside: Collection[Cell]
    barred: Collection[Cell]


def tables(profile: Profile, filters: Filters, scope: Scope) -> list[Made]:
    """Every table of a set. filters: of the period, seen from its last day; scope: of who sees records exactly."""
    names = tuple(dict.fromkeys(name for one in profile.tables for name in one.metrics))
    wanted = {part for one in profile.tables for part in _parts(one.by)}
    frames = {dims: query(names, dims, filters, scope, intervals=True) for dims in sorted(wanted)}
    found = _shut(profile, frames, filters)
    return [Made(one, tuple(_rows(one, found))) for one in profile.tables]


def _parts(by: Sequence[str]) -> Iterator[Dims]:
    """Dimensions of a table and of all that it sums to, each in one order."""
    for count in range(len(by) + 1):
        yield from (tuple(sorted(part)) for part in combinations(by, count))


def _shut(profile: Profile, frames: Mapping[Dims, pd.DataFrame], filters: Filters) -> _Answers:
    barred = frozenset(
        cell for dims, frame in frames.items() for cell in _cells(frame, dims) if _is_barred(cell, filters)
    )
    names = {name for one in profile.tables for name in one.metrics}
    shut: dict[str, frozenset[Cell]] = {}
    beside: set[Cell] = set()
    for name in sorted(names):
        family = _family(name, names)
        tables = [one.by for one in profile.tables if family & set(one.metrics)]
        cells = {cell: row for by in tables for dims in _parts(by) for cell, row in _by_cell(frames[dims], dims)}
        always = [cell for cell in barred if cell in cells]
        if METRICS[name].kind == "count":
            shut[name] = _closed(_told_by_counts(sorted(family), names, cells), tables, always)
            beside |= {cell for cell in shut[name] if _whole(cells[cell][name]) >= FEW}
        elif METRICS[name].kind in _QUOTIENTS:
            counted = _told_by_quotient(name, cells)
            shut[name] = _closed(counted, tables, [*always, *(cell for cell, n in counted[0].items() if 0 < n < FEW)])
    return _Answers(frames, shut, beside, barred)


def _closed(counted: Sequence[Mapping[Cell, int]], tables: Sequence[Dims], always: Collection[Cell]) -> frozenset[Cell]:
    """Cells where a metric does not leave, so that no small one of what it tells follows by subtraction."""
    found, before = frozenset(always), None
    while before != found:
        before = found
        for counts in counted:
            found |= hidden(counts, tables, few=FEW, always=found)
    return found


def _family(name: str, names: Collection[str]) -> set[str]:
    """Metrics of the set that leave or not together: parts of one whole that is in the set too."""
    parts = next((parts for whole, parts in _SUMS.items() if whole in names and name in parts), (name,))
    return {one for one in parts if one in names}


def _told_by_counts(
    family: Sequence[str], names: Collection[str], cells: Mapping[Cell, Mapping[str, Any]]
) -> list[dict[Cell, int]]:
    """The counts themselves; of parts whose whole is in the set also what any of them leave of it."""
    counted = [{cell: _whole(row[name]) for cell, row in cells.items()} for name in family]
    for whole in [whole for whole, parts in _SUMS.items() if whole in names and set(family) <= set(parts)]:
        taken = [some for size in range(1, len(family) + 1) for some in combinations(family, size)]
        counted += [
            {cell: _whole(row[whole]) - sum(_whole(row[one]) for one in some) for cell, row in cells.items()}
            for some in taken
        ]
    return counted


def _told_by_quotient(name: str, cells: Mapping[Cell, Mapping[str, Any]]) -> list[dict[Cell, int]]:
    """What stands behind a share or a mean; of a share its hits and misses too: the whole and the other parts would
    tell them by subtraction.
    """
    behind = {cell: 0 if format.is_missing(row[name]) else _whole(row[f"{name}_n"]) for cell, row in cells.items()}
    if not METRICS[name].is_share:
        return [behind]
    hits = {cell: round(float(row[name]) * behind[cell]) if behind[cell] else 0 for cell, row in cells.items()}
    return [behind, hits, {cell: behind[cell] - hits[cell] for cell in cells}]


def _whole(count: Any) -> int:
    return 0 if format.is_missing(count) else int(count)


def _by_cell(frame: pd.DataFrame, dims: Dims) -> Iterator[tuple[Cell, Mapping[str, Any]]]:
    rows = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    return zip(_cells(frame, dims), rows, strict=True)


def _cells(frame: pd.DataFrame, dims: Dims) -> list[Cell]:
    rows = frame.to_dict("records")
    return [
        frozenset((name, MISSING if format.is_missing(row[name]) else str(row[name])) for name in dims) for row in rows
    ]


def _is_barred(cell: Cell, filters: Filters) -> bool:
    """Whether it speaks of a sensitive topic in a part of the district."""
    told = dict(cell)
    if not told.keys() & set(_TERRITORIES):
        return False
    return any(told[name] in _sensitive(name, filters) for name in _TOPICS if name in told)


def _sensitive(name: str, filters: Filters) -> set[str]:
    known = members(name, filters)
    return set(known.loc[known["is_sensitive"].astype(bool), "code"])


def _rows(one: Asked, found: _Answers) -> Iterator[Row]:
    dims = tuple(sorted(one.by))
    frame = found.frames[dims]
    for cell, row in zip(_cells(frame, dims), frame.to_dict("records"), strict=True):
        yield Row(tuple(_label(name, row) for name in one.by), _values(one, cell, row, found))
    whole = found.frames[()].to_dict("records")[0]
    yield Row((TOTAL, *[""] * (len(one.by) - 1)), _values(one, frozenset(), whole, found))


def _label(name: str, row: Mapping[Any, Any]) -> str:
    return _STEPS[name](row[name]) if name in _STEPS else str(row[f"{name}_label"])


def _values(one: Asked, cell: Cell, row: Mapping[Any, Any], found: _Answers) -> tuple[Value, ...]:
    return tuple(Value(row[name], _is_hidden(name, cell, row, found)) for name in one.metrics)


def _is_hidden(name: str, cell: Cell, row: Mapping[Any, Any], found: _Answers) -> bool:
    """A count, a share or a mean by its cells; any but a count also where few records stand behind it, or a count that
    is hidden beside small ones would follow from it.
    """
    declared = METRICS[name]
    if declared.kind == "count":
        return cell in found.shut[name]
    if format.is_missing(row[name]):
        return False
    if is_few(row[f"{name}_n"]) or cell in found.beside or cell in found.barred:
        return True
    return cell in found.shut.get(name, ())


def frame(made: Made) -> pd.DataFrame:
    """A table of a workbook: one column per dimension and metric, and `hidden`, the names of what does not leave."""
    rows = []
    for row in made.rows:
        shut = [METRICS[name].label for name, one in zip(made.asked.metrics, row.cells, strict=True) if one.is_hidden]
        values = [None if one.is_hidden else one.value for one in row.cells]
        rows.append([*row.labels, *values, "; ".join(shut)])
    return pd.DataFrame(rows, columns=[*made.asked.by, *made.asked.metrics, "hidden"], dtype=object)


def columns(made: Made) -> tuple[Column, ...]:
    """How `frame` is typed and headed."""
    heads = [Column(name, dimension(name).label) for name in made.asked.by]
    for name in made.asked.metrics:
        declared = METRICS[name]
        kind: Kind = "count" if declared.kind == "count" else "share" if declared.is_share else "number"
        unit = "" if declared.is_share or declared.unit == "шт." else f", {declared.unit}"
        heads.append(Column(name, f"{declared.label}{unit}", kind, declared.note))
    return (*heads, Column("hidden", "Скрыто", "text", "Показатели строки, значения которых не передаются."))
