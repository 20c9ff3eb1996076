"""Records as they were, kept when an import changes them."""

from typing import Any

import sqlalchemy as sa

from data.store import bulk
from data.store.tables import identities, question_originals, questions, records, row_fingerprints


def former_selves(connection: sa.Connection, record_ids: list[int]) -> dict[int, dict[str, Any]]:
    """Records with their questions, originals, identity and the fingerprint of their row, as plain values that can be
    written back to the letter.
    """
    made: dict[int, dict[str, Any]] = {}
    for part in bulk.parts(record_ids):
        for row in connection.execute(sa.select(records).where(records.c.record_id.in_(part))).mappings():
            made[row["record_id"]] = {"record": dict(row), "questions": [], "originals": [], "identity": None}
        f = row_fingerprints.c
        for record_id, fingerprint in connection.execute(sa.select(row_fingerprints).where(f.record_id.in_(part))):
            made[record_id]["fingerprint"] = fingerprint
        asked = sa.select(questions).where(questions.c.record_id.in_(part)).order_by(questions.c.question_id)
        owner = {}
        for row in connection.execute(asked).mappings():
            made[row["record_id"]]["questions"].append(dict(row))
            owner[row["question_id"]] = row["record_id"]
        texts = sa.select(question_originals).where(question_originals.c.question_id.in_(list(owner)))
        for row in connection.execute(texts).mappings():
            made[owner[row["question_id"]]]["originals"].append(dict(row))
        for row in connection.execute(sa.select(identities).where(identities.c.record_id.in_(part))).mappings():
            made[row["record_id"]]["identity"] = dict(row)
    return made
