"""A district's own figures: outline, rivers, railway, as CSV.

The shipped ones lie in `geo/reference` (sources in SOURCES.md there). Another district has its own in the folder
`district` beside the installation's folder of maps; rivers and a railway may be missing there.
"""

from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).resolve().parent / "reference"

Line = list[tuple[float, float]]


def figures_of(maps: Path) -> Path:
    """The folder of the figures that belong to a folder of maps: of the district set up beside it, or the shipped."""
    own = maps.parent / "district"
    return own if (own / "outline.csv").is_file() else FOLDER


def outline_coordinates(folder: Path = FOLDER) -> np.ndarray:
    """Outline of the district: shape (n, 2), lon and lat in degrees WGS 84, closed."""
    rows = pd.read_csv(folder / "outline.csv").sort_values("seq")
    return rows[["lon", "lat"]].to_numpy(dtype=float)


def river_lines(folder: Path = FOLDER) -> dict[str, list[Line]]:
    """River name → its parts, each a list of (lon, lat); rivers run past the outline on purpose."""
    rows = _rows(folder, "rivers", {}).sort_values(["river", "part", "seq"])
    lines: dict[str, list[Line]] = {}
    for (river, _), part in rows.groupby(["river", "part"], sort=True):
        lines.setdefault(str(river), []).append(list(zip(part["lon"], part["lat"], strict=True)))
    return lines


def railway_lines(places: pd.DataFrame, folder: Path = FOLDER) -> dict[str, Line]:
    """Railway line → (lon, lat) of its stops in order: a scheme, straight between stops.

    places: columns oktmo, lon, lat. A stop whose place is absent or has no coordinates is passed over.
    """
    stops = _rows(folder, "railway_stops", {"place_oktmo": str})
    joined = stops.merge(places[["oktmo", "lon", "lat"]], left_on="place_oktmo", right_on="oktmo", validate="m:1")
    joined = joined.dropna(subset=["lon", "lat"]).sort_values(["line", "seq"])
    lines = {
        str(line): list(zip(part["lon"], part["lat"], strict=True)) for line, part in joined.groupby("line", sort=False)
    }
    return {line: points for line, points in lines.items() if len(points) > 1}


def _rows(folder: Path, name: str, types: dict[str, type]) -> pd.DataFrame:
    """Rows of a file of figures; none, under the same headings, where a district has no such file."""
    file = folder / f"{name}.csv"
    return pd.read_csv(file, dtype=types) if file.exists() else pd.read_csv(FOLDER / file.name, dtype=types).head(0)


def read_places(folder: Path) -> pd.DataFrame:
    """places.csv of a reference folder: one row per place, ОКТМО as text, unknown population missing."""
    return pd.read_csv(folder / "places.csv", dtype={"oktmo": str, "municipality_oktmo": str, "postal_code": str})


def read_municipalities(folder: Path) -> pd.DataFrame:
    """municipalities.csv of a reference folder: one row per municipality, ОКТМО as text."""
    return pd.read_csv(folder / "municipalities.csv", dtype={"oktmo": str})
