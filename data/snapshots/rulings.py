"""What questions would be about had all of them been read by the same rules: those that the last import was read by.

Only where the store holds records read by several rules is anything told; otherwise all of them were read alike.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data.store.guessed_topics import are_guessed, with_rules
from data.store.tables import imports, questions, records, topic_rereadings

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rulings:
    """rules: by which topics were told, in the order of their first import: digest → number; pairs: id → a topic that
    was given and the one by the rules in force, None where either is not sure; latest: the import since which they are.
    """

    rules: dict[str, int]
    pairs: dict[int, tuple[int | None, int | None]]
    latest: int

    def as_text(self) -> str:
        """Changes whenever what the rules in force say of older records may."""
        return repr((sorted(self.rules.items()), self.latest))

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Rows of the two dimensions."""
        rules = [
            {"topic_rules_id": number, "code": str(number), "name": f"Правила тем № {number}"}
            for number in self.rules.values()
        ]
        pairs = [
            {"ruling_id": one, "code": str(one), "name": f"Перечитано № {one}", "topic_id": given, "ruled_id": ruled}
            for one, (given, ruled) in self.pairs.items()
        ]
        return {"topic_rules": rules, "ruling": pairs}


NONE = Rulings({}, {}, 0)


def read(connection: sa.Connection) -> Rulings:
    """`NONE` while all records were read alike; imports of before rules were kept count for nothing."""
    i, t = imports.c, topic_rereadings.c
    query = sa.select(i.import_id, i.topic_rules, i.status).where(i.topic_rules.is_not(None)).order_by(i.import_id)
    rows = connection.execute(query).all()
    used = dict.fromkeys(row.topic_rules for row in rows if row.status == "committed")
    if len(used) < 2:
        return NONE
    changed = [now.import_id for before, now in pairwise(rows) if before.topic_rules != now.topic_rules]
    pairs = sa.select(t.ruling_id, t.given_topic_id, t.topic_id).distinct().order_by(t.ruling_id)
    known = {ruling: (given, ruled) for ruling, given, ruled in connection.execute(pairs)}
    return Rulings({rules: number for number, rules in enumerate(used, start=1)}, known, max(changed))


def columns(connection: sa.Connection, month: int, frame: pd.DataFrame, rulings: Rulings) -> dict[str, Numbers]:
    """topic_rules_id: by which rules each row of a month was read, NaN of what was not; ruling_id: which other topic
    the rules in force give it, NaN where the same. frame: record_id, question_no, meaning_id: what a name's new
    meaning or a successor tells is not told here again.
    """
    if not rulings.rules:
        return dict.fromkeys(("topic_rules_id", "ruling_id"), np.full(len(frame), np.nan))
    found = _of_month(connection, month, rulings)
    keys = zip(frame["record_id"].astype(int), frame["question_no"].astype(int), strict=True)
    told = np.array([found.get(key, (np.nan, np.nan)) for key in keys], dtype=float).reshape(-1, 2)
    return {"topic_rules_id": told[:, 0], "ruling_id": np.where(frame["meaning_id"].isna(), told[:, 1], np.nan)}


def _of_month(connection: sa.Connection, month: int, rulings: Rulings) -> dict[tuple[int, int], tuple[float, float]]:
    """Record and question → the number of the rules that read it, and the ruling."""
    q, t = questions.c, topic_rereadings.c
    is_same = q.topic_id.is_not_distinct_from(t.given_topic_id)
    holds = sa.and_(t.record_id == q.record_id, t.question_no == q.question_no, t.given_by == imports.c.topic_rules)
    query = sa.select(q.record_id, q.question_no, imports.c.topic_rules, t.ruling_id)
    query = query.select_from(with_rules().outerjoin(topic_rereadings, sa.and_(holds, is_same)))
    rows = connection.execute(query.where(records.c.received_month == month, are_guessed()))
    return {
        (record, number): (rulings.rules.get(rules, np.nan), np.nan if ruling is None else ruling)
        for record, number, rules, ruling in rows
    }
