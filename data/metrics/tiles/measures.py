"""What of a metric is summed: whole numbers of each row, told by the same SQL as the door's own statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from re import findall

from data.metrics import outcome, past
from data.metrics.catalogue import DIMENSIONS, METRICS
from data.metrics.declaration import BASES, Metric
from data.metrics.states import OPEN
from data.metrics.tiles.cubes import AXES, Cube

STANDING = "standing"
"""The basis of metrics of state: no date places an open record."""
ALL_BASES = (*BASES, STANDING)
ROWS = "1"
"""The measure that every row has: a combination occurs where it is not zero."""
CORE = (
    "records", "problems", "per_1000", "no_clock", "due", "on_time", "late", "overdue_open", "not_yet_due",
    "on_time_share", "overdue_share", "open_now", "overdue_now", "burning_now", "queue_now", "rated", "satisfied_share",
    "rating_mean", "rated_share", "repeat_share", "ping_pong_share", "reply_due", "reply_on_time", "reply_late",
    "reply_missing", "reply_on_time_share", "completeness",
)  # fmt: skip
"""Metrics that every cube counts: what screens rank, map and draw."""
MORE = (
    "open", "status_unknown", "registration_on_time_share", "unregistered", "forwarded", "forwarded_on_time_share",
    "answered", "readdressed", "completeness_hint",
)  # fmt: skip
"""Metrics that the small cubes count beside them: asked of a whole, or by one list."""
DURATIONS = {
    "days": ("resolution_median_days", "resolution_p90_days"),
    "minutes": ("first_reply_median_hours", "first_reply_p90_hours"),
}
"""Quantiles that are read from a histogram of a duration: in whole days, in whole minutes."""


UNKNOWN = -(2**15)
"""Stands for a day that is not known."""
BESIDE = ("kind", "status", "outcome", "has_term")
"""Dimensions that no cube tells and every row does."""
OF_ROWS = frozenset(name for axis in AXES.values() for name in axis) | frozenset(BESIDE)
"""Dimensions by which rows can be narrowed and broken down."""


@dataclass(frozen=True)
class Measure:
    """A whole number of each row, summed over the rows that a basis places in a period. sql: with `$as_of` and its
    like.
    """

    basis: str
    sql: str

    @property
    def is_timeless(self) -> bool:
        """Whether it is the same on every day of the report."""
        return self.basis == "received" and is_timeless(self.sql)


def is_timeless(sql: str) -> bool:
    """Whether a fragment says the same of a row on every day of the report."""
    return "$" not in sql and not set(findall(r"[a-z_0-9]+", sql)) & {*past.KNOWN, "outcome"}


def of_metric(m: Metric) -> dict[str, Measure]:
    """By the names of `data.metrics.aggregate`: n rows, h hits, t and q sums of values, u rows it can't be told of; of
    a mean that people have told of some rows, by those of `data.metrics.assisted`.
    """
    if m.state:
        made = {"n": _flag(STANDING, OPEN, m.where)}
        return made | ({"u": _flag(STANDING, OPEN, m.untold)} if m.untold else {})
    if m.outcomes:
        told = {"n": _flag(m.basis, _is_one_of(m.outcomes_among or m.outcomes))}
        return told | {"h": _flag(m.basis, _is_one_of(m.outcomes))}
    if m.kind in ("count", "rate"):
        return {"n": _flag(m.basis, m.where)}
    if m.kind == "share":
        return {"n": _flag(m.basis, m.among), "h": _flag(m.basis, m.among, m.where)}
    if m.kind == "mean":
        value = f"CASE WHEN {m.among} THEN ({m.value})::BIGINT ELSE 0 END"
        n = _flag(m.basis, m.among)
        return {"n": n, "t": Measure(m.basis, value), "q": Measure(m.basis, f"({value}) * ({value})")}
    if m.kind == "assisted_mean":
        hinted = f"({m.hint}) IS NOT NULL"
        hints = f"CASE WHEN ({m.among}) AND {hinted} THEN ({m.hint})::BIGINT ELSE 0 END"
        told = {"answers": _flag(m.basis, m.among), "hinted": _flag(m.basis, m.among, hinted)}
        return told | {"hints": Measure(m.basis, hints)}
    return {}


@cache
def counted(is_small: bool) -> dict[str, tuple[Measure, ...]]:
    """By basis what a cube counts, the rows themselves first. is_small: `MORE` as well."""
    names = CORE + MORE if is_small else CORE
    found: dict[str, dict[Measure, None]] = {basis: {Measure(basis, ROWS): None} for basis in ALL_BASES}
    for name in names:
        for measure in of_metric(METRICS[name]).values():
            found[measure.basis][measure] = None
    return {basis: tuple(measures) for basis, measures in found.items() if len(measures) > 1}


def counted_by(cube: Cube) -> dict[str, tuple[Measure, ...]]:
    """By basis what a cube counts, the rows themselves first: small cubes count more; a cube of durations only rows."""
    return {"received": (Measure("received", ROWS),)} if cube.is_long else counted(is_small=cube.by_day)


@cache
def of_rows() -> dict[str, str]:
    """What is read of every row, as SQL: members of dimensions (0: not told), days, how many questions it has, the
    lengths of its durations, the measures of all metrics. All of it is kept row by row; the first of it cubes count.
    """
    told = {name: f"coalesce({DIMENSIONS[name].column}, 0)" for axis in AXES.values() for name in axis}
    told |= {name: f"coalesce({DIMENSIONS[name].column}, 0)" for name in BESIDE}
    told |= {f"{basis}_day": f"coalesce({basis}_day, {UNKNOWN})" for basis in ALL_BASES if basis != STANDING}
    told |= {f"{STANDING}_day": f"CASE WHEN {OPEN} THEN 0 ELSE {UNKNOWN} END"}
    told |= lengths() | {"question_no": "question_no", "is_multi": "is_multi"}
    told |= {one.sql: one.sql for one in every()}
    return told | {one.sql: one.sql for m in METRICS.values() for one in of_metric(m).values()}


@cache
def every() -> tuple[Measure, ...]:
    """All measures that any cube counts; files name them by their places here."""
    return tuple(measure for measures in counted(is_small=True).values() for measure in measures)


def duration_of(m: Metric) -> str:
    """The duration a metric is a quantile of, empty where it is counted of none of `DURATIONS`."""
    return next((name for name, metrics in DURATIONS.items() if m.id in metrics), "")


@cache
def lengths() -> dict[str, str]:
    """SQL of each duration's coded length (`Metric.length`), below zero where a row has none."""
    metrics = {name: METRICS[first] for name, (first, *_) in DURATIONS.items()}
    return {name: f"CASE WHEN {m.among} THEN {m.length} ELSE -1 END" for name, m in metrics.items()}


def _flag(basis: str, *conditions: str) -> Measure:
    met = " AND ".join(f"({one})" for one in dict.fromkeys(conditions) if one != "TRUE")
    return Measure(basis, f"CASE WHEN {met} THEN 1 ELSE 0 END" if met else ROWS)


def _is_one_of(outcomes: Iterable[str]) -> str:
    return f"({outcome.expression()}) IN ({', '.join(map(str, outcome.codes(outcomes)))})"
