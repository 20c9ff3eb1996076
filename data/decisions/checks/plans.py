"""Weekly plans of which answers to read: drawn at random by recipient, with the seed and the chances kept."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from analysis import allocation
from analysis.sampling_estimate import USUAL_ANSWERS, USUAL_DIFFERENCE
from data import store
from data.errors import AccessError, FilterError
from data.metrics import answered
from data.scope import Scope
from data.settings import Settings
from data.store import bulk
from data.store.tables import answer_checks, answer_plan_items, answer_plan_strata, answer_plans

LEAST, CAPACITY, MOST = 2, 40, 500
"""Answers of each recipient; of a plan by default and at most."""
TWICE = 0.10
"""Share of a plan that two people read. The rule is five in a hundred; with ten the fifty that κ needs come in time."""
WEEKS_BACK = 12
_ANOTHER = "Проверяют ответы всего района сразу: план составляет тот, кому открыты все записи."


@dataclass(frozen=True)
class Plan:
    """A plan. answers: in the frame; planned, read: of them; twice, read_twice: to be read by two people."""

    plan_id: int
    week_on: date
    seed: int
    made_at: datetime
    made_by: str
    answers: int
    planned: int
    read: int
    twice: int
    read_twice: int


def plans(settings: Settings) -> list[Plan]:
    """All plans, the newest week first."""
    with store.reading(settings) as connection:
        return [_plan(connection, row) for row in connection.execute(_newest()).mappings()]


def _newest() -> sa.Select[Any]:
    return sa.select(answer_plans).order_by(answer_plans.c.week_on.desc())


def _plan(connection: sa.Connection, row: Any) -> Plan:
    s, i, c, number = answer_plan_strata.c, answer_plan_items.c, answer_checks.c, row["plan_id"]
    answers = connection.execute(sa.select(sa.func.sum(s.answers)).where(s.plan_id == number)).scalar()
    items = sa.select(sa.func.count(), sa.func.count().filter(i.is_double)).where(i.plan_id == number)
    planned, twice = connection.execute(items).one()
    both = sa.select(c.reading, sa.func.count()).join(answer_plan_items, i.item_id == c.item_id)
    rows = connection.execute(both.where(i.plan_id == number).group_by(c.reading))
    read = {row.reading: int(row[1]) for row in rows}
    told = (row["made_at"], row["made_by"], int(answers or 0), planned, read.get(1, 0), twice, read.get(2, 0))
    return Plan(number, row["week_on"], row["seed"], *told)


def weeks(settings: Settings) -> list[date]:
    """Mondays of the last weeks that are over and have no plan yet, the newest first."""
    last = answered.last_monday()
    with store.reading(settings) as connection:
        planned = set(connection.execute(sa.select(answer_plans.c.week_on)).scalars())
    return [day for back in range(WEEKS_BACK) if (day := last - timedelta(days=7 * back)) not in planned]


def draw(settings: Settings, scope: Scope, monday: date, capacity: int, by: str, *, seed: int | None = None) -> int:
    """Draw a plan of the answers of a week; how many answers it has. seed: a new one by default, kept with the plan.

    Raises AccessError for who does not see all answers, FilterError for a week that is not over, has a plan or has no
    answers.
    """
    if not scope.is_everything:
        raise AccessError(_ANOTHER)
    if not 1 <= capacity <= MOST:
        raise FilterError(f"Сколько ответов прочитать за неделю: от 1 до {MOST}.")
    if monday not in weeks(settings):
        raise FilterError("У этой недели уже есть план, или она ещё не закончилась. Обновите страницу.")
    frame = answered.frame(monday, scope)
    if frame.empty:
        raise FilterError("На этой неделе ответов не было: проверять нечего. Выберите другую неделю.")
    number = secrets.randbits(48) if seed is None else seed
    strata, items = drawn(frame, _spreads(scope), capacity, number)
    with store.writing(settings) as connection:
        write(connection, {"week_on": monday, "seed": number, "capacity": capacity, "made_by": by[:100]}, strata, items)
    return len(items)


def _spreads(scope: Scope) -> dict[int, float]:
    """Of the recipients read before: standard deviation of what reading adds to the hint."""
    known = answered.differences(scope)
    squares = known["squares"] + USUAL_ANSWERS * USUAL_DIFFERENCE**2
    spread = np.sqrt(squares / (np.maximum(known["n"] - 1, 0) + USUAL_ANSWERS))
    return dict(zip(known["recipient_id"].tolist(), spread.tolist(), strict=True))


def drawn(
    frame: pd.DataFrame, spreads: dict[int, float], capacity: int, seed: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Strata and items of a plan from its frame, these in an order of chance: who stops half-way has read some of all.

    frame: as `data.metrics.answered.frame` gives it; spreads: of the recipients known from earlier plans.
    """
    ids, stratum, sizes = np.unique(frame["recipient_id"].to_numpy(), return_inverse=True, return_counts=True)
    taken = allocation.allocate(sizes, [spreads.get(int(i), USUAL_DIFFERENCE) for i in ids], capacity, LEAST)
    chosen = np.flatnonzero(allocation.draw(stratum, taken, seed))
    chosen = np.random.default_rng([seed, 1]).permutation(chosen)
    twice = allocation.twice(len(chosen), TWICE, seed)
    strata = [
        {"stratum_no": no, "recipient_id": int(i) or None, "answers": int(size), "planned": int(plan)}
        for no, (i, size, plan) in enumerate(zip(ids, sizes, taken, strict=True))
    ]
    items = [
        {
            "stratum_no": int(stratum[row]),
            "record_id": int(frame["record_id"].iloc[row]),
            "question_no": int(frame["question_no"].iloc[row]),
            "is_double": bool(double),
        }
        for row, double in zip(chosen, twice, strict=True)
    ]
    return strata, items


def write(
    connection: sa.Connection, plan: dict[str, Any], strata: list[dict[str, Any]], items: list[dict[str, Any]]
) -> None:
    """Write a plan: week_on, seed, capacity, made_by. FilterError when its week has one."""
    taken = sa.select(answer_plans.c.plan_id).where(answer_plans.c.week_on == plan["week_on"])
    if connection.execute(taken).first():
        raise FilterError("План этой недели только что составил другой. Обновите страницу.")
    plan_id = bulk.next_id(connection, answer_plans)
    row = plan | {"plan_id": plan_id, "least": LEAST, "made_at": store.utc_now()}
    connection.execute(sa.insert(answer_plans), [row])
    connection.execute(sa.insert(answer_plan_strata), [one | {"plan_id": plan_id} for one in strata])
    first = bulk.next_id(connection, answer_plan_items)
    numbered = [one | {"plan_id": plan_id, "item_id": first + no} for no, one in enumerate(items)]
    connection.execute(sa.insert(answer_plan_items), numbered)


def drop(settings: Settings, scope: Scope, plan_id: int) -> None:
    """Forget a plan that nobody has begun to read; its week may then have another one."""
    i = answer_plan_items.c
    if not scope.is_everything:
        raise AccessError(_ANOTHER)
    begun = sa.select(answer_checks.c.check_id).join(answer_plan_items, i.item_id == answer_checks.c.item_id)
    with store.writing(settings) as connection:
        if connection.execute(begun.where(i.plan_id == plan_id)).first():
            raise FilterError("По этому плану уже проверяли: чтобы оценка осталась верной, план не отменяют.")
        connection.execute(sa.delete(answer_plan_items).where(i.plan_id == plan_id))
        connection.execute(sa.delete(answer_plan_strata).where(answer_plan_strata.c.plan_id == plan_id))
        if not connection.execute(sa.delete(answer_plans).where(answer_plans.c.plan_id == plan_id)).rowcount:
            raise FilterError("Такого плана уже нет. Обновите страницу.")
