"""The last filters that a person has set on each screen. No edits: only the last ones matter, and to nobody else."""

from collections.abc import Mapping
from urllib.parse import urlencode

import sqlalchemy as sa

from data import store
from data.errors import StoreError
from data.filters import parse
from data.settings import Settings
from data.store import bulk
from data.store.tables import last_filters

_QUEUE = 5232029
"""Of writers: whoever filters doesn't wait for whoever loads a file."""
_OF_THE_MOMENT = ("as_of", "snapshot", "text")
"""A day would grow old, and what is searched for may be a name."""
LONGEST_QUERY = 4000


def of(settings: Settings, login: str) -> dict[str, str]:
    """Address of a screen → its filters as in the address; screens without any are left out."""
    query = sa.select(last_filters.c.path, last_filters.c.query).where(last_filters.c.login == login)
    with store.reading(settings) as connection:
        return {row.path: row.query for row in connection.execute(query.order_by(last_filters.c.path))}


def to_query(params: Mapping[str, object]) -> str:
    """What is kept of filters, as in the address; '' for none. FilterError for what are no filters."""
    told = parse({key: value for key, value in params.items() if key not in _OF_THE_MOMENT}).to_params()
    return urlencode(told, safe=",")


def keep(settings: Settings, login: str, path: str, params: Mapping[str, object]) -> bool:
    """Note the filters of a screen; without any the screen is forgotten. False while the store is busy: the filters
    hold all the same, and are only not remembered.
    """
    told = to_query(params)
    if len(told) > LONGEST_QUERY:
        return False
    try:
        with store.writing(settings, _QUEUE, waits=False) as connection:
            _put(connection, login, path, told)
    except StoreError:
        return False
    return True


def _put(connection: sa.Connection, login: str, path: str, told: str) -> None:
    here = (last_filters.c.login == login) & (last_filters.c.path == path)
    if not told:
        connection.execute(sa.delete(last_filters).where(here))
        return
    values = {"query": told, "changed_at": store.utc_now()}
    if not connection.execute(sa.update(last_filters).where(here).values(values)).rowcount:
        key = bulk.next_id(connection, last_filters)
        row = {"last_filters_id": key, "login": login, "path": path} | values
        connection.execute(sa.insert(last_filters).values(row))
