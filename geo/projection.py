"""Degrees WGS 84 ↔ metres of the UTM zone where the district lies: areas and distances need metres.

Whoever draws or checks a district says first where it lies (`around`); within that block all metres are of one zone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.reference import read_places
from geo.settings import SHIPPED

DEGREES_CRS = 4326
_NORTH, _SOUTH, _ZONE_DEGREES = 32600, 32700, 6
_zone: ContextVar[int] = ContextVar("metric_crs", default=0)


def metric_crs(lon: float, lat: float) -> int:
    """EPSG code of the UTM zone of a point: 32646 at 90° E, 54° N."""
    number = int((lon + 180) // _ZONE_DEGREES) % 60 + 1
    return (_NORTH if lat >= 0 else _SOUTH) + number


@contextmanager
def around(places: pd.DataFrame) -> Iterator[None]:
    """Metres of the zone in which the places lie (columns lon, lat) for this block."""
    token = _zone.set(_crs_of(places))
    try:
        yield
    finally:
        _zone.reset(token)


def _metric_crs() -> int:
    """The zone said by `around`; outside any block that of the shipped district."""
    if found := _zone.get():
        return found
    return _shipped_crs()


@lru_cache(maxsize=1)
def _shipped_crs() -> int:
    return _crs_of(read_places(SHIPPED))


def _crs_of(places: pd.DataFrame) -> int:
    middle = places[["lon", "lat"]].astype(float).mean()
    if middle.isna().any():
        return _shipped_crs()
    return metric_crs(float(middle["lon"]), float(middle["lat"]))


@lru_cache(maxsize=8)
def _transformer(to_metres: bool, metric: int) -> pyproj.Transformer:
    codes = (DEGREES_CRS, metric) if to_metres else (metric, DEGREES_CRS)
    return pyproj.Transformer.from_crs(*codes, always_xy=True)


def _apply(geometry: Any, to_metres: bool) -> Any:
    convert = _transformer(to_metres, _metric_crs()).transform
    return shapely.transform(geometry, lambda xy: np.column_stack(convert(xy[:, 0], xy[:, 1])))


def to_metres(geometry: Any) -> Any:
    """Shapely geometry, or an array of them, from (lon, lat) degrees to metres."""
    return _apply(geometry, to_metres=True)


def to_degrees(geometry: Any) -> Any:
    """Shapely geometry, or an array of them, from metres to (lon, lat) degrees."""
    return _apply(geometry, to_metres=False)
