"""Which records stand behind a number: the parameters under which the register holds those that a cell counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote_plus, urlencode

from answers.filter_words import DIMENSION_OF
from data.filters import MISSING, Filters
from data.metrics import ages, dimension, metric, time_steps
from data.metrics.declaration import Metric
from words import format

_KEYS = {dimension_id: key for key, dimension_id in DIMENSION_OF.items()}
Days = tuple[date | None, date | None]


def of_cell(filters: Filters, as_of: date, metric_id: str, cell: Mapping[str, Any]) -> dict[str, str] | None:
    """Parameters that replace those of the filters («» takes one out); nothing where no filter says the same.

    metric_id: a count, or a share, whose hits they are; cell: dimension → code of the member or codes of several, the
    key of a step of time as the door gives it. as_of: the day of the report that the number is of.
    """
    m = metric(metric_id)
    if m.kind not in ("count", "share"):
        return None
    times = {name: value for name, value in cell.items() if dimension(name).is_time}
    made = {_KEYS[name]: _codes(value) for name, value in cell.items() if name in _KEYS}
    counted = _state(filters, as_of, m, times) if m.state else _flow(filters, as_of, m, times)
    if counted is None or "age" not in cell:
        return None if counted is None else counted | made
    aged = _aged(filters, as_of, m, str(cell["age"]))
    return None if aged is None or times else counted | aged | made


def address(filters: Filters, as_of: date, metric_id: str, cell: Mapping[str, Any]) -> str:
    """The address of the records that a cell counts under these filters; empty where no filter says the same."""
    more = of_cell(filters, as_of, metric_id, cell)
    if more is None:
        return ""
    params = {key: value for key, value in (filters.to_params() | more).items() if value}
    return f"/register?{urlencode(params, safe=',')}"


_ANY = "\ue000"
"""Stands for the code of a member in an address: a letter that no language has."""


def addresses(filters: Filters, as_of: date, metric_id: str, dimension_id: str, codes: Sequence[Any]) -> list[str]:
    """The `address` of each member of a dimension; what they have in common is written once."""
    if dimension(dimension_id).is_time or dimension_id == "age":
        return [address(filters, as_of, metric_id, {dimension_id: code}) for code in codes]
    of_any, place = address(filters, as_of, metric_id, {dimension_id: _ANY}), quote_plus(_ANY)
    return [of_any.replace(place, quote_plus(_codes(code), safe=",")) for code in codes]


def _state(filters: Filters, as_of: date, m: Metric, times: Mapping[str, Any]) -> dict[str, str] | None:
    """A state asks for no preset period, which the address keeps; that of a past step is the state of its last day."""
    if not filters.state or filters.state == m.state:
        counted = {"state": m.state, "from": "", "to": ""}
    else:
        counted = {"behind": m.id}
    if not times:
        return counted
    ends = time_steps.ends([dimension(name) for name in times], [max(map(_first, times.values()))], as_of)
    return None if filters.state or not ends else counted | {"as_of": next(iter(ends.values())).isoformat()}


def _flow(filters: Filters, as_of: date, m: Metric, times: Mapping[str, Any]) -> dict[str, str]:
    """The records of a period are placed in it by the metric's own date; those of a step, in the step."""
    counted = {"behind": "" if m.id == "records" else m.id}
    if not times:
        return counted
    first, last = filters.span(as_of)
    day = max(map(_first, times.values()))
    starts = [time_steps.start(name, day) for name in times]
    ends = [time_steps.end(name, day) for name in times]
    if not m.looks_ahead or filters.date_to:
        ends.append(last)
    return counted | _between((max([*starts, *([first] if first else [])]), min(ends)))


def _aged(filters: Filters, as_of: date, m: Metric, band: str) -> dict[str, str] | None:
    """A band of ages is a span of days of receipt."""
    if m.state and filters.state not in ("", m.state):
        return None
    if not m.state and m.basis != "received":
        return None
    first, last = ages.days(int(band), as_of)
    if not m.state:
        begin, end = filters.span(as_of)
        first, last = max(filter(None, (first, begin)), default=None), min(last, end)
    return _between((first, last))


def _between(days: Days) -> dict[str, str]:
    first, last = ("" if day is None else day.isoformat() for day in days)
    return {"period": "", "from": first, "to": last}


def _first(step: Any) -> date:
    """First day of a step: the door names a year by its number, others by that day."""
    return date(step, 1, 1) if isinstance(step, int) else step


def _codes(value: Any) -> str:
    codes = value if isinstance(value, list | tuple) else [value]
    return ",".join(MISSING if format.is_missing(code) else str(code) for code in codes)
