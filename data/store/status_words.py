"""What a status of an export means: rows a person has mapped, then the words every source knows.

Words are compared without case, ё, dates, outer signs and the ending that agrees with its noun: «Решена», «РЕШЕНЫ.» and
«Решено 12.03.2026» are one word.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import sqlalchemy as sa

from data.store import reference, tables

_DATE = re.compile(
    r"\b(?:от |до )?(?:\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d\d-\d\d)(?:\s*г(?:ода|\.)?)?(?:[ t,в]*\d{1,2}:\d\d(?::\d\d)?)?"
)
_OUTER = " .,;:!?*«»\"'()[]-/"
_ENDING = re.compile(r"(?<=[а-я]{4})(?:[оаы])(?= |$)")
BETWEEN = " / "
"""Between the step and the outcome of «Инцидент менеджмент»: the outcome, where there is one, tells."""


@lru_cache(maxsize=20_000)
def key(word: str) -> str:
    """The form in which two spellings of a status are the same."""
    plain = re.sub(r"\s*[:,(]\s*|\s+-\s+", " ", _DATE.sub(" ", reference.label_key(word))).strip(_OUTER)
    return _ENDING.sub("", " ".join(plain.split()))


@cache
def common() -> dict[str, str]:
    """Key → status code of words known to every source: the list of common words, then labels that only one meaning
    is known of, whatever source they come from.
    """
    labels = reference.table("status_labels")
    words = reference.table("status_words")
    found: dict[str, set[str]] = {}
    for label, code in zip(labels["label"], labels["status_code"], strict=True):
        found.setdefault(key(label), set()).add(code)
    single = {word: codes.pop() for word, codes in found.items() if len(codes) == 1}
    return single | {key(word): code for word, code in zip(words["label"], words["status_code"], strict=True)}


_RECORDS = sa.table("records", sa.column("status_id"), sa.column("status_raw"), sa.column("received_month"))
_STATUSES = sa.table("statuses", sa.column("code"), sa.column("status_id"))


class Statuses:
    """Statuses of one source as its store knows them."""

    def __init__(self, connection: sa.Connection, source_code: str) -> None:
        s, t = tables.statuses.c, tables.status_labels.c
        self._ids = {row.code: row.status_id for row in connection.execute(sa.select(s.code, s.status_id))}
        query = sa.select(t.label, t.status_id).where(t.source_code == source_code).order_by(t.status_label_id)
        self._mapped = {key(label): status_id for label, status_id in connection.execute(query)}

    def resolve(self, raw: str, code: str = "") -> int | None:
        """Id of a status, nothing for a word nobody knows. raw: as received; code: what the source's own list says."""
        parts = dict.fromkeys((raw, raw.rpartition(BETWEEN)[2]))
        mapped = next((self._mapped[key(part)] for part in parts if key(part) in self._mapped), None)
        if mapped is not None:
            return mapped
        return self._ids.get(code or _code_of(parts))


def settle(connection: sa.Connection) -> set[int]:
    """Give records whose status was unknown the status their word means by now; the months of receipt touched.

    Plain tables, for the migration that calls it knows the schema of its day only.
    """
    found: set[int] = set()
    r, s = _RECORDS.c, _STATUSES.c
    ids = {row.code: row.status_id for row in connection.execute(sa.select(s.code, s.status_id))}
    waiting = sa.select(r.status_raw).distinct().where(r.status_id.is_(None), r.status_raw.is_not(None))
    for raw in list(connection.execute(waiting).scalars()):
        status_id = ids.get(_code_of(dict.fromkeys((raw, raw.rpartition(BETWEEN)[2]))))
        if status_id is not None:
            mine = sa.and_(r.status_id.is_(None), r.status_raw == raw)
            found |= set(connection.execute(sa.select(r.received_month).distinct().where(mine)).scalars())
            connection.execute(sa.update(_RECORDS).where(mine).values(status_id=status_id))
    return found


def _code_of(parts: Iterable[str]) -> str:
    return next((common()[key(part)] for part in parts if key(part) in common()), "")
