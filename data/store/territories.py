"""Places and municipalities in force, as the maps take them: from the store, where people keep them."""

import pandas as pd
import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store import reference
from data.store.tables import municipalities, places


def in_force(settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Frames of places and municipalities without an end (`geo.layers.build` says their columns), by ОКТМО.

    Before there is a store, those of the district's reference tables.
    """
    if not store.is_there(settings):
        return _of_reference("places"), _of_reference("municipalities")
    with store.reading(settings) as connection:
        return of_store(connection)


def of_store(connection: sa.Connection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same from an open store."""
    p, m = places.c, municipalities.c
    told = sa.select(
        p.oktmo,
        m.oktmo.label("municipality_oktmo"),
        *(p.name, p.kind, p.is_centre, p.latitude.label("lat"), p.longitude.label("lon"), p.population),
    ).join(municipalities, p.municipality_id == m.municipality_id)
    areas = sa.select(m.oktmo, m.name, m.kind, m.centre)
    return (
        pd.read_sql(told.where(p.valid_to.is_(None)).order_by(p.oktmo), connection),
        pd.read_sql(areas.where(m.valid_to.is_(None)).order_by(m.oktmo), connection),
    )


def _of_reference(name: str) -> pd.DataFrame:
    frame = reference.table(name)
    return frame[frame["valid_to"].isna()].reset_index(drop=True)
