"""The district's layers ready to be drawn: lines, hatching of areas, labels that never overlap, addresses of the
GeoJSON.

Layers come from `geo.layers` (built at start); this module only turns them into what plotly and Leaflet take.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

from data.settings import Settings
from geo import layers as geo_layers
from geo.labels import box_size
from geo.layers import Layers
from geo.view import View

HATCH_DEGREES = 0.018
"""Distance between hatching lines, about 1.2 km across."""
Line = tuple[list[float | None], list[float | None]]
"""Longitudes and latitudes, parts separated by None."""
Layer = Literal["municipalities", "places"]
"""Layers that are coloured."""


@dataclass(frozen=True)
class Labels:
    """Names of one level on one view: where their middle stands, and thin lines to dots that stand apart."""

    lon: list[float]
    lat: list[float]
    text: list[str]
    leaders: Line


def layers(settings: Settings) -> Layers:
    """The layers of an installation; BoundaryError when they are absent or damaged."""
    return _loaded(str(settings.geo), geo_layers.current_version(settings.geo))


@lru_cache(maxsize=4)
def _loaded(folder: str, version: str | None) -> Layers:
    return geo_layers.load(Path(folder))


def geojson_url(found: Layers, layer: str) -> str:
    """Address of a layer; its content never changes under one address, so browsers keep it."""
    return f"/geo/{found.version}/{layer}.geojson"


def line(collection: dict[str, Any]) -> Line:
    """All lines of a layer (rings of polygons too) as one broken line."""
    return _broken(lines(collection))


def lines(collection: dict[str, Any]) -> list[list[list[float]]]:
    """All lines of a layer, each a list of [lon, lat]."""
    return [part for feature in collection["features"] for part in _parts(feature["geometry"])]


def _parts(geometry: dict[str, Any]) -> list[list[list[float]]]:
    points = geometry["coordinates"]
    return {
        "LineString": lambda: [points],
        "MultiLineString": lambda: points,
        "Polygon": lambda: points,
        "MultiPolygon": lambda: [ring for polygon in points for ring in polygon],
    }[geometry["type"]]()


def _broken(parts: Iterable[Any]) -> Line:
    lon: list[float | None] = []
    lat: list[float | None] = []
    for part in parts:
        lon += [*(float(point[0]) for point in part), None]
        lat += [*(float(point[1]) for point in part), None]
    return lon, lat


def hatching(found: Layers, codes: Iterable[str], layer: Layer = "municipalities", step: float = HATCH_DEGREES) -> Line:
    """Diagonal hatching of the areas with these ОКТМО: municipalities or cells of places; step in degrees."""
    made = _hatched(found.version, _Shapes(found, layer), step)
    return _broken(part for code in codes for part in made.get(code, ()))


def bounds(found: Layers) -> tuple[float, float, float, float]:
    """West, south, east, north of the outline, in degrees."""
    points = [point for part in lines(found.outline) for point in part]
    lon, lat = [p[0] for p in points], [p[1] for p in points]
    return min(lon), min(lat), max(lon), max(lat)


class _Shapes:
    """Lets the cache below key on the version and the layer alone."""

    def __init__(self, found: Layers, layer: Layer) -> None:
        self.layer = layer
        self.features = (found.municipalities if layer == "municipalities" else found.places)["features"]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shapes) and self.layer == other.layer

    def __hash__(self) -> int:
        return hash(self.layer)


@lru_cache(maxsize=16)
def _hatched(version: str, shapes: _Shapes, step: float) -> dict[str, tuple[Any, ...]]:
    return {feature["properties"]["oktmo"]: _hatch(shape(feature["geometry"]), step) for feature in shapes.features}


def _hatch(area: Any, step: float) -> tuple[Any, ...]:
    west, south, east, north = area.bounds
    tall = north - south
    starts = np.arange(west - tall, east, step * 1.7)
    lines = shapely.MultiLineString([[(x, south), (x + 1.7 * tall, north)] for x in starts])
    inside = shapely.get_parts(shapely.intersection(lines, area))
    return tuple(part.coords for part in inside if part.geom_type == "LineString")


def labels(found: Layers, view: View, level: str) -> Labels:
    """Visible names of a level («municipality» or «place») on a view."""
    points = found.label_points
    rows = points[(points["size"] == view.name) & (points["level"] == level) & points["visible"]]
    leaders = [_leader(view, row) for row in rows[rows["leader"]].to_dict("records")]
    return Labels(rows["lon"].tolist(), rows["lat"].tolist(), rows["text"].tolist(), _broken(leaders))


def _leader(view: View, row: dict[Any, Any]) -> list[tuple[float, float]]:
    """From the dot to the nearest edge of the name's box."""
    dot, middle = view.pixels([row["point_lon"], row["lon"]], [row["point_lat"], row["lat"]])
    half = np.array(box_size(row["text"])) / 2
    edge = np.clip(dot, middle - half, middle + half)
    return [(float(lon), float(lat)) for lon, lat in view.degrees(np.array([dot, edge]))]


def places_with_coordinates(places: pd.DataFrame) -> pd.DataFrame:
    """Members of the dimension `place` that have coordinates."""
    return places.dropna(subset=["latitude", "longitude"])
