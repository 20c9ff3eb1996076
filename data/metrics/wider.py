"""For people who see totals only: a set of records that lies close to a wider one is answered as the wider one.

The same records always get the same noise, so two nested questions would give the same number exactly when what lies
between them is empty: all channels and one of them, a year and its quarter, a municipality and its place. A set within
NEAR records of a wider one that the lattice also answers therefore gives the number of that one, whatever lies between:
«nothing» and «a few» look alike. NEAR is larger than two cells of fewer than five records, so what both of them
hold together is not told either.

A wider question is the same one without one of its lists or breakdowns, with a place's municipality or a topic's group
instead, or over a longer block of the calendar. Of several close ones the first in one order is taken, the widest of
each dimension before the others, not the nearest: the choice tells nothing, and a filter and a breakdown by the same
member agree.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.filters import LISTS, Filters
from data.metrics import lattice
from data.metrics.catalogue import DIMENSIONS
from data.metrics.declaration import Dimension, Metric
from data.metrics.enough import FEW
from data.metrics.reader import Snapshot
from data.terms.calendar import EPOCH

NEAR = 10
Dims = tuple[Dimension, ...]
Ask = Callable[[Sequence[Dimension], Filters], pd.DataFrame]
"""Answers a question exactly: keys g0, g1 … and the columns of `data.metrics.disclosure`."""
_LISTS = {("topic_group" if name == "group" else name): field for name, field in LISTS.items()}
"""Dimension → the field of its filter, in the order in which wider questions are tried."""
_ABOVE = {"place": "municipality", "topic": "topic_group"}
_GIVEN_AS = {"place": "municipality", "topic": "group"}
"""Dimension → what its members call the one above."""
_PARTS = (("_n", ("", "_low", "_high", "_n", "_key")), ("_hits", ("_hits", "_hits_key")))
"""The size of a set of records → the columns that speak of it; a share's hits are a set of their own."""
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Wider:
    """A wider question. keys: the rows of its answer in which those of the narrower one lie; holds: whether they do."""

    dims: Dims
    filters: Filters
    keys: tuple[npt.NDArray[Any], ...]
    holds: Rows


@dataclass(frozen=True)
class _Question:
    """A question and the rows of its answer."""

    dims: Dims
    filters: Filters
    keys: tuple[npt.NDArray[Any], ...]
    snapshot: Snapshot

    def without(self, i: int, filters: Filters, holds: Rows | None = None) -> _Wider:
        """Without a breakdown."""
        every = np.ones(len(self.keys[i]), dtype=bool)
        here = every if holds is None else holds
        return _Wider(self.dims[:i] + self.dims[i + 1 :], filters, self.keys[:i] + self.keys[i + 1 :], here)

    def by(self, i: int, name: str, values: npt.NDArray[Any], filters: Filters) -> _Wider:
        """With another breakdown instead."""
        dims = (*self.dims[:i], DIMENSIONS[name], *self.dims[i + 1 :])
        keys = (*self.keys[:i], values, *self.keys[i + 1 :])
        return _Wider(dims, filters, keys, np.ones(len(values), dtype=bool))

    def place_of(self, name: str) -> int | None:
        """Where a breakdown stands among the others."""
        return next((i for i, d in enumerate(self.dims) if d.id == name), None)


def answered_as_wider(
    frame: pd.DataFrame, chosen: Sequence[Metric], dims: Sequence[Dimension], filters: Filters, snapshot: Snapshot,
    ask: Ask, newest: date,
) -> pd.DataFrame:  # fmt: skip
    """The exact answer with the sets close to a wider one replaced by it. newest: the last day of the last complete
    month.
    """
    made = frame.copy()
    keys = tuple(frame[f"g{i}"].to_numpy() for i in range(len(dims)))
    question = _Question(tuple(dims), filters, keys, snapshot)
    taken = {(m.id, size): np.zeros(len(frame), dtype=bool) for m in chosen for size, _ in _PARTS}
    for wider in (*_by_members(question, len(frame)), *_by_time(question, len(frame), newest)):
        other = _beside(ask(wider.dims, wider.filters), wider)
        for m in chosen:
            for size, ends in _PARTS:
                if f"{m.id}{size}" in frame:
                    near = wider.holds & ~taken[m.id, size] & _near(frame, other, f"{m.id}{size}")
                    taken[m.id, size] |= near
                    _take_over(made, other, [f"{m.id}{end}" for end in ends if f"{m.id}{end}" in frame], near)
    return made


def _near(own: pd.DataFrame, other: pd.DataFrame, size: str) -> Rows:
    """Where the wider set is no more than a few cells larger; a set too small to be shown stays so."""
    before, wide = (np.nan_to_num(one[size].to_numpy(dtype=float)) for one in (own, other))
    return np.asarray((before >= FEW) & (wide >= before) & (wide - before < NEAR))


def _take_over(made: pd.DataFrame, other: pd.DataFrame, names: list[str], near: Rows) -> None:
    for name in names:
        made[name] = np.where(near, other[name].to_numpy(dtype=float), made[name].to_numpy(dtype=float))


def _beside(answer: pd.DataFrame, wider: _Wider) -> pd.DataFrame:
    """The rows of a wider answer beside those that lie in them; missing where there is none."""
    if not wider.keys:
        return answer.loc[[0] * len(wider.holds)].reset_index(drop=True)
    names = [f"g{i}" for i in range(len(wider.keys))]
    return pd.DataFrame(dict(zip(names, wider.keys, strict=True))).merge(answer, how="left", on=names)


def _by_members(question: _Question, count: int) -> Iterator[_Wider]:
    """One list after the other left out, or else widened to the one above."""
    for name, field in _LISTS.items():
        i, codes = question.place_of(name), getattr(question.filters, field)
        above = _ABOVE.get(name, "")
        is_free = bool(above) and question.place_of(above) is None and not getattr(question.filters, _LISTS[above])
        if i is not None:
            yield question.without(i, question.filters)
            if is_free:
                yield question.by(i, above, _above(name, question.keys[i], question.snapshot), question.filters)
        elif codes:
            left = _with_list(question.filters, field, ())
            every = np.ones(count, dtype=bool)
            yield _Wider(question.dims, left, question.keys, every)
            member = question.snapshot.by_code(name).get(codes[0])
            if is_free and member and member.extra[_GIVEN_AS[name]]:
                wide = _with_list(left, _LISTS[above], (member.extra[_GIVEN_AS[name]],))
                yield _Wider(question.dims, wide, question.keys, every)


def _above(name: str, values: npt.NDArray[Any], snapshot: Snapshot) -> npt.NDArray[Any]:
    """Of members of a dimension those of the one above; what has none stays what it is."""
    codes = {one.code: one.id for one in snapshot.members[_ABOVE[name]]}
    ids = {one.id: codes.get(one.extra[_GIVEN_AS[name]] or one.code, one.id) for one in snapshot.members[name]}
    return np.array([ids.get(v, v) for v in values.tolist()])


def _by_time(question: _Question, count: int, newest: date) -> Iterator[_Wider]:
    """The whole time, then the longer blocks of the calendar."""
    filters, as_of = question.filters, question.filters.as_of or newest
    ever = replace(filters, period="all", date_from=None, date_to=None)
    month, year = question.place_of("month"), question.place_of("year")
    if month is not None:
        days = [EPOCH + timedelta(days=int(v)) for v in question.keys[month]]
        yield question.without(month, ever)
        if year is None:
            yield question.by(month, "year", np.array([one.year for one in days]), ever)
        for began, ended in sorted({_quarter(one, as_of) for one in days}):
            if began > ended:  # terms that run out after the day of the report lie in no quarter yet
                continue
            mine = np.array([began <= one <= ended for one in days], dtype=bool)
            yield question.without(month, replace(ever, date_from=began, date_to=ended), mine)
    elif year is not None:
        yield question.without(year, ever)
    else:
        periods = _longer(filters, as_of, newest)
        yield from (_Wider(question.dims, one, question.keys, np.ones(count, dtype=bool)) for one in periods)


def _quarter(day: date, as_of: date) -> tuple[date, date]:
    """First and last day of a quarter, of the one that is not over up to now; terms may end in later ones."""
    began = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    ended = (began + timedelta(days=100)).replace(day=1) - timedelta(days=1)
    return began, min(as_of, ended) if began <= as_of else ended


def _longer(filters: Filters, as_of: date, newest: date) -> Iterator[Filters]:
    """The whole time, then the longer periods of the lattice, longest first."""
    first, last = filters.span(as_of)
    if first is None:
        return
    ever = replace(filters, period="all", date_from=None, date_to=None)
    yield ever
    spans = {one for one in lattice.periods(first, last, newest) if one[0] <= first and last <= one[1] <= as_of}
    for began, ended in sorted(spans - {(first, last)}, key=lambda one: (one[0] - one[1], one)):
        yield replace(ever, date_from=began, date_to=ended if ended < as_of else None)


def _with_list(filters: Filters, field: str, codes: tuple[str, ...]) -> Filters:
    return replace(filters, **{field: codes})  # type: ignore[arg-type]  # the name of a list of codes
