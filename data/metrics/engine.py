"""`query`: metrics × dimensions × filters × scope → one frame. Every number of the program passes here.

Metrics are grouped by the date that places a record in the period (their basis), each basis is aggregated on its own
and only then joined. Totals are recomputed by asking with fewer dimensions. A zero denominator gives a missing value.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from data.errors import FilterError, QueryError
from data.filters import LISTS, MISSING, Filters
from data.metrics import aggregate, cell_keys, disclosure, lattice, sql, text_condition, time_steps, wider
from data.metrics.catalogue import dimension, metric
from data.metrics.declaration import Dimension, Metric
from data.metrics.flows import Counting
from data.metrics.population import per_1000
from data.metrics.reader import Snapshot, open_snapshot
from data.metrics.tiles.question import Question
from data.scope import Scope
from data.settings import current
from data.snapshots import SourceState, latest
from data.terms.calendar import EPOCH

_MOST_DIMENSIONS = 3
_OLDER = (
    "Вам открыты сводные показатели: прежние срезы не открыты, потому что рядом с новым они говорят о том, чего между "
    "ними прибавилось. Откройте страницу без параметра snapshot."
)
ALL = Filters()


@dataclass(frozen=True)
class Stamp:
    """What names the numbers on a screen: «Данные на …, срез № …». address: number and hash, for documents."""

    snapshot: int
    as_of: date
    published_at: datetime
    is_demo: bool
    records: int
    sources: tuple[SourceState, ...]
    address: str = ""


def query(
    metrics: Sequence[str],
    by: Sequence[str],
    filters: Filters,
    scope: Scope,
    *,
    intervals: bool = False,
    fill: bool = False,
) -> pd.DataFrame:
    """Metrics broken down by dimensions, one row per combination that occurs; without `by`, exactly one row.

    Columns: for each dimension `d` its code (missing for «не определено»; time as datetime.date, year as int) and
    `d_label`;
    then each metric: counts are whole, shares lie in 0–1, missing is NaN. `intervals` adds `<metric>_low`,
    `<metric>_high` (90 %) and `<metric>_n` (how many records stand behind it). `fill` completes the time axis: counts
    0, the rest missing. For people who see totals only small cells are missing and counts are rounded
    (`data.metrics.disclosure`).

    Raises QueryError for unknown ids (with the nearest known), FilterError for unknown codes, SnapshotError without
    data.
    """
    chosen = [metric(m) for m in dict.fromkeys(metrics)]
    dims = [dimension(d) for d in dict.fromkeys(by)]
    if not chosen:
        raise QueryError("Не назван ни один показатель. Укажите хотя бы один, например records.")
    if len(dims) > _MOST_DIMENSIONS:
        raise QueryError(f"Разрезов больше {_MOST_DIMENSIONS}. Уберите лишние.")
    scope = text_condition.of_texts(scope) if filters.text else scope
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    if scope.hides_small_cells and snapshot.manifest.number != latest(current().snapshots):
        raise FilterError(_OLDER)
    question = (tuple(m.id for m in chosen), tuple(d.id for d in dims), filters, scope, intervals, fill)
    return snapshot.answer_once(question, lambda: _answered(snapshot, chosen, dims, filters, scope, intervals, fill))


def _answered(
    snapshot: Snapshot,
    chosen: list[Metric],
    dims: list[Dimension],
    filters: Filters,
    scope: Scope,
    intervals: bool,
    fill: bool,
) -> pd.DataFrame:
    hides = scope.hides_small_cells
    if hides:
        lattice.require(filters, dims, _complete(snapshot))
    filters = answerable(filters, scope)
    for d in dims:
        sql.require_told(snapshot, d.id)
    as_of = filters.as_of or snapshot.manifest.as_of
    key = cell_keys.expression(current()) if hides else ""

    def exactly(asked_by: Sequence[Dimension], asked: Filters) -> pd.DataFrame:
        return _side_by_side(snapshot, chosen, list(asked_by), asked, scope, as_of, intervals=intervals, key=key)

    frame = exactly(dims, filters)
    if hides:
        frame = wider.answered_as_wider(frame, chosen, dims, filters, snapshot, exactly, _complete(snapshot))
        if as_of != _complete(open_snapshot()) or any(d.is_time for d in dims):
            frame = _without_past(frame, chosen)
        # Before the axis is filled: a step that is hidden and one that is empty must look alike.
        frame = disclosure.suppress(frame, chosen, dims, snapshot, filters, scope)
    if fill:
        counts = [] if hides else [m.id for m in chosen if m.kind in ("count", "rate")]
        frame = time_steps.filled(frame, dims, sql.period_days(filters, as_of), counts)
    frame = time_steps.without_future(frame, [m.id for m in chosen if m.state], dims, as_of)
    frame = _without_unknown(per_1000(frame, chosen, dims, snapshot, filters, scope), chosen, snapshot)
    return _presented(frame, chosen, dims, snapshot, intervals=intervals)


def answerable(filters: Filters, scope: Scope) -> Filters:
    """The filters as `query` answers them: for people who see totals only, whole months up to the last complete one."""
    if filters.text or not scope.hides_small_cells:
        return filters
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    as_of = filters.as_of or _complete(snapshot)
    return lattice.in_months(replace(filters, as_of=as_of), as_of)


def _complete(snapshot: Snapshot) -> date:
    """The last day of the last month that both the publication and the data have behind them."""
    manifest = snapshot.manifest
    return lattice.last_complete(min(manifest.published_at.date() - timedelta(days=1), manifest.as_of))


def stamp(filters: Filters = ALL) -> Stamp:
    """What the numbers of these filters are counted from."""
    manifest = open_snapshot(filters.snapshot, filters.snapshot_hash).manifest
    return Stamp(
        manifest.number,
        filters.as_of or manifest.as_of,
        manifest.published_at,
        manifest.is_demo,
        manifest.records,
        manifest.sources,
        manifest.address,
    )


def members(dimension_id: str, filters: Filters = ALL) -> pd.DataFrame:
    """Codes, labels and known facts of a dimension's members, in its own order; time has none."""
    chosen = dimension(dimension_id)
    if chosen.is_time:
        raise QueryError(f"У разреза «{chosen.label}» нет списка значений. Задайте период фильтром.")
    return open_snapshot(filters.snapshot, filters.snapshot_hash).members_frame(dimension_id)


def known_codes(filters: Filters) -> tuple[Filters, list[tuple[str, str]]]:
    """The filters without the codes that no list has, as an old address may name; and those, each with the key of its
    list (`data.filters.LISTS`). `query` itself refuses them.
    """
    snapshot, left, lost = open_snapshot(filters.snapshot, filters.snapshot_hash), filters, []
    for key, name in LISTS.items():
        known = snapshot.by_code(sql.FILTERED[name])
        codes = getattr(filters, name)
        unknown = [code for code in codes if code not in known and code != MISSING]
        if unknown:
            left = replace(left, **{name: tuple(code for code in codes if code not in unknown)})  # type: ignore[arg-type]
            lost += [(key, code) for code in unknown]
    return left, lost


def _side_by_side(
    snapshot: Snapshot,
    chosen: list[Metric],
    dims: list[Dimension],
    filters: Filters,
    scope: Scope,
    as_of: date,
    *,
    intervals: bool,
    key: str,
) -> pd.DataFrame:
    """key: SQL of a record's secret number where the answer is to be protected; then all that protects it comes too."""
    where = sql.where_of(snapshot, filters, scope)
    counting = Counting(Question(snapshot, tuple(dims), filters, scope, as_of), where, key, intervals)
    parts = counting.parts(chosen)
    whole = aggregate.side_by_side(parts)
    ends: tuple[str, ...] = ("", "_low", "_high", "_n") if intervals or key else ("",)
    ends += ("_key", "_hits", "_hits_key") if key else ()
    columns: dict[str, Any] = {f"g{i}": key for i, key in enumerate(whole.keys)}
    named = [f"{m.id}{end}" for m in chosen for end in ends]
    columns |= {name: whole.columns[name] for name in named if name in whole.columns}
    for m in chosen:  # nothing matched where the combination exists for another metric's sake
        if m.kind in ("count", "rate"):
            columns[m.id] = np.nan_to_num(columns[m.id])
        if m.untold:
            told = np.nan_to_num(whole.columns[f"{m.id}{aggregate.UNTOLD}"]) == 0
            columns |= {name: np.where(told, columns[name], np.nan) for name in (m.id, f"{m.id}_n") if name in columns}
    return pd.DataFrame(columns)


def _without_past(frame: pd.DataFrame, chosen: list[Metric]) -> pd.DataFrame:
    """Two ends of months side by side would tell who came and went: people who see totals only see one of them."""
    return frame.assign(**{f"{m.id}{end}": np.nan for m in chosen if m.state for end in ("", "_n")})


def _without_unknown(frame: pd.DataFrame, chosen: list[Metric], snapshot: Snapshot) -> pd.DataFrame:
    """What an older snapshot has no columns for is missing, not zero."""
    for m in chosen:
        if m.reads & snapshot.lacks:
            own = [f"{m.id}{end}" for end in ("", "_low", "_high", "_n") if f"{m.id}{end}" in frame]
            frame = frame.assign(**dict.fromkeys(own, np.nan))
    return frame


def _presented(
    frame: pd.DataFrame, chosen: list[Metric], dims: list[Dimension], snapshot: Snapshot, *, intervals: bool
) -> pd.DataFrame:
    made: dict[str, Any] = {}
    order: list[Any] = []
    for i, d in enumerate(dims):
        codes, labels, positions = labels_of(frame[f"g{i}"], d, snapshot)
        made[d.id], made[f"{d.id}_label"] = codes, labels
        order.append(positions)
    for m in chosen:
        is_whole = m.kind == "count" and bool(frame[m.id].notna().all())  # hidden counts are missing
        made[m.id] = frame[m.id].to_numpy(dtype="int64" if is_whole else "float64")
        if intervals:
            for name in (f"{m.id}_low", f"{m.id}_high", f"{m.id}_n"):
                made[name] = frame[name].to_numpy()
    result = pd.DataFrame(made)
    if not order:
        return result
    return result.take(np.lexsort(order[::-1])).reset_index(drop=True)


def labels_of(values: pd.Series, d: Dimension, snapshot: Snapshot) -> tuple[list[Any], list[Any], Any]:
    """Codes and labels of a key's numbers, and their positions in the dimension's own order."""
    places, distinct = pd.factorize(values)
    if d.is_time:
        codes: list[Any] = [int(v) if d.id == "year" else EPOCH + timedelta(days=int(v)) for v in distinct]
        return _each(codes, places), _each(map(str, codes), places), values.to_numpy(dtype=float)
    known = snapshot.by_id(d.id)
    found = [None if v == aggregate.NO_VALUE else known[v] for v in distinct.tolist()]
    labels = ["не определено" if m is None else m.label for m in found]
    order = np.array([np.inf if m is None else m.position for m in found], dtype=float)
    return _each([None if m is None else m.code for m in found], places), _each(labels, places), order[places]


def _each(distinct: Iterable[Any], places: Any) -> list[Any]:
    """Of each row its own one; a row of a large answer must not cost a step of Python."""
    held = list(distinct)
    told = np.empty(len(held), dtype=object)
    told[:] = held
    return list(told[places])
