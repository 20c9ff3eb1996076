"""`python -m reports notices`: what calls for attention, for everybody, with the search of hotspots, which is too long
for a screen to wait for.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from answers.hotspots.list import by_default
from answers.notices import of_hotspots
from data.decisions.notices.state import Finding
from data.filters import Filters
from data.scope import Scope
from data.settings import Settings
from data.snapshots import installation
from deeds import notice_looks
from deeds.notice_looks import Position


def add(commands: Any) -> None:
    """The parser of the command; `work` of what it parses: 0 looked, 1 the store was busy."""
    one = commands.add_parser("notices", help="посмотреть, что требует внимания, вместе с поиском проблемных точек")
    one.add_argument("--store", help="адрес хранилища; по умолчанию MCU_STORE_URL")
    one.set_defaults(work=_look)


def _look(_arguments: argparse.Namespace, settings: Settings) -> int:
    installation.require_own_store(settings)
    return 0 if look(settings, notice_looks.now()) else 1


def look(settings: Settings, now: datetime) -> bool:
    """Hold everybody's notices of all kinds against how things stand; whether all could be kept. now: naive UTC."""
    is_kept = notice_looks.look(settings, now)
    for position, found in _searched(notice_looks.positions(settings)):
        is_kept &= notice_looks.keep_hotspots(settings, position, found, now)
    return is_kept


def _searched(positions: list[Position]) -> Iterator[tuple[Position, list[Finding]]]:
    """Positions with the hotspots of their circle of data: searched for once where contacts alone make a difference."""
    known: dict[Scope, list[Finding]] = {}
    for one in positions:
        if not one.scope.may_open_records:
            continue
        grants = one.scope.at_least("records").grants
        circle = Scope(tuple(dict.fromkeys(replace(grant, detail="records") for grant in grants)))
        if circle not in known:
            known[circle] = _hotspots(circle)
        yield one, known[circle]


def _hotspots(scope: Scope) -> list[Finding]:
    return of_hotspots(by_default(scope), Filters(), scope)
