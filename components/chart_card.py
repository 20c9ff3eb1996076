"""The card of one chart: skeleton, graph, PNG, SVG, table and XLSX.

The page draws `go.Figure` into `Output(<id>, "figure")` and nothing else; what the buttons need travels in
`layout.meta` (see `export_meta`), so the picture, the table and the chart can't disagree. The browser's half is
assets/30-chart-card.js.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, sorting, states
from components.attributes import html_attributes
from components.tables import Column, text_of, values_of
from words import texts

GRAPH_CONFIG: Any = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "topojsonURL": "",
    "locale": "ru",
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}
"""The config of every dcc.Graph in the program: nothing is sent anywhere, Russian, own buttons."""

_BLANK = {"data": [], "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}}}
_REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def chart_card(
    id: str,
    title: str,
    *,
    height: int = 360,
    note: str = "",
    table: bool = True,
    xlsx: bool = True,
    actions: Sequence[Component] = (),
    wide: bool = False,
    figure: Any = None,
    how: str = "",
    titled: bool = False,
) -> Component:
    """A card with the dcc.Graph `id`, `height` pixels high; a figure with its own `layout.height` makes the card grow.

    figure: what is drawn at once, where no callback draws it later. table, xlsx: whether these buttons are offered;
    actions: own controls in the header; wide: the whole row of the grid; how: what a click does, not printed.
    titled: the title becomes that of the picture once it is drawn.
    """
    return html.Section(
        [cards.title_row(title, note, [*actions, _tools(table, xlsx)], how), canvas(id, height, figure)],
        className=cards.classes("card chart-card", wide),
        **(html_attributes(data_titled="true") if titled else {}),
    )


def canvas(id: str, height: int, figure: Any = None) -> Component:
    """The graph over its skeleton, and the places of the events on it in words and of its table."""
    drawn = _BLANK if figure is None else figure
    graph = dcc.Graph(id=id, figure=drawn, config=GRAPH_CONFIG, className="chart", style={"height": f"{height}px"})
    awaited = {"--chart-height": f"{height}px"}
    return html.Div(
        [
            html.Div([states.skeleton(height), graph], className="chart-card__canvas", style=awaited),
            html.Ul(className="chart-card__events", hidden=True),
            html.Div(className="chart-card__table", hidden=True),
        ],
        className="card__body",
    )


def export_meta(
    title: str,
    subtitle: str,
    source: str,
    filename: str,
    *,
    table: dict[str, Any] | None = None,
    xlsx_href: str | None = None,
) -> dict[str, Any]:
    """`figure.layout.meta` for the buttons of the card.

    title: heading of the picture; subtitle: filters and period (`filter_bar.describe`); source: stamp line
    (`shell.stamp_text`); filename without extension (`filename`); table: `export_table`; xlsx_href: address of the
    XLSX.
    """
    return {
        "title": title,
        "subtitle": subtitle,
        "source": source,
        "filename": filename,
        "table": table,
        "xlsx": xlsx_href,
    }


def export_table(frame: pd.DataFrame, columns: Sequence[Column]) -> dict[str, Any]:
    """The same numbers as the chart, as text: {"columns": [{"id", "label", "align"}], "rows": [[text, …]], "orders":
    what `sorting.row_orders` says of each row}; formats must give text.
    """
    heads = [{"id": column.id, "label": column.label, "align": column.align} for column in columns]
    texts_of = [[str(text_of(column, value)) for value in frame[column.id].tolist()] for column in columns]
    rows = [list(row) for row in zip(*texts_of, strict=True)]
    orders = sorting.row_orders([values_of(frame, column) for column in columns], len(frame))
    return {"columns": heads, "rows": rows, "orders": orders}


def filename(name: str, as_of: date, snapshot: int) -> str:
    """«Тепловая карта 2026-11-23 срез 12» without characters that file systems refuse."""
    clean = " ".join(_REFUSED.sub(" ", name).split()).strip(" .")
    return f"{clean} {as_of.isoformat()} срез {snapshot}"


def _tools(table: bool, xlsx: bool) -> Component:
    offered = [
        ("table", texts.SHOW_TABLE, table),
        ("png", texts.PNG, True),
        ("svg", texts.SVG, True),
        ("xlsx", texts.XLSX, xlsx),
    ]
    buttons = [_tool(action, label) for action, label, is_offered in offered if is_offered]
    return html.Div(buttons, className="chart-tools")


def _tool(action: str, label: str) -> Component:
    pressed = html_attributes(aria_pressed="false") if action == "table" else {}
    inside: Any = html.Span(className="icon icon--table") if action == "table" else action.upper()
    return html.Button(
        inside,
        className="chart-tools__button",
        type="button",
        title=label,
        **html_attributes(data_chart_action=action, aria_label=label, **pressed),
    )
