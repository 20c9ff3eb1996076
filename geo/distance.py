"""Distances over the ground."""

from typing import Any

import numpy as np

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG

Numbers = np.ndarray[Any, Any]


def haversine_km(lat_a: Any, lon_a: Any, lat_b: Any, lon_b: Any) -> Numbers:
    """Great-circle distance in kilometres; degrees, scalars or arrays that broadcast. Missing coordinates give NaN."""
    phi_a, phi_b = np.radians(np.asarray(lat_a, dtype=float)), np.radians(np.asarray(lat_b, dtype=float))
    half_lat = (phi_b - phi_a) / 2
    half_lon = np.radians(np.asarray(lon_b, dtype=float) - np.asarray(lon_a, dtype=float)) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1))))
