"""Sections of a note on the screen: what was made from numbers, the words of people, what was said of them."""

from collections.abc import Collection, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components import cards, moments
from components.note.ids import button


def made(pieces: Sequence[Any]) -> Component:
    """What was made from numbers. pieces: kind, title, head, rows, as a document gives them for a screen."""
    if not pieces:
        return html.P("В этом разделе за неделю сказать нечего.", className="card__note")
    return html.Div([_piece(one) for one in pieces], className="note-made")


def _piece(one: Any) -> Component:
    if one.kind not in ("table", "bars"):
        return html.P(line(one.head[0]), className=f"note-{one.kind}")
    head = html.Thead(html.Tr([html.Th(line(cell)) for cell in one.head])) if one.head else None
    rows = [html.Tr([html.Td(line(cell)) for cell in row]) for row in one.rows]
    table = html.Table([html.Caption(one.title), head, html.Tbody(rows)], className="data-table note-table")
    return html.Div(table, className="table-scroll")


def line(parts: Sequence[tuple[str, str]]) -> list[Any]:
    """Pieces of a sentence or a cell: text and the address it leads to, '' for none."""
    return [dcc.Link(text, href=href) if href else text for text, href in parts]


def section(
    title: str, key: str, body: Component, own: Component | None, comments: Component | None, *, may: tuple[bool, bool]
) -> Component:
    """may: write own words here; say something of them."""
    writes, says = may
    tools = [
        _small("Править", "edit", key) if writes else None,
        _small("Замечание", "say", key) if says else None,
    ]
    inside = html.Div([body, own, comments], className="note-section")
    return cards.card(title, inside, [one for one in tools if one], wide=True)


def own_words(body: str, mode: str, unknown: Collection[str]) -> Component:
    """Own words as they were written; unknown: their numbers that the note doesn't have."""
    title = html.P(f"Свой текст, {mode}", className="note-own__title")
    lines = [html.P(_marked(line, unknown)) for line in body.splitlines() if line.strip()]
    told = ", ".join(sorted(unknown))
    warning = html.P(f"Чисел нет среди чисел записки: {told}.", className="note-unknown") if unknown else None
    return html.Div([title, *lines, warning], className="note-own")


def _marked(line: str, unknown: Collection[str]) -> list[Any]:
    made: list[Any] = []
    for word in line.split(" "):
        bare = word.strip(".,;:()«»%")
        made += [html.Mark(word) if bare in unknown else word, " "]
    return made


def comments(found: Sequence[Any], zone: ZoneInfo) -> Component | None:
    """found: comments with body, made_at, made_by."""
    if not found:
        return None
    told = [
        html.Li([one.body, html.Span(f" {one.made_by}, {moments.moment(one.made_at, zone)}", className="card__note")])
        for one in found
    ]
    return html.Ul(told, className="note-comments")


def _small(label: str, action: str, key: str) -> Component:
    return html.Button(label, id=button(action, key), className="button", type="button")
