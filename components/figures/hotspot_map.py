"""Where the hotspots of the list are: the district in outline, their places as circles with their numbers."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from answers import map_layers
from answers.heat_map.measures import MEASURES
from components import colours, theme
from components.figures import map_ground
from components.figures.map_ground import Canvas, Marks
from geo.layers import Layers
from geo.view import fit
from words import texts

WIDTH = 420
HEIGHT = 440
_MOST_NUMBERS = 3
_CIRCLE_PX = 13
_RING_PX = 24
_DIGIT_PX, _LINE_PX = 7.5, 14
"""Room of a number on the map."""


def draw(
    spots: pd.DataFrame,
    kinds: Mapping[str, str],
    members: pd.DataFrame,
    layers: Layers,
    *,
    chosen: Collection[str] = (),
    dark: bool = False,
) -> go.Figure:
    """spots: rank, kind, title, places (codes), the likeliest first; kinds: colour of each; members: places with
    coordinates; chosen: places that get a ring. A place of several hotspots takes the colour of the first and all
    their numbers; a number stands once, at the first place of its hotspot, unless a surer one stands in its way.
    """
    view = fit("spots", map_layers.bounds(layers), WIDTH, HEIGHT)
    canvas = Canvas(layers, view, MEASURES["records"], None, dark=dark)
    ground = [_land(canvas), *map_ground.lines(canvas), *map_ground.borders(canvas)]
    marks = Marks()
    marks.subplots[canvas.subplot] = map_ground.subplot(canvas, (0, 1), (0, 1))
    marks.annotations.append(_source(canvas))
    circles = [_rings(canvas, members, chosen), _circles(canvas, spots, kinds, members)]
    return marks.figure([*ground, *circles], HEIGHT)


def _source(canvas: Canvas) -> dict[str, object]:
    return {**map_ground.source(canvas, narrow=True), "text": f"{texts.OSM}<br>{texts.CONDITIONAL_BORDERS}"}


def _land(canvas: Canvas) -> go.Choropleth:
    """Municipalities without colours of their own: only the hotspots speak."""
    land, surface = canvas.tokens.land, canvas.tokens.surface
    codes = [feature["properties"]["oktmo"] for feature in canvas.features]
    return go.Choropleth(
        locations=codes,
        z=[0] * len(codes),
        geojson=map_layers.geojson_url(canvas.layers, "municipalities"),
        featureidkey="properties.oktmo",
        geo=canvas.subplot,
        colorscale=[[0, land], [1, land]],
        showscale=False,
        hoverinfo="skip",
        marker={"line": {"color": surface, "width": 1.2}},
    )


def _rings(canvas: Canvas, members: pd.DataFrame, chosen: Collection[str]) -> go.Scattergeo:
    found = map_layers.places_with_coordinates(members)
    found = found[found["code"].isin(chosen)]
    return go.Scattergeo(
        lon=list(found["longitude"]),
        lat=list(found["latitude"]),
        mode="markers",
        marker={
            "size": _RING_PX,
            "color": theme.with_alpha(canvas.tokens.accent, 0.22),
            "line": {"color": canvas.tokens.text, "width": 1.6},
        },
        hoverinfo="skip",
        geo=canvas.subplot,
        showlegend=False,
    )


def _circles(canvas: Canvas, spots: pd.DataFrame, kinds: Mapping[str, str], members: pd.DataFrame) -> go.Scattergeo:
    # Hotspots overlap: a place has one circle, in the colour of the likeliest, and its tooltip names them all. A number
    # stands at the first place of its hotspot only, or neighbours would wear the same one.
    known = map_layers.places_with_coordinates(members)[["code", "label", "latitude", "longitude"]]
    told = list(zip(spots["places"], spots["rank"], spots["kind"], spots["title"], strict=True))
    at = known.set_index("code").loc[_in_order(told, frozenset(known["code"]))]
    own = [[one for one in told if code in one[0]] for code in at.index]
    numbers = [[str(one[1]) for one in each if one[0][0] == code] for code, each in zip(at.index, own, strict=True)]
    said = ["<br>".join(f"{rank}. {title}" for _, rank, _, title in each) for each in own]
    lon, lat = at["longitude"].tolist(), at["latitude"].tolist()
    return go.Scattergeo(
        lon=lon,
        lat=lat,
        mode="markers+text",
        text=_clear(canvas.view.pixels(lon, lat), [_rank_list(ranks) for ranks in numbers]),
        textposition="top center",
        textfont={
            "size": 12,
            "weight": 700,
            "color": canvas.tokens.text,
            "shadow": ", ".join([f"0 0 2px {canvas.tokens.surface}"] * 8),
        },
        marker={
            "size": _CIRCLE_PX,
            "color": [kinds[each[0][2]] for each in own],
            "line": {"color": canvas.tokens.surface, "width": 1.2},
        },
        customdata=[f"<b>{label}</b><br>{words}" for label, words in zip(at["label"], said, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
        geo=canvas.subplot,
        showlegend=False,
    )


def _in_order(told: list[Any], known: Collection[str]) -> list[str]:
    """Places that have coordinates, each once, as the hotspots name them."""
    return [code for code in dict.fromkeys(code for places, *_ in told for code in places) if code in known]


def _rank_list(ranks: list[str]) -> str:
    return ", ".join(ranks[:_MOST_NUMBERS]) + ("…" if len(ranks) > _MOST_NUMBERS else "")


def _clear(at: Any, texts: list[str]) -> list[str]:
    """Numbers that overlap none before them; the tooltip says the others. at: pixels."""
    taken: list[tuple[float, float, float]] = []
    kept = []
    for (x, y), text in zip(at, texts, strict=True):
        half = _DIGIT_PX * len(text) / 2
        is_free = all(abs(x - a) > half + b or abs(y - c) > _LINE_PX for a, b, c in taken)
        kept.append(text if is_free else "")
        taken += [(x, half, y)] if text and is_free else []
    return kept


def kind_colours(*, dark: bool = False) -> dict[str, str]:
    """Colours of the classes; the words stand beside them everywhere."""
    return {kind: colours.of("hotspot", kind, dark=dark) for kind in colours.declared("hotspot")}
