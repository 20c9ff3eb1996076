"""GeoJSON of the map layers: names and codes come from the program's own reference, never from an imported file."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from geo import reference
from geo.derive import Areas, derive
from geo.errors import BoundaryError
from geo.labels import label_points
from geo.user_boundaries import BoundaryImport
from geo.view import View, standard_views


def render(
    places: pd.DataFrame,
    municipalities: pd.DataFrame,
    boundaries: BoundaryImport | None,
    outline: BoundaryImport | None,
    figures: Path,
) -> tuple[dict[str, bytes], tuple[View, ...], tuple[str, ...]]:
    """File name → content of every layer and of the labels, the views they are laid out for, and the notes."""
    _check_codes(places, municipalities)
    areas = derive(places, boundaries, outline, figures)
    views = standard_views(tuple(areas.outline.bounds))
    collections = {
        "municipalities": municipality_features(areas, municipalities),
        "places": place_features(areas, places),
        "outline": [_feature("outline", areas.outline, {"name": "район"})],
        "rivers": _line_features(reference.river_lines(figures)),
        "railway": _line_features({name: [line] for name, line in reference.railway_lines(places, figures).items()}),
    }
    files = {f"{layer}.geojson": _collection(features) for layer, features in collections.items()}
    labels = label_points(places, views)
    files["labels.json"] = labels.to_json(orient="records", force_ascii=False, double_precision=10).encode()
    return files, views, areas.notes


def municipality_features(areas: Areas, municipalities: pd.DataFrame) -> list[dict[str, Any]]:
    """One feature per municipality that has an area, ordered by ОКТМО."""
    rows = municipalities.set_index("oktmo")
    return [
        _feature(oktmo, area, {"oktmo": oktmo, "name": rows.at[oktmo, "name"], "kind": rows.at[oktmo, "kind"]})
        for oktmo, area in sorted(areas.municipalities.items())
    ]


def place_features(areas: Areas, places: pd.DataFrame) -> list[dict[str, Any]]:
    """One feature per place with a cell of its own, ordered by ОКТМО."""
    named = areas.units.merge(
        places[["oktmo", "name", "kind"]], left_on="place_oktmo", right_on="oktmo", validate="1:1"
    ).sort_values("oktmo")
    columns = ["oktmo", "name", "kind", "municipality_oktmo"]
    return [_feature(row["oktmo"], row["geometry"], {key: row[key] for key in columns}) for _, row in named.iterrows()]


def _check_codes(places: pd.DataFrame, municipalities: pd.DataFrame) -> None:
    """BoundaryError when a place belongs to a municipality the reference does not know, or codes repeat."""
    unknown = sorted(set(places["municipality_oktmo"]) - set(municipalities["oktmo"]))
    repeated = [
        *places["oktmo"][places["oktmo"].duplicated()],
        *municipalities["oktmo"][municipalities["oktmo"].duplicated()],
    ]
    if unknown or repeated:
        codes = ", ".join(map(str, [*unknown, *repeated][:10]))
        raise BoundaryError(
            f"Справочники мест расходятся: ОКТМО {codes} повторяется или не найден среди поселений. "
            "Проверьте municipality_oktmo в справочнике населённых пунктов."
        )


def _feature(identity: str, area: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": identity,
        "properties": properties,
        "geometry": json.loads(shapely.to_geojson(area)),
    }


def _line_features(lines: dict[str, list[reference.Line]]) -> list[dict[str, Any]]:
    """One MultiLineString per name, its number in alphabetical order as id."""
    return [
        _feature(str(number), shapely.MultiLineString(parts), {"name": name})
        for number, (name, parts) in enumerate(sorted(lines.items()), start=1)
    ]


def _collection(features: list[dict[str, Any]]) -> bytes:
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
