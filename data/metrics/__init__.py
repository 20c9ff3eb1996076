"""The one door to every number.

query(metrics, by, filters, scope) -> DataFrame    one row per `by`, totals recomputed, unknown stays missing
stamp(filters) -> Stamp                            «Данные на …, срез № …» of the numbers that `filters` would give
members(dimension, filters) -> DataFrame           codes and labels of a dimension, for lists and legends
known_codes(filters) -> filters, lost codes        what an old address may still ask for
first_day(filters, scope) -> date or None          since when there are records
durations, open_records                            how long it took; open records with their terms
register.page / register.card                      single records, texts masked
METRICS, DIMENSIONS, metric(id), dimension(id)     the declarations; DERIVED: what the heat map counts from answers
"""

from data.metrics.beginning import first_day
from data.metrics.catalogue import DERIVED, DIMENSIONS, METRICS, dimension, metric
from data.metrics.declaration import Dimension, Metric, closest
from data.metrics.durations import durations, open_records
from data.metrics.engine import Stamp, answerable, known_codes, members, query, stamp

__all__ = [
    "DERIVED",
    "DIMENSIONS",
    "METRICS",
    "Dimension",
    "Metric",
    "Stamp",
    "answerable",
    "closest",
    "dimension",
    "durations",
    "first_day",
    "known_codes",
    "members",
    "metric",
    "open_records",
    "query",
    "stamp",
]
