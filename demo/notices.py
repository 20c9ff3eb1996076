"""What the people of the demonstration were called to: a hotspot that is acknowledged, terms that have been kept since.

What calls now the program finds by itself, when the first screen is opened.
"""

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from data import store
from data.decisions.notices import kept
from data.decisions.notices.audience import audience
from data.decisions.notices.state import EXPIRING, HOTSPOT, Finding, Notice, acknowledge, fire, follow
from data.settings import Settings
from data.store.tables import places, questions, records, topics
from demo import stories

PEOPLE = {"head": "demo-glava", "curator": "demo-kurator", "centre_head": "demo-rukovoditel"}
"""Role → the login that has acknowledged for it."""
STORY = "new_outages"
_MORNING = time(2, 15)
"""UTC: the working day has just begun in the district."""
_KNOWN_DAYS = 120
"""Records of the topic that the hotspot may come to hold are none that call again."""


def ring(settings: Settings, until: date) -> None:
    """Notices of the last days, the last one being `until`."""
    with store.writing(settings) as connection:
        hotspot, terms = _hotspot(connection, until), _terms(connection, until)
        for role, login in PEOPLE.items():
            known = [_known(one, login, until, days) for one, days in ((hotspot, 3), (terms, 9)) if one.marks]
            gone = [follow(one, None, _at(until, 5)) if one.kind == EXPIRING else one for one in known]
            kept.put(connection, audience((role,), {}), gone)


def _known(found: Finding, login: str, until: date, days: int) -> Notice:
    """Fired so many days before the last one, and acknowledged a day later."""
    return acknowledge(fire(found, _at(until, days)), login, _at(until, days - 1))


def _at(until: date, days: int) -> datetime:
    return datetime.combine(until - timedelta(days=days), _MORNING)


def _hotspot(connection: sa.Connection, until: date) -> Finding:
    story = next(one for one in stories.every() if one.code == STORY)
    topic, p, r, q = story.topics[0], places.c, records.c, questions.c
    known = connection.execute(sa.select(p.oktmo, p.name).where(p.oktmo.in_(story.places)))
    named = {row.oktmo: row.name for row in known}
    label = connection.execute(sa.select(topics.c.name).where(topics.c.code == topic)).scalar_one()
    written = sa.select(r.record_id, p.oktmo, r.received_at).select_from(records.join(questions)).distinct()
    written = written.join(topics, topics.c.topic_id == q.topic_id).outerjoin(places, p.place_id == r.place_id)
    rows = connection.execute(written.where(topics.c.code == topic, r.received_at >= _at(until, _KNOWN_DAYS))).all()
    ours = sum(row.oktmo in named and row.received_at >= _at(until, story.from_days) for row in rows)
    told = f"{label}: {', '.join(named[code] for code in story.places if code in named)}"
    return Finding(HOTSPOT, topic, told, f"/hotspots?topic={topic}", tuple(str(row.record_id) for row in rows), ours)


def _terms(connection: sa.Connection, until: date) -> Finding:
    """Records that were close to the end of a month's term and were answered since."""
    r = records.c
    near = r.received_at <= _at(until, 33), r.answered_at.between(_at(until, 9), _at(until, 5))
    numbers = [str(one) for one in connection.execute(sa.select(r.record_id).where(*near)).scalars()]
    label = "До конца срока ответа не больше 3 рабочих дней"
    href = f"/register?state=burning&as_of={until - timedelta(days=9)}"
    return Finding(EXPIRING, "terms", label, href, tuple(numbers), len(numbers))
