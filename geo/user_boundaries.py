"""Boundaries a person has imported: two slots in the folder of map layers, each with its previous contents kept.

`municipalities.imported.geojson` holds real boundaries of the settlements, `outline.imported.geojson` a finer outline
of the district. Both are ordinary GeoJSON in WGS 84, so a kept copy (`*.previous.geojson`) can be imported again.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import shapely

from geo.errors import BoundaryError

Kind = Literal["municipalities", "outline"]
KINDS: tuple[Kind, ...] = ("municipalities", "outline")


@dataclass(frozen=True)
class BoundaryImport:
    """One import. shapes: ОКТМО → polygon in lon/lat; sha256 of the received file; imported_on as YYYY-MM-DD."""

    kind: Kind
    shapes: dict[str, Any]
    sha256: str
    imported_on: str


def slot(folder: Path, kind: Kind) -> Path:
    """The file in force."""
    return folder / f"{kind}.imported.geojson"


def previous(folder: Path, kind: Kind) -> Path:
    """The file that was in force before."""
    return folder / f"{kind}.previous.geojson"


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """A new file beside the target that takes its place whole, or not at all."""
    handle, name = tempfile.mkstemp(prefix=target.name, suffix=".part", dir=target.parent)
    os.close(handle)
    try:
        yield Path(name)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def write_atomically(target: Path, content: bytes) -> None:
    """Replaces the file in one step; a reader sees the old or the new content, never a part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with _replacing(target) as part:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o644)


def save(folder: Path, imported: BoundaryImport) -> None:
    """Puts an import in force; what was in force before is kept as the previous one."""
    target = slot(folder, imported.kind)
    if target.exists():
        write_atomically(previous(folder, imported.kind), target.read_bytes())
    write_atomically(target, json.dumps(_document(imported), ensure_ascii=False).encode())


def _document(imported: BoundaryImport) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "id": oktmo,
            "properties": {"oktmo": oktmo},
            "geometry": json.loads(shapely.to_geojson(area)),
        }
        for oktmo, area in sorted(imported.shapes.items())
    ]
    source = {"sha256": imported.sha256, "imported_on": imported.imported_on}
    return {"type": "FeatureCollection", "source": source, "features": features}


def load(folder: Path, kind: Kind) -> BoundaryImport | None:
    """The import in force, or None. BoundaryError when the stored file is damaged."""
    path = slot(folder, kind)
    if not path.exists():
        return None
    try:
        document = json.loads(path.read_bytes())
        shapes = {
            feature["id"]: shapely.from_geojson(json.dumps(feature["geometry"])) for feature in document["features"]
        }
        return BoundaryImport(kind, shapes, document["source"]["sha256"], document["source"]["imported_on"])
    except (ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise BoundaryError(
            f"Загруженные границы ({path.name}) повреждены. Загрузите файл снова (python -m geo import …) "
            "или вернитесь к условным границам: python -m geo reset."
        ) from error


def reset(folder: Path) -> list[Kind]:
    """Takes every import out of force, keeping it as the previous one. Returns what was in force."""
    active = [kind for kind in KINDS if slot(folder, kind).exists()]
    for kind in active:
        slot(folder, kind).replace(previous(folder, kind))
    return active
