"""What an import would do to the main figures: the one door asked before and after, in the circle of the asker."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from data.filters import Filters
from data.metrics import query, stamp
from data.scope import Scope
from data.settings import Settings, use
from data.snapshots import publish

FIGURES = ("records", "open_now", "overdue_now", "on_time_share")
"""Ids of the metrics that are compared, over all time."""
_EVER = Filters(period="all")


@dataclass(frozen=True)
class Figures:
    """Values of `FIGURES` by id, missing where there is no answer. as_of: the day they are counted for."""

    as_of: date | None
    values: dict[str, float | None]


def newest_figures(settings: Settings, scope: Scope) -> Figures:
    """The figures of the newest snapshot; without one, nothing is known."""
    with use(settings):
        row = query(FIGURES, (), _EVER, scope).iloc[0]
        values = {name: None if pd.isna(row[name]) else float(row[name]) for name in FIGURES}
        return Figures(stamp(_EVER).as_of, values)


def within(
    connection: sa.Connection,
    settings: Settings,
    scope: Scope,
    folder: Path,
    progress: publish.Progress | None = None,
) -> Figures:
    """The figures as they would be if the transaction were committed. folder: an empty place for its own snapshot."""
    publish.draft(connection, settings, folder, progress)
    return newest_figures(replace(settings, var=folder), scope)
