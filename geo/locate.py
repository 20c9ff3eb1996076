"""Which municipality a point lies in."""

from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

from geo.layers import Layers


def municipality_at(layers: Layers, lat: Any, lon: Any) -> pd.Series:
    """ОКТМО (8 digits) of the municipality of each point, in order; missing outside the district.

    lat, lon: degrees, equally long, missing allowed. A point on a common border goes to the smaller code. With
    conditional boundaries this is the nearest place's municipality, not an official one: see `layers.is_official`.
    """
    lat, lon = np.atleast_1d(np.asarray(lat, dtype=float)), np.atleast_1d(np.asarray(lon, dtype=float))
    found = np.full(len(lat), None, dtype=object)
    known = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    features = sorted(layers.municipalities["features"], key=lambda feature: str(feature["id"]), reverse=True)
    if len(known) and features:
        # The tree holds the points and the polygons ask: polygons are prepared once, points may be many.
        tree = shapely.STRtree(shapely.points(lon[known], lat[known]))
        polygons, points = tree.query([shape(feature["geometry"]) for feature in features], predicate="intersects")
        order = np.argsort(polygons, kind="stable")
        codes = np.array([str(feature["id"]) for feature in features], dtype=object)
        found[known[points[order]]] = codes[polygons[order]]
    return pd.Series(found, dtype="str")
