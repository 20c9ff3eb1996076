"""Polls as a table: the newest first, what waits for somebody before them."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from answers.polls import card, outcome
from answers.table import Column
from data.decisions.polls.read import STATES, Poll
from data.decisions.polls.terms import DESIGNS
from words import format

COLUMNS = (
    Column("code", "Код"),
    Column("title", "Название"),
    Column("topic", "Тематика"),
    Column("territory", "Территория"),
    Column("state", "Состояние"),
    Column("dates", "Даты"),
    Column("design", "Кого спрашивают"),
    Column("participants", "Участников", "count"),
    Column("result", "Итог"),
    Column("decision", "Решение"),
    Column("follow_up_on", "Проверить", "date"),
    Column("overdue", "Просрочено"),
)


def rows(found: Sequence[Poll], day: date) -> pd.DataFrame:
    """A poll a row: `COLUMNS`, and problem_id; overdue in words: «на 12 дней», '' where nothing is."""
    made = [
        {
            "code": one.code,
            "title": one.said["title"],
            "topic": one.topic_name,
            "territory": one.territory,
            "state": STATES[one.state(day)],
            "dates": card.dates(one),
            "design": DESIGNS[one.said["design"]],
            "participants": one.said["participants"],
            "result": result(one),
            "decision": one.said["decision"],
            "follow_up_on": one.said["follow_up_on"],
            "overdue": overdue(one, day),
            "problem_id": one.said["problem_id"],
        }
        for one in found
    ]
    return pd.DataFrame(made, columns=[*(column.name for column in COLUMNS), "problem_id"])


def result(poll: Poll) -> str:
    """The leading answer in a sentence; '' before there is one."""
    told = outcome.sentences(poll)
    return told[1] if len(told) > 1 else ""


def overdue(poll: Poll, day: date) -> str:
    """«на 12 дней»; '' where nothing is overdue."""
    return f"на {format.days((day - poll.said['follow_up_on']).days)}" if poll.is_overdue(day) else ""
