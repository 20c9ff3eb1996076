"""Plans of checks and what was read by them, written straight into the store's tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store import bulk, reference_rows, tables

FULL = {"outcome": "solved", "is_complete": True, "is_definite": True, "has_proof": True}
NOTHING = {"outcome": "unsolved", "is_complete": False, "is_definite": False, "has_proof": False}
SOLVED = {**NOTHING, "outcome": "solved"}


def planned(
    settings: Settings, week: str, answers: Mapping[str, int], read: Sequence[tuple[int, str, Mapping[str, Any]]]
) -> None:
    """A plan of a week (its Monday): recipient → answers in the frame, and what was read: record, recipient, marks."""
    with store.writing(settings) as connection:
        known = reference_rows.ids(connection, tables.recipients, "code")
        author = {"made_at": store.utc_now(), "made_by": "reader"}
        plan = {"week_on": date.fromisoformat(week), "seed": 1, "capacity": 9, "least": 2, **author}
        plan_id = bulk.next_id(connection, tables.answer_plans)
        connection.execute(sa.insert(tables.answer_plans).values(plan_id=plan_id, **plan))
        numbers = {code: number for number, code in enumerate(answers)}
        for code, number in numbers.items():
            row = {"plan_id": plan_id, "stratum_no": number, "recipient_id": known.get(code)}
            row |= {"answers": answers[code], "planned": sum(one[1] == code for one in read)}
            connection.execute(sa.insert(tables.answer_plan_strata).values(**row))
        for record_id, code, marks in read:
            key = {"record_id": record_id, "question_no": 1}
            item = {"item_id": bulk.next_id(connection, tables.answer_plan_items), "plan_id": plan_id, **key}
            item |= {"stratum_no": numbers[code], "is_double": False}
            connection.execute(sa.insert(tables.answer_plan_items).values(**item))
            check = {"check_id": bulk.next_id(connection, tables.answer_checks), "reading": 1, **marks, **author, **key}
            connection.execute(sa.insert(tables.answer_checks).values(item_id=item["item_id"], **check))
        _note(connection)


def hinted(
    settings: Settings,
    hints: Mapping[int, int],
    *,
    signals: Mapping[int, int] | None = None,
    unanswered: Mapping[int, int] | None = None,
) -> None:
    """Readings by rules of the first questions of records: record → points of 90, bits of signals, questions left."""
    q = tables.questions.c
    with store.writing(settings) as connection:
        for record_id, hint in hints.items():
            question = connection.execute(sa.select(q.question_id).where(q.record_id == record_id)).scalar_one()
            row = {"question_id": question, "questions_asked": 1, "rules_version": 1}
            row |= {"signals": (signals or {}).get(record_id, 0), "unanswered": (unanswered or {}).get(record_id, 0)}
            connection.execute(sa.insert(tables.reply_readings).values(hint=hint, **row))
        _note(connection)


def _note(connection: sa.Connection) -> None:
    store.note_change(connection, "edit", set(connection.execute(sa.select(tables.records.c.received_month)).scalars()))
