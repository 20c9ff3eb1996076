"""Answers that were given in a week: the frame that plans of checks draw from, one row per question.

The same answers that «Полнота ответа» speaks of (`data.metrics.declared.answers.ANSWERED`), so that what is drawn from
them tells of them.
"""

from datetime import date, timedelta

import pandas as pd

from data.filters import Filters
from data.metrics import sql
from data.metrics.declared.answers import ANSWERED
from data.metrics.reader import open_snapshot
from data.scope import Scope
from data.snapshots.facts import day_number


def frame(monday: date, scope: Scope) -> pd.DataFrame:
    """record_id, question_no and recipient_id (0: nobody known) of the answers of a week, in a fixed order."""
    snapshot = open_snapshot()
    where = sql.where_of(snapshot, Filters(), scope)
    first, last = day_number(monday), day_number(monday + timedelta(days=6))
    columns = "record_id, question_no, coalesce(recipient_id, 0)::INTEGER AS recipient_id"
    condition = f"{where.text()} AND resolved_day BETWEEN {first} AND {last} AND {where.at(ANSWERED)}"
    order = "recipient_id NULLS LAST, record_id, question_no"
    statement = f"SELECT {columns} FROM facts WHERE {condition} ORDER BY {order}"
    return pd.DataFrame(snapshot.cursor().execute(statement).fetchnumpy())


def differences(scope: Scope) -> pd.DataFrame:
    """How far hints were from what people found, by recipient: recipient_id, n and squares, the sum of the squared
    deviations from the recipient's mean difference, in points of 90 squared.
    """
    snapshot = open_snapshot()
    where = sql.where_of(snapshot, Filters(), scope)
    # Where no file holds the text, all that is known of it is learnt by reading: the middle stands for the hint.
    d = "(CAST(check_score AS DOUBLE) - coalesce(reply_hint, 45))"
    squares = f"count(*) * coalesce(var_pop({d}), 0)"
    condition = f"{where.text()} AND check_weight IS NOT NULL"
    columns = f"coalesce(recipient_id, 0)::INTEGER AS recipient_id, count(*) AS n, {squares} AS squares"
    statement = f"SELECT {columns} FROM facts WHERE {condition} GROUP BY 1"
    return pd.DataFrame(snapshot.cursor().execute(statement).fetchnumpy())


def last_monday() -> date:
    """Of the last week that is over by the day of the newest data."""
    as_of = open_snapshot().manifest.as_of
    monday = as_of - timedelta(days=as_of.weekday())
    return monday if as_of.weekday() == 6 else monday - timedelta(days=7)
