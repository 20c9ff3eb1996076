"""Which sources a person may load: those whose channels are all open to him."""

from collections.abc import Iterable

import sqlalchemy as sa

from data import store
from data.errors import AccessError
from data.settings import Settings
from data.store import tables
from etl.desk import dry_run
from etl.desk.job import Asker
from etl.sources.registry import BY_CODE


def loadable(sources: Iterable[str], asker: Asker, settings: Settings) -> set[str]:
    """Those of the sources whose files the asker may load."""
    with store.reading(settings) as connection:
        return {code for code in sources if may_load(connection, code, asker)}


def may_load(connection: sa.Connection, source: str, asker: Asker) -> bool:
    """Whether the asker may load, repeat and undo this source: all its channels are open to them."""
    try:
        open_to = dry_run.channels_of(asker)
    except AccessError:
        return False
    if open_to is None:
        return True
    c = tables.channels.c
    known = BY_CODE.get(source)
    if known and known.channel_prefix:
        query = sa.select(c.code).where(c.code.startswith(known.channel_prefix, autoescape=True))
    else:
        joined = tables.records.join(tables.sources).join(tables.channels)
        query = sa.select(c.code).select_from(joined).where(tables.sources.c.code == source).distinct()
    found = set(connection.execute(query).scalars())
    return bool(found) and found <= open_to
