"""Sums behind the metrics of a question: from tiles where they tell them exactly, from the facts by DuckDB otherwise.

What can share a pass over the facts does: the pass is what takes the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.metrics import aggregate, assisted, sql
from data.metrics.aggregate import Histogram, Part, Sums
from data.metrics.catalogue import DIMENSIONS
from data.metrics.declaration import Metric
from data.metrics.tiles import answer, measures
from data.metrics.tiles.measures import ROWS, Measure
from data.metrics.tiles.question import Question
from data.metrics.tiles.stored import Tiles

RECIPIENT = DIMENSIONS["recipient"]


@dataclass(frozen=True)
class Counting:
    """A question and the conditions its rows meet. key: SQL of a record's secret number where the answer is to be
    protected (`data.metrics.cell_keys`); then no tile answers. intervals: whether bounds are asked for.
    """

    question: Question
    where: sql.Where
    key: str = ""
    intervals: bool = False

    def parts(self, metrics: Sequence[Metric]) -> list[Part]:
        """Values of the metrics, each part aggregated before it is joined to the others: joined rows would be counted
        once for every row of the other side.
        """
        made = []
        for same in _together([m for m in metrics if m.kind not in ("quantile", "assisted_mean")], self.question):
            made.append(aggregate.finished(same, self._sums(same)))
        for same in aggregate.by_duration([m for m in metrics if m.kind == "quantile"]):
            made.append(aggregate.quantiles(same, self.histogram(same[0]), intervals=self.intervals))
        return [*made, *(self._assisted(m) for m in metrics if m.kind == "assisted_mean")]

    def histogram(self, m: Metric) -> Histogram:
        """How many rows ended after each duration of a quantile metric."""
        told = None if self.key else _lengths(self.question, m)
        if told is None:
            return aggregate.histogram(self.question.snapshot, self._rows(m, self._within(m)), self.where, m)
        if not self._leaves_out_multi:
            return aggregate.in_order(*told) if self.question.times else told  # cells are in order
        rows = self._rows(m, f"({self._within(m)}) AND is_multi")
        several = aggregate.histogram(self.question.snapshot, rows, self.where, m)
        keys = tuple(np.concatenate(both) for both in zip(told[0], several[0], strict=True))
        lengths, counts = (np.concatenate([told[i], several[i]]) for i in (1, 2))
        return aggregate.in_order(keys, lengths, counts)

    def _sums(self, same: list[Metric]) -> Sums:
        tiles = None if self.key else answer.tiles_for(self.question)
        told = [] if tiles is None else [m for m in same if answer.can_tell(tiles, self.question, m)]
        left = [m for m in same if m not in told]
        # Which question speaks for a record depends on all metrics that are counted together.
        is_told = tiles is not None and told and not (left and self._leaves_out_multi)
        found = _from_tiles(tiles, self.question, told) if tiles is not None and is_told else None
        if found is None:
            return self._from_facts(same)
        rest = [self._from_facts(left)] if left else []
        several = [self._from_facts(told, "is_multi")] if self._leaves_out_multi else []
        return aggregate.added([found, *rest, *several])

    def _from_facts(self, same: list[Metric], more: str = "TRUE") -> Sums:
        """From the facts, of rows that meet one more condition."""
        snapshot, filters, as_of = self.question.snapshot, self.question.filters, self.question.as_of
        if same[0].state:
            rows, at_end = sql.standing(self.where, self.question.dims, filters, snapshot, more)
            return aggregate.sums(snapshot, rows, at_end, [(m, "TRUE") for m in same], key=self.key)
        within = {m.id: self._within(m) for m in same}
        # Rows outside every period are left out here only where they would make a combination appear.
        alone = len({within[m.id] for m in same}) == 1
        periods = (
            " OR ".join(f"({w})" for w in dict.fromkeys(within.values())) if self.question.dims or alone else "TRUE"
        )
        periods = f"({periods}) AND {sql.since({m.basis for m in same}, filters, as_of, snapshot)} AND {more}"
        counted = [(m, "TRUE" if alone else within[m.id]) for m in same]
        return aggregate.sums(snapshot, self._rows(same[0], periods), self.where, counted, key=self.key)

    def _assisted(self, m: Metric) -> Part:
        snapshot, within, width = self.question.snapshot, self._within(m), len(self.question.dims)
        every = self._answers_in_tiles(m)
        if every is None:
            every = assisted.of_all(snapshot, self._rows(m, within), self.where, m, self.key)
        read = self._rows(m, assisted.read(within, m)) if snapshot.has_checks else None
        return assisted.means(
            every, assisted.of_read(snapshot, read, self.where, m, width, self.key), width, m, self.key
        )

    def _answers_in_tiles(self, m: Metric) -> pd.DataFrame | None:
        """`assisted.of_all` as far as tiles tell it: the recipient is one more breakdown."""
        dims = self.question.dims
        by = replace(self.question, dims=dims if RECIPIENT in dims else (*dims, RECIPIENT))
        tiles = None if self.key else answer.tiles_for(by)
        if tiles is None or not answer.can_tell(tiles, by, m):
            return None
        told = measures.of_metric(m)
        found = answer.sums(tiles, by, [Measure(m.basis, ROWS), *told.values()], by.period(m))
        if found is None:
            return None
        sums = dict(zip(told, found.sums[1:], strict=True))
        made = assisted.of_sums(found.keys[: len(dims)], found.keys[by.dims.index(RECIPIENT)], sums)
        if not self.question.snapshot.has_multi:
            return made
        rows = self._rows(m, f"({self._within(m)}) AND is_multi")
        return assisted.together(made, assisted.of_all(self.question.snapshot, rows, self.where, m), len(dims))

    def _within(self, m: Metric) -> str:
        return sql.period(m.basis, self.question.filters, self.question.as_of, looks_ahead=m.looks_ahead)

    def _rows(self, m: Metric, within: str) -> sql.Rows:
        return sql.rows(self.where, self.question.dims, m.basis, within, self.question.snapshot)

    @property
    def _leaves_out_multi(self) -> bool:
        """Whether records with several questions are not in tiles: they may fall into several cells, and count once in
        each row of the answer.
        """
        is_by_question = self.where.per_question or any(d.per_question for d in self.question.dims)
        return is_by_question and self.question.snapshot.has_multi


def _together(metrics: list[Metric], question: Question) -> list[list[Metric]]:
    """Metrics that one statement can count: all of flow, unless time is asked for, which each basis reads from its own
    date; all of state.
    """
    flows, states = ([m for m in metrics if bool(m.state) is is_state] for is_state in (False, True))
    made = [flows]
    if question.times:
        made = [[m for m in flows if m.basis == basis] for basis in dict.fromkeys(m.basis for m in flows)]
    return [same for same in (*made, states) if same]


def _from_tiles(tiles: Tiles, question: Question, metrics: list[Metric]) -> Sums | None:
    asked: dict[tuple[str, tuple[int, int]], dict[Measure, None]] = {}
    for m in metrics:
        for one in measures.of_metric(m).values():
            asked.setdefault((one.basis, question.period(m)), {})[one] = None
    parts = []
    for (basis, period), told in asked.items():
        wanted = [Measure(basis, ROWS), *(one for one in told if one.sql != ROWS)]
        found = answer.sums(tiles, question, wanted, period)
        if found is None:
            return None
        by_measure = dict(zip(wanted, found.sums.astype(np.float64), strict=True))
        own = [m for m in metrics if question.period(m) == period and _basis(m) == basis]
        of = {m.id: {name: by_measure[one] for name, one in measures.of_metric(m).items()} for m in own}
        parts.append(Sums(found.keys, of))
    return aggregate.added(parts)


def _basis(m: Metric) -> str:
    return measures.STANDING if m.state else m.basis


def _lengths(question: Question, m: Metric) -> Histogram | None:
    duration, tiles = measures.duration_of(m), answer.tiles_for(question)
    if not duration or tiles is None:
        return None
    return answer.lengths(tiles, question, duration, question.period(m))
