"""Rows of problems as decisions find and leave them: who stands where, who is led by whom.

A record that would join a made problem is always led by the earliest number that stands in it, so that the same state
has one way to be written. Everything works inside the caller's transaction.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from data import store
from data.errors import FilterError
from data.store import bulk
from data.store.tables import problem_proposals, problem_splits, questions, record_problems, records

GONE = "Этой проблемы больше нет: её изменили или записи загрузили заново. Обновите страницу."
_LONGEST_LOGIN = 100


def number_of_key(key: str, letter: str) -> int:
    """The number of a key of that letter. Raises FilterError for any other text."""
    digits = key[1:]
    if key[:1] != letter or not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise FilterError(GONE)
    return int(digits)


def records_and_proposals(connection: sa.Connection, key: str) -> tuple[list[int], list[int]]:
    """Records that stand in the group, and those only proposed."""
    if key.startswith("p"):
        standing = records_of(connection, number_of_key(key, "p"))
        return standing, records_proposed_to(connection, standing)
    return [], records_of_proposal(connection, number_of_key(key, "r"))


def records_of(connection: sa.Connection, number: int) -> list[int]:
    """Records that stand in a made problem. Raises FilterError when it is no more."""
    m = record_problems.c
    query = sa.select(m.record_id).where(m.problem_id == number).order_by(m.record_id)
    found = list(connection.execute(query).scalars())
    if not found:
        raise FilterError(GONE)
    return found


def records_of_proposal(connection: sa.Connection, leader: int) -> list[int]:
    """Records of a proposal. Raises FilterError when it is no more."""
    found = records_proposed_to(connection, [leader])
    if leader not in found:
        raise FilterError(GONE)
    return found


def records_proposed_to(connection: sa.Connection, leaders: Sequence[int]) -> list[int]:
    """Records led by one of these."""
    p = problem_proposals.c
    query = sa.select(p.record_id).where(p.leader_id.in_(leaders)).order_by(p.record_id)
    return list(connection.execute(query).scalars())


def first(connection: sa.Connection, ids: Sequence[int]) -> Any:
    """What the earliest of the records says of place and topic."""
    r, q = records.c, questions.c
    columns = (r.record_id, r.received_at, r.place_id, r.municipality_id, q.topic_id)
    query = (
        sa.select(*columns).join(questions, q.record_id == r.record_id).where(r.record_id.in_(ids), q.question_no == 1)
    )
    return connection.execute(query.order_by(r.received_at, r.record_id).limit(1)).one()


def join_problem(connection: sa.Connection, ids: Sequence[int], number: int) -> None:
    """Records are proposed no more and stand in the problem."""
    leave_problem(connection, ids)
    connection.execute(sa.insert(record_problems), [{"record_id": one, "problem_id": number} for one in ids])


def leave_problem(connection: sa.Connection, ids: Sequence[int]) -> None:
    """Records neither stand in a problem nor are proposed."""
    for table in (problem_proposals, record_problems):
        connection.execute(sa.delete(table).where(table.c.record_id.in_(ids)))


def propose(connection: sa.Connection, ids: Sequence[int]) -> None:
    """One proposal of these records, led by the earliest; a single record is none."""
    leave_problem(connection, ids)
    if len(ids) > 1:
        _lead(connection, ids, first(connection, ids).record_id)


def propose_to(connection: sa.Connection, ids: Sequence[int], number: int) -> None:
    """These records, and those that were, are proposed to join a made problem."""
    standing = records_of(connection, number)
    everybody = sorted({*ids, *records_proposed_to(connection, [*standing, *ids])} - set(standing))
    connection.execute(sa.delete(problem_proposals).where(problem_proposals.c.record_id.in_(everybody)))
    _lead(connection, everybody, min(standing))


def _lead(connection: sa.Connection, ids: Sequence[int], leader: int) -> None:
    if ids:
        rows = [{"record_id": one, "leader_id": leader} for one in sorted(ids)]
        connection.execute(sa.insert(problem_proposals), rows)


def keep_pairs(connection: sa.Connection, pairs: Iterable[tuple[int, int]], by: str) -> int:
    """Write pairs told apart; the number of the decision."""
    number = bulk.new_id(connection, problem_splits)
    rows = [author_and_time(by) | {"split_no": number, "record_id": one, "other_id": other} for one, other in pairs]
    connection.execute(sa.insert(problem_splits), rows)
    return number


def marked_different(connection: sa.Connection, ids: Iterable[int], others: Iterable[int]) -> set[int]:
    """Records of `ids` that a person has told apart from one of the others."""
    mine, theirs, s = set(ids), set(others), problem_splits.c
    query = sa.select(s.record_id, s.other_id).where(sa.or_(s.record_id.in_(mine), s.other_id.in_(mine)))
    pairs = [(int(one), int(other)) for one, other in connection.execute(query)]
    both_ways = [*pairs, *((other, one) for one, other in pairs)]
    return {one for one, other in both_ways if one in mine and other in theirs}


def author_and_time(by: str) -> dict[str, Any]:
    """Who decides and when."""
    return {"made_by": by[:_LONGEST_LOGIN], "made_at": store.utc_now()}


def note(connection: sa.Connection, ids: Sequence[int]) -> None:
    """A problem is counted by its first record: a change of who stands in it touches all of them."""
    store.note_change(connection, "edit", (), ids=ids)
