"""From places and boundaries to the areas the maps draw: cells of places, municipalities, the district's outline."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo import coverage
from geo.cells import cells, district_outline
from geo.distance import haversine_km
from geo.errors import BoundaryError
from geo.projection import to_degrees, to_metres
from geo.reference import FOLDER
from geo.user_boundaries import BoundaryImport

CLOSE_KM = 0.5
TOLERANCES_METRES = (coverage.SIMPLIFY_METRES, 50.0, 0.0)


@dataclass(frozen=True)
class Areas:
    """Clockwise polygons in lon/lat on one grid; together a valid coverage.

    units: one row per piece: place_oktmo (missing for a municipality whose places have no cell), municipality_oktmo,
    geometry. municipalities: ОКТМО → union of its pieces. notes: Russian sentences on what is uncertain.
    """

    units: pd.DataFrame
    municipalities: dict[str, Any]
    outline: Any
    notes: tuple[str, ...] = field(default=())


def derive(
    places: pd.DataFrame,
    boundaries: BoundaryImport | None = None,
    outline: BoundaryImport | None = None,
    figures: Path = FOLDER,
) -> Areas:
    """Areas for the places (oktmo, municipality_oktmo, name, kind, lat, lon, population).

    Real municipal boundaries, when given, are kept and only the cells inside them are conditional; otherwise the
    cells are cut by the imported outline or that of the figures, and municipalities are unions of cells.
    """
    territory = _territory(boundaries, outline, figures)
    pieces = _conditional(places, territory) if boundaries is None else _inside_boundaries(places, boundaries)
    pieces["geometry"] = _one_coverage(pieces, places)
    pieces = pieces[pieces["geometry"].notna()].reset_index(drop=True)
    if pieces.empty:
        raise BoundaryError("Карту построить нельзя: ни у одного населённого пункта нет координат внутри района.")
    groups = pieces.groupby("municipality_oktmo")["geometry"]
    municipalities = {str(oktmo): _clockwise(coverage.unite(group.to_numpy())) for oktmo, group in groups}
    whole = _clockwise(coverage.unite(pieces["geometry"].to_numpy()))
    return Areas(pieces, municipalities, whole, tuple(_notes(places, pieces, territory)))


def _territory(boundaries: BoundaryImport | None, outline: BoundaryImport | None, figures: Path) -> Any:
    """What belongs to the district, in metres."""
    if boundaries is not None:
        return to_metres(shapely.union_all(list(boundaries.shapes.values())))
    return district_outline(figures) if outline is None else to_metres(shapely.union_all(list(outline.shapes.values())))


def _clockwise(area: Any) -> Any:
    return shapely.orient_polygons(area, exterior_cw=True)


def _conditional(places: pd.DataFrame, territory: Any) -> pd.DataFrame:
    own = cells(places, territory)
    municipality = places["municipality_oktmo"].to_numpy()
    return own.rename(columns={"oktmo": "place_oktmo"}).assign(municipality_oktmo=municipality)


def _inside_boundaries(places: pd.DataFrame, boundaries: BoundaryImport) -> pd.DataFrame:
    """Cells of each municipality's places within its boundary; the boundary itself when none has a cell."""
    frames = []
    for oktmo, area in sorted(boundaries.shapes.items()):
        mine = _conditional(places[places["municipality_oktmo"] == oktmo], to_metres(area))
        if mine["geometry"].isna().all():
            whole = {"place_oktmo": [None], "municipality_oktmo": [oktmo], "geometry": [to_metres(area)]}
            mine = pd.concat([mine, pd.DataFrame(whole, dtype=object)])
        frames.append(mine)
    return pd.concat(frames, ignore_index=True)


def _one_coverage(pieces: pd.DataFrame, places: pd.DataFrame) -> Any:
    """Pieces in metres → one coverage in lon/lat, as simple as can be while every place stays in its own cell."""
    exact = coverage.snap_to_grid(_degrees(pieces["geometry"].to_numpy()))
    points = _points_of(pieces, places)
    inside = shapely.contains(exact, points)
    for tolerance in TOLERANCES_METRES:
        result = coverage.snap_to_grid(coverage.simplify(exact, tolerance))
        if (shapely.contains(result, points) | ~inside).all():
            return coverage.clockwise(result)
    return coverage.clockwise(exact)


def _degrees(geometries: Any) -> Any:
    present = pd.notna(geometries)
    result = np.full(len(geometries), None, dtype=object)
    result[present] = to_degrees(geometries[present])
    return result


def _points_of(pieces: pd.DataFrame, places: pd.DataFrame) -> Any:
    """The point of each piece's place in lon/lat, None where there is none."""
    known = pieces[["place_oktmo"]].merge(places, left_on="place_oktmo", right_on="oktmo", how="left", validate="1:1")
    present = known[["lon", "lat"]].notna().all(axis=1).to_numpy()
    points = np.full(len(pieces), None, dtype=object)
    points[present] = shapely.points(known.loc[present, ["lon", "lat"]].to_numpy(dtype=float))
    return points


def _title(row: Any) -> str:
    return f"{row.name_} ({row.kind})"


def _notes(places: pd.DataFrame, pieces: pd.DataFrame, territory: Any) -> list[str]:
    """What a reader of the map has to know, in Russian."""
    named = places.rename(columns={"name": "name_"}).reset_index(drop=True)
    located = named[named[["lat", "lon"]].notna().all(axis=1)]
    notes = [
        f"{_title(row)}: нет координат, на карте не показан."
        for row in named[~named["oktmo"].isin(located["oktmo"])].itertuples()
    ]
    outside = ~shapely.intersects(territory, to_metres(shapely.points(located[["lon", "lat"]].to_numpy(dtype=float))))
    notes += [f"{_title(row)}: точка лежит вне контура района." for row in located[outside].itertuples()]
    bare = located[~located["oktmo"].isin(pieces["place_oktmo"])]
    notes += [f"{_title(row)}: своей ячейки нет (точка общая с соседом или вне границ)." for row in bare.itertuples()]
    return notes + _close_pairs(located)


def _close_pairs(located: pd.DataFrame) -> list[str]:
    notes = []
    rows = list(located.itertuples())
    for index, first in enumerate(rows):
        for second in rows[index + 1 :]:
            apart = float(haversine_km(first.lat, first.lon, second.lat, second.lon))
            if apart < CLOSE_KM:
                metres = round(apart * 1000)
                notes.append(
                    f"{_title(first)} и {_title(second)} стоят в {metres} м друг от друга: граница их ячеек условна, "
                    "по координатам там надёжно только поселение."
                )
    return notes
