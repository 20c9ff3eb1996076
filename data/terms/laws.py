"""Which law a record came under: that of its channel on the day of receipt, told by dated rows."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data.store import reference
from data.store.tables import channel_laws
from data.terms.calendar import EPOCH


def on_days(connection: sa.Connection, frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    """The law of each record: frame has channel_id, received_day and law, the channel's own, which holds on the days
    that no row names.
    """
    law = frame["law"].to_numpy(dtype=object, copy=True)
    channel, received = (frame[name].to_numpy(dtype=float) for name in ("channel_id", "received_day"))
    rows = connection.execute(sa.select(channel_laws).order_by(channel_laws.c.valid_from)).mappings()
    for row in rows:
        days = [limit and (limit - EPOCH).days for limit in (row["valid_from"], row["valid_to"])]
        fits = channel == row["channel_id"]
        fits &= (days[0] is None) | (received >= (days[0] or 0))
        fits &= (days[1] is None) | (received <= (days[1] or 0))
        law[fits] = row["law"]
    return law


def as_text(connection: sa.Connection) -> str:
    """All rows as text: equal texts mean that no record comes under another law."""
    return repr(connection.execute(sa.select(channel_laws).order_by(channel_laws.c.channel_law_id)).all())


@cache
def registering_sources() -> tuple[str, ...]:
    """Sources whose exports tell when an appeal was registered; for records of older imports, which do not say."""
    known = reference.table("sources")
    return tuple(known.loc[known["observes_registration"] == "1", "source_code"])
