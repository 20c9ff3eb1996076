"""The search of hotspots over everything, made once for all who ask, also before anybody does.

It depends on nothing but the counts it is given and on how it is done, and its chance comes from a fixed seed: a search
that is kept finds what the same search finds made again. It is kept under the digest of both, so that an edit that
moves no record leaves it valid, and one that does is never answered by what was before.
"""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import scipy

import analysis
from analysis.hotspots import Hotspot, find_hotspots
from answers.hotspots.counts import WeeklyCounts, everywhere
from data.filters import Filters
from data.metrics.reader import Snapshot, open_snapshot
from data.scope import Scope


def found(land: WeeklyCounts, level: float, snapshot: Snapshot | None) -> list[Hotspot]:
    """Findings in the counts up to a doubt, those that go on first. snapshot: beside which they are kept, if at all."""
    ask = land.usual, land.places["population"].to_numpy(dtype=float), land.distances, land.window.weeks
    if snapshot is None:
        return find_hotspots(*ask, level=level).hotspots

    def count() -> bytes:
        return json.dumps([asdict(one) for one in find_hotspots(*ask, level=level).hotspots]).encode()

    told = json.loads(snapshot.once(f"hotspots-{_digest(*ask, level)}", count))
    return [Hotspot(**one | {"places": tuple(one["places"])}) for one in told]


def kept_beside(filters: Filters, scope: Scope, land: WeeklyCounts) -> Snapshot | None:
    """The snapshot beside which a search is kept: of all records, as they are known now, for who sees all of them.
    Whoever asks for less is answered by a search of his own.
    """
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    whole = everywhere(Filters(snapshot=filters.snapshot, snapshot_hash=filters.snapshot_hash), land.window)
    is_all = scope.sees_everything and everywhere(filters, land.window) == whole
    return snapshot if is_all and land.window.last == snapshot.manifest.as_of else None


def _digest(*ask: Any) -> str:
    """Names a search by all that its findings depend on."""
    told = hashlib.sha256(_method().encode())
    for one in ask:
        values = np.ascontiguousarray(one)
        told.update(f"{values.dtype.str}{values.shape}".encode() + values.tobytes())
    return told.hexdigest()[:32]


@cache
def _method() -> str:
    """Names the code that searches."""
    room = Path(str(analysis.__file__)).parent
    code = hashlib.sha256(f"{np.__version__} {scipy.__version__}".encode())
    for path in sorted(room.rglob("*.py")):
        code.update(path.relative_to(room).as_posix().encode() + path.read_bytes())
    return code.hexdigest()
