"""Two levels of topics: a group holds topics and stands in none; what follows one is of the same level."""

from collections.abc import Mapping

import sqlalchemy as sa

from data.decisions.reference.lists import TOPICS, Listed
from data.errors import FilterError
from data.store import bulk
from data.store.tables import edits, questions, records

_GROUP = "group_code"


def refuse_wrong(listed: Listed, found: Mapping[str, Mapping[str, str]]) -> None:
    """FilterError where a row of the whole list, by code, stands on a wrong level."""
    if listed is not TOPICS:
        return
    for texts in found.values():
        group, after, name = (texts.get(key, "") for key in (_GROUP, "successor_code", "name"))
        if group and found[group].get(_GROUP):
            raise FilterError(f"«{name[:60]}»: «{group[:60]}» — тематика, а не группа. Выберите группу.")
        if after and bool(found[after].get(_GROUP)) != bool(group):
            raise FilterError(f"«{name[:60]}»: преемник группы — группа, тематики — тематика. Выберите другой.")


def months_of_moved(connection: sa.Connection, listed: Listed, group_no: int) -> set[int]:
    """Months of receipt of the records whose topics have got another group in these edits."""
    if listed is not TOPICS:
        return set()
    e = edits.c
    told = connection.execute(sa.select(e.row_key, e.before, e.after).where(e.group_no == group_no)).all()
    both = [row for row in told if row.before and row.after]
    moved = [row.row_key for row in both if row.before["group_id"] != row.after["group_id"]]
    months: set[int] = set()
    for part in bulk.parts(sorted(moved)):
        named = sa.select(records.c.received_month).join(questions).where(questions.c.topic_id.in_(part)).distinct()
        months |= set(connection.execute(named).scalars())
    return months
