"""Checks of received boundaries: what may come in force, what was mended, and why the rest is refused."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo import recognise
from geo.coverage import only_polygons
from geo.errors import BoundaryError
from geo.projection import to_degrees, to_metres
from geo.user_boundaries import Kind

MAX_DISAGREEMENT_SHARE = 0.05  # of the district's area: the shipped outline itself is off by 0.8 %
MAX_OVERLAP_SHARE = 0.005  # of the district's area, all overlaps together
LISTED = 20
_NEAR = 2.0
"""Degrees around the outline: a file that does not come near it is of another district."""


@dataclass(frozen=True)
class CheckedShapes:
    """Boundaries that passed. shapes: ОКТМО → polygon in lon/lat; remarks: Russian sentences on what was mended."""

    kind: Kind
    shapes: dict[str, Any]
    remarks: tuple[str, ...]


def check(frame: Any, places: pd.DataFrame, municipalities: pd.DataFrame, outline: Any) -> CheckedShapes:
    """Accepts the municipalities' boundaries, or one outline of the district; BoundaryError says what is wrong.

    frame: GeoDataFrame in WGS 84 with oktmo, name, geometry (`geo.boundary_file.read`). outline: polygon in metres the
    result must agree with. Overlaps within the tolerance stay here: the coverage gives them to one owner later.
    """
    centres = places[places["is_centre"].astype(int) == 1].dropna(subset=["lat", "lon"])
    _check_whereabouts(frame, outline)
    frame, remarks = _repair(frame)
    if recognise.is_district(frame, municipalities, centres):
        shapes = {municipalities["oktmo"].iloc[0][:5]: frame.geometry.iloc[0]}
        _check_centres(dict.fromkeys(municipalities["oktmo"], frame.geometry.iloc[0]), municipalities, centres)
        _check_agreement(shapes, outline)
        return CheckedShapes("outline", shapes, tuple(remarks + _strangers(frame.geometry.iloc[0], places)))
    shapes = _recognised(frame, municipalities, centres)
    _check_centres(shapes, municipalities, centres)
    _check_overlaps(shapes, municipalities, outline)
    _check_agreement(shapes, outline)
    return CheckedShapes("municipalities", shapes, tuple(remarks + _misplaced(shapes, places, municipalities)))


def _check_whereabouts(frame: Any, outline: Any) -> None:
    """Refuses a file from elsewhere before its areas are computed in the wrong zone."""
    west, south, east, north = frame.geometry.total_bounds
    own = to_degrees(outline).bounds
    district = shapely.box(own[0] - _NEAR, own[1] - _NEAR, own[2] + _NEAR, own[3] + _NEAR)
    if not shapely.intersects(shapely.box(west, south, east, north), district):
        swapped = shapely.intersects(shapely.box(south, west, north, east), district)
        hint = (
            "Похоже, широта и долгота переставлены."
            if swapped
            else "Проверьте, тот ли это файл и его систему координат."
        )
        raise BoundaryError(
            f"Границы лежат не в районе: долгота {west:.2f}…{east:.2f}, широта {south:.2f}…{north:.2f}. {hint}"
        )
    if not (abs(west) <= 180 and abs(east) <= 180 and abs(south) < 90 and abs(north) < 90):
        raise BoundaryError("Координаты выходят за пределы градусной сетки. Проверьте систему координат файла.")


def _repair(frame: Any) -> tuple[Any, list[str]]:
    """Invalid polygons repaired, with a remark for each; a feature without any area is refused."""
    areas, remarks = [], []
    for number, geometry in enumerate(frame.geometry, start=1):
        if geometry.geom_type not in ("Polygon", "MultiPolygon", "GeometryCollection"):
            raise BoundaryError(
                f"Объект № {number} — не площадь ({geometry.geom_type}). Оставьте в файле только контуры."
            )
        area = only_polygons(geometry if geometry.is_valid else shapely.make_valid(geometry))
        if area is None:
            raise BoundaryError(f"Объект № {number} не имеет площади. Исправьте его контур.")
        if not geometry.is_valid:
            remarks.append(f"Объект № {number}: контур пересекал сам себя и исправлен.")
        areas.append(area)
    return frame.assign(geometry=areas), remarks


def _names(codes: list[str], municipalities: pd.DataFrame) -> str:
    names = municipalities.set_index("oktmo")["name"]
    return ", ".join(f"{names[code]} ({code})" for code in codes)


def _recognised(frame: Any, municipalities: pd.DataFrame, centres: pd.DataFrame) -> dict[str, Any]:
    """ОКТМО → area; parts of one municipality lying apart are joined. Refuses what is missing, extra or doubled."""
    matches = recognise.match(frame, municipalities, centres)
    missing = sorted(set(municipalities["oktmo"]) - set(matches.codes.values()))
    if missing or matches.unknown:
        lines = [f"Нужно {len(municipalities)} поселений, узнано {len(set(matches.codes.values()))}."]
        if missing:
            lines.append(f"Не хватает: {_names(missing, municipalities)}.")
        if matches.unknown:
            lines.append(f"Лишние объекты: {_numbers(matches.unknown)}.")
        lines.append("Поселение узнаётся по свойству oktmo, по названию (name) или по центру внутри контура.")
        raise BoundaryError("\n".join(lines))
    frame = frame.assign(oktmo=[matches.codes[number] for number in range(1, len(frame) + 1)])
    _check_doubles(frame, municipalities)
    joined = frame[["oktmo", "geometry"]].dissolve(by="oktmo")
    return {str(code): only_polygons(area) for code, area in joined.geometry.items()}


def _numbers(numbers: list[int]) -> str:
    listed = ", ".join(f"№ {number}" for number in numbers[:LISTED])
    return f"{listed} и ещё {len(numbers) - LISTED}" if len(numbers) > LISTED else listed


def _check_doubles(frame: Any, municipalities: pd.DataFrame) -> None:
    """The same municipality twice is an error when the areas overlap, and separate parts of it otherwise."""
    for code, group in frame[frame["oktmo"].duplicated(keep=False)].groupby("oktmo"):
        areas = to_metres(group.geometry.to_numpy())
        excess = shapely.area(areas).sum() - shapely.union_all(areas).area
        if excess > 0.01 * shapely.area(areas).min():
            numbers = _numbers([int(row) + 1 for row in np.flatnonzero(frame["oktmo"] == code)])
            raise BoundaryError(
                f"{_names([str(code)], municipalities)} встречается дважды: объекты {numbers}. Оставьте один."
            )


def _check_centres(shapes: dict[str, Any], municipalities: pd.DataFrame, centres: pd.DataFrame) -> None:
    """Each municipality holds its centre."""
    points = {row.municipality_oktmo: shapely.Point(row.lon, row.lat) for row in centres.itertuples()}
    astray = [code for code, area in sorted(shapes.items()) if code in points and not area.intersects(points[code])]
    if astray:
        raise BoundaryError(
            f"Центр не лежит внутри своего контура: {_names(astray, municipalities)}. "
            "Проверьте, не перепутаны ли коды, названия или система координат."
        )


def _check_overlaps(shapes: dict[str, Any], municipalities: pd.DataFrame, outline: Any) -> None:
    codes = sorted(shapes)
    areas = to_metres(np.array([shapes[code] for code in codes], dtype=object))
    first, second = shapely.STRtree(areas).query(areas, predicate="intersects")
    first, second = first[first < second], second[first < second]
    overlaps = shapely.area(shapely.intersection(areas[first], areas[second]))
    if overlaps.sum() > MAX_OVERLAP_SHARE * outline.area:
        worst = int(overlaps.argmax())
        pair = _names([codes[first[worst]], codes[second[worst]]], municipalities)
        raise BoundaryError(
            f"Контуры перекрываются на {_km2(overlaps.sum())}; больше всего {pair}: {_km2(overlaps[worst])}. "
            "Исправьте общую границу."
        )


def _check_agreement(shapes: dict[str, Any], outline: Any) -> None:
    whole = shapely.union_all(to_metres(np.array(list(shapes.values()), dtype=object)))
    difference = shapely.symmetric_difference(whole, outline).area
    if difference > MAX_DISAGREEMENT_SHARE * outline.area:
        raise BoundaryError(
            f"Вместе контуры не совпадают с контуром района: расходятся {_km2(difference)} из {_km2(outline.area)}, "
            f"допустимо {MAX_DISAGREEMENT_SHARE:.0%}. Проверьте, целиком ли выгружен район."
        )


def _km2(square_metres: float) -> str:
    return f"{square_metres / 1e6:.1f} км²".replace(".", ",")


def _strangers(area: Any, places: pd.DataFrame) -> list[str]:
    """Places outside a district outline: no reason to refuse, coordinates of villages are approximate."""
    located = places.dropna(subset=["lat", "lon"])
    inside = shapely.intersects(area, shapely.points(located[["lon", "lat"]].to_numpy(dtype=float)))
    return [f"Вне контура остаётся {row['name']} ({row['kind']})." for _, row in located[~inside].iterrows()]


def _misplaced(shapes: dict[str, Any], places: pd.DataFrame, municipalities: pd.DataFrame) -> list[str]:
    """Places outside their own municipality: said, not refused."""
    remarks = []
    for _, row in places.dropna(subset=["lat", "lon"]).iterrows():
        if not shapes[row["municipality_oktmo"]].intersects(shapely.Point(row["lon"], row["lat"])):
            own = _names([row["municipality_oktmo"]], municipalities)
            remarks.append(f"{row['name']} ({row['kind']}) лежит вне контура своего поселения: {own}.")
    return remarks
