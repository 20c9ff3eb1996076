"""How fresh the sources are: a table, and a sentence for any screen whose figures rest on a stale one."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import tables
from components.columns import as_is
from components.tables import Column
from data.filters import Filters
from data.metrics.freshness import Freshness
from data.scope import Scope
from words import format, texts

STALE = "is-stale"
"""CSS class that greys figures out."""
_INCOMPLETE = "Последние дни неполны: выгрузок ещё не было."
_COLUMNS = (
    Column("name", "Источник", as_is),
    Column("last", "Последнее событие", as_is, width="18%", order="last_day"),
    Column("imported", "Последняя загрузка", as_is, width="18%", order="last_import_on"),
    Column("limit", "Устаревает через", as_is, width="15%", order="limit_days"),
    Column("records", "Записей всего", as_is, "right", "11%", order="records_count"),
    Column("state", "Состояние", as_is, width="20%", order="age"),
)


def table(found: Sequence[Freshness], scope: Scope, filters: Filters) -> Component:
    """One row per source; a stale one is marked in words and its figures are grey.

    How many records each holds is counted over everything, so it is only for who may see everything; the number opens
    them, in the snapshot of the filters, for who may open records.
    """
    counts = scope.sees_everything
    columns = [column for column in _COLUMNS if counts or column.id != "records"]
    rows = [
        {
            "name": one.state.name,
            "last": _grey(format.day(one.state.last_day), one),
            "imported": _grey(format.day(one.state.last_import_on), one),
            "limit": format.days(one.limit),
            "records": _records(one, scope, filters),
            "state": _state(one),
            "last_day": one.state.last_day,
            "last_import_on": one.state.last_import_on,
            "limit_days": one.limit,
            "records_count": one.state.records if counts else None,
            "age": one.age,
        }
        for one in found
    ]
    return tables.data_table(pd.DataFrame(rows), columns, "Свежесть источников", row_header="name", key="sources")


def _records(one: Freshness, scope: Scope, filters: Filters) -> Component:
    number = _grey(format.number(one.state.records), one)
    of = Filters(
        period="all", sources=(one.state.code,), snapshot=filters.snapshot, snapshot_hash=filters.snapshot_hash
    )
    href = f"/register?{urlencode(of.to_params())}"
    return dcc.Link(number, href=href, refresh=True) if scope.may_open_records else number


def _grey(words: str, one: Freshness) -> Component:
    return html.Span(words, className=STALE if one.is_stale else "")


def _state(one: Freshness) -> Component:
    if one.age is None:
        return html.Span("событий нет", className="badge-state badge-state--late")
    words = "сегодня" if one.age <= 0 else f"{format.days(one.age)} назад"
    if one.is_stale:
        return html.Span(f"устарел: {words}", className="badge-state badge-state--late")
    return html.Span(f"свежий: {words}", className="badge-state badge-state--on")


def with_grey_rows(
    frame: pd.DataFrame, columns: Sequence[Column], is_late: Sequence[bool]
) -> tuple[pd.DataFrame, list[Column]]:
    """The frame and its columns with the figures of stale rows drawn grey; the first column stays as it is."""
    made, shown = frame.copy(), [columns[0]]
    for column in columns[1:]:
        cells = [tables.text_of(column, value) for value in frame[column.id]]
        grey = [html.Span(cell, className=STALE) if late else cell for cell, late in zip(cells, is_late, strict=True)]
        made[column.id] = pd.Series(grey, index=frame.index, dtype=object)
        shown.append(replace(column, format=as_is))
    return made, shown


def notice(found: Sequence[Freshness], filters: Filters, *, is_grey: bool = True) -> Component | None:
    """«Устарели данные: …» for the head of a screen; nothing while all sources are fresh. is_grey: whether the screen
    draws their figures grey, else it says what to think of them.
    """
    stale = [one for one in _sources_behind(found, filters) if one.is_stale]
    late = [f"{one.state.name} — {format.day(one.state.last_day)}" for one in stale]
    if not late:
        return None
    what = "Числа по этим источникам показаны серым." if is_grey else _INCOMPLETE
    words = f"Устарели данные: {'; '.join(late)}. {what}"
    return html.Div(words, className="intake-note intake-note--warn", role="status", title=texts.SOURCE)


def mark(found: Sequence[Freshness], filters: Filters) -> list[Component]:
    """«Устарели: …» for the line that every screen has; where nothing else stands behind its figures, they are grey
    (assets/80-intake.css). A period that ends before a source fell silent is whole.
    """
    asked = _sources_behind(found, filters)
    late = [one for one in asked if one.is_stale and not _is_whole(one, filters)]
    if not late:
        return []
    is_all, names = len(late) == len(asked), ", ".join(one.state.name for one in late)
    words = "устарели все источники" if is_all and len(late) > 1 else f"устарели: {names}"
    days = "; ".join(f"{one.state.name} — {format.day(one.state.last_day)}" for one in late)
    kind = " stamp__late--all" if is_all else ""
    return [html.Span(words, className=f"stamp__late{kind}", title=f"Последнее событие: {days}. {_INCOMPLETE}")]


def _sources_behind(found: Sequence[Freshness], filters: Filters) -> list[Freshness]:
    """Sources that the figures of a screen may rest on."""
    return [one for one in found if not filters.sources or one.state.code in filters.sources]


def _is_whole(one: Freshness, filters: Filters) -> bool:
    last = one.state.last_day
    return bool(filters.date_to and last and filters.date_to <= last)
