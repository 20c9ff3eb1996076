"""Slides on the screen: the sheets of the file one at a time, in type that grows with the window.

The browser's half is assets/94-slides.js: arrows, full screen, the counter. On a phone all stand one under another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.attributes import html_attributes
from components.note.sections import line

_KEYS = "← и → — листать, Home и End — первый и последний, F — во весь экран, Esc — выйти"


@dataclass(frozen=True)
class Sheet:
    """heading: over the sheet; pieces: as a document gives them for a screen; lines: of the cover."""

    heading: str
    pieces: Sequence[Any] = ()
    lines: tuple[str, ...] = ()


def deck(sheets: Sequence[Sheet], foot: str, number: int) -> Component:
    """foot: stands beside the counter; number: of the sheet that is shown first, from 1."""
    first = min(max(number, 1), len(sheets))
    made = [_sheet(one, at, len(sheets), is_shown=at == first) for at, one in enumerate(sheets, start=1)]
    bar = html.Div([html.Span(foot, className="deck__foot"), *_tools(first, len(sheets))], className="deck__bar")
    return html.Div([bar, html.Div(made, className="deck__stage")], className="deck")


def _sheet(one: Sheet, number: int, count: int, *, is_shown: bool) -> Component:
    inside = [_piece(piece) for piece in one.pieces] or [html.P(line) for line in one.lines]
    classes = ["deck__sheet", *(["deck__sheet--cover"] if not one.pieces else []), *(["is-shown"] if is_shown else [])]
    said = html_attributes(aria_label=f"Слайд {number} из {count}: {one.heading}")
    return html.Section([html.H2(one.heading), *inside], className=" ".join(classes), **said)


def _tools(number: int, count: int) -> list[Component]:
    counter = html.Span(f"{number} / {count}", className="deck__counter", **html_attributes(aria_live="polite"))
    return [_button("‹", "back", "Назад"), counter, _button("›", "next", "Дальше"), _button("Во весь экран", "whole")]


def _button(words: str, action: str, name: str = "") -> Component:
    named = html_attributes(aria_label=name) if name else {}
    said: Any = html_attributes(data_deck=action) | named
    classes = "button button--main" if action == "whole" else "button"
    return html.Button(words, type="button", className=classes, title=_KEYS, **said)


def _piece(one: Any) -> Component:
    if one.kind == "table":
        return _table(one)
    return _bars(one) if one.kind == "bars" else html.P(line(one.head[0]), className=f"deck__{one.kind}")


def _table(one: Any) -> Component:
    def sides(number: int) -> str:
        return "" if number in one.words else "number"

    head = [html.Th(line(cell), className=sides(number), scope="col") for number, cell in enumerate(one.head)]
    rows = [
        html.Tr([html.Td(line(cell), className=sides(number)) for number, cell in enumerate(row)]) for row in one.rows
    ]
    table = html.Table([html.Caption(one.title), html.Thead(html.Tr(head)), html.Tbody(rows)], className="deck__table")
    note = html.P(one.note, className="deck__note") if one.note else None
    return html.Div([table, note], className="deck__block")


def _bars(one: Any) -> Component:
    rows = []
    for number, ((label, said), length) in enumerate(zip(one.rows, one.lengths, strict=True)):
        bar = html.Span(className="deck__bar-line", style={"width": f"{100 * length:.1f}%"})
        classes = "deck__bar-row is-strong" if number in one.strong else "deck__bar-row"
        inside = [html.Span(line(label)), html.Span([bar, html.Span(line(said))], className="deck__bar-room")]
        rows.append(html.Li(inside, className=classes))
    return html.Div([html.P(one.title, className="deck__title"), html.Ul(rows)], className="deck__block deck__bars")
