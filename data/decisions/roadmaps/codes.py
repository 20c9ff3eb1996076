"""Codes of roadmaps, ДК-2026-003: the year and a number, never given twice."""

import re

import sqlalchemy as sa

from data.errors import FilterError
from data.store import bulk
from data.store.tables import roadmaps, used_numbers

CODE = re.compile(r"ДК-(\d{4})-(\d{3,5})")


def take(connection: sa.Connection, code: str, year: int) -> str:
    """The code of a new roadmap: the one that a file gives it, or the next of the year. FilterError for another form.

    Safe because writers take turns, as `bulk.next_id`.
    """
    if not code:
        made = f"ДК-{year}-{_last(connection, year) + 1:03}"
        return take(connection, made, year)
    found = CODE.fullmatch(code)
    if found is None:
        raise FilterError(f"Код «{code[:20]}» не похож на код дорожной карты. Нужен вид ДК-2026-003 или пусто.")
    bulk.keep_used(connection, _name(int(found[1])), int(found[2]))
    return code


def _last(connection: sa.Connection, year: int) -> int:
    given = connection.execute(sa.select(used_numbers.c.last).where(used_numbers.c.name == _name(year))).scalar() or 0
    here = connection.execute(sa.select(roadmaps.c.code).where(roadmaps.c.code.startswith(f"ДК-{year}-"))).scalars()
    return max([given, *(int(found[2]) for one in here if (found := CODE.fullmatch(one)))])


def _name(year: int) -> str:
    return f"roadmaps {year}"
