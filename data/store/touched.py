"""What a change has touched: the months whose facts may differ by it and, where they are few, the very records.

A record's facts also tell of others: those of the same applicant, address, reply and problem.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

import sqlalchemy as sa

from data.store import bulk
from data.store.tables import changes, dirty_months, record_problems, records

MOST_NAMED = 1000
"""Records of one change that are worth naming; of more, their months are written whole."""


def note_change(
    connection: sa.Connection,
    what: str,
    months: Collection[int],
    import_id: int | None = None,
    ids: Collection[int] | None = None,
) -> int:
    """Number a change inside its transaction and mark the months it touched; returns the change number.

    ids: all records whose facts may differ by it; None where they are not known. Their months are marked too.
    """
    if ids is not None and len(ids) > MOST_NAMED:
        months, ids = {*months, *months_of(connection, ids)}, None
    row = {
        "made_at": datetime.now(UTC).replace(tzinfo=None),
        "what": what,
        "import_id": import_id,
        "mark": secrets.token_hex(8),
        "records": None if ids is None else sorted(set(ids)),
    }
    change_no = connection.execute(sa.insert(changes).values(**row).returning(changes.c.change_no)).scalar_one()
    touched = sorted({*months, *months_of(connection, ids or ())})
    for part in bulk.parts(touched):
        connection.execute(sa.delete(dirty_months).where(dirty_months.c.received_month.in_(part)))
    if touched:
        rows = [{"received_month": month, "change_no": change_no} for month in touched]
        connection.execute(sa.insert(dirty_months), rows)
    return int(change_no)


def ids_since(connection: sa.Connection, change_no: int) -> set[int] | None:
    """Records whose facts may differ by the changes after this one; None when one of them has not named its records."""
    found = connection.execute(sa.select(changes.c.records).where(changes.c.change_no > change_no)).scalars().all()
    return None if None in found else {one for ids in found for one in ids}


def months_of(connection: sa.Connection, ids: Collection[int]) -> set[int]:
    """Months in which these records were received."""
    r = records.c
    found: set[int] = set()
    for part in bulk.parts(sorted(ids)):
        found |= set(connection.execute(sa.select(r.received_month).distinct().where(r.record_id.in_(part))).scalars())
    return found


def sharing(connection: sa.Connection, keys: Mapping[str, Iterable[str]]) -> set[int]:
    """Records with one of these keys. keys: by the name of a column, applicant_key or address_key."""
    found: set[int] = set()
    for name, values in keys.items():
        for part in bulk.parts(sorted(values)):
            found |= set(connection.execute(sa.select(records.c.record_id).where(records.c[name].in_(part))).scalars())
    return found


def beside(connection: sa.Connection, record_id: int) -> set[int]:
    """A record and those of the same applicant or address."""
    r = records.c
    names = ("applicant_key", "address_key")
    row = connection.execute(sa.select(*[r[name] for name in names]).where(r.record_id == record_id)).one()
    return {record_id} | sharing(connection, {name: [key] for name, key in zip(names, row, strict=True) if key})


def of_same_problems(connection: sa.Connection, ids: Collection[int]) -> set[int]:
    """Records that stand in one problem with one of these."""
    mine, its = record_problems.alias("mine"), record_problems.alias("its")
    query = sa.select(its.c.record_id).join(mine, mine.c.problem_id == its.c.problem_id)
    found: set[int] = set()
    for part in bulk.parts(sorted(ids)):
        found |= set(connection.execute(query.where(mine.c.record_id.in_(part))).scalars())
    return found
