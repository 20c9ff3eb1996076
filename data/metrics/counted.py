"""Which records a number counts, under the filters and the asker's scope: what stands behind it, one row per record."""

from data.filters import Filters
from data.metrics import sql
from data.metrics.catalogue import metric
from data.metrics.declaration import Metric
from data.metrics.outcome import codes, expression
from data.metrics.reader import Snapshot
from data.scope import Scope


def rows(
    snapshot: Snapshot, filters: Filters, scope: Scope, behind: str, *, is_base: bool = False
) -> tuple[str, sql.Where]:
    """`source WHERE condition`, one row per record that a metric counts; of a share its hits, or with `is_base` all
    that it is a share of. behind: a metric, '' for the records received.
    """
    m, as_of = metric(behind or "records"), filters.as_of or snapshot.manifest.as_of
    where = sql.where_of(snapshot, filters, scope, sql.received_since(snapshot, filters, m))
    within = "TRUE" if m.state else sql.period(m.basis, filters, as_of, looks_ahead=m.looks_ahead)
    found = sql.rows(where, [], m.basis, within, snapshot)
    counts = _base(m) if is_base else _condition(m)
    return f"{found.source} WHERE {found.condition} AND {where.at(counts)}", where


def _condition(m: Metric) -> str:
    """Under what a metric counts a record, as it is declared: a share its hits, a mean or a quantile what it is of."""
    if m.outcomes:
        return _ended(m.outcomes)
    if m.kind in ("count", "rate"):
        return f"({m.where})"
    return f"({m.among}) AND ({m.where})" if m.is_share else f"({m.among})"


def _base(m: Metric) -> str:
    """Under what a record is one of those that a metric is a share of: of outcomes, by how it ended."""
    return _ended(m.outcomes_among) if m.outcomes_among else f"({m.among})"


def _ended(outcomes: tuple[str, ...]) -> str:
    return f"({expression()}) IN ({', '.join(map(str, codes(outcomes)))})"
