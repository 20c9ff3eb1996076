"""Decisions about problems: records put together, told apart, taken in; `data.decisions.problems` reads them.

Records marked as different are never proposed together again. Every decision has its way back — `split`,
`return_accepted`, `unmark_different` — and decisions taken back, the last first, leave the tables as they were. Raises
everywhere: FilterError for a group that is there no more, AccessError when a record of it is not open to the asker.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions.flaws import within
from data.decisions.problems import open_records, rows
from data.errors import AccessError, FilterError
from data.scope import Scope
from data.settings import Settings
from data.store import bulk
from data.store.tables import (
    problem_entries,
    problem_exits,
    problem_proposals,
    problem_splits,
    problems,
    record_problems,
)

_LONGEST_TITLE = 400
_UNSEEN = "В этой проблеме есть записи, которые вам не открыты. Решение — за руководителем МЦУ."
_TOO_FEW = "В проблеме осталось бы меньше двух сообщений: нажмите «Разъединить»."


def merge(settings: Settings, scope: Scope, key: str, title: str, by: str) -> int:
    """Make a proposed group one problem; its number. Records proposed to join a made one are taken in by `accept`."""
    name = title.strip()[:_LONGEST_TITLE]
    if not name:
        raise FilterError("Назовите проблему, хотя бы в двух словах: под этим именем она будет в отчётах.")
    with store.writing(settings) as connection:
        ids = rows.records_of_proposal(connection, rows.number_of_key(key, "r"))
        _require_seen(connection, ids, scope)
        number = bulk.new_id(connection, problems)
        first = rows.first(connection, ids)
        values = rows.author_and_time(by) | {
            "problem_id": number, "title": name, "topic_id": first.topic_id, "place_id": first.place_id,
            "municipality_id": first.municipality_id, "opened_at": first.received_at,
        }  # fmt: skip
        connection.execute(sa.insert(problems).values(**values))
        rows.join_problem(connection, ids, number)
        rows.note(connection, ids)
    return number


def accept(settings: Settings, scope: Scope, key: str, by: str) -> int:
    """Add the records proposed to join a problem; how many."""
    number = rows.number_of_key(key, "p")
    with store.writing(settings) as connection:
        held = rows.records_of(connection, number)
        ids = rows.records_proposed_to(connection, held)
        _require_seen(connection, [*held, *ids], scope)
        if not ids:
            raise FilterError(rows.GONE)
        _enter(connection, ids, number, by, stood_apart=False)
    return len(ids)


def add_to(settings: Settings, scope: Scope, key: str, into: str, by: str) -> int:
    """Add a proposed group to a problem made before; how many records. Refuses records told apart from those of it."""
    number = rows.number_of_key(into, "p")
    with store.writing(settings) as connection:
        held, ids = (
            rows.records_of(connection, number),
            rows.records_of_proposal(connection, rows.number_of_key(key, "r")),
        )
        _require_seen(connection, [*held, *ids], scope)
        if rows.marked_different(connection, ids, held):
            raise FilterError("Про эти записи уже решено, что они о разном. Сначала верните решение в «О разном».")
        _enter(connection, ids, number, by, stood_apart=True)
    return len(ids)


def _enter(connection: sa.Connection, ids: Sequence[int], number: int, by: str, *, stood_apart: bool) -> None:
    values = rows.author_and_time(by) | {"problem_id": number, "stood_apart": stood_apart}
    values["entry_no"] = bulk.new_id(connection, problem_entries)
    connection.execute(sa.insert(problem_entries), [values | {"record_id": one} for one in ids])
    rows.join_problem(connection, ids, number)
    joining = rows.records_proposed_to(connection, rows.records_of(connection, number))
    rows.propose_to(connection, joining, number)
    _note_problem(connection, number)


def return_accepted(settings: Settings, scope: Scope, key: str) -> int:
    """Take the last taking in of a problem back: its records are proposed as they were before; how many."""
    number = rows.number_of_key(key, "p")
    with store.writing(settings) as connection:
        held = rows.records_of(connection, number)
        _require_seen(connection, [*held, *rows.records_proposed_to(connection, held)], scope)
        e = problem_entries.c
        query = sa.select(e.entry_no, e.record_id, e.stood_apart).where(e.problem_id == number, e.record_id.in_(held))
        found = connection.execute(query.order_by(e.entry_no.desc(), e.record_id)).all()
        ids = [row.record_id for row in found if row.entry_no == found[0].entry_no]
        if not ids:
            raise FilterError("В эту проблему после объединения ничего не добавляли. Обновите страницу.")
        if len(held) - len(ids) < 2:
            raise FilterError(_TOO_FEW)
        _note_problem(connection, number)
        joining = rows.records_proposed_to(connection, held)
        connection.execute(sa.delete(problem_entries).where(e.entry_no == found[0].entry_no))
        rows.leave_problem(connection, ids)
        rows.propose_to(connection, joining if found[0].stood_apart else [*joining, *ids], number)
        if found[0].stood_apart:
            rows.propose(connection, ids)
    return len(ids)


def mark_different(settings: Settings, scope: Scope, key: str, by: str, record_id: int | None = None) -> int:
    """Say that the records of a proposal are all different things, or that one record is not about what the rest is.

    The number of the decision. A record leaves a made problem the same way; the last two do not part like that.
    """
    with store.writing(settings) as connection:
        held, proposed = rows.records_and_proposals(connection, key)
        _require_seen(connection, [*held, *proposed], scope)
        pairs, gone = _parted(key, held, proposed, record_id)
        decision = rows.keep_pairs(connection, pairs, by)
        rows.note(connection, [*held, *gone])
        rows.leave_problem(connection, gone)
        left = [one for one in proposed if one not in gone]
        if held:
            number = rows.number_of_key(key, "p")
            _write_exits(connection, decision, [one for one in gone if one in held], number)
            rows.propose_to(connection, left, number)
        else:
            rows.propose(connection, left)
    return decision


def _write_exits(connection: sa.Connection, decision: int, ids: Sequence[int], number: int) -> None:
    if ids:
        told = [{"split_no": decision, "record_id": one, "problem_id": number} for one in ids]
        connection.execute(sa.insert(problem_exits), told)


def _parted(
    key: str, held: Sequence[int], proposed: Sequence[int], record_id: int | None
) -> tuple[list[tuple[int, int]], list[int]]:
    """Pairs told apart and the records that leave."""
    everybody = [*held, *proposed]
    if record_id is None:
        if key.startswith("p"):
            raise FilterError("Объединённую проблему разбирают кнопкой «Разъединить».")
        return list(combinations(sorted(everybody), 2)), everybody
    if record_id not in everybody:
        raise FilterError(rows.GONE)
    if record_id in held and len(held) < 3:
        raise FilterError(_TOO_FEW)
    rest = [one for one in everybody if one != record_id]
    pairs = [(min(record_id, one), max(record_id, one)) for one in rest]
    return pairs, [record_id] if held or len(rest) > 1 else everybody


def split(settings: Settings, scope: Scope, key: str) -> None:
    """Take a made problem back: its records are proposed again, with those that were proposed to join."""
    number = rows.number_of_key(key, "p")
    with store.writing(settings) as connection:
        held = rows.records_of(connection, number)
        joining = rows.records_proposed_to(connection, held)
        _require_seen(connection, [*held, *joining], scope)
        rows.note(connection, held)
        connection.execute(sa.delete(record_problems).where(record_problems.c.problem_id == number))
        connection.execute(sa.delete(problems).where(problems.c.problem_id == number))
        rows.propose(connection, [*held, *joining])


def unmark_different(settings: Settings, scope: Scope, number: int) -> None:
    """Take back that records are different things: who left a made problem stands in it again, who still stands nowhere
    is proposed as before.
    """
    s, e = problem_splits.c, problem_exits.c
    with store.writing(settings) as connection:
        found = connection.execute(sa.select(problem_splits).where(s.split_no == number)).all()
        ids = sorted({one for row in found for one in (row.record_id, row.other_id)})
        if not ids:
            raise FilterError(rows.GONE)
        _require_seen(connection, ids, scope)
        left = _pairs_of(connection, sa.select(e.record_id, e.problem_id).where(e.split_no == number))
        connection.execute(sa.delete(problem_splits).where(s.split_no == number))
        connection.execute(sa.delete(problem_exits).where(e.split_no == number))
        _take_back(connection, ids, left)


def _take_back(connection: sa.Connection, ids: Sequence[int], left: dict[int, int]) -> None:
    """Records of a forgotten decision go back to where they were, or to where the others of it are now."""
    p, m = problem_proposals.c, record_problems.c
    held = _pairs_of(connection, sa.select(m.record_id, m.problem_id).where(m.record_id.in_(ids)))
    led = _pairs_of(connection, sa.select(p.record_id, p.leader_id).where(p.record_id.in_(ids)))
    back = {one: number for one, number in left.items() if one not in held}
    free = [one for one in ids if one not in held and one not in led and one not in back]
    for one, number in back.items():
        joining = rows.records_proposed_to(connection, rows.records_of(connection, number))
        rows.join_problem(connection, [one], number)
        rows.propose_to(connection, [another for another in joining if another != one], number)
        _note_problem(connection, number)
    if held and len(set(held.values())) == 1:
        number = next(iter(held.values()))
        others = [*rows.records_of(connection, number), *free]
        rows.propose_to(connection, sorted(set(free) - rows.marked_different(connection, free, others)), number)
    elif not held and not back and len(set(led.values())) < 2:
        group = rows.records_of_proposal(connection, next(iter(led.values()))) if led else []
        rows.propose(connection, [*group, *set(free) - rows.marked_different(connection, free, [*group, *free])])


def _note_problem(connection: sa.Connection, number: int) -> None:
    rows.note(connection, rows.records_of(connection, number))


def _pairs_of(connection: sa.Connection, query: sa.Select[Any]) -> dict[int, int]:
    return {int(one): int(other) for one, other in connection.execute(query)}


def _require_seen(connection: sa.Connection, ids: Sequence[int], scope: Scope) -> None:
    if set(ids) - open_records(connection, set(ids), within(scope)):
        raise AccessError(_UNSEEN)
