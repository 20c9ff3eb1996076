"""How fresh the sources are: what each holds of a month and what day its data reaches."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.snapshots import SourceState, Tally
from data.store import tables
from data.store.citizens import are_citizens


def tally(connection: sa.Connection, month: int, settings: Settings) -> tuple[Tally, ...]:
    """What every source holds of a month (number as received_month), leaving out sources without records of it.

    Records are counted without spam; the day of the last event is one of the district.
    """
    r = tables.records.c
    events = (r.received_at, r.registered_at, r.first_reply_at, r.answered_at, r.closed_at)
    count = sa.func.count().filter(are_citizens(r))  # as the door counts
    told = connection.execute(sa.select(tables.sources.c.source_id, tables.sources.c.time_zone))
    zones = {source_id: ZoneInfo(name) for source_id, name in told}
    query = sa.select(r.source_id, count, *[sa.func.max(event) for event in events])
    rows = connection.execute(query.where(r.received_month == month).group_by(r.source_id).order_by(r.source_id))
    return tuple(
        Tally(source_id, count, max(_day(moment, zones[source_id], settings) for moment in seen if moment))
        for source_id, count, *seen in rows
    )


def _day(moment: datetime, own: ZoneInfo, settings: Settings) -> date:
    """The local day of an event; a midnight of the source's zone is a bare date, so a day of that zone."""
    there = moment.replace(tzinfo=UTC).astimezone(own)
    return there.date() if (there.hour, there.minute, there.second) == (0, 0, 0) else store.local_day(moment, settings)


def states(
    connection: sa.Connection, tallies: dict[int, tuple[Tally, ...]], settings: Settings
) -> tuple[SourceState, ...]:
    """Every source of the store in order of its number: last event, last import and records by all months' tallies.

    A source nothing was imported from has no days.
    """
    s, i = tables.sources.c, tables.imports.c
    imports = sa.select(i.source_id, i.imported_on, i.started_at).where(i.status == "committed")
    imported: dict[int, date] = {}
    for source_id, on, started_at in connection.execute(imports):
        day = on or store.local_day(started_at, settings)
        imported[source_id] = max(day, imported.get(source_id, day))
    states = []
    for source_id, code, name in connection.execute(sa.select(s.source_id, s.code, s.name).order_by(s.source_id)):
        own = [one for month in tallies.values() for one in month if one.source_id == source_id]
        last_event = max((one.last_day for one in own), default=None)
        if last_event and source_id in imported:  # an older import may have believed in a later day
            last_event = min(last_event, imported[source_id])
        states.append(SourceState(code, name, last_event, imported.get(source_id), sum(one.records for one in own)))
    return tuple(states)
