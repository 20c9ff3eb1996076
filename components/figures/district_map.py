"""The district: municipalities in colour, places as circles, rivers and railway, and only names that do not overlap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import format, maps, texts, theme
from components.columns import interval_text, is_few
from data.metrics import Metric, metric
from geo.layers import Layers
from geo.view import View

BIGGEST_CIRCLE_PX = 26
_SMALLEST_CIRCLE_PX = 5
_SCALE_STEPS = 5
OUTSIDE = "нет записей по выбранным фильтрам"


@dataclass(frozen=True)
class _Canvas:
    layers: Layers
    view: View
    metric: Metric
    tokens: theme.Palette
    dark: bool


def draw(
    areas: pd.DataFrame,
    places: pd.DataFrame,
    members: pd.DataFrame,
    metric_id: str,
    layers: Layers,
    *,
    narrow: bool = False,
    dark: bool = False,
) -> go.Figure:
    """The map of one measure.

    areas: one row per municipality with `<metric>`, `_low`, `_high`, `_n`; places: one row per place with `records`,
    `<metric>` and its interval; members: the places with latitude and longitude (`data.metrics.members("place")`).
    Municipalities with fewer than five observations are hatched instead of coloured. customdata: codes of the
    municipality and of the place.
    """
    view = layers.views["narrow" if narrow else "wide"]
    canvas = _Canvas(layers, view, metric(metric_id), theme.palette(dark), dark)
    rows = _by_code(areas, "municipality")
    coloured = [code for code, row in rows.items() if _is_known(row, canvas.metric)]
    figure = go.Figure()
    figure.add_trace(_plain_areas(canvas, rows))
    figure.add_trace(_coloured_areas(canvas, rows, coloured))
    hatched = [code for code in rows if code not in set(coloured)]
    for trace in (_hatching(canvas, hatched), *_lines(canvas), _circles(canvas, places, members), *_names(canvas)):
        figure.add_trace(trace)
    return _framed(figure, canvas)


def _by_code(frame: pd.DataFrame, key: str) -> dict[str, dict[Any, Any]]:
    return {str(row[key]): row for row in frame.to_dict("records") if not format.is_missing(row[key])}


def _is_known(row: Mapping[Any, Any], declared: Metric) -> bool:
    return not format.is_missing(row[declared.id]) and not is_few(row[f"{declared.id}_n"])


def _plain_areas(canvas: _Canvas, rows: dict[str, dict[Any, Any]]) -> go.Choropleth:
    """Every municipality in the colour of land: what is seen, and can be clicked, where no value stands."""
    features = canvas.layers.municipalities["features"]
    codes = [feature["properties"]["oktmo"] for feature in features]
    names = [feature["properties"]["name"] for feature in features]
    return go.Choropleth(
        locations=codes,
        z=[0] * len(codes),
        customdata=[
            [code, None, name, _area_text(rows.get(code), canvas.metric)]
            for code, name in zip(codes, names, strict=True)
        ],
        colorscale=[[0, canvas.tokens.land], [1, canvas.tokens.land]],
        showscale=False,
        **_area_style(canvas),
    )


def _coloured_areas(canvas: _Canvas, rows: dict[str, dict[Any, Any]], codes: list[str]) -> go.Choropleth:
    values = [float(rows[code][canvas.metric.id]) for code in codes]
    shown = [100 * value for value in values] if canvas.metric.is_share else values
    return go.Choropleth(
        locations=codes,
        z=shown,
        zmin=0,
        zmax=max([*shown, 1e-9]),
        customdata=[
            [code, None, rows[code]["municipality_label"], _area_text(rows[code], canvas.metric)] for code in codes
        ],
        colorscale=_scale(canvas.dark),
        colorbar=_colorbar(canvas),
        showscale=bool(codes),
        **_area_style(canvas),
    )


def _scale(dark: bool) -> list[list[float | str]]:
    """The quiet part of the sequential scale: names stand on the areas and must stay readable."""
    kept = theme.sequential(dark)[:_SCALE_STEPS]
    return [[step / (_SCALE_STEPS - 1), colour] for step, (_, colour) in enumerate(kept)]


def _area_style(canvas: _Canvas) -> dict[str, Any]:
    return {
        "geojson": maps.geojson_url(canvas.layers, "municipalities"),
        "featureidkey": "properties.oktmo",
        "hovertemplate": "<b>%{customdata[2]}</b><br>%{customdata[3]}<extra></extra>",
        "marker": {"line": {"color": canvas.tokens.surface, "width": 1.2}},
    }


def _colorbar(canvas: _Canvas) -> dict[str, Any]:
    return {
        "orientation": "h",
        "x": 0.01,
        "xanchor": "left",
        "y": 0.01,
        "yanchor": "bottom",
        "len": 0.3 if canvas.view.name == "wide" else 0.5,
        "thickness": 9,
        "outlinewidth": 0,
        "nticks": 4,
        "tickfont": {"size": 12},
        "title": {"text": canvas.metric.short_label, "side": "top", "font": {"size": 12}},
    }


def _area_text(row: Mapping[Any, Any] | None, declared: Metric) -> str:
    if row is None:
        return OUTSIDE
    return f"{declared.label}: {interval_text(declared, row)}"


def _hatching(canvas: _Canvas, codes: list[str]) -> go.Scattergeo:
    """Areas with records but too few to speak of."""
    lon, lat = maps.hatching(canvas.layers, codes)
    line = {"color": canvas.tokens.line_strong, "width": 0.7}
    return go.Scattergeo(lon=lon, lat=lat, mode="lines", line=line, opacity=0.6, hoverinfo="skip", showlegend=False)


def _lines(canvas: _Canvas) -> list[go.Scattergeo]:
    found, tokens = canvas.layers, canvas.tokens
    stops = _railway(found)
    return [
        _line(maps.line(found.rivers), tokens.water, 1.6),
        _line(maps.line(found.outline), tokens.line_strong, 1.6),
        _line(maps.line(found.railway), tokens.muted, 1.4, dash="dash"),
        go.Scattergeo(
            lon=stops[0],
            lat=stops[1],
            mode="markers",
            marker={
                "symbol": "square",
                "size": 5,
                "color": tokens.surface,
                "line": {"color": tokens.muted, "width": 1},
            },
            hoverinfo="skip",
            showlegend=False,
        ),
    ]


def _railway(found: Layers) -> maps.Line:
    lon, lat = maps.line(found.railway)
    return [x for x in lon if x is not None], [y for y in lat if y is not None]


def _line(points: maps.Line, colour: str, width: float, dash: str = "solid") -> go.Scattergeo:
    line = {"color": colour, "width": width, "dash": dash}
    return go.Scattergeo(lon=points[0], lat=points[1], mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _circles(canvas: _Canvas, places: pd.DataFrame, members: pd.DataFrame) -> go.Scattergeo:
    """Places with records, bigger ones below; the area of a circle is the number of records."""
    rows = _by_code(places, "place")
    known = maps.located(members)
    known = known[known["code"].isin(set(rows))].assign(records=lambda f: [rows[code]["records"] for code in f["code"]])
    known = known[known["records"] > 0].sort_values("records", ascending=False, kind="stable")
    most = max([1, *known["records"]])
    return go.Scattergeo(
        lon=known["longitude"],
        lat=known["latitude"],
        mode="markers",
        marker={
            "size": known["records"],
            "sizemode": "area",
            "sizeref": 2 * most / BIGGEST_CIRCLE_PX**2,
            "sizemin": _SMALLEST_CIRCLE_PX / 2,
            "color": theme.categorical(canvas.dark)[1],
            "opacity": 0.75,
            "line": {"color": canvas.tokens.surface, "width": 1},
        },
        customdata=[[None, code, rows[code]["place_label"], _place_text(rows[code], canvas)] for code in known["code"]],
        hovertemplate="<b>%{customdata[2]}</b><br>%{customdata[3]}<extra></extra>",
        showlegend=False,
    )


def _place_text(row: Mapping[Any, Any], canvas: _Canvas) -> str:
    count = format.records(row["records"])
    if canvas.metric.id == "records":
        return count
    return f"{count}<br>{canvas.metric.label}: {interval_text(canvas.metric, row)}"


def _names(canvas: _Canvas) -> list[go.Scattergeo]:
    centres = maps.labels(canvas.layers, canvas.view, "municipality")
    others = maps.labels(canvas.layers, canvas.view, "place")
    return [
        _line(centres.leaders, canvas.tokens.line_strong, 0.8),
        _text(canvas, others, canvas.tokens.text, 10),
        _text(canvas, centres, canvas.tokens.text, 12),
    ]


def _text(canvas: _Canvas, names: maps.Labels, colour: str, size: int) -> go.Scattergeo:
    halo = ", ".join([f"0 0 3px {canvas.tokens.surface}"] * 6)
    return go.Scattergeo(
        lon=names.lon,
        lat=names.lat,
        text=names.text,
        mode="text",
        textposition="middle center",
        textfont={"color": colour, "size": size, "shadow": halo},
        hoverinfo="skip",
        showlegend=False,
    )


def _framed(figure: go.Figure, canvas: _Canvas) -> go.Figure:
    figure.update_geos(
        visible=False,
        projection_type="mercator",
        fitbounds=False,
        lonaxis_range=canvas.view.lon_range,
        lataxis_range=canvas.view.lat_range,
        domain={"x": [0, 1], "y": [0, 1]},
        bgcolor="rgba(0,0,0,0)",
    )
    separator = " · " if canvas.view.name == "wide" else "<br>"
    figure.add_annotation(
        text=f"{texts.OSM}{separator}{canvas.layers.notice}",
        align="right",
        x=1,
        y=0,
        xref="paper",
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        showarrow=False,
        font={"size": 11, "color": canvas.tokens.muted},
    )
    height = canvas.view.height + 20
    return figure.update_layout(
        height=height, hoverdistance=4, margin={"l": 0, "r": 0, "t": 0, "b": 0}, uirevision="map"
    )
