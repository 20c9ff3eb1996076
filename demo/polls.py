"""Polls that people of the demonstration have held: one planned, one running, one that ended and was carried out, one
whose decision waits to be looked at.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from data.decisions import codes
from data.decisions.edits import Editor, editing
from data.settings import Settings
from data.store.tables import municipalities, places, poll_results, polls, topics
from data.store.tables.polls import DONE, FREE, NOT_DONE, ORDER, RANDOM, SEVERAL, SINGLE

LOGIN = "demo-kurator"
_NOT_SURE = "Затрудняюсь ответить"
Row = Mapping[str, Any]


def hold(settings: Settings, until: date) -> None:
    """Write the polls. until: the last day of the demonstration, from which their days are told."""
    with editing(settings, LOGIN, "демонстрация") as editor:
        for one in (_carried_out(until), _waiting(until), _running(until), _planned(until)):
            _add(editor, one, until.year)


def _carried_out(until: date) -> Row:
    """Who came by themselves, a decision that was carried out."""
    ended = until - timedelta(days=120)
    return {
        "topic": "roads.pavements", "municipality": "95608151", "title": "С чего начать благоустройство посёлка",
        "question": "Что сделать первым на улицах рабочего посёлка?", "kind": SINGLE, "design": FREE, "age_from": 14,
        "options": ("Тротуар к школе", "Освещение улиц", "Остановку у больницы", _NOT_SURE),
        "starts_on": ended - timedelta(days=20), "ends_on": ended, "participants": 412, "votes": (188, 131, 74, 19),
        "by_place": (("95608151051", 412),),
        "decision": "Построить тротуар к школе в этом году, освещение внести в план следующего",
        "decided_on": ended + timedelta(days=12), "carried_out": DONE, "carried_on": until - timedelta(days=25),
        "follow_up": "Тротуар к школе построен и принят",
    }  # fmt: skip


def _waiting(until: date) -> Row:
    """Drawn by chance; the decision had to be looked at ten days ago."""
    ended = until - timedelta(days=75)
    return {
        "topic": "transport.schedule", "municipality": None, "title": "Вечерний рейс автобуса",
        "question": "В какое время нужен вечерний рейс из райцентра?", "kind": SINGLE, "design": RANDOM, "age_from": 18,
        "options": ("18:00", "19:00", "20:30", _NOT_SURE), "planned_answers": 380,
        "starts_on": ended - timedelta(days=10), "ends_on": ended, "participants": 372, "votes": (96, 171, 78, 27),
        "option_now": "Оставить рейс в 18:00", "option_other": "Перенести на 19:00", "months": 12.0, "threshold": 0.4,
        "prior_for": 1.0, "prior_against": 1.0, "delay_months": 1.0, "work": 95.0,
        "decision": "Перенести вечерний рейс на 19:00 с начала квартала", "decided_on": ended + timedelta(days=9),
        "carried_out": NOT_DONE, "follow_up_on": until - timedelta(days=10),
    }  # fmt: skip


def _running(until: date) -> Row:
    return {
        "topic": "amenities.playgrounds", "municipality": "95608405", "title": "Площадки, которые обновить раньше",
        "question": "Какие площадки обновить в следующем году? Отметьте не больше двух.", "kind": SEVERAL,
        "most_options": 2, "design": FREE, "age_from": 14,
        "options": ("У школы", "У дома культуры", "На стадионе", "Другую", _NOT_SURE),
        "starts_on": until - timedelta(days=5), "ends_on": until + timedelta(days=16),
    }  # fmt: skip


def _planned(until: date) -> Row:
    return {
        "topic": "roads.lighting", "municipality": "95608169", "title": "Порядок освещения улиц",
        "question": "Расставьте улицы в том порядке, в каком ставить фонари.", "kind": ORDER, "design": FREE,
        "options": ("Дорога к школе", "Дорога к больнице", "Окраинные улицы"),
        "starts_on": until + timedelta(days=14), "ends_on": until + timedelta(days=35), "age_from": 14,
    }  # fmt: skip


def _add(editor: Editor, told: Row, year: int) -> None:
    values = {name: value for name, value in told.items() if name in polls.c}
    values |= {
        "code": codes.new(editor.connection, "ОП", year),
        "topic_id": _id(editor.connection, topics.c.topic_id, topics.c.code, told["topic"]),
        "municipality_id": _id(
            editor.connection, municipalities.c.municipality_id, municipalities.c.oktmo, told["municipality"]
        ),
        "options": "\n".join(told["options"]),
    }
    poll = editor.insert(polls, values)
    for number, (answer, votes) in enumerate(zip(told["options"], told.get("votes", ()), strict=False), start=1):
        editor.insert(poll_results, {"poll_id": poll, "answer_no": number, "answer": answer, "votes": votes})
    for place, people in told.get("by_place", ()):
        place_id = _id(editor.connection, places.c.place_id, places.c.oktmo, place)
        editor.insert(poll_results, {"poll_id": poll, "place_id": place_id, "votes": people})


def _id(connection: sa.Connection, key: sa.Column[Any], code: sa.Column[Any], wanted: str | None) -> int | None:
    if wanted is None:
        return None
    return int(connection.execute(sa.select(key).where(code == wanted)).scalar_one())
