"""Notices as rows and sentences; which hotspots of a search call for attention."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from analysis.hotspots.classes import GROWING, NEW
from answers.hotspots.list import HOTSPOT as FOUND
from answers.hotspots.list import HotspotList
from data.decisions.notices.settings import MOST_DAYS, KindSetting, QuietHours
from data.decisions.notices.state import (
    ACKNOWLEDGED,
    EXPIRING,
    FIRED,
    HOTSPOT,
    KINDS,
    PASSED,
    STATES,
    Call,
    Finding,
    Notice,
)
from data.filters import Filters
from data.metrics import register
from data.metrics.enough import FEW
from data.metrics.reader import open_snapshot
from data.scope import Scope
from words import format

__all__ = [
    "ACKNOWLEDGED", "EXPIRING", "FIRED", "KINDS", "MOST_DAYS", "PASSED", "STATES",
    "Call", "KindSetting", "Notice", "QuietHours",
]  # fmt: skip

OPEN, EVERY = "open", "all"
SHOWN = {
    OPEN: "Открытые",
    FIRED: "Сработали",
    ACKNOWLEDGED: "Подтверждены",
    PASSED: "Прошли",
    EVERY: "Все",
}
"""Choices of the state, the usual one first."""
_DAY = timedelta(days=1)
_LONGEST_LABEL = 300
_GROWS = " (была и раньше, растёт)"


def chosen(found: Sequence[Notice], state: str, kind: str) -> list[Notice]:
    """Notices of a state of `SHOWN` and of a kind; '' is every kind. What waits comes first."""
    kept = [one for one in found if kind in ("", one.kind) and _is_shown(one, state)]
    return sorted(kept, key=lambda one: (FIRED, ACKNOWLEDGED, PASSED).index(one.state))


def _is_shown(one: Notice, state: str) -> bool:
    return state == EVERY or (one.is_open if state == OPEN else one.state == state)


def digest(found: Sequence[Notice], now: datetime) -> list[str]:
    """What waits, what colleagues have taken note of, what has passed within a day, in sentences. now: naive UTC."""
    waiting = [one for one in found if one.state == FIRED]
    known = sum(one.state == ACKNOWLEDGED for one in found)
    passed = sum(one.until is not None and now - one.until < _DAY for one in found)
    said = [f"Ждут внимания: {_by_kind(waiting)}."] if waiting else ["Всё, что сработало, подтверждено или прошло."]
    said += [f"Подтверждено и ещё не прошло: {known}."] if known else []
    return said + ([f"Прошло за сутки: {passed}."] if passed else [])


def _by_kind(found: Sequence[Notice]) -> str:
    counts = {kind: sum(one.kind == kind for one in found) for kind in KINDS}
    return ", ".join(f"{KINDS[kind].lower()} — {count}" for kind, count in counts.items() if count)


def letter(found: Sequence[Notice], now: datetime, address: str) -> str:
    """The digest as a letter; '' where nothing waits. address: of the program, '' where nobody has named it.

    A letter may be read by others, so few records are not counted in it.
    """
    waiting = [one for one in found if one.state == FIRED]
    if not waiting:
        return ""
    lines = [f"— {KINDS[one.kind]}: {one.label}{_few(one.records)}{_link(address, one.href)}" for one in waiting]
    stop = (
        "Письмо составила программа «Тепловая карта МЦУ» по вашей подписке. Остановить её можно на экране «Подписки»."
    )
    return "\n".join([*digest(found, now), "", *lines, "", stop]).replace(format.NBSP, " ")


def _few(records: int | None) -> str:
    if records is None:
        return ""
    return f", {format.records(records)}" if records >= FEW else f", меньше {FEW} записей"


def _link(address: str, href: str) -> str:
    return f"\n  {address}{href}" if address and href else ""


def totals(counts: Mapping[tuple[str, str], int]) -> pd.DataFrame:
    """A kind a row: kind (words) and how many of each state, '' for none; few are not told, they may speak of few
    records.
    """
    made = [
        {"kind": words} | {state: _told(counts.get((kind, state), 0)) for state in STATES}
        for kind, words in KINDS.items()
    ]
    return pd.DataFrame(made, columns=["kind", *STATES])


def _told(count: int) -> str:
    return "—" if not count else format.number(count) if count >= FEW else f"меньше {FEW}"


def of_hotspots(found: HotspotList, filters: Filters, scope: Scope) -> list[Finding]:
    """New and growing hotspots that go on, one finding a topic: circles of places move from week to week."""
    frame = found.rows(FOUND)
    rows = frame[frame["kind"].isin((NEW, GROWING)) & ~frame["is_over"].astype(bool)]
    made = []
    for topic, own in rows.groupby("topic", sort=False):
        spots = own.to_dict("records")
        numbers = sorted(frozenset[int]().union(*(_records(one, filters, scope) for one in spots)))
        told = [f"{one['places_label']}{_GROWS * (one['kind'] == GROWING)}" for one in spots]
        label = f"{spots[0]['topic_label']}: {'; '.join(told)}"[:_LONGEST_LABEL]
        href = f"/hotspots?spot={spots[0]['key']}"
        made.append(Finding(HOTSPOT, str(topic), label, href, tuple(map(str, numbers)), len(numbers)))
    return made


def _records(spot: Mapping[Any, Any], filters: Filters, scope: Scope) -> frozenset[int]:
    """Numbers of the records of a row; asked once of a snapshot, for every sight of the list asks."""
    days = {"date_from": spot["first"], "date_to": spot["last"], "as_of": filters.as_of}
    own = Filters(topics=(spot["topic"],), places=spot["places"], **days)
    kept = open_snapshot().answer_once(
        ("numbers", own, scope), lambda: pd.DataFrame({"number": sorted(register.numbers(own, scope))})
    )
    return frozenset(kept["number"].tolist())
