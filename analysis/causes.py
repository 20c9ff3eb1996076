"""Causes of a change, split off in a fixed order before the rest is called growth.

Every record of both periods falls into exactly one of: a source known in one of the periods only; the days of an event
that leaves the norm; what was loaded late; a further record of a problem that is already counted; a repeat of the same
applicant; the rest. From the rest goes the change that a name's new meaning made, the one that other rules of topics
made, and the change that the same weeks of earlier years show too.
The causes of a cell are rows for `analysis.growth.decompose`, so they sum to the whole change like any other parts.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.growth import half_away, whole_parts

SOURCE, EVENT, LATE, AGAIN, WRITTEN_AGAIN = "source", "event", "late", "again", "written_again"
MEANING, RULES, SEASON, GROWTH = "meaning", "rules", "season", "growth"
CAUSES = (SOURCE, EVENT, LATE, AGAIN, WRITTEN_AGAIN, MEANING, RULES, SEASON, GROWTH)
"""In the order in which they are split off; the last one is what remains."""


def by_cause(
    records: Mapping[str, pd.DataFrame],
    keys: Sequence[str],
    *,
    meaning: pd.DataFrame | None = None,
    rules: pd.DataFrame | None = None,
    season: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Rows of the keys, `cause`, `before`, `after`: whole records of both periods.

    records: of each cause but the three below, `before` and `after` by the keys, every record once. meaning: `change`,
    the whole records that a cell got or lost because a name has come to mean another one; rules: because other rules
    tell topics from texts. season: `change`, the norm of the cell's change in the same weeks. Each is None when
    unknown. The norm is made whole, and `after` of these causes and of the growth is shifted by them: it may be below
    zero there.
    """
    rows = [frame[[*keys, "before", "after"]].assign(cause=cause) for cause, frame in records.items()]
    shifts = ((MEANING, meaning), (RULES, rules), (SEASON, season))
    moved = [_moved(cause, found, keys) for cause, found in shifts]
    return pd.concat([*rows, *(one for each in moved for one in each)], ignore_index=True)


def _moved(cause: str, found: pd.DataFrame | None, keys: Sequence[str]) -> list[pd.DataFrame]:
    """What a cause adds, and the same taken from what remains."""
    if found is None:
        return []
    cells = found.groupby(list(keys), sort=True)["change"].sum().reset_index()
    norm = cells["change"].to_numpy(dtype=float)
    change = whole_parts(norm, half_away(float(norm.sum())))
    rows = [cells[[*keys]].assign(before=0, after=sign * change, cause=c) for sign, c in ((1, cause), (-1, GROWTH))]
    return [one[np.asarray(change) != 0] for one in rows]


def changes(parts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """One row per cell of the keys: `before`, `after`, `change`, `points` of all its causes together, and the change of
    each cause under its name. parts: `Growth.parts` by the keys and `cause`.
    """
    whole = parts.groupby(list(keys), sort=False)[["before", "after", "change", "points"]].sum(min_count=1)
    each = parts.pivot_table(
        index=list(keys), columns="cause", values="change", aggfunc="sum", fill_value=0, sort=False
    )
    return whole.join(each.reindex(columns=list(CAUSES), fill_value=0), validate="1:1").reset_index()
