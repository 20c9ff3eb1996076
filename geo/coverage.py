"""Coverages: polygons that share their edges exactly, without gaps and overlaps.

Neighbours computed one by one never match to the last digit. Here all edges are noded together on one grid, the faces
between them are found again, and each face goes to one polygon: so neighbours share vertices by construction.
Polygons come and go as one-dimensional numpy arrays of shapely geometries; `None` stands for «no area of its own».
"""

from typing import Any

import numpy as np
import shapely

from geo.projection import to_degrees, to_metres

GRID_DEGREES = 1e-4  # about 7 m by 11 m: four decimals in the files
SIMPLIFY_METRES = 150.0
# Holes between imported neighbours that are this small, or this narrow, are drawing errors and not territory.
SLIVER_METRES2 = 1_000_000.0
SLIVER_WIDTH_METRES = 200.0

Polygons = np.ndarray[Any, Any]


def only_polygons(geometry: Any) -> Any:
    """The areal part of a geometry: lines and points left by an overlay are dropped; None when nothing is left."""
    if geometry is None:
        return None
    parts = shapely.get_parts(shapely.get_parts(geometry))
    areal = [part for part in parts if part.geom_type == "Polygon" and part.area > 0]
    if not areal:
        return None
    return areal[0] if len(areal) == 1 else shapely.multipolygons(areal)


def snap_to_grid(polygons: Polygons, grid: float = GRID_DEGREES) -> Polygons:
    """The same polygons (lon, lat) as a valid coverage with coordinates on the grid.

    A face covered by several polygons goes to the first of them; an enclosed face covered by none goes to the
    neighbour with the longest common edge when it is a sliver, and stays a hole otherwise.
    """
    present = [index for index, polygon in enumerate(polygons) if polygon is not None]
    lines = shapely.union_all(shapely.boundary(polygons[present]), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    owners = _owners(faces, polygons, present)
    _give_slivers(faces, owners)
    result = np.full(len(polygons), None, dtype=object)
    for index in present:
        mine = faces[owners == index]
        if len(mine):
            result[index] = shapely.coverage_union_all(mine)
    return _rounded(result, grid)


def _rounded(polygons: Polygons, grid: float) -> Polygons:
    """Drops the last digits that noding leaves (90.41670000000001); equal vertices stay equal."""
    digits = max(0, round(-np.log10(grid)))
    return np.asarray(shapely.transform(polygons, lambda xy: np.round(xy, digits)), dtype=object)


def _owners(faces: Polygons, polygons: Polygons, present: list[int]) -> np.ndarray[Any, Any]:
    """For each face the first polygon that covers its inner point, -1 when none does."""
    inner = shapely.point_on_surface(faces)
    owners = np.full(len(faces), -1)
    for index in reversed(present):
        owners[shapely.contains(polygons[index], inner)] = index
    return owners


def _give_slivers(faces: Polygons, owners: np.ndarray[Any, Any]) -> None:
    """Ownerless small faces go to the neighbour with the longest common edge (changes `owners`)."""
    metric = to_metres(faces)
    areas = shapely.area(metric)
    is_sliver = (areas <= SLIVER_METRES2) | (2 * areas <= SLIVER_WIDTH_METRES * shapely.length(metric))
    for face in np.flatnonzero((owners == -1) & is_sliver):
        shared = shapely.length(shapely.intersection(shapely.boundary(faces[face]), shapely.boundary(faces)))
        shared[owners == -1] = 0
        if shared.max() > 0:
            owners[face] = owners[int(shared.argmax())]


def simplify(polygons: Polygons, tolerance: float = SIMPLIFY_METRES) -> Polygons:
    """Coverage (lon, lat) with shared edges simplified together; tolerance in metres, 0 changes nothing."""
    if tolerance <= 0:
        return polygons
    present = [index for index, polygon in enumerate(polygons) if polygon is not None]
    result = polygons.copy()
    result[present] = to_degrees(shapely.coverage_simplify(to_metres(polygons[present]), tolerance))
    return result


def clockwise(polygons: Polygons) -> Polygons:
    """Exterior rings clockwise on the lon/lat plane: d3-geo reads the other order as «the whole globe but this»."""
    return np.asarray(shapely.orient_polygons(polygons, exterior_cw=True), dtype=object)


def unite(polygons: Polygons) -> Any:
    """Union of coverage members that share edges exactly; None when there is nothing to unite."""
    present = [polygon for polygon in polygons if polygon is not None]
    return shapely.coverage_union_all(present) if present else None
