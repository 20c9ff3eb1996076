"""Distances over the ground and the nearest place to a point."""

from typing import Any

import numpy as np
import pandas as pd

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG

Numbers = np.ndarray[Any, Any]


def haversine_km(lat_a: Any, lon_a: Any, lat_b: Any, lon_b: Any) -> Numbers:
    """Great-circle distance in kilometres; degrees, scalars or arrays that broadcast. Missing coordinates give NaN."""
    phi_a, phi_b = np.radians(np.asarray(lat_a, dtype=float)), np.radians(np.asarray(lat_b, dtype=float))
    half_lat = (phi_b - phi_a) / 2
    half_lon = np.radians(np.asarray(lon_b, dtype=float) - np.asarray(lon_a, dtype=float)) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1))))


def _on_sphere(lat: Numbers, lon: Numbers) -> Numbers:
    """Unit vectors, shape (n, 3): straight-line order there is the order of great-circle distances."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def nearest_place(lat: Any, lon: Any, places: pd.DataFrame, limit_km: float = 5.0) -> pd.DataFrame:
    """One row per point, in order: place_oktmo and distance_km of the nearest place not farther than `limit_km`.

    lat, lon: degrees, equally long. places: oktmo, lat, lon; rows without coordinates are passed over. Both columns
    are missing for a point without coordinates, outside ±90/±180 degrees, or with no place within the limit.
    """
    from scipy.spatial import cKDTree  # 0.2 s: only records with coordinates need it

    lat, lon = np.atleast_1d(np.asarray(lat, dtype=float)), np.atleast_1d(np.asarray(lon, dtype=float))
    known = places.dropna(subset=["lat", "lon"])
    oktmo = known["oktmo"].to_numpy(dtype=object)
    result = pd.DataFrame({"place_oktmo": np.full(len(lat), None, dtype=object), "distance_km": np.nan})
    valid = np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    if known.empty or not valid.any():
        return result
    place_lat, place_lon = known["lat"].to_numpy(dtype=float), known["lon"].to_numpy(dtype=float)
    _, nearest = cKDTree(_on_sphere(place_lat, place_lon)).query(_on_sphere(lat[valid], lon[valid]))
    distance = haversine_km(lat[valid], lon[valid], place_lat[nearest], place_lon[nearest])
    within = distance <= limit_km
    rows = np.flatnonzero(valid)[within]
    result.loc[rows, "place_oktmo"] = oktmo[nearest[within]]
    result.loc[rows, "distance_km"] = distance[within]
    return result
