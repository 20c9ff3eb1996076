"""Rates per 1000 residents: the count divided by the population of the very territory it was counted in."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.filters import MISSING, Filters
from data.metrics.declaration import Dimension, Metric
from data.metrics.reader import Snapshot
from data.scope import Scope

_PER = 1000.0


def per_1000(
    frame: pd.DataFrame,
    metrics: list[Metric],
    dims: list[Dimension],
    snapshot: Snapshot,
    filters: Filters,
    scope: Scope,
) -> pd.DataFrame:
    """Turn the counts of `rate` metrics, with their bounds, into rates; missing where the territory has no
    residents.
    """
    rates = [m for m in metrics if m.kind == "rate"]
    if not rates:
        return frame
    people = _residents(frame, dims, snapshot, filters, scope)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(people > 0, _PER / people, np.nan)
    made = {}
    for m in rates:
        for name in {m.id, f"{m.id}_low", f"{m.id}_high"} & set(frame.columns):
            made[name] = frame[name].to_numpy(dtype=float) * factor
    return frame.assign(**made)


def _residents(
    frame: pd.DataFrame, dims: list[Dimension], snapshot: Snapshot, filters: Filters, scope: Scope
) -> npt.NDArray[np.float64]:
    for name in ("place", "municipality"):
        position = next((i for i, d in enumerate(dims) if d.id == name), None)
        if position is not None:
            known = {m.id: float(m.extra["population"] or 0) for m in snapshot.members[name]}
            return np.asarray(frame[f"g{position}"].map(known).fillna(0), dtype=np.float64)
    return np.full(len(frame), _whole(snapshot, filters, scope))


def _whole(snapshot: Snapshot, filters: Filters, scope: Scope) -> float:
    """Residents of the territory left by filters and scope."""
    chosen = snapshot.members["place"]
    if filters.places:
        chosen = [m for m in chosen if m.code in filters.places]
    if filters.municipalities:
        chosen = [m for m in chosen if m.extra["municipality"] in filters.municipalities]
    if all(grant.municipalities is not None for grant in scope.grants):
        seen = {code for grant in scope.grants for code in grant.municipalities or ()}
        chosen = [m for m in chosen if m.extra["municipality"] in seen]
    unknown = MISSING in filters.places or MISSING in filters.municipalities
    return 0.0 if unknown else float(sum(m.extra["population"] or 0 for m in chosen))
