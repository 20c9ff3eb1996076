"""Since when the present state of a record has been known: what later imports changed in it, read from their ledger.

An import that changes a record keeps its former self. That is all the history there is: what a record was before its
first import nobody has told, and screens say so.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data.store.tables import import_changes, imports, records

_STATUS, _EXTENDED = "status_id", "extended_to_at"


def known_since(
    connection: sa.Connection, month: int, now: pd.DataFrame, ids: Sequence[int] | None = None
) -> pd.DataFrame:
    """When imports brought the present status and the present extension of the records of a month, or of these of
    them, by record_id.

    now: record_id, status_id, extended_to_at of the records as they are. Columns: status_since, extended_since
    (datetime64, UTC); NaT where no later import has changed it.
    """
    former = _former(connection, month, ids)
    if former.empty:
        return pd.DataFrame({name: pd.Series(dtype="datetime64[us]") for name in ("status_since", "extended_since")})
    now = now.drop_duplicates("record_id").assign(changed_at=np.datetime64("NaT", "us"), order=np.inf)
    states = pd.concat([former, now[now["record_id"].isin(former["record_id"])]]).sort_values(["record_id", "order"])
    made = {name: _since(states, column) for name, column in (("status_since", _STATUS), ("extended_since", _EXTENDED))}
    return pd.DataFrame(made)


def _former(connection: sa.Connection, month: int, ids: Sequence[int] | None) -> pd.DataFrame:
    """Former selves in the order of their imports: record_id, order, changed_at (when the next self came), status_id,
    extended_to_at.
    """
    c, before = import_changes.c, import_changes.c.before["record"]
    query = (
        sa.select(
            c.record_id,
            c.import_change_id.label("order"),
            imports.c.started_at.label("changed_at"),
            before[_STATUS].as_integer().label(_STATUS),
            before[_EXTENDED].as_string().label(_EXTENDED),
        )
        .join(imports, imports.c.import_id == c.import_id)
        .join(records, records.c.record_id == c.record_id)
        .where(records.c.received_month == month, records.c.updated_import_id.is_not(None))
        .where(imports.c.status == "committed")
    )
    found = connection.execute(query if ids is None else query.where(c.record_id.in_(ids)))
    frame = pd.DataFrame(found.all(), columns=list(found.keys()))
    frame[_EXTENDED] = pd.to_datetime(frame[_EXTENDED], format="ISO8601").astype("datetime64[us]")
    frame["changed_at"] = pd.to_datetime(frame["changed_at"]).astype("datetime64[us]")
    return frame.astype({_STATUS: float, "order": float})


def _since(states: pd.DataFrame, column: str) -> pd.Series:
    """When the present value of a column came: at the last change after which it is another one than before."""
    following = states.groupby("record_id")[column].shift(-1)
    is_last = states["order"] == np.inf
    differs = (states[column] != following) & ~(states[column].isna() & following.isna()) & ~is_last
    return states[differs].groupby("record_id")["changed_at"].max()
