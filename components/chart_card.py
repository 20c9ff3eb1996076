"""The card of one chart: skeleton, graph, PNG, SVG, table and XLSX.

The page draws `go.Figure` into `Output(<id>, "figure")` and nothing else; what the buttons need travels in `layout.meta`
(see `export_meta`), so the picture, the table and the chart can't disagree.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from components.tables import Column

GRAPH_CONFIG: dict[str, Any] = {
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
) -> Component:
    """A card with the dcc.Graph `id`. table, xlsx: whether these buttons are offered; actions: own controls in the header."""
    raise NotImplementedError


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
    (`shell.stamp_text`); filename without extension (`filename`); table: `export_table`; xlsx_href: address of the XLSX.
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
    """The same numbers as the chart, as text: {"columns": [{"label", "align"}], "rows": [[text, …]]}; formats must give text."""
    raise NotImplementedError


def filename(name: str, as_of: Any, snapshot: int) -> str:
    """«Тепловая карта 2026-11-23 срез 12» without characters that file systems refuse."""
    raise NotImplementedError
