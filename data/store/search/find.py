"""Which questions a typed text speaks of: numbers of their records, and words of their masked texts.

Every word must be in the text: as typed, or in another form of it; where no text open to the asker has the word, a
word that begins with it or differs from it by one letter. Nobody's rights are asked here:
`data.metrics.text_condition` does.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from data.store import bulk
from data.store.search import words
from data.store.tables import questions, records, search_slips, search_words, sources

Keys = npt.NDArray[np.int64]
IsOpen = Callable[[Keys], bool]
"""Whether some of these questions are open to the asker."""
_SHORTEST_BEGINNING, _SHORTEST_START = 3, 4
SPLIT = " · "
"""Between a number and what tells two appeals of one number apart (`etl.identity`)."""
_NUMBER = re.compile(r"[^\s]*\d[^\s]*")
_CALLED = frozenset("обращение обращения запись сообщение номер инцидент карточка".split())
"""What a reader writes before a number."""
_LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True)
class Meant:
    """One typed word: the words of texts that it stands for. begins: words that begin with it as well."""

    words: tuple[str, ...]
    begins: str = ""
    is_similar: bool = False


@dataclass(frozen=True)
class Found:
    """Keys of questions in rising order (`data.store.search.index.key_of`). is_similar: some typed word is in no
    text that is open, and words like it were looked for.
    """

    keys: Keys
    is_similar: bool = False


def find(connection: sa.Connection, text: str, is_open: IsOpen | None = None, first_key: int = 0) -> Found:
    """Questions whose text has every typed word, and those of the record whose number was typed.

    is_open: of whoever may not read every text: closed ones must not even tell that they have a word. None: all are.
    first_key: questions before it are of no interest, however many they are.
    """
    meant = [_meant(connection, word, is_open) for word in words.asked_words(text)]
    own = numbered(connection, text)
    keys = _having(connection, meant, first_key) if meant else np.empty(0, dtype=np.int64)
    return Found(np.union1d(keys, own) if len(own) else keys, any(one.is_similar for one in meant))


def _meant(connection: sa.Connection, word: str, is_open: IsOpen | None) -> Meant:
    """What a typed word stands for."""
    if not words.is_alphabetic(word):
        return Meant((word,))
    w = search_words.c
    forms = connection.execute(sa.select(w.word).where(w.stem == words.stem_of(word))).scalars()
    known = Meant(tuple(sorted({word, *forms})))
    if is_open(_having(connection, [known])) if is_open else _is_anywhere(connection, known):
        return known
    near = _near(connection, word) if len(word) >= words.SHORTEST_SLIP - 1 else set()
    return Meant(tuple(sorted({word, *near})), word if len(word) >= _SHORTEST_BEGINNING else "", is_similar=True)


def _near(connection: sa.Connection, word: str) -> set[str]:
    """Forms of all words that a slip of one letter makes this one."""
    s, w, stem = search_slips.c, search_words.c, words.stem_of(word)
    slips = words.slips_of(word) | words.slips_of(stem)
    stems = set(connection.execute(sa.select(s.stem).where(s.slip.in_(slips))).scalars())
    rows: list[Any] = []
    for part in bulk.parts(sorted(stems)):
        rows += connection.execute(sa.select(w.word, w.stem).where(w.stem.in_(part))).all()
    near = {own for form, own in rows if _is_slip(word, form) or _is_slip(stem, own)}
    return {form for form, own in rows if own in near}


def _is_slip(typed: str, meant: str) -> bool:
    return words.may_slip(meant) and words.is_near(typed, meant)


def _is_anywhere(connection: sa.Connection, meant: Meant) -> bool:
    query = "SELECT 1 FROM search_index WHERE search_index MATCH :asked LIMIT 1"
    if connection.dialect.name != "sqlite":
        query = "SELECT 1 FROM search_texts WHERE words @@ CAST(:asked AS tsquery) LIMIT 1"
    return connection.execute(sa.text(query), {"asked": _expression(connection, [meant])}).first() is not None


def _having(connection: sa.Connection, meant: list[Meant], first_key: int = 0) -> Keys:
    """Keys of the texts with all of these words: one long text is read many times faster than as many rows."""
    query = "SELECT group_concat(rowid) FROM search_index WHERE search_index MATCH :asked AND rowid >= :first"
    if connection.dialect.name != "sqlite":
        query = "SELECT string_agg(key::text, ',') FROM search_texts WHERE words @@ CAST(:asked AS tsquery)"
        query += " AND key >= :first"
    asked = {"asked": _expression(connection, meant), "first": first_key}
    told = connection.execute(sa.text(query), asked).scalar()
    return np.sort(np.fromstring(told or "", dtype=np.int64, sep=","))


def _expression(connection: sa.Connection, meant: list[Meant]) -> str:
    """The condition in the index's own language; words hold letters and digits only, so they say nothing in it."""
    if connection.dialect.name == "sqlite":
        quoted = [[f'"{word}"' for word in one.words] + [f'"{one.begins}"*'] * bool(one.begins) for one in meant]
        return " AND ".join(f"({' OR '.join(one)})" for one in quoted)
    quoted = [[f"'{word}'" for word in one.words] + [f"'{one.begins}':*"] * bool(one.begins) for one in meant]
    return " & ".join(f"({' | '.join(one)})" for one in quoted)


def numbered(connection: sa.Connection, text: str) -> Keys:
    """Keys of all questions of the records whose number in its source was typed; of those whose number begins with it
    where nobody has it.
    """
    number = _number(text)
    spellings = sorted({number, number.upper(), number.lower()})
    exact = [records.c.external_id.in_(spellings), *(_begins(connection, one + SPLIT) for one in spellings)]
    found = _of_records(connection, exact) if number else []
    if not found and len(number) >= _SHORTEST_START:
        found = _of_records(connection, [_begins(connection, one) for one in spellings])
    return np.array(sorted(set(found)), dtype=np.int64)


def _of_records(connection: sa.Connection, either: list[sa.ColumnElement[bool]]) -> list[int]:
    """Asked one by one and for each source, or SQLite would read every number: its index begins with the source."""
    r, q = records.c, questions.c
    own = list(connection.execute(sa.select(sources.c.source_id)).scalars())
    keys = sa.select(q.record_id * sa.literal(256, sa.BigInteger) + q.question_no)
    query = keys.join(records, r.record_id == q.record_id).where(r.source_id.in_(own))
    return [key for one in either for key in connection.execute(query.where(one)).scalars()]


def _number(text: str) -> str:
    """The number that a text asks for, without the words that may stand before it; empty for anything else."""
    parts = [part.strip("№#«»\"'.,;:!?()") for part in text.replace("№", " ").split()]
    told = [part for part in parts if part and words.folded(part) not in _CALLED]
    return told[0] if len(told) == 1 and _NUMBER.fullmatch(told[0]) else ""


def _begins(connection: sa.Connection, number: str) -> sa.ColumnElement[bool]:
    """Found by the index on either database, whatever its order of letters."""
    if connection.dialect.name == "sqlite":
        return sa.and_(records.c.external_id >= number, records.c.external_id < number + _LAST_SIGN)
    return records.c.external_id.startswith(number, autoescape=True)
