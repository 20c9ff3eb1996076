"""Targets that somebody above the district has set: for which records, how much, from when until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.metrics import METRICS
from words import format


@dataclass(frozen=True)
class Target:
    """value: in the metric's own unit, of a share 0–1; prefix: of the channels it is for."""

    metric: str
    prefix: str
    value: float
    first: date
    last: date
    source: str


TARGETS = (Target("satisfied_share", "pos_", 0.60, date(2025, 1, 1), date(2025, 12, 31), "федеральная"),)


def of(metric: str, prefix: str) -> list[Target]:
    """Targets of a metric for a family of channels, the latest first."""
    found = [one for one in TARGETS if (one.metric, one.prefix) == (metric, prefix)]
    return sorted(found, key=lambda one: one.first, reverse=True)


def sentence(found: Iterable[Target], day: date) -> str:
    """«цель 60 % (федеральная) на 01.01–31.12.2025»; of one that is over, that it is; '' without any."""
    one = next(iter(found), None)
    if one is None:
        return ""
    value = format.value(METRICS[one.metric], one.value)
    if day > one.last:
        return f"цель {value} ({one.source}) действовала по {format.day(one.last)}"
    return f"цель {value} ({one.source}) на {format.period(one.first, one.last)}"
