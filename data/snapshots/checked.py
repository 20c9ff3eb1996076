"""What people found in the answers they read by plan, as columns of the facts.

An answer counts in the week it was given in: of a question answered anew later the earlier reading says nothing. Of a
stratum in which some are not read yet those that are stand for all, so the weight is answers / read, not / planned.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data.store.tables import answer_checks, answer_plan_items, answer_plan_strata, answer_plans, records
from data.terms.calendar import EPOCH

SOLVED, EXPLAINED, UNSOLVED = "solved", "explained", "unsolved"
POINTS = {"solved": 40, "is_complete": 20, "is_definite": 15, "has_proof": 15}
"""Of the completeness of an answer; the rest of the hundred is no repeat in 30 days, which no reader can see."""
WEIGHT_UNIT = 1000
"""A weight of 1 as the facts hold it."""
_FIRST = 1


def columns(connection: sa.Connection, month: int, frame: pd.DataFrame) -> dict[str, Any]:
    """check_score (of 90 points) and check_weight (thousandths: how many answers of its stratum the one stands for) of
    each row; NaN where the answer was not read by plan. frame: record_id, question_no, resolved_day.
    """
    read = _read(connection, month)
    found = pd.DataFrame({"key": _keys(frame), "week": _monday(frame["resolved_day"].to_numpy(dtype=float))})
    found = found.merge(read, how="left", on=["key", "week"], validate="many_to_one")
    return {name: found[name].to_numpy(dtype=float) for name in ("check_score", "check_weight")}


def _keys(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    return (frame["record_id"].to_numpy(dtype=np.int64) << 8) + frame["question_no"].to_numpy(dtype=np.int64)


def _monday(day: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Of the week of a day, in days since 1970-01-01, which was a Thursday."""
    return (day + 3) // 7 * 7 - 3


def _read(connection: sa.Connection, month: int) -> pd.DataFrame:
    """key, week, check_score and check_weight of the answers to records of a month that were read by plan."""
    c, i, s, p = answer_checks.c, answer_plan_items.c, answer_plan_strata.c, answer_plans.c
    stratum = (i.plan_id, i.stratum_no)
    count = (
        sa.select(*stratum, sa.func.count().label("read"))
        .join(answer_checks, sa.and_(c.item_id == i.item_id, c.reading == _FIRST))
        .group_by(*stratum)
        .subquery()
    )
    is_same = sa.and_(s.plan_id == i.plan_id, s.stratum_no == i.stratum_no)
    query = (
        sa.select(
            i.record_id, i.question_no, p.week_on, s.answers, count.c.read, c.outcome, c.is_complete, c.is_definite,
            c.has_proof,
        )
        .select_from(answer_plan_items)
        .join(records, records.c.record_id == i.record_id)
        .join(answer_checks, sa.and_(c.item_id == i.item_id, c.reading == _FIRST))
        .join(answer_plans, p.plan_id == i.plan_id)
        .join(answer_plan_strata, is_same)
        .join(count, sa.and_(count.c.plan_id == i.plan_id, count.c.stratum_no == i.stratum_no))
        .where(records.c.received_month == month)
    )  # fmt: skip
    result = connection.execute(query)
    raw = pd.DataFrame(result.fetchall(), columns=list(result.keys()))
    return pd.DataFrame(
        {
            "key": _keys(raw),
            "week": np.array([(day - EPOCH).days for day in raw["week_on"]], dtype=float),
            "check_score": score(raw),
            "check_weight": np.rint(WEIGHT_UNIT * raw["answers"].astype(float) / raw["read"].astype(float)),
        }
    )


def score(marks: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Points of 90. marks: outcome, is_complete, is_definite, has_proof. «Разъяснено» with its reason, where the body
    has no power to do it, is as good as solved.
    """
    is_solved = marks["outcome"].isin((SOLVED, EXPLAINED)).to_numpy(dtype=float)
    total = np.asarray(POINTS["solved"] * is_solved, dtype=float)
    for name in ("is_complete", "is_definite", "has_proof"):
        total = total + POINTS[name] * marks[name].to_numpy(dtype=float)
    return total
