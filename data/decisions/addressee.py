"""The better addressee of one record, proposed to a person who may send it there («Не наше»)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data import store
from data.decisions import flaws
from data.scope import Scope
from data.settings import Settings
from data.store.tables import questions, records
from data.terms import competence


@dataclass(frozen=True)
class Proposal:
    """A better addressee: its code and name, and why the present one is not."""

    code: str
    name: str
    reason: str


def proposal(settings: Settings, scope: Scope, record_id: int, question_no: int) -> Proposal | None:
    """The better addressee of one question that the asker may open; None where there is none."""
    r, q = records.c, questions.c
    query = sa.select(q.topic_id, q.recipient_id, r.municipality_id).select_from(flaws.questions_with_records())
    query = query.where(r.record_id == record_id, q.question_no == question_no, flaws.within(scope))
    with store.reading(settings) as connection:
        duties = competence.read_duties(connection)
        found = pd.DataFrame(connection.execute(query).mappings().all(), columns=list(query.selected_columns.keys()))
    frame = found.astype(float)
    wanted = competence.better(frame, duties)
    if not len(wanted) or np.isnan(wanted[0]):
        return None
    topic, body = duties.topics.loc[frame["topic_id"].iloc[0]], duties.bodies.loc[wanted[0]]
    kind = duties.bodies.loc[frame["recipient_id"].iloc[0], "kind"]
    return Proposal(body["code"], body["name"], competence.why(topic["name"], topic["competence"], kind))
