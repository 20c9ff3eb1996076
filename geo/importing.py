"""Taking received boundaries into force: read, check, try, store, build; any failure leaves everything as it was."""

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo import boundary_checks, boundary_file, child_process, layers, projection, reference, user_boundaries
from geo.cells import district_outline
from geo.coverage import only_polygons, simplify
from geo.derive import derive
from geo.user_boundaries import BoundaryImport

STORED_VERTICES = 50_000
STORED_PRECISION_METRES = 10.0


@dataclass(frozen=True)
class Outcome:
    """What came in force, what was mended on the way, and the layers built from it."""

    imported: BoundaryImport
    remarks: tuple[str, ...]
    layers: layers.Layers


@dataclass(frozen=True)
class CheckedBoundaries:
    """A file that passed: what may come in force and what was mended or is uncertain."""

    imported: BoundaryImport
    remarks: tuple[str, ...]


Examine = Callable[[Path, pd.DataFrame, pd.DataFrame, datetime.date, Path], CheckedBoundaries]


def examine(
    path: Path,
    places: pd.DataFrame,
    municipalities: pd.DataFrame,
    today: datetime.date,
    figures: Path = reference.FOLDER,
) -> CheckedBoundaries:
    """Reads and checks a file and draws the map from it once for trial, in this very process; writes nothing.

    figures: folder of the district's own outline.
    """
    with projection.around(places):
        return _examined(path, places, municipalities, today, figures)


def _examined(
    path: Path, places: pd.DataFrame, municipalities: pd.DataFrame, today: datetime.date, figures: Path
) -> CheckedBoundaries:
    frame = boundary_file.read(path)
    # Always the district's own outline: measured against the last import, small errors could add up from file to file.
    accepted = boundary_checks.check(frame, places, municipalities, district_outline(figures))
    shapes, thinned = _simplify_if_large(accepted.shapes)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    candidate = BoundaryImport(accepted.kind, shapes, sha256, today.isoformat())
    kind = "boundaries" if candidate.kind == "municipalities" else "outline"
    areas = derive(places, **{kind: candidate}, figures=figures)
    return CheckedBoundaries(candidate, tuple(dict.fromkeys([*accepted.remarks, *thinned, *areas.notes])))


def _simplify_if_large(shapes: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Shapes with no more vertices than a map of the district can show, so that every later start stays quick."""
    polygons = np.array(list(shapes.values()), dtype=object)
    count = int(shapely.get_num_coordinates(polygons).sum())
    if count <= STORED_VERTICES:
        return shapes, []
    thin = [only_polygons(shapely.make_valid(area)) for area in simplify(polygons, STORED_PRECISION_METRES)]
    remark = f"Контуры упрощены примерно до {STORED_PRECISION_METRES:.0f} м: в файле вершин — {count}."
    return dict(zip(shapes, thin, strict=True)), [remark]


def examine_guarded(
    path: Path,
    places: pd.DataFrame,
    municipalities: pd.DataFrame,
    today: datetime.date,
    figures: Path = reference.FOLDER,
) -> CheckedBoundaries:
    """`examine` in a child process with limited memory and time: contours can be made to need hours and gigabytes."""
    examined: CheckedBoundaries = child_process.run(examine, path, places, municipalities, today, figures)
    return examined


def import_boundaries(
    path: Path,
    places: pd.DataFrame,
    municipalities: pd.DataFrame,
    out: Path,
    today: datetime.date,
    examine: Examine = examine_guarded,
) -> Outcome:
    """Replaces the conditional boundaries, or the district's outline, by those of the file; keeps the previous ones.

    Frames as in `geo.layers.build`. BoundaryError when the file is refused; then nothing in `out` has changed.
    """
    examined = examine(path, layers.plain(places), municipalities, today, reference.figures_of(out))
    remarks = list(examined.remarks)
    if examined.imported.kind == "outline" and user_boundaries.load(out, "municipalities"):
        remarks.append("Контур сохранён, но карта его не показывает: действуют загруженные границы поселений.")
    user_boundaries.save(out, examined.imported)
    return Outcome(examined.imported, tuple(remarks), layers.build(places, municipalities, out))
