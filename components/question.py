"""What a page callback works with: the filters of the URL, who asks, the stamp of the numbers, the theme.

A callback reads them with `read_screen(flt, scope, theme)`, asks with `screen.query(metrics, by)`, draws, and dresses
the chart with `screen.chart(figure, title, frame, question)`, so that picture, table and XLSX can't disagree with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from answers import events, record_links, season
from answers.filter_words import describe
from components import cards, chart_card, shell, tables, theme
from components.columns import table_columns
from components.elements import element
from components.figures import event_marks
from components.tables import Column
from data.filters import MISSING, Filters, names, parse
from data.metrics import Stamp, answerable, dimension, lattice, metric, query, stamp
from data.scope import Scope
from words import format, texts

Question = tuple[Sequence[str], Sequence[str]]
"""Metric ids and dimension ids, as `data.metrics.query` takes them."""


@dataclass(frozen=True)
class Screen:
    """What a screen shows: the filters, for whom, of which numbers. params: URL parameters of the screen."""

    filters: Filters
    scope: Scope
    stamp: Stamp
    is_dark: bool
    params: Mapping[str, str]
    in_months: bool = False
    """Only whole months may be asked for: the asker sees totals only."""

    @property
    def step(self) -> str:
        """The dimension by which a flow is drawn."""
        return "month" if self.in_months else "week"

    def query(
        self, metrics: Sequence[str], by: Sequence[str] = (), *, intervals: bool = False, fill: bool = False
    ) -> pd.DataFrame:
        """The door's answer for the filters and the asker of this screen."""
        return query(metrics, by, self.filters, self.scope, intervals=intervals, fill=fill)

    def over(self, filters: Filters) -> "Screen":
        """The same screen and asker with other filters."""
        return replace(self, filters=filters)

    def before(self) -> "Screen | None":
        """The same over the previous period of equal length; missing when the period has no beginning and when the
        records don't reach back to it.

        Seen from that period's own last day: what is open now is compared with what was open then.
        """
        if self.in_months:
            earlier = lattice.months_before(self.filters, self.stamp.as_of)
        else:
            before = self.filters.previous(self.stamp.as_of)
            earlier = None if before is None else replace(before, as_of=before.date_to)
        known = [] if earlier is None else season.known([earlier], self.filters, self.scope, self.stamp.as_of)
        return self.over(known[0]) if known else None

    @property
    def subtitle(self) -> str:
        """Period and filters in words."""
        return describe(self.filters, self.stamp)

    def param(self, key: str, known: Sequence[str]) -> str:
        """A parameter of the screen; a value that is not among `known` counts as the first of them."""
        value = self.params.get(key, known[0])
        return value if value in known else known[0]

    def number(self, key: str, default: int = 1) -> int:
        """A whole parameter of the screen, at least 1; nonsense counts as the default."""
        text = self.params.get(key, "")
        return max(1, int(text)) if text.isdecimal() and len(text) < 8 else default

    def href(self, path: str, **more: str) -> str:
        """An address with the same filters; `more` adds parameters or replaces a filter («» takes it out)."""
        params = {k: v for k, v in (self.filters.to_params() | more).items() if v}
        return f"{path}?{urlencode(params, safe=',')}" if params else path

    def xlsx_href(self, title: str, question: Question) -> str:
        """The address of the same numbers as an XLSX."""
        metrics, by = question
        return self.href("/export/table.xlsx", metrics=",".join(metrics), by=",".join(by), title=title)

    def table(
        self,
        title: str,
        frame: pd.DataFrame,
        columns: Sequence[Column],
        question: Question,
        *,
        note: str = "",
        how: str = "",
        wide: bool = False,
    ) -> Component:
        """A card with a table of the answer and its XLSX. The first column names the row. how: as `cards.card`."""
        link = html.A(texts.XLSX, href=self.xlsx_href(title, question), className="button")
        body = tables.data_table(frame, columns, title, row_header=columns[0].id, max_height=460)
        return cards.card(title, body, [link], note=note, how=how, wide=wide)

    def with_link_column(
        self, frame: pd.DataFrame, dimension_id: str, key: str, path: str, **more: str
    ) -> pd.DataFrame:
        """Adds `<dimension>_link`: the label as a link to `path` narrowed to that member (filter `key`).

        more: other parameters of the address, as in `href`.
        """
        pairs = zip(frame[dimension_id], frame[f"{dimension_id}_label"], strict=True)
        if path == "/register" and not self.opens_records:
            return frame.assign(**{f"{dimension_id}_link": frame[f"{dimension_id}_label"]})
        links: Any = [
            element(dcc.Link, label, href=self.href(path, **more, **{key: _code(code)}), refresh=True)
            for code, label in pairs
        ]
        return frame.assign(**{f"{dimension_id}_link": links})

    def with_records_link(self, frame: pd.DataFrame, metric_ids: Sequence[str], dimension_id: str) -> pd.DataFrame:
        """Adds `<metric>_link`: the number as a link to the records that it counts; of a share, to its hits."""
        codes = frame[dimension_id].tolist()
        made: dict[str, Any] = {
            f"{name}_link": self._records_links(name, frame[name].tolist(), dimension_id, codes) for name in metric_ids
        }
        return frame.assign(**made)

    def _records_links(
        self, metric_id: str, values: Sequence[Any], dimension_id: str, codes: Sequence[Any]
    ) -> list[Any]:
        declared = metric(metric_id)
        words = [format.plain(declared, value) for value in values]
        if not self.opens_records:
            return words
        hrefs = record_links.addresses(self.filters, self.stamp.as_of, metric_id, dimension_id, codes)
        return [
            element(dcc.Link, text, href=href, refresh=True)
            if href and not format.is_missing(value) and value
            else text
            for text, value, href in zip(words, values, hrefs, strict=True)
        ]

    @property
    def opens_records(self) -> bool:
        """Whether numbers may lead to their records: who sees some of it in totals only is shown other numbers."""
        return self.scope.may_open_records and not self.in_months

    def records_href(self, metric_id: str, value: Any, cell: Mapping[str, Any]) -> str:
        """The address of the records that a number counts (`answers.record_links.of_cell`); empty where there are none
        or nothing opens them.
        """
        if not self.opens_records or format.is_missing(value) or not value:
            return ""
        return record_links.address(self.filters, self.stamp.as_of, metric_id, cell)

    def export_meta(
        self, title: str, frame: pd.DataFrame, question: Question, columns: Sequence[Column] | None = None
    ) -> dict[str, Any]:
        """What the picture, the table and the file of a figure need in its `layout.meta`. columns: as in `chart`."""
        shown = table_columns(*question, self.stamp.as_of) if columns is None else columns
        return chart_card.export_meta(
            title=title,
            subtitle=self.subtitle,
            source=shell.stamp_text(self.stamp),
            filename=chart_card.filename(title, self.stamp.as_of, self.stamp.snapshot),
            table=chart_card.export_table(frame, shown),
            xlsx_href=self.xlsx_href(title, question),
        )

    def chart(
        self,
        figure: go.Figure,
        title: str,
        frame: pd.DataFrame,
        question: Question,
        columns: Sequence[Column] | None = None,
    ) -> go.Figure:
        """The figure in the theme's template, with all that its picture, table and XLSX need in `layout.meta`; on an
        axis of time with the events that concern the records asked for.

        columns: of the table behind «показать таблицей»; by default those of the question.
        """
        meta = self.export_meta(title, frame, question, columns)
        step = next((one for one in question[1] if dimension(one).is_time), "")
        ends = event_marks.span(figure, step) if step else None
        marks = events.on_chart(self.filters, self.scope, *ends) if ends else []
        figure = event_marks.mark(figure, marks, step, dark=self.is_dark)
        meta["events"] = [f"{one.number}. {one.sentence}" for one in marks]
        return figure.update_layout(template=theme.template(self.is_dark), meta=meta)


def read_screen(flt: Mapping[str, str] | None, scope: Scope, theme_name: str | None = None) -> Screen:
    """From the stores `flt` and `theme`, asked by whoever has this scope.

    Raises FilterError for parameters that make no sense, SnapshotError without data.
    """
    params = dict(flt or {})
    filters = answerable(parse(params), scope)
    own = {key: str(value) for key, value in params.items() if key not in names()}
    own |= {"step": "month"} if scope.hides_small_cells else {}
    return Screen(filters, scope, stamp(filters), theme.is_dark(theme_name), own, scope.hides_small_cells)


def _code(code: Any) -> str:
    """A member's code in the URL; «не определено» has one of its own."""
    return MISSING if format.is_missing(code) else str(code)
