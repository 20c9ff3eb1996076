"""Causes of a change, split off in a fixed order before the rest is called growth.

Every record of both periods falls into exactly one of: a source known in one of the periods only; the days of an event
that leaves the norm; a further record of a problem that is already counted; the rest. From the rest goes the change
that the same weeks of earlier years show too.
The causes of a cell are rows for `analysis.growth.decompose`, so they sum to the whole change like any other parts.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.growth import half_away, whole_parts

SOURCE, EVENT, AGAIN, SEASON, GROWTH = "source", "event", "again", "season", "growth"
CAUSES = (SOURCE, EVENT, AGAIN, SEASON, GROWTH)
"""In the order in which they are split off; the last one is what remains."""


def by_cause(
    one_sided: pd.DataFrame,
    others: pd.DataFrame,
    season: pd.DataFrame | None,
    keys: Sequence[str],
    of_events: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Rows of the keys, `cause`, `before`, `after`: whole records of both periods.

    one_sided: records (`before`, `after`) of sources known in one of the periods only; others: those of all other
    sources, with `first_before`, `first_after`, the records that are no further ones of a counted problem (ValueError
    when they exceed the records); season: `change`, the norm of the cell's change in the same weeks, None when unknown.
    of_events: records of the days of events, which are in neither of the two before.
    The norm is made whole, and `after` of the last two causes is shifted by it: it may be below zero there.
    """
    further = others[["before", "after"]].to_numpy() - others[["first_before", "first_after"]].to_numpy()
    if (further < 0).any():
        raise ValueError("first records of problems are more than the records")
    own = others[[*keys]]
    rows = [
        one_sided[[*keys, "before", "after"]].assign(cause=SOURCE),
        *([] if of_events is None else [of_events[[*keys, "before", "after"]].assign(cause=EVENT)]),
        own.assign(before=further[:, 0], after=further[:, 1], cause=AGAIN),
        own.assign(before=others["first_before"], after=others["first_after"], cause=GROWTH),
    ]
    return pd.concat([*rows, *_seasonal(season, keys)], ignore_index=True)


def _seasonal(season: pd.DataFrame | None, keys: Sequence[str]) -> list[pd.DataFrame]:
    """What the season adds, and the same taken from what remains."""
    if season is None:
        return []
    cells = season.groupby(list(keys), sort=True)["change"].sum().reset_index()
    norm = cells["change"].to_numpy(dtype=float)
    change = whole_parts(norm, half_away(float(norm.sum())))
    moved = [cells[[*keys]].assign(before=0, after=sign * change, cause=c) for sign, c in ((1, SEASON), (-1, GROWTH))]
    return [rows[np.asarray(change) != 0] for rows in moved]


def changes(parts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """One row per cell of the keys: `before`, `after`, `change`, `points` of all its causes together, and the change of
    each cause under its name. parts: `Growth.parts` by the keys and `cause`.
    """
    whole = parts.groupby(list(keys), sort=False)[["before", "after", "change", "points"]].sum(min_count=1)
    each = parts.pivot_table(
        index=list(keys), columns="cause", values="change", aggfunc="sum", fill_value=0, sort=False
    )
    return whole.join(each.reindex(columns=list(CAUSES), fill_value=0), validate="1:1").reset_index()
