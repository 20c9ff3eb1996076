"""Map layers of one installation: built once for given inputs, read by screens, documents and `geo.locate`.

A build goes into its own folder named by version; `layers.json` beside it points at the one in force and is replaced in
one step, so a reader never sees half of a build, and a browser may cache a version's files for ever.
"""

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geo import reference, user_boundaries
from geo.errors import BoundaryError
from geo.user_boundaries import write_atomically
from geo.view import View

LAYERS = ("municipalities", "places", "outline", "rivers", "railway")
KEPT_VERSIONS = 3
PLACE_COLUMNS = ["oktmo", "municipality_oktmo", "name", "kind", "is_centre", "lat", "lon", "population"]
MUNICIPALITY_COLUMNS = ["oktmo", "name", "kind"]

CONDITIONAL = "условные границы, не официальные"
CONDITIONAL_IN_OUTLINE = "условные границы, не официальные; контур района загружен из файла"
OFFICIAL = "границы поселений загружены из файла; ячейки населённых пунктов условные"
ATTRIBUTION = "© OpenStreetMap contributors (ODbL); реки: GSHHG"


@dataclass(frozen=True)
class Layers:
    """What maps draw. The five layers are GeoJSON FeatureCollections in lon/lat WGS 84.

    municipalities (id and properties.oktmo: 8 digits) and places (cells, 11 digits; a place without a cell is absent)
    carry oktmo, name, kind; rivers and railway carry name. Exterior rings are clockwise, as d3-geo wants them.
    is_official: municipal boundaries come from an imported file. notice: the words a map must show beside itself.
    label_points: see `geo.labels.COLUMNS`, one row per view and place. views: «wide» and «narrow».
    notes: Russian sentences on what is uncertain. files: layer → GeoJSON file on disk.
    """

    municipalities: dict[str, Any]
    places: dict[str, Any]
    outline: dict[str, Any]
    rivers: dict[str, Any]
    railway: dict[str, Any]
    is_official: bool
    notice: str
    attribution: str
    version: str
    label_points: pd.DataFrame
    views: dict[str, View]
    notes: tuple[str, ...]
    files: dict[str, Path]


def build(places: pd.DataFrame, municipalities: pd.DataFrame, out: Path) -> Layers:
    """Builds the layers into `out` unless they are there already for these very inputs; returns them.

    places: `PLACE_COLUMNS` (degrees; population and coordinates may be missing; numbers may come as text), only those
    valid now.
    municipalities: `MUNICIPALITY_COLUMNS`. Imported boundaries lying in `out` are used. BoundaryError when the frames
    contradict each other or an imported file is damaged.
    """
    places = plain(places)
    version = input_version(places, municipalities, out)
    if current_version(out) == version:
        try:
            return load(out)
        except BoundaryError:
            pass  # damaged on disk: build again, the same inputs give the same files
    files, manifest = _derive_files(places, municipalities, out)
    _publish(out, version, files, manifest)
    return load(out)


def plain(places: pd.DataFrame) -> pd.DataFrame:
    """`PLACE_COLUMNS` with numbers as numbers, whether the frame came from CSV as text or from a database."""
    try:
        numbers = {column: pd.to_numeric(places[column]).astype(float) for column in ("lat", "lon", "population")}
        is_centre = pd.to_numeric(places["is_centre"]).astype(int)
    except (KeyError, ValueError, TypeError) as error:
        raise BoundaryError(
            f"Справочник населённых пунктов не годится для карты ({error}). Нужны столбцы {', '.join(PLACE_COLUMNS)}; "
            "широта, долгота и население — числа."
        ) from error
    return places[PLACE_COLUMNS].assign(**numbers, is_centre=is_centre).reset_index(drop=True)


def input_version(places: pd.DataFrame, municipalities: pd.DataFrame, out: Path) -> str:
    """Hash of everything a build depends on: frames, figures, imported boundaries and the code of this room."""
    digest = hashlib.sha256()
    digest.update(places[PLACE_COLUMNS].sort_values("oktmo").to_csv(index=False).encode())
    digest.update(municipalities[MUNICIPALITY_COLUMNS].sort_values("oktmo").to_csv(index=False).encode())
    room, figures = Path(__file__).resolve().parent, reference.figures_of(out)
    slots = [user_boundaries.slot(out, kind) for kind in user_boundaries.KINDS]
    for path in [*sorted(room.glob("*.py")), *sorted(figures.glob("*.csv")), *slots]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.exists() else b"-")
    return digest.hexdigest()[:16]


def current_version(out: Path) -> str | None:
    """Version in force in `out`, None when nothing is built or the pointer is unreadable. Cheap: one small file."""
    try:
        version = json.loads((out / "layers.json").read_bytes())["version"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return version if isinstance(version, str) else None


def load(out: Path) -> Layers:
    """The layers in force in `out`; BoundaryError when they are absent or damaged."""
    try:
        manifest = json.loads((out / "layers.json").read_bytes())
        folder = out / manifest["version"]
        content = {name: _verified(folder / name, sha256) for name, sha256 in manifest["files"].items()}
        labels = pd.DataFrame(json.loads(content["labels.json"]))
        return Layers(
            **{layer: json.loads(content[f"{layer}.geojson"]) for layer in LAYERS},
            **{key: manifest[key] for key in ("is_official", "notice", "attribution", "version")},
            label_points=labels.astype({"lat": float, "lon": float}),
            views={view["name"]: _view(view) for view in manifest["views"]},
            notes=tuple(manifest["notes"]),
            files={layer: folder / f"{layer}.geojson" for layer in LAYERS},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BoundaryError(
            f"Слои карты в папке «{out}» не построены или повреждены. Перезапустите программу: она построит их заново."
        ) from error


def _view(stored: dict[str, Any]) -> View:
    ranges = {key: (stored[key][0], stored[key][1]) for key in ("lon_range", "lat_range")}
    return View(stored["name"], stored["width"], stored["height"], **ranges)


def _verified(path: Path, sha256: str) -> bytes:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(path.name)
    return content


def _derive_files(
    places: pd.DataFrame, municipalities: pd.DataFrame, out: Path
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """File name → content, and the manifest without version and hashes."""
    from geo import features, projection  # shapely, pyproj: a start with current layers does without them

    boundaries, outline = user_boundaries.load(out, "municipalities"), user_boundaries.load(out, "outline")
    figures = reference.figures_of(out)
    with projection.around(places):
        files, views, notes = features.render(places, municipalities, boundaries, outline, figures)
    notice = OFFICIAL if boundaries else CONDITIONAL_IN_OUTLINE if outline else CONDITIONAL
    manifest = {
        "is_official": boundaries is not None,
        "notice": notice,
        "attribution": ATTRIBUTION,
        "views": [view.__dict__ for view in views],
        "notes": list(notes),
    }
    return files, manifest


def _publish(out: Path, version: str, files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    """Writes a version's folder whole, then points `layers.json` at it."""
    out.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix="building-", dir=out))
    try:
        part.chmod(0o755)
        for name, content in files.items():
            write_atomically(part / name, content)
        _move_into_place(part, out / version)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    pointer = {"version": version, **manifest, "files": hashes}
    write_atomically(out / "layers.json", json.dumps(pointer, ensure_ascii=False, indent=1).encode())
    _remove_old(out, version)


def _move_into_place(part: Path, target: Path) -> None:
    """Renames the folder; another process may have built the same version meanwhile, or it may lie there damaged."""
    try:
        part.rename(target)
    except OSError:
        for file in part.iterdir():
            file.replace(target / file.name)


def _remove_old(out: Path, version: str) -> None:
    """Keeps the newest versions: a process started earlier may still be reading its own."""
    built = sorted((path.parent for path in out.glob("*/labels.json")), key=lambda path: path.stat().st_mtime)
    for folder in [path for path in built if path.name != version][: -(KEPT_VERSIONS - 1)]:
        shutil.rmtree(folder, ignore_errors=True)
