"""Degrees WGS 84 ↔ metres of UTM zone 46N (EPSG:32646), where the district lies: areas and distances need metres."""

from functools import lru_cache
from typing import Any

import numpy as np
import pyproj
import shapely

METRIC_CRS = 32646
DEGREES_CRS = 4326


@lru_cache(maxsize=2)
def _transformer(to_metres: bool) -> pyproj.Transformer:
    codes = (DEGREES_CRS, METRIC_CRS) if to_metres else (METRIC_CRS, DEGREES_CRS)
    return pyproj.Transformer.from_crs(*codes, always_xy=True)


def _apply(geometry: Any, to_metres: bool) -> Any:
    convert = _transformer(to_metres).transform
    return shapely.transform(geometry, lambda xy: np.column_stack(convert(xy[:, 0], xy[:, 1])))


def to_metres(geometry: Any) -> Any:
    """Shapely geometry, or an array of them, from (lon, lat) degrees to metres."""
    return _apply(geometry, to_metres=True)


def to_degrees(geometry: Any) -> Any:
    """Shapely geometry, or an array of them, from metres to (lon, lat) degrees."""
    return _apply(geometry, to_metres=False)
