"""The municipality a point lies in, and the place when only one can be meant.

Cells of places are drawn half-way to the neighbour («условные границы»), so lying in a cell says «nearest to this one»
and no more. A place is taken only when the point is close to it and clearly nearer to it than to any other.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import sqlalchemy as sa

from data.store.tables import municipalities, places
from geo.distance import haversine_km

if TYPE_CHECKING:
    from geo.layers import Layers

NEAR_KM = 5.0
"""As far as the outskirts of a place may reach; a farther point lies in the fields between places."""
TIMES_NEARER = 2.0
"""How many times farther the second place must be: Казановка and Казановская stand 131 m apart."""


class Point(NamedTuple):
    """Where coordinates lead. No municipality: outside the district; no place: none near, or none clearly nearest."""

    municipality_id: int | None
    place_id: int | None


class PointResolver:
    """Municipalities of the map layers and places of the store. The layers are read when the first point comes."""

    def __init__(self, connection: sa.Connection, maps: Path) -> None:
        """maps: folder of the map layers, built there when they are absent."""
        self._maps = maps
        self._layers: Layers | None = None
        self._connection = connection
        m, p = municipalities.c, places.c
        self._areas = {
            row.oktmo: row.municipality_id for row in connection.execute(sa.select(m.oktmo, m.municipality_id))
        }
        self._places = connection.execute(sa.select(places).where(p.valid_to.is_(None)).order_by(p.place_id)).all()

    def locate(self, latitudes: Sequence[float], longitudes: Sequence[float]) -> list[Point]:
        """A Point for each pair of degrees, in order. Raises BoundaryError when the map layers are damaged."""
        if not latitudes:
            return []
        from geo.locate import municipality_at  # shapely: only records with coordinates need it

        self._layers = self._layers or _read_layers(self._maps, self._connection)
        found = municipality_at(self._layers, latitudes, longitudes)
        areas = [self._areas.get(oktmo) if isinstance(oktmo, str) else None for oktmo in found]
        inside = [i for i, area in enumerate(areas) if area is not None]
        places = self._nearest(np.array(latitudes)[inside], np.array(longitudes)[inside])
        nearest = dict(zip(inside, places, strict=True))
        return [Point(area, self._place_in(area, nearest.get(i))) for i, area in enumerate(areas)]

    def _place_in(self, area: int | None, at: int | None) -> int | None:
        """The place at a position, when it belongs to the municipality that holds the point."""
        if at is None or self._places[at].municipality_id != area:
            return None
        return int(self._places[at].place_id)

    def _nearest(self, lat: Any, lon: Any) -> list[int | None]:
        """Position of the one place each point can mean."""
        if len(self._places) < 2 or not len(lat):
            return [None] * len(lat)
        there = np.array([(place.latitude, place.longitude) for place in self._places])
        distances = haversine_km(lat[:, None], lon[:, None], there[:, 0], there[:, 1])
        order = np.argpartition(distances, 1, axis=1)[:, :2]
        first, second = np.take_along_axis(distances, order, axis=1).T
        is_clear = (first <= NEAR_KM) & (second >= TIMES_NEARER * first)
        return [int(at) if clear else None for at, clear in zip(order[:, 0], is_clear, strict=True)]


def _read_layers(maps: Path, connection: sa.Connection) -> "Layers":
    from data.store import territories
    from geo import layers

    return layers.build(*territories.of_store(connection), maps)
