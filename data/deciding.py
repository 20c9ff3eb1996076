"""Decisions about problems: records put together, told apart, taken in. See `data.problems` for what they are made of.

Records told apart are never proposed together again. A decision about a proposed group, taken back, leaves the tables
as they were; a record brought back to a made problem is proposed to join it, for `take_in` to decide. Raises
everywhere: FilterError for a group that is there no more, AccessError when a record of it is not open to the asker.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from data import bulk, store
from data.errors import AccessError, FilterError
from data.problems import seen
from data.quality import within
from data.scope import Scope
from data.settings import Settings
from data.tables import problem_proposals, problem_splits, problems, questions, record_problems, records

_LONGEST_TITLE = 400
_GONE = "Этой проблемы больше нет: её изменили или записи загрузили заново. Обновите страницу."
_UNSEEN = "В этой проблеме есть записи, которые вам не открыты. Решение — за руководителем МЦУ."


def put_together(settings: Settings, scope: Scope, key: str, title: str, by: str) -> int:
    """Make a proposed group one problem; its number. Records proposed to join a made one are taken in by `take_in`."""
    name = title.strip()[:_LONGEST_TITLE]
    if not name:
        raise FilterError("Назовите проблему, хотя бы в двух словах: под этим именем она будет в отчётах.")
    with store.writing(settings) as connection:
        ids = _proposed(connection, _leader(key))
        _require_seen(connection, ids, scope)
        number = bulk.next_id(connection, problems)
        first = _first(connection, ids)
        values = {
            "problem_id": number, "title": name, "topic_id": first.topic_id, "place_id": first.place_id,
            "municipality_id": first.municipality_id, "opened_at": first.received_at, "made_by": by[:100],
            "made_at": store.utc_now(),
        }  # fmt: skip
        connection.execute(sa.insert(problems).values(**values))
        _join(connection, ids, number)
    return number


def take_in(settings: Settings, scope: Scope, key: str) -> int:
    """Add the records proposed to join a problem; how many."""
    number = _number(key)
    with store.writing(settings) as connection:
        held = _held(connection, number)
        ids = _proposed_to(connection, held)
        _require_seen(connection, [*held, *ids], scope)
        if not ids:
            raise FilterError(_GONE)
        _join(connection, ids, number)
        _note(connection, held)
    return len(ids)


def tell_apart(settings: Settings, scope: Scope, key: str, by: str, record_id: int | None = None) -> int:
    """Say that the records of a proposal are all different things, or that one record is not about what the rest is.

    The number of the decision. A record leaves a made problem the same way; the last two do not part like that.
    """
    with store.writing(settings) as connection:
        held, proposed = _both(connection, key)
        _require_seen(connection, [*held, *proposed], scope)
        pairs, gone = _parted(key, held, proposed, record_id)
        split = _keep_pairs(connection, pairs, by)
        _leave(connection, gone)
        _lead_anew(connection, [one for one in proposed if one not in gone], held)
        _note(connection, [*held, *gone])
    return split


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
        raise FilterError(_GONE)
    if record_id in held and len(held) < 3:
        raise FilterError("В проблеме осталось бы одно сообщение: нажмите «Разъединить».")
    rest = [one for one in everybody if one != record_id]
    pairs = [(min(record_id, one), max(record_id, one)) for one in rest]
    return pairs, [record_id] if held or len(rest) > 1 else everybody


def take_apart(settings: Settings, scope: Scope, key: str) -> None:
    """Take a made problem back: its records are proposed again, with those that were proposed to join."""
    number = _number(key)
    with store.writing(settings) as connection:
        held = _held(connection, number)
        joining = _proposed_to(connection, held)
        _require_seen(connection, [*held, *joining], scope)
        connection.execute(sa.delete(record_problems).where(record_problems.c.problem_id == number))
        connection.execute(sa.delete(problems).where(problems.c.problem_id == number))
        _propose(connection, [*held, *joining])
        _note(connection, held)


def forget_split(settings: Settings, scope: Scope, number: int) -> None:
    """Take back that records are different things; those that still stand nowhere are proposed as before."""
    s = problem_splits.c
    with store.writing(settings) as connection:
        rows = connection.execute(sa.select(problem_splits).where(s.split_no == number)).all()
        ids = sorted({one for row in rows for one in (row.record_id, row.other_id)})
        if not ids:
            raise FilterError(_GONE)
        _require_seen(connection, ids, scope)
        connection.execute(sa.delete(problem_splits).where(s.split_no == number))
        _return(connection, ids)


def _return(connection: sa.Connection, ids: Sequence[int]) -> None:
    """Records of a forgotten decision go back to where the others of it are: into their proposal, or to a problem."""
    p, m = problem_proposals.c, record_problems.c
    held = dict(_pairs_of(connection, sa.select(m.record_id, m.problem_id).where(m.record_id.in_(ids))))
    led = dict(_pairs_of(connection, sa.select(p.record_id, p.leader_id).where(p.record_id.in_(ids))))
    free = [one for one in ids if one not in held and one not in led]
    if held and len(set(held.values())) == 1:
        leader = min(_held(connection, next(iter(held.values()))))
        rows = [{"record_id": one, "leader_id": leader} for one in free]
        if rows:
            connection.execute(sa.insert(problem_proposals), rows)
    elif not held and len(set(led.values())) < 2:
        _propose(connection, [*_proposed(connection, next(iter(led.values()))), *free] if led else free)


def _pairs_of(connection: sa.Connection, query: sa.Select[Any]) -> list[tuple[int, int]]:
    return [(int(one), int(other)) for one, other in connection.execute(query)]


def _leader(key: str) -> int:
    return _numbered(key, "r")


def _number(key: str) -> int:
    return _numbered(key, "p")


def _numbered(key: str, letter: str) -> int:
    digits = key[1:]
    if key[:1] != letter or not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise FilterError(_GONE)
    return int(digits)


def _both(connection: sa.Connection, key: str) -> tuple[list[int], list[int]]:
    """Records that stand in the group, and those only proposed."""
    if key.startswith("p"):
        held = _held(connection, _number(key))
        return held, _proposed_to(connection, held)
    return [], _proposed(connection, _leader(key))


def _held(connection: sa.Connection, number: int) -> list[int]:
    m = record_problems.c
    found = list(
        connection.execute(sa.select(m.record_id).where(m.problem_id == number).order_by(m.record_id)).scalars()
    )
    if not found:
        raise FilterError(_GONE)
    return found


def _proposed(connection: sa.Connection, leader: int) -> list[int]:
    found = _proposed_to(connection, [leader])
    if not found or leader not in found:
        raise FilterError(_GONE)
    return found


def _proposed_to(connection: sa.Connection, leaders: Sequence[int]) -> list[int]:
    p = problem_proposals.c
    query = sa.select(p.record_id).where(p.leader_id.in_(leaders)).order_by(p.record_id)
    return list(connection.execute(query).scalars())


def _first(connection: sa.Connection, ids: Sequence[int]) -> Any:
    r, q = records.c, questions.c
    columns = (r.record_id, r.received_at, r.place_id, r.municipality_id, q.topic_id)
    query = (
        sa.select(*columns).join(questions, q.record_id == r.record_id).where(r.record_id.in_(ids), q.question_no == 1)
    )
    return connection.execute(query.order_by(r.received_at, r.record_id).limit(1)).one()


def _join(connection: sa.Connection, ids: Sequence[int], number: int) -> None:
    connection.execute(sa.delete(problem_proposals).where(problem_proposals.c.record_id.in_(ids)))
    connection.execute(sa.insert(record_problems), [{"record_id": one, "problem_id": number} for one in ids])
    _note(connection, ids)


def _leave(connection: sa.Connection, ids: Sequence[int]) -> None:
    for table in (problem_proposals, record_problems):
        connection.execute(sa.delete(table).where(table.c.record_id.in_(ids)))


def _propose(connection: sa.Connection, ids: Sequence[int]) -> None:
    """One proposal of these records, led by the earliest; a single record is none."""
    _drop_proposals(connection, ids)
    if len(ids) > 1:
        leader = _first(connection, ids).record_id
        rows = [{"record_id": one, "leader_id": leader} for one in sorted(ids)]
        connection.execute(sa.insert(problem_proposals), rows)


def _drop_proposals(connection: sa.Connection, ids: Sequence[int]) -> None:
    connection.execute(sa.delete(problem_proposals).where(problem_proposals.c.record_id.in_(ids)))


def _lead_anew(connection: sa.Connection, left: Sequence[int], held: Sequence[int]) -> None:
    """What is left of a proposal gets a leader of its own; records that would join a problem keep one of its."""
    if not held:
        _propose(connection, left)
        return
    now = _still_held(connection, held)
    values = {"leader_id": min(now)}
    if left:
        mine = problem_proposals.c.record_id.in_(left)
        connection.execute(sa.update(problem_proposals).where(mine).values(**values))


def _still_held(connection: sa.Connection, ids: Sequence[int]) -> list[int]:
    m = record_problems.c
    return list(connection.execute(sa.select(m.record_id).where(m.record_id.in_(ids))).scalars())


def _keep_pairs(connection: sa.Connection, pairs: Iterable[tuple[int, int]], by: str) -> int:
    number = bulk.next_id(connection, problem_splits)
    told = {"split_no": number, "made_by": by[:100], "made_at": store.utc_now()}
    rows = [told | {"record_id": one, "other_id": other} for one, other in pairs]
    connection.execute(sa.insert(problem_splits), rows)
    return number


def _note(connection: sa.Connection, ids: Sequence[int]) -> None:
    """A problem is counted by its first record: a change of who stands in it touches the months of all."""
    months = connection.execute(sa.select(records.c.received_month).where(records.c.record_id.in_(ids)).distinct())
    store.note_change(connection, "edit", set(months.scalars()))


def _require_seen(connection: sa.Connection, ids: Sequence[int], scope: Scope) -> None:
    if set(ids) - seen(connection, set(ids), within(scope)):
        raise AccessError(_UNSEEN)
