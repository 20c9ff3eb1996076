"""Invented checks of answers: weekly plans drawn as real ones are, read by two demonstration people, the last unread.

What they found agrees with what the texts say, but for slips of theirs; where no file holds the text, every recipient
is as good as chance has made it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import sqlalchemy as sa

from data import store
from data.decisions.checks import plans
from data.metrics.declared.answers import ANSWERED
from data.settings import Settings
from data.snapshots import facts
from data.store import bulk
from data.store.reply_signals import SIGNALS
from data.store.tables import answer_checks, answer_plan_items, records
from data.terms import competence

READERS = ("demo-kurator", "demo-rukovoditel")
WEEKS = 12
_MONTHS = 5
"""Of receipt, whose answers may fall in the weeks."""
_SLIP, _OTHER_SLIP = 0.06, 0.02
"""How often a mark is not what the text says, and how often the second reader sees it otherwise."""
Marks = dict[str, Any]


def read(settings: Settings, until: date) -> None:
    """Plans of the last weeks that are over on a day, and what was found in their answers."""
    monday = until - timedelta(days=(until.weekday() + 1) % 7 + 6)
    with store.writing(settings) as connection:
        answers = _answers(connection, settings, until)
        for back in range(WEEKS - 1, -1, -1):
            _week(connection, answers, monday - timedelta(days=7 * back), is_read=back > 0)


def _answers(connection: sa.Connection, settings: Settings, until: date) -> pd.DataFrame:
    """The answers to the letters of the last months as the facts have them."""
    months = sa.select(records.c.received_month).distinct().order_by(records.c.received_month.desc()).limit(_MONTHS)
    calendar, rules = facts.read_calendars(connection), facts.read_rules(connection)
    known = (calendar, rules, competence.read_duties(connection))
    found = [
        facts.of_month(connection, month, settings.time_zone, *known) for month in connection.execute(months).scalars()
    ]
    if not found:
        return pd.DataFrame({"resolved_day": []})
    condition = ANSWERED.replace("$as_of", str(facts.day_number(until)))
    columns = "record_id, question_no, coalesce(recipient_id, 0)::INTEGER AS recipient_id, resolved_day"
    order = "recipient_id, record_id, question_no"
    statement = f"SELECT {columns}, reply_signals, unanswered FROM answers WHERE {condition} ORDER BY {order}"  # noqa: S608
    with duckdb.connect() as reader:
        reader.register("answers", pd.concat(found))
        return reader.execute(statement).df()


def _week(connection: sa.Connection, answers: pd.DataFrame, monday: date, *, is_read: bool) -> None:
    first = facts.day_number(monday)
    frame = answers[answers["resolved_day"].between(first, first + 6)].reset_index(drop=True)
    if frame.empty:
        return
    plan = {"week_on": monday, "seed": first, "capacity": plans.CAPACITY, "made_by": READERS[0]}
    strata, items = plans.drawn(frame, {}, plans.CAPACITY, first)
    plans.write(connection, plan, strata, items)
    if not is_read:
        return
    told = frame.set_index(["record_id", "question_no"])
    i, number = answer_plan_items.c, bulk.next_id(connection, answer_checks)
    rows = connection.execute(sa.select(i.item_id, i.record_id, i.question_no, i.is_double).order_by(i.item_id.desc()))
    chance, checks = np.random.default_rng(first), list[dict[str, Any]]()
    for item in rows.fetchmany(len(items)):
        for check in _checks(item, told.loc[(item.record_id, item.question_no)], chance):
            checks.append(check | {"check_id": number + len(checks), "made_at": store.utc_now()})
    connection.execute(sa.insert(answer_checks), checks)


def _checks(item: Any, answer: pd.Series, chance: np.random.Generator) -> Iterator[dict[str, Any]]:
    readers = READERS if chance.random() < 0.5 else READERS[::-1]
    marks = _slipped(_marks(answer, chance), _SLIP, chance)
    key = {"item_id": item.item_id, "record_id": item.record_id, "question_no": item.question_no}
    yield key | marks | {"reading": 1, "made_by": readers[0]}
    if item.is_double:
        yield key | _slipped(marks, _OTHER_SLIP, chance) | {"reading": 2, "made_by": readers[1]}


def _marks(answer: pd.Series, chance: np.random.Generator) -> Marks:
    if pd.isna(answer["reply_signals"]):
        good = np.random.default_rng(int(answer["recipient_id"])).beta(4, 2)
        outcome = "solved" if chance.random() < good else "explained" if chance.random() < 0.5 else "unsolved"
        return {"outcome": outcome} | {
            name: bool(chance.random() < share * good)
            for name, share in (("is_complete", 1.0), ("is_definite", 0.7), ("has_proof", 0.5))
        }
    bits = int(answer["reply_signals"])
    says = {name: bool(bits & bit) for name, bit in SIGNALS.items()}
    explained = "explained" if says["has_refusal"] or says["has_explanation"] else "unsolved"
    return {
        "outcome": "solved" if says["claims_solution"] else explained,
        "is_complete": bool(answer["unanswered"] == 0),
        "is_definite": says["has_date"] and says["has_responsible"],
        "has_proof": says["has_proof"],
    }


def _slipped(marks: Marks, share: float, chance: np.random.Generator) -> Marks:
    """The marks with each taken for another now and then."""
    slips = dict(zip(marks, chance.random(len(marks)) < share, strict=True))
    made = {name: value != slips[name] for name, value in marks.items() if name != "outcome"}
    other = "unsolved" if marks["outcome"] != "unsolved" else "explained"
    return {"outcome": other if slips["outcome"] else marks["outcome"]} | made
