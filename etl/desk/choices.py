"""What a person chooses from when a record is typed, into the form or into the template: names as the loader reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store import tables
from etl.desk import dry_run
from etl.desk.job import Asker
from etl.sources.by_hand import ELSEWHERE

Names = tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """Names to choose from. channels: code → name, those only that the asker may bring; results: of a finished record;
    places: «Камышта (Пуланкольский сельсовет)».
    """

    channels: dict[str, str]
    kinds: Names
    results: Names
    topics: Names
    places: Names
    recipients: Names

    def lists(self) -> dict[str, Sequence[str]]:
        """Field of the source → its names."""
        return {
            "channel": tuple(self.channels.values()),
            "topic": self.topics,
            "place": self.places,
            "recipient": self.recipients,
            "kind": self.kinds,
            "result": self.results,
        }


def choices(settings: Settings, asker: Asker) -> Choices:
    """What this person may choose from. Raises AccessError for who may load nothing at all."""
    open_to = dry_run.channels_of(asker)
    c, k, s, t, r = (
        table.c for table in (tables.channels, tables.kinds, tables.statuses, tables.topics, tables.recipients)
    )
    with store.reading(settings) as connection:
        channels = connection.execute(sa.select(c.code, c.name).order_by(c.sort_order)).all()
        final = sa.or_(s.is_final, s.code == "forwarded")
        return Choices(
            {code: name for code, name in channels if _is_open(code, open_to)},
            _names(connection, sa.select(k.name).order_by(k.kind_id)),
            _names(connection, sa.select(s.name).where(final, s.code != "spam").order_by(s.sort_order)),
            _names(connection, sa.select(t.name).where(t.group_id.is_not(None)).order_by(t.name)),
            _places(connection),
            _names(connection, sa.select(r.name).where(r.valid_to.is_(None)).order_by(r.name)),
        )


def _is_open(code: str, open_to: set[str] | None) -> bool:
    return not code.startswith(ELSEWHERE) and (open_to is None or code in open_to)


def _names(connection: sa.Connection, query: sa.Select[Any]) -> Names:
    return tuple(dict.fromkeys(str(name) for name in connection.execute(query).scalars()))


def _places(connection: sa.Connection) -> Names:
    p, m = tables.places.c, tables.municipalities.c
    query = sa.select(p.name, m.name).join_from(tables.places, tables.municipalities)
    rows = connection.execute(query.where(p.valid_to.is_(None)).order_by(p.name, m.name)).all()
    return tuple(f"{place} ({municipality})" for place, municipality in rows)
