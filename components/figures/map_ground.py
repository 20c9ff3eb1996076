"""What lies under the circles of a map: areas in colour, hatching where data are few, rivers, railway, outline.

Drawn alike on the big map and on each of the small ones: `subplot` names plotly's geo subplot.
"""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from answers import map_layers
from answers.heat_map.measures import Measure, certainty, text
from components import theme
from components.figures import unchecked
from components.figures.map_scale import Scale
from data.metrics.enough import FEW
from geo.layers import Layers
from geo.view import View
from words import texts

OUTSIDE = "нет записей по выбранным фильтрам"
PALE = 0.42
_HATCH_PX = 5.5
_LAYER: dict[str, map_layers.Layer] = {"municipality": "municipalities", "place": "places"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Canvas:
    """One map to draw on. level: «municipality» or «place», what its areas are. scale: missing without any value."""

    layers: Layers
    view: View
    measure: Measure
    scale: Scale | None
    level: str = "municipality"
    dark: bool = False
    subplot: str = "geo"

    @property
    def tokens(self) -> theme.Palette:
        """Colours of the theme."""
        return theme.palette(self.dark)

    @property
    def features(self) -> list[dict[str, Any]]:
        """The areas as GeoJSON features."""
        found = self.layers.municipalities if self.level == "municipality" else self.layers.places
        return list(found["features"])


def point(canvas: Canvas, code: str | None, name: str, row: Row | None, topic: tuple[Any, Any] = (None, None)) -> list:
    """What a click and a tooltip carry: municipality, place, topic group, topic, name, words."""
    area = [code, None] if canvas.level == "municipality" else [None, code]
    words = OUTSIDE if row is None else f"{canvas.measure.declared.label}: {text(canvas.measure, row)}"
    return [*area, *topic, name, words]


def circle_colour(canvas: Canvas) -> str:
    """Orange over blue areas; grey where the areas themselves may be orange."""
    return theme.categorical(canvas.dark)[6 if canvas.measure.is_change else 1]


HOVER = "<b>%{customdata[4]}</b><br>%{customdata[5]}<extra></extra>"


def areas(canvas: Canvas, rows: Mapping[str, Row], topic: tuple[Any, Any] = (None, None)) -> list[Any]:
    """Land, full colours, pale colours and hatching. rows: code → row with `value`, `low`, `high`, `n`."""
    sure = {code: certainty(canvas.measure, row) for code, row in rows.items()}
    clear, weak, few = ([code for code, how in sure.items() if how == wanted] for wanted in ("clear", "weak", "few"))
    return [
        _land(canvas, rows, topic),
        _coloured(canvas, rows, clear, 1.0, topic),
        _coloured(canvas, rows, weak, PALE, topic),
        _hatching(canvas, few),
    ]


def _land(canvas: Canvas, rows: Mapping[str, Row], topic: tuple[Any, Any]) -> go.Choropleth:
    """Every area in the colour of land: what is seen, and can be clicked, where no value stands."""
    names = {feature["properties"]["oktmo"]: feature["properties"]["name"] for feature in canvas.features}
    return unchecked.Choropleth(
        locations=list(names),
        z=[0] * len(names),
        customdata=[point(canvas, code, name, rows.get(code), topic) for code, name in names.items()],
        colorscale=[[0, canvas.tokens.land], [1, canvas.tokens.land]],
        showscale=False,
        **_style(canvas),
    )


def _coloured(
    canvas: Canvas, rows: Mapping[str, Row], codes: list[str], opacity: float, topic: tuple[Any, Any]
) -> go.Choropleth:
    scale, style = canvas.scale, _style(canvas)
    return unchecked.Choropleth(
        locations=codes,
        z=[scale.z(float(rows[code]["value"])) for code in codes] if scale else [],
        zmin=scale.low if scale else 0,
        zmax=scale.high if scale else 1,
        customdata=[point(canvas, code, str(rows[code][f"{canvas.level}_label"]), rows[code], topic) for code in codes],
        colorscale=scale.colorscale if scale else None,
        showscale=False,
        **style | {"marker": {**style["marker"], "opacity": opacity}},
    )


def _style(canvas: Canvas) -> dict[str, Any]:
    return {
        "geojson": map_layers.geojson_url(canvas.layers, _LAYER[canvas.level]),
        "featureidkey": "properties.oktmo",
        "geo": canvas.subplot,
        "hovertemplate": HOVER,
        "marker": {"line": {"color": canvas.tokens.surface, "width": 1.2 if canvas.level == "municipality" else 0.8}},
    }


def _hatching(canvas: Canvas, codes: list[str]) -> go.Scattergeo:
    """Areas with records but too few to speak of."""
    # The same distance in pixels on every map, in steps so that few hatchings are ever computed.
    step = round(_HATCH_PX / canvas.view.px_per_degree, 3)
    return line(
        canvas, map_layers.hatching(canvas.layers, codes, _LAYER[canvas.level], step), canvas.tokens.line_strong, 0.7
    )


def borders(canvas: Canvas) -> list[go.Scattergeo]:
    """Borders of municipalities over the cells of places, and the outline."""
    found, tokens = canvas.layers, canvas.tokens
    inner = (
        []
        if canvas.level == "municipality"
        else [line(canvas, map_layers.line(found.municipalities), tokens.surface, 1.8)]
    )
    return [*inner, line(canvas, map_layers.line(found.outline), tokens.line_strong, 1.4)]


def lines(canvas: Canvas) -> list[go.Scattergeo]:
    """Rivers, railway with its stops."""
    found, tokens = canvas.layers, canvas.tokens
    lon, lat = map_layers.line(found.railway)
    stops = {"symbol": "square", "size": 4, "color": tokens.surface, "line": {"color": tokens.muted, "width": 1}}
    return [
        line(canvas, map_layers.line(found.rivers), tokens.water, 2.2),
        line(canvas, (lon, lat), tokens.muted, 1.2, dash="4px,3px"),
        unchecked.Scattergeo(
            lon=[x for x in lon if x is not None],
            lat=[y for y in lat if y is not None],
            mode="markers",
            marker=stops,
            geo=canvas.subplot,
            hoverinfo="skip",
            showlegend=False,
        ),
    ]


def line(canvas: Canvas, points: map_layers.Line, colour: str, width: float, dash: str = "solid") -> go.Scattergeo:
    """A broken line that answers to nothing."""
    return unchecked.Scattergeo(
        lon=points[0],
        lat=points[1],
        mode="lines",
        line={"color": colour, "width": width, "dash": dash},
        geo=canvas.subplot,
        hoverinfo="skip",
        showlegend=False,
    )


@dataclass
class Marks:
    """What is drawn on the paper around the maps."""

    shapes: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    subplots: dict[str, dict[str, Any]] = field(default_factory=dict)

    def figure(self, traces: list[Any], height: int) -> go.Figure:
        """The figure of these traces with all of it, `height` pixels high."""
        paper = {
            "shapes": self.shapes,
            "annotations": self.annotations,
            "height": height,
            "hoverdistance": 4,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "uirevision": "map",
        }
        return unchecked.Figure(traces, paper | self.subplots)


def subplot(canvas: Canvas, x: tuple[float, float], y: tuple[float, float]) -> dict[str, Any]:
    """Settings of the canvas's subplot: its part of the paper, and what the view says."""
    return {
        "visible": False,
        "projection": {"type": "mercator"},
        "fitbounds": False,
        "lonaxis": {"range": list(canvas.view.lon_range)},
        "lataxis": {"range": list(canvas.view.lat_range)},
        "domain": {"x": list(x), "y": list(y)},
        "bgcolor": "rgba(0,0,0,0)",
    }


def nothing_to_colour(canvas: Canvas, lift: float | None = None) -> list[dict[str, Any]]:
    """Why a map has no colours, when it has none. lift: pixels from below; without it, at the top."""
    if canvas.scale is not None:
        return []
    words = f"Раскрасить нечего: ни у одной территории нет {FEW} записей с таким показателем."
    place: dict[str, Any] = {"x": 0.5, "xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "top"}
    place |= {"y": 1} if lift is None else {"y": 0, "yshift": lift}
    look = {"font": {"size": 13, "color": canvas.tokens.muted}, "showarrow": False, "bgcolor": canvas.tokens.surface}
    return [{"text": "<br>".join(textwrap.wrap(words, max(30, canvas.view.width // 9))), **place, **look}]


def source(canvas: Canvas, *, narrow: bool) -> dict[str, Any]:
    """Words that must stand beside every map: whose figures, and what its borders are."""
    return {
        "text": f"{texts.OSM}{'<br>' if narrow else ' · '}{canvas.layers.notice}",
        "align": "right",
        "x": 1,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "right",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 11, "color": canvas.tokens.muted},
    }
