"""What applicants of the demonstration have answered when they were asked: a survey in spring, a few call-backs."""

from datetime import date, timedelta
from random import Random

import sqlalchemy as sa

from data import store
from data.decisions.surveys import write
from data.decisions.surveys.table import Told
from data.settings import Settings
from data.store.tables import places, recipients, topics
from data.store.tables.surveys import CALL_BACK, SURVEY

LOGIN = "demo-kurator"
ASKED, CALLED = 140, 6
_TOPICS = ("housing.no_water", "roads.potholes", "waste.collection", "housing.heating", "transport.schedule")
_MARKS = (1, 2, 3, 4, 5)
_WEIGHTS = {"good": (4, 8, 18, 40, 30), "poor": (20, 24, 26, 20, 10)}


def ask(settings: Settings, until: date) -> None:
    """Write the survey and the calls. until: the last day of the demonstration, from which their days are told."""
    rng = Random("surveys")
    with store.reading(settings) as connection:
        whom = _codes(connection, recipients)[:8]
        where = _codes(connection, places)[:20]
        about = [code for code in _TOPICS if code in _codes(connection, topics)]
    if not whom:
        return
    began = until - timedelta(days=45)
    told = [_answer(rng, began, whom, where, about) for _ in range(ASKED)]
    write.add(settings, LOGIN, SURVEY, f"Опрос заявителей, {began:%m.%Y}", told)
    for back in range(CALLED, 0, -1):
        day = until - timedelta(days=3 * back)
        call = Told(0, _mark(rng, "good"), day, recipient=rng.choice(whom), topic=rng.choice(about) if about else "")
        write.add(settings, LOGIN, CALL_BACK, f"Звонок {day:%d.%m.%Y}", [call])


def _answer(rng: Random, began: date, whom: list[str], where: list[str], about: list[str]) -> Told:
    recipient = rng.choice(whom)
    kind = "poor" if whom.index(recipient) % 3 == 0 else "good"
    place = rng.choice(where) if where else ""
    topic = rng.choice(about) if about else ""
    day = began + timedelta(days=rng.randrange(10))
    return Told(0, _mark(rng, kind), day, recipient=recipient, topic=topic, place=place)


def _mark(rng: Random, kind: str) -> int:
    return int(rng.choices(_MARKS, _WEIGHTS[kind])[0])


def _codes(connection: sa.Connection, table: sa.Table) -> list[str]:
    """Codes of a list in their order."""
    column = table.c.oktmo if "oktmo" in table.c else table.c.code
    return [str(code) for code in connection.execute(sa.select(column).order_by(column)).scalars()]
