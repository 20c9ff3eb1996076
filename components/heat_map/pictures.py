"""The map, the small maps and the list of the heat map, made of answers that the page has asked for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from answers.heat_map.measures import MEASURES, Answer, MapView, rows_of_step, to_params
from answers.heat_map.topics import Table
from components import cards, tables, theme
from components.columns import as_is, link_column
from components.figures import blank, district_map, map_multiples, map_scale
from components.heat_map import table
from components.heat_map.controls import step_text
from components.question import Screen
from components.tables import Column
from geo.layers import Layers
from words import format, texts

FILE = "/export/heat-map.xlsx"


def whole(
    screen: Screen,
    look: MapView,
    found: Answer,
    spots: Answer,
    members: pd.DataFrame,
    land: Layers,
    width: int | None,
    day: date | None,
) -> go.Figure:
    """The map of the district. spots: the same answer by place with `records`; day: the step of time it stands at."""
    if found.reason:
        return blank.sentence(found.reason, dark=screen.is_dark)
    return district_map.draw(
        rows_of_step(found, day, look.step).frame,
        rows_of_step(spots, day, look.step).frame,
        members,
        found.measure,
        land,
        district_map.paper(width, dark=screen.is_dark),
        scale=map_scale.of(found.frame, look.cells, found.measure, look.scale, dark=screen.is_dark),
        level=look.cells,
        most=float(max([0, *spots.frame.loc[spots.frame["place"].notna(), "records"]])) if len(spots.frame) else 0,
    )


def topics(
    screen: Screen, look: MapView, found: Answer, totals: pd.DataFrame, land: Layers, width: int | None
) -> go.Figure:
    """Small maps. totals: records by topic group, or by topic of the one chosen group."""
    if found.reason:
        return blank.sentence(found.reason, dark=screen.is_dark)
    topic = found.by[1]
    paper = district_map.paper(width, dark=screen.is_dark)
    shown = map_multiples.topics_with_maps(totals, topic, narrow=paper.is_narrow)
    seen = found.frame[found.frame[topic].isin([code for code, _, _ in shown])]
    scale = map_scale.of(seen, "municipality", found.measure, look.scale, dark=screen.is_dark)
    return map_multiples.draw(seen, shown, topic, found.measure, land, paper, scale)


def with_table_and_file(
    screen: Screen, look: MapView, found: Answer, figure: go.Figure, title: str, day: date | None
) -> go.Figure:
    """The figure with its title, its table and its file: the same answer in all three."""
    meta = table_and_file(screen, look, found, title, day)
    return figure.update_layout(template=theme.template(screen.is_dark), meta=meta)


def table_and_file(
    screen: Screen, look: MapView, found: Answer, title: str, day: date | None, **more: str
) -> dict[str, Any]:
    """`layout.meta` of a figure that is drawn of this answer. more: of the file's address."""
    here = rows_of_step(found, day, look.step)
    shown = table.with_texts(here.frame, here.measure, MEASURES[look.measure])
    columns = table.columns(here.measure, here.by, shown)
    when = f" · {step_text(day, look.step)}" if day else ""
    meta = screen.export_meta(f"{title}{when}", shown, ([here.measure.asked], here.by), columns)
    return meta | {"xlsx": screen.href(FILE, **to_params(look), **more)}


def beside(screen: Screen, look: MapView, found: Answer, path: str, day: date | None) -> Component:
    """The cells of the map from much to little, «не определено» last. look: that of `found`; path: of the screen, which
    a name narrows.
    """
    here, level = rows_of_step(found, day, look.step), look.cells
    linked = screen.with_link_column(here.frame, level, level, path, **to_params(look))
    shown = table.with_cells(linked, here.measure)
    shown = shown.sort_values("shown_value", ascending=False, kind="stable", key=pd.to_numeric)
    shown = pd.concat([shown[shown[level].notna()], shown[shown[level].isna()]])
    columns: Any = [link_column(level), table.cell_column(here.measure)]
    named = {"row_header": columns[0].id, "max_height": 620}
    body = None if found.reason else tables.data_table(shown, columns, TITLES[level], **named)
    link = html.A(texts.XLSX, href=screen.href(FILE, **to_params(look)), className="button")
    return cards.card(TITLES[level], body, [link], note=found.reason or "От большего к меньшему.")


MOST_PAIRS = 20
"""Of a topic and a municipality, in the list that a phone shows."""


def ranked(screen: Screen, found: Table) -> Component | None:
    """The cells of the matrix as rows from much to little, each leading to its records: what a phone has room for."""
    cells = found.cells
    known = cells.frame.dropna(subset=list(cells.by))
    shown = table.with_cells(known, cells.measure).dropna(subset=["shown_value"])
    if cells.reason or shown.empty:
        return None
    first = shown.sort_values("shown_value", ascending=False, kind="stable", key=pd.to_numeric).head(MOST_PAIRS)
    over = screen.over(found.filters)
    pairs: Any = [_pair(over, cells, row) for row in first.to_dict("records")]
    columns = [Column("pair", "Тема и поселение", as_is, order=None), table.cell_column(cells.measure)]
    body = tables.data_table(first.assign(pair=pairs), columns, RANKED, row_header="pair")
    count = f"Первые {MOST_PAIRS} из {format.number(len(shown))}" if len(shown) > MOST_PAIRS else "Все"
    return cards.card(f"{RANKED}: {cells.measure.declared.label}", body, note=f"{count}, от большего к меньшему.")


def _pair(screen: Screen, cells: Answer, row: Mapping[Any, Any]) -> Component:
    place, topic = cells.by
    cell, asked = {one: row[one] for one in cells.by}, cells.measure.asked
    href = screen.records_href(asked, row["value"], cell) or screen.records_href("records", row["value"], cell)
    words = row[f"{topic}_label"]
    first = dcc.Link(words, href=href, refresh=True) if href else words
    return html.Div([html.Div(first), html.Div(row[f"{place}_label"], className="second-line")])


RANKED = "Темы и поселения"
TITLES = {"municipality": "По поселениям", "place": "По населённым пунктам"}
