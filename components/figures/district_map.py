"""The district: soft cells in colour, places as circles, rivers and railway, and only names that do not overlap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from answers import map_layers
from answers.heat_map.measures import Measure, text
from components.figures import map_ground, map_legend, unchecked
from components.figures.map_ground import Canvas
from components.figures.map_scale import Scale
from components.heat_map import labels
from data.metrics.enough import FEW
from geo.labels import display_names
from geo.layers import Layers
from geo.view import fit
from words import format

PLACES = "places"
"""Name of the trace whose circles are reached by the keyboard and by a box (assets/57-heat-map.js)."""
NARROW_PX = 600
_SMALLEST_PX = 5.0
_SILENT_PX = 3.0


@dataclass(frozen=True)
class Paper:
    """The picture. width: pixels the graph is really shown in: names are laid out for it."""

    width: int = 980
    dark: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether the legend goes under the map instead of into its corner."""
        return self.width < NARROW_PX

    @property
    def map_height(self) -> int:
        """Pixels of the map itself."""
        return round(self.width * 0.74) if self.is_narrow else min(max(round(self.width * 0.6), 430), 680)

    @property
    def biggest_px(self) -> float:
        """Diameter of the biggest circle."""
        return 24.0 if self.is_narrow else 34.0


def paper(width: int | None, *, dark: bool = False) -> Paper:
    """The picture for what the browser says of its width; nonsense counts as an office screen."""
    return Paper(min(max(int(width), 280), 1800), dark) if isinstance(width, int | float) else Paper(dark=dark)


def draw(
    areas: pd.DataFrame,
    places: pd.DataFrame,
    members: pd.DataFrame,
    measure: Measure,
    layers: Layers,
    paper: Paper,
    *,
    scale: Scale | None,
    level: str = "municipality",
    most: float = 0,
) -> go.Figure:
    """The map of one measure.

    areas: one row per area of `level` with `<level>`, `<level>_label`, `value`, `low`, `high`, `n`; places: the same
    per place, with `records`; members: places with latitude and longitude (`data.metrics.members("place")`).
    scale: colours of the values, common to all pictures that are compared; most: records of the biggest circle, of
    these places when missing. customdata: see `map_ground.point`.
    """
    view = fit("screen", map_layers.bounds(layers), paper.width, paper.map_height)
    canvas = Canvas(layers, view, measure, scale, level, paper.dark)
    most = most or float(max([0, *places.loc[places["place"].notna(), "records"]]))
    # Where the cells are those of places, a circle of records would hide the very cell it stands in: a dot marks it.
    biggest = _SMALLEST_PX if level == "place" else paper.biggest_px
    located = _located(members, places, layers, biggest, most)
    names = labels.place(view, [_spot(row) for row in located], sizes=(11, 9) if paper.is_narrow else (12, 10))
    rows = by_code(areas, level)
    hollow = any(0 < place["records"] < FEW for place in located)
    seen = map_legend.Seen(map_legend.kinds_of(canvas, rows), 0 if level == "place" else most, biggest, hollow)
    ground = [*map_ground.areas(canvas, rows), *map_ground.lines(canvas), *map_ground.borders(canvas)]
    traces = [*ground, *_silent(canvas, located), _circles(canvas, located), *_names(canvas, names)]
    return _framed(traces, canvas, paper, seen)


def by_code(frame: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    """Rows by the code of a dimension, «не определено» left out."""
    return {str(row[key]): row for row in _records(frame) if not format.is_missing(row[key])}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _located(
    members: pd.DataFrame, places: pd.DataFrame, layers: Layers, biggest: float, most: float
) -> list[dict[str, Any]]:
    """Every place that has coordinates with its answer, the most records first (so big circles lie below small)."""
    rows, known = by_code(places, "place"), map_layers.places_with_coordinates(members)
    points = layers.label_points
    centres = points[points["level"] == "municipality"]
    where = set(zip(centres["point_lon"].round(4), centres["point_lat"].round(4), strict=True))
    made: list[dict[str, Any]] = []
    for member, name in zip(_records(known), display_names(known), strict=True):
        row = rows.get(str(member["code"]), {})
        records = float(row["records"]) if row and not format.is_missing(row["records"]) else 0.0
        size = max(_SMALLEST_PX, biggest * (records / most) ** 0.5) if records and most else 0.0
        is_centre = (round(member["longitude"], 4), round(member["latitude"], 4)) in where
        made.append({**member, "row": row, "records": records, "size": size, "short": name, "is_centre": is_centre})
    return sorted(made, key=lambda place: (-place["records"], place["code"]))


def _spot(place: Mapping[str, Any]) -> labels.Spot:
    radius = max(place["size"], _SILENT_PX) / 2 + 0.5
    return labels.Spot(
        str(place["code"]),
        str(place["short"]),
        float(place["longitude"]),
        float(place["latitude"]),
        radius,
        bool(place["is_centre"]),
        float(place["records"]),
    )


def _circles(canvas: Canvas, located: list[dict[str, Any]]) -> go.Scattergeo:
    """Places with records: the area of a circle is their number, a hollow one has fewer than `FEW`; over cells of
    places all are dots.
    """
    shown = [place for place in located if place["size"]]
    colour, ground = map_ground.circle_colour(canvas), canvas.tokens.surface
    few = [canvas.level != "place" and place["records"] < FEW for place in shown]
    return unchecked.Scattergeo(
        name=PLACES,
        lon=[place["longitude"] for place in shown],
        lat=[place["latitude"] for place in shown],
        mode="markers",
        marker={
            "size": [place["size"] for place in shown],
            "color": [ground if hollow else colour for hollow in few],
            "opacity": [0.75 if hollow else 0.9 for hollow in few],
            "line": {"color": [colour if hollow else ground for hollow in few], "width": 1.1},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0.35}},
        customdata=[
            [None, place["code"], None, None, place["label"], _words(canvas.measure, place)] for place in shown
        ],
        hovertemplate=map_ground.HOVER,
        geo=canvas.subplot,
        showlegend=False,
    )


def _silent(canvas: Canvas, located: list[dict[str, Any]]) -> list[go.Scattergeo]:
    """Places without records: a dot, so that the map stays a map."""
    shown = [place for place in located if not place["size"]]
    return [
        unchecked.Scattergeo(
            lon=[place["longitude"] for place in shown],
            lat=[place["latitude"] for place in shown],
            mode="markers",
            marker={"size": _SILENT_PX, "color": canvas.tokens.line_strong},
            customdata=[[None, None, None, None, place["label"], map_ground.OUTSIDE] for place in shown],
            hovertemplate=map_ground.HOVER,
            geo=canvas.subplot,
            showlegend=False,
        )
    ]


def _words(measure: Measure, place: Mapping[str, Any]) -> str:
    count = format.records(place["records"])
    if measure.is_exact:
        return count
    return f"{count}<br>{measure.declared.label}: {text(measure, place['row'])}"


def _names(canvas: Canvas, names: list[labels.Name]) -> list[go.Scattergeo]:
    lon: list[float | None] = []
    lat: list[float | None] = []
    for name in names:
        if name.has_leader:
            ends = labels.leader(canvas.view, name)
            lon += [*(float(x) for x in ends[:, 0]), None]
            lat += [*(float(y) for y in ends[:, 1]), None]
    return [
        map_ground.line(canvas, (lon, lat), canvas.tokens.line_strong, 0.8),
        _text(canvas, [name for name in names if not name.spot.is_centre], 400),
        _text(canvas, [name for name in names if name.spot.is_centre], 560),
    ]


def _text(canvas: Canvas, names: list[labels.Name], weight: int) -> go.Scattergeo:
    middles = canvas.view.degrees(pd.DataFrame([name.middle for name in names], columns=["x", "y"]).to_numpy(float))
    halo = ", ".join([f"0 0 2px {canvas.tokens.surface}"] * 8)
    return unchecked.Scattergeo(
        lon=middles[:, 0],
        lat=middles[:, 1],
        text=[name.spot.name for name in names],
        mode="text",
        textposition="middle center",
        textfont={
            "color": canvas.tokens.text,
            "size": names[0].font_px if names else 10,
            "weight": weight,
            "shadow": halo,
        },
        geo=canvas.subplot,
        hoverinfo="skip",
        showlegend=False,
    )


def _framed(traces: list[Any], canvas: Canvas, paper: Paper, seen: map_legend.Seen) -> go.Figure:
    below = 0
    if paper.is_narrow:
        below = 40 + map_legend.height(canvas, seen)
    total = paper.map_height + below
    marks, bar = map_legend.marks(canvas, seen, lift=34 if paper.is_narrow else 0)
    marks.subplots[canvas.subplot] = map_ground.subplot(canvas, (0, 1), (below / total, 1))
    marks.annotations += [map_ground.source(canvas, narrow=paper.is_narrow), *map_ground.nothing_to_colour(canvas)]
    return marks.figure([*traces, *bar], total)
