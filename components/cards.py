"""Cards: the box every block of a screen stands in, and the card of one figure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from answers.frames import is_few
from components.attributes import html_attributes
from data.metrics.declaration import Metric
from words import format, texts

_ARROWS = {"up": "▲", "down": "▼", "flat": "", "unknown": ""}


def card(
    title: str, body: Any, actions: Sequence[Component] = (), *, note: str = "", how: str = "", wide: bool = False
) -> Component:
    """A titled box. note: one sentence under the title; how: what a click does, not printed; actions: buttons or links
    at the right of the title; wide: the whole row.
    """
    return html.Section(
        [title_row(title, note, actions, how), html.Div(body, className="card__body")], className=classes("card", wide)
    )


def title_row(title: str, note: str, actions: Sequence[Component], how: str = "") -> Component:
    """Title, note and actions of a card. how: what a click does, which paper is not told, behind «?»."""
    used = hint(how) if how else None
    words = [html.H2(title, className="card__title"), used, html.P(note, className="card__note") if note else None]
    tools = html.Div(list(actions), className="card__actions") if actions else None
    return html.Header([html.Div(words, className="card__words"), tools], className="card__head")


def classes(name: str, wide: bool) -> str:
    """CSS classes of a card."""
    return f"{name} card--wide" if wide else name


def grid(children: Sequence[Component | None]) -> Component:
    """Cards in two columns on a wide window, one under another on a narrow one; `wide` cards take the whole row."""
    return html.Div([child for child in children if child is not None], className="card-grid")


def kpi(
    metric: Metric,
    row: Mapping[str, Any],
    previous_row: Mapping[str, Any] | None = None,
    href: str | None = None,
    *,
    days: tuple[date, date | None] | None = None,
) -> Component:
    """One figure: label, value, change against the previous period, interval and n.

    row: a row (Series or dict) of `query([metric.id], intervals=True)`; `<id>_low`, `<id>_high`, `<id>_n` are used
    when there.
    previous_row: the same over the previous period; missing means there is nothing to compare with. href: where a
    click leads. days: of a metric of state, the day it is of and the day it is compared with.
    """
    row = _enough(metric, row)
    previous_row = None if previous_row is None else _enough(metric, previous_row)
    now = row.get(metric.id)
    words = texts.FEW_DATA if row.get(_FEW) else format.value(metric, now)
    value = html.Div(words, className="kpi__value no-data" if format.is_missing(now) else "kpi__value")
    change = _change(metric, now, previous_row, days[1] if days else None)
    body = [_label(metric, days), value, change, _certainty(metric, row)]
    if not href:
        return html.Article(body, className="kpi")
    return dcc.Link(html.Article(body, className="kpi kpi--link"), href=href, className="kpi-link")


_FEW = "is of few"


def _enough(metric: Metric, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row, without the value where too few records stand behind it; then marked."""
    n = row.get(f"{metric.id}_n")
    if metric.kind == "count" or format.is_missing(n) or format.is_missing(row.get(metric.id)) or not is_few(n):
        return row
    return {**row, metric.id: None, _FEW: True}


def kpi_row(cards: Sequence[Component]) -> Component:
    """KPI cards side by side; two in a row on a phone."""
    return html.Div(list(cards), className="kpi-row")


def more(*lines: str) -> Component | None:
    """The statistics behind a sentence, closed until they are asked for; nothing without any."""
    said = [html.P(line) for line in lines if line]
    return html.Details([html.Summary(texts.MORE_WORDS), *said], className="behind") if said else None


def hint(text: str) -> Component:
    """A small «?» that shows a note on hover and on focus."""
    bubble = html.Span(text, className="hint__bubble", role="tooltip")
    return html.Span(["?", bubble], className="hint", tabIndex=0, **html_attributes(aria_label=text))


def _label(metric: Metric, days: tuple[date, date | None] | None) -> Component:
    words = f"{metric.label} на{format.NBSP}{format.day(days[0])}" if days else metric.label
    legal = f" Основание: {metric.legal_basis}." if metric.legal_basis else ""
    return html.Div([html.Span(words), hint(metric.note + legal)], className="kpi__label")


def _change(metric: Metric, now: Any, previous_row: Mapping[str, Any] | None, former: date | None) -> Component:
    """former: the day of the previous state; missing for what is counted over a period."""
    if previous_row is None or metric.looks_ahead:  # nothing lies ahead of a period that has ended
        return html.Div(texts.NOTHING_TO_COMPARE, className="kpi__change kpi__change--none")
    moved = format.change(metric, now, previous_row.get(metric.id))
    if moved.direction == "unknown":
        return html.Div(texts.NOTHING_TO_COMPARE, className="kpi__change kpi__change--none")
    tone = {True: "good", False: "bad", None: "neutral"}[moved.is_good]
    arrow = html.Span(_ARROWS[moved.direction], className="kpi__arrow", **html_attributes(aria_hidden="true"))
    when, against = texts.PREVIOUS_PERIOD, texts.AGAINST_PREVIOUS
    if former:
        when, against = f"На {format.day(former)}", f"с{format.NBSP}{format.day(former)}"
    before = f"{when}: {format.value(metric, previous_row.get(metric.id))}"
    words = [arrow, html.Strong(moved.text), html.Span(against, className="kpi__against")]
    return html.Div(words, className=f"kpi__change kpi__change--{tone}", title=before)


def _certainty(metric: Metric, row: Mapping[str, Any]) -> Component | None:
    if format.is_missing(row.get(metric.id)) and not row.get(_FEW):
        return None
    low, high, n = (row.get(f"{metric.id}_{part}") for part in ("low", "high", "n"))
    parts = []
    if not format.is_missing(low) and metric.interval and not row.get(_FEW):
        parts.append(html.Span(format.interval(metric, low, high), title=texts.INTERVAL))
    if not format.is_missing(n) and metric.kind not in ("count",):
        parts.append(html.Span(format.over(n, metric), title=texts.BEHIND))
    return html.Div(parts, className="kpi__certainty") if parts else None
