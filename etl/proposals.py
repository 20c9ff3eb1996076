"""Proposals of problems for the store: records about one thing, found again after every import and every undo.

Decisions of people come first: what they have put together stays, what they have told apart is never proposed together
again, and a new record like those of a problem is proposed to join it. The same records and decisions give the same
proposals, so running twice changes nothing.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.snapshots import publish
from data.store import bulk
from data.store.citizens import are_citizens
from data.store.tables import problem_proposals, problem_splits, questions, record_problems, records, topics
from etl.structure.problems.evidence import Progress, Terms
from etl.structure.problems.propose import COLUMNS, propose

_AT_ONCE = 10_000
DAYS = 400
"""Records received that long before the last one are proposed no more: what nobody has decided in a year is history."""


@dataclass(frozen=True)
class ProposalCounts:
    """What was found. joining: records proposed to join a problem of people; left_out: that cannot be compared."""

    problems: int
    records: int
    joining: int
    left_out: int

    @property
    def sentence(self) -> str:
        """What was found, for the command line."""
        more = f" К объединённым просится: {self.joining}." if self.joining else ""
        return f"Похоже на одно и то же: записей {self.records}, проблем {self.problems}.{more} Решать — на экране."


def refresh(
    settings: Settings, *, dry_run: bool = False, terms: Terms | None = None, progress: Progress | None = None
) -> ProposalCounts:
    """Find the proposals anew and keep them instead of the former ones; with dry_run only say how many there are."""
    while True:
        with store.reading(settings) as connection:
            frame, decided = _read(connection), _decisions(connection)
        joined, apart = decided
        found = propose(frame, terms, apart, progress)
        rows, joining = _rows(found.members, joined)
        if dry_run or _keep(settings, rows, decided):
            break  # otherwise people have decided something while the pairs were compared
    leaders = len({leader for record, leader in rows if leader not in joined})
    return ProposalCounts(leaders, len(rows) - joining, joining, found.left_out)


Decided = tuple[dict[int, int], list[tuple[int, int]]]
"""What people have put together, record → problem, and the pairs they have told apart."""


def _decisions(connection: sa.Connection) -> Decided:
    return _problem_of_record(connection), _pairs(connection)


def _read(connection: sa.Connection) -> pd.DataFrame:
    """Records of the last DAYS days by their first question, as `propose` takes them."""
    r, q, t = records.c, questions.c, topics.c
    last = connection.execute(sa.select(sa.func.max(r.received_at)).where(are_citizens(r))).scalar()
    group = sa.func.coalesce(t.group_id, t.topic_id).label("topic_group_id")
    own = {"topic_group_id": group, "topic_id": q.topic_id, "text": q.text}
    query = sa.select(*[own[name] if name in own else r[name] for name in COLUMNS]).select_from(records)
    query = query.join(questions, sa.and_(q.record_id == r.record_id, q.question_no == 1))
    query = query.outerjoin(topics, t.topic_id == q.topic_id).where(are_citizens(r))
    if last is not None:
        query = query.where(r.received_at >= last - timedelta(days=DAYS))
    told: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for rows in connection.execute(query.execution_options(yield_per=_AT_ONCE)).partitions():
        for name, values in zip(COLUMNS, zip(*rows, strict=True), strict=True):
            told[name] += values
    frame = pd.DataFrame(told)
    return frame.assign(received_at=pd.to_datetime(frame["received_at"]))


def _problem_of_record(connection: sa.Connection) -> dict[int, int]:
    """Record → the problem that people have put it into."""
    rows = connection.execute(sa.select(record_problems.c.record_id, record_problems.c.problem_id))
    return {row.record_id: row.problem_id for row in rows}


def _pairs(connection: sa.Connection) -> list[tuple[int, int]]:
    s = problem_splits.c
    return sorted((one, other) for one, other in connection.execute(sa.select(s.record_id, s.other_id)))


def _rows(members: pd.DataFrame, joined: dict[int, int]) -> tuple[list[tuple[int, int]], int]:
    """Record and leader of every proposal; how many of them would join a problem that people have made.

    The earliest number inside a problem says which problem; a group in which nobody is new is no proposal.
    """
    rows: list[tuple[int, int]] = []
    joining = 0
    earliest: dict[int, int] = {}
    for record, problem in joined.items():
        earliest[problem] = min(record, earliest.get(problem, record))
    for first, group in members.groupby("first_record_id", sort=True)["record_id"]:
        ids = [int(one) for one in group]
        held = [one for one in ids if one in joined]
        fresh = [one for one in ids if one not in joined]
        if held:
            common = Counter(joined[one] for one in held).most_common(1)[0][0]
            leader = earliest[common]
            joining += len(fresh)
        else:
            leader = int(str(first))
        rows += [(one, leader) for one in fresh]
    return sorted(rows), joining


def _keep(settings: Settings, rows: list[tuple[int, int]], decided: Decided) -> bool:
    """Keep the proposals, unless people have decided something since they were made; whether they hold."""
    p = problem_proposals
    with store.writing(settings) as connection:
        publish.require_own(connection, settings)
        if _decisions(connection) != decided:
            return False
        known: set[Any] = {tuple(row) for row in connection.execute(sa.select(p.c.record_id, p.c.leader_id))}
        if known == set(rows):
            return True
        alive = set(connection.execute(sa.select(records.c.record_id)).scalars()) if rows else set()
        connection.execute(sa.delete(p))
        # Another import may have been undone while the pairs were compared.
        kept = [row for row in rows if row[0] in alive and row[1] in alive]
        bulk.insert(connection, p, ("record_id", "leader_id"), kept)
    return True
