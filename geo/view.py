"""Map views: which part of the globe a picture of a given size shows, and where a point falls on it in pixels.

Mercator, as the program's maps draw it. The ranges already have the picture's proportions, so a figure that takes
`lon_range` and `lat_range` with zero margins puts points exactly where `View.pixels` says.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

PADDING_PX = 14

Numbers = np.ndarray[Any, Any]


def mercator(lat: Any) -> Any:
    """Mercator ordinate in degrees of longitude at the equator; lat in degrees."""
    return np.degrees(np.arcsinh(np.tan(np.radians(lat))))


def inverse_mercator(ordinate: Any) -> Any:
    """Latitude in degrees of a Mercator ordinate."""
    return np.degrees(np.arctan(np.sinh(np.radians(ordinate))))


@dataclass(frozen=True)
class View:
    """A picture of `width` × `height` pixels; ranges in degrees, west to east and south to north."""

    name: str
    width: int
    height: int
    lon_range: tuple[float, float]
    lat_range: tuple[float, float]

    @property
    def px_per_degree(self) -> float:
        """Pixels in one degree of longitude."""
        return self.width / (self.lon_range[1] - self.lon_range[0])

    def pixels(self, lon: Any, lat: Any) -> Numbers:
        """Pixel positions, shape (n, 2): x to the right, y down, from the upper left corner."""
        x = (np.asarray(lon, dtype=float) - self.lon_range[0]) * self.px_per_degree
        y = (mercator(self.lat_range[1]) - mercator(np.asarray(lat, dtype=float))) * self.px_per_degree
        return np.column_stack([x, y])

    def degrees(self, xy: Numbers) -> Numbers:
        """Inverse of `pixels`: shape (n, 2), lon and lat."""
        lon = xy[:, 0] / self.px_per_degree + self.lon_range[0]
        lat = inverse_mercator(mercator(self.lat_range[1]) - xy[:, 1] / self.px_per_degree)
        return np.column_stack([lon, lat])


def fit(
    name: str, bounds: tuple[float, float, float, float], width: int, height: int, padding: float = PADDING_PX
) -> View:
    """The view of `width` × `height` pixels with `bounds` (west, south, east, north; degrees) in the middle.

    padding: pixels left free at every side.
    """
    west, south, east, north = map(float, bounds)
    low, high = float(mercator(south)), float(mercator(north))
    scale = min((width - 2 * padding) / (east - west), (height - 2 * padding) / (high - low))
    half_lon, half_lat = width / scale / 2, height / scale / 2
    middle_lon, middle_lat = (west + east) / 2, (low + high) / 2
    lat_range = (float(inverse_mercator(middle_lat - half_lat)), float(inverse_mercator(middle_lat + half_lat)))
    return View(name, width, height, (middle_lon - half_lon, middle_lon + half_lon), lat_range)


def standard_views(bounds: tuple[float, float, float, float]) -> tuple[View, ...]:
    """The two sizes labels are laid out for: «wide» (office screen) and «narrow» (telephone, small multiple)."""
    return fit("wide", bounds, 900, 560), fit("narrow", bounds, 360, 420)
