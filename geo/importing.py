"""Taking received boundaries into force: read, check, try, store, build; any failure leaves everything as it was."""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo import boundary_checks, boundary_file, imported, layers
from geo.cells import district_outline
from geo.derive import derive
from geo.imported import Imported


@dataclass(frozen=True)
class Outcome:
    """What came in force, what was mended on the way, and the layers built from it."""

    imported: Imported
    remarks: tuple[str, ...]
    layers: layers.Layers


def import_boundaries(
    path: Path, places: pd.DataFrame, municipalities: pd.DataFrame, out: Path, today: datetime.date
) -> Outcome:
    """Replaces the conditional boundaries, or the district's outline, by those of the file; keeps the previous ones.

    Frames as in `geo.layers.build`. BoundaryError when the file is refused; then nothing in `out` has changed.
    """
    frame = boundary_file.read(path)
    places = layers.plain(places)
    # Always the shipped outline: measured against the last import, small errors could add up from file to file.
    accepted = boundary_checks.check(frame, places, municipalities, district_outline())
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    candidate = Imported(accepted.kind, accepted.shapes, sha256, today.isoformat())
    areas = derive(places, **{"boundaries" if candidate.kind == "municipalities" else "outline": candidate})
    remarks = [*accepted.remarks, *areas.notes]
    if candidate.kind == "outline" and imported.load(out, "municipalities"):
        remarks.append("Контур сохранён, но карта его не показывает: действуют загруженные границы поселений.")
    imported.save(out, candidate)
    return Outcome(candidate, tuple(dict.fromkeys(remarks)), layers.build(places, municipalities, out))
