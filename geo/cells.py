"""Cells of places: each point of the district belongs to the nearest place («условные границы, не официальные»).

Voronoi cells in metres, cut by the district's outline or, when real boundaries are in force, by the municipality. A
place has at most one cell; two places at the same point share one, and this is said in `shares_with`.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo import reference
from geo.coverage import Polygons, only_polygons
from geo.projection import to_metres

SAME_POINT_METRES = 1.0


def district_outline(figures: Path = reference.FOLDER) -> Any:
    """The outline that lies with a district's figures, as a polygon in metres."""
    return to_metres(shapely.Polygon(reference.outline_coordinates(figures)))


def cells(places: pd.DataFrame, outline: Any = None) -> pd.DataFrame:
    """One row per place, in the order of `places`: oktmo, geometry, shares_with.

    places: columns oktmo, lat, lon (degrees), population (missing counts as smallest).
    outline: polygon in metres, the shipped outline by default; cells partition it.
    geometry: a polygon in metres, or None for a place without coordinates, without any area inside the
    outline, or at the point of a bigger place, whose oktmo then stands in `shares_with`.
    """
    territory = district_outline() if outline is None else outline
    points = _points(places)
    keepers = _keepers(places, points)
    own = [row for row, keeper in enumerate(keepers) if keeper == row]
    pieces = dict(zip(own, _voronoi(points[own], territory), strict=True))
    codes = places["oktmo"].tolist()
    result = {
        "oktmo": codes,
        "geometry": [pieces.get(row) for row in range(len(codes))],
        "shares_with": [None if keeper in (row, -1) else codes[keeper] for row, keeper in enumerate(keepers)],
    }
    return pd.DataFrame(result, dtype=object)


def _points(places: pd.DataFrame) -> Polygons:
    """Points in metres; None where coordinates are missing."""
    known = places[["lon", "lat"]].notna().all(axis=1).to_numpy()
    points = np.full(len(places), None, dtype=object)
    points[known] = to_metres(shapely.points(places[["lon", "lat"]].to_numpy(dtype=float)[known]))
    return points


def _keepers(places: pd.DataFrame, points: Polygons) -> list[int]:
    """For each row the row whose cell it uses: its own, the biggest one at the same point, -1 without coordinates."""
    population = places["population"].fillna(-1).to_numpy(dtype=float)
    order = sorted(range(len(places)), key=lambda row: (-population[row], str(places["oktmo"].iloc[row])))
    keepers = [-1] * len(places)
    chosen: list[int] = []
    for row in order:
        if points[row] is None:
            continue
        same = [other for other in chosen if shapely.distance(points[row], points[other]) < SAME_POINT_METRES]
        keepers[row] = same[0] if same else row
        if not same:
            chosen.append(row)
    return keepers


def _voronoi(points: Polygons, territory: Any) -> list[Any]:
    """One piece of the territory for each point, in the order of the points."""
    if len(points) == 0:
        return []
    if len(points) == 1:
        return [territory]
    regions = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=territory, ordered=True)
    )
    pieces = [only_polygons(piece) for piece in shapely.intersection(regions, territory)]
    return _absorb_fragments(pieces, points)


def _absorb_fragments(pieces: list[Any], points: Polygons) -> list[Any]:
    """A part of a cell cut off from its place by a bend of the border goes to the neighbour it touches longest.

    A fragment that touches nobody else (an exclave of real boundaries) stays with its place.
    """
    main = [_main_part(piece, point) for piece, point in zip(pieces, points, strict=True)]
    kept = list(main)
    for row, piece in enumerate(pieces):
        for part in shapely.get_parts(piece) if piece is not None else []:
            if not part.equals(main[row]):
                _give(part, row, kept)
    return kept


def _main_part(piece: Any, point: Any) -> Any:
    """The part that holds the place, or the largest one when the place lies outside the territory."""
    if piece is None:
        return None
    parts = shapely.get_parts(piece)
    holding = parts[shapely.intersects(parts, point)]
    return holding[0] if len(holding) else parts[int(shapely.area(parts).argmax())]


def _give(part: Any, owner: int, kept: list[Any]) -> None:
    # A buffer of a centimetre: edges cut by separate overlays differ in the last digits and touch nowhere exactly.
    edge = shapely.buffer(part, 0.01)
    shared = [
        0.0 if other is None or row == owner else shapely.length(shapely.intersection(edge, shapely.boundary(other)))
        for row, other in enumerate(kept)
    ]
    best = int(np.argmax(shared))
    receiver = best if shared[best] > 1.0 else owner
    kept[receiver] = only_polygons(shapely.union_all([kept[receiver], part]))
