"""The index of words: written beside the texts, in their transaction; checked, and made anew where it is broken.

What leaves with a question or an erasure is taken away by the database itself (`data.store.tables.search`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from data.errors import StoreError
from data.store import bulk
from data.store.search import words
from data.store.tables import questions, search_slips, search_texts, search_words
from data.store.tables.search import INDEX_OF_SQLITE

Text = tuple[int, int, str | None]
"""Number of a record, of its question, and the masked text."""
MOST_QUESTIONS = 255
"""Snapshots tell no more questions of one record apart."""
_AT_ONCE = 5_000
_ROWS_OF_A_STATEMENT = 500
BROKEN = "Выполните: python -m data search --rebuild."


def key_of(record_id: int, question_no: int) -> int:
    """One number for a question of a record, as in `data.metrics.sql.KEY`."""
    return record_id * 256 + question_no


def add(connection: sa.Connection, texts: Iterable[Text], known: set[str] | None = None) -> None:
    """Index the texts of questions that are not indexed. known: words that the caller has seen indexed, added to."""
    told = ((record, number, " ".join(words.words_of(text))) for record, number, text in texts if text)
    add_words(connection, told, known)


def add_words(connection: sa.Connection, texts: Iterable[tuple[int, int, str]], known: set[str] | None = None) -> None:
    """The same for texts whose words (`words.words_of`) are known already, one blank apart."""
    kept = ((key_of(record, number), found) for record, number, found in texts if number <= MOST_QUESTIONS)
    rows = [(key, found) for key, found in kept if found]
    _learn(connection, set().union(*(found.split(" ") for _, found in rows)), known)
    _insert_texts(connection, rows)


def _insert_texts(connection: sa.Connection, rows: list[tuple[int, str]]) -> None:
    """On SQLite many rows a statement: FTS5 writes the index down after each, which costs ten times the row itself."""
    if connection.dialect.name != "sqlite":
        bulk.insert(connection, search_texts, ("key", "words"), rows)
        return
    driver: Any = connection.connection.driver_connection
    for part in bulk.parts(rows, _ROWS_OF_A_STATEMENT):
        marks = ", ".join(["(?, ?)"] * len(part))
        statement = f"INSERT INTO search_texts (key, words) VALUES {marks}"  # noqa: S608 marks only
        driver.execute(statement, [value for row in part for value in row])


def _learn(connection: sa.Connection, found: set[str], known: set[str] | None) -> None:
    """Words that no text has had before, with their stems and slips."""
    new, w = words.alphabetic(found - (known or set())), search_words.c.word
    if known is not None:
        known.update(new)
    for part in bulk.parts(sorted(new)):
        new -= set(connection.execute(sa.select(w).where(w.in_(part))).scalars())
    bulk.insert(connection, search_words, ("word", "stem"), ((word, words.stem_of(word)) for word in sorted(new)))
    slips = sorted({(slip, words.stem_of(word)) for word in new for slip in _slips(word)})
    _insert_once(connection, slips)


def _insert_once(connection: sa.Connection, slips: list[tuple[int, str]]) -> None:
    """Slips of new words; some are there already, with the stem's other words."""
    if connection.dialect.name == "sqlite":  # the driver itself is three times faster
        driver: Any = connection.connection.driver_connection
        driver.executemany("INSERT OR IGNORE INTO search_slips (slip, stem) VALUES (?, ?)", slips)
    elif slips:
        once = postgresql.insert(search_slips).on_conflict_do_nothing()
        connection.execute(once, [{"slip": slip, "stem": stem} for slip, stem in slips])


def _slips(word: str) -> set[int]:
    """Of a word and of its stem, so that a slip is found in a form that no text has."""
    stem = words.stem_of(word)
    return {slip for one in (word, stem) if words.may_slip(one) for slip in words.slips_of(one)}


def forget_unused(connection: sa.Connection) -> None:
    """Take out words that no text has any more: they may be what a person wanted erased."""
    w = search_words.c
    gone = list(connection.execute(sa.select(w.word, w.stem).where(_is_unused(connection))).all())
    for part in bulk.parts([word for word, _ in gone]):
        connection.execute(sa.delete(search_words).where(w.word.in_(part)))
    for part in bulk.parts(sorted({stem for _, stem in gone})):
        _slip_anew(connection, part)


def _is_unused(connection: sa.Connection) -> sa.ColumnElement[bool]:
    if connection.dialect.name == "sqlite":
        return sa.text(
            "NOT EXISTS (SELECT 1 FROM search_index WHERE search_index MATCH '\"' || search_words.word || '\"')"
        )  # type: ignore[return-value]
    return sa.text("word NOT IN (SELECT word FROM ts_stat('SELECT words FROM search_texts'))")  # type: ignore[return-value]


def _slip_anew(connection: sa.Connection, stems: list[str]) -> None:
    """The slips of stems some of whose words have left."""
    connection.execute(sa.delete(search_slips).where(search_slips.c.stem.in_(stems)))
    w = search_words.c
    left = connection.execute(sa.select(w.word, w.stem).where(w.stem.in_(stems))).all()
    slips = sorted({(slip, stem) for word, stem in left for slip in _slips(word)})
    bulk.insert(connection, search_slips, ("slip", "stem"), slips)


def purge(connection: sa.Connection) -> None:
    """Leave nothing in the index of texts that have left: SQLite keeps their words until parts of it are merged."""
    forget_unused(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")


def rebuild(connection: sa.Connection) -> None:
    """Make the index anew from the masked texts."""
    for table in (search_texts, search_words, search_slips):
        if connection.dialect.name != "sqlite" or table is not search_texts:
            connection.execute(sa.delete(table))
    if connection.dialect.name == "sqlite":
        _empty_sqlite(connection)
    known: set[str] = set()
    for texts in _texts(connection):
        add(connection, texts, known)


def _empty_sqlite(connection: sa.Connection) -> None:
    """A broken index can't be emptied row by row: it is taken away whole, with its triggers, and made again."""
    for name in ("search_texts_added", "search_texts_gone"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    connection.exec_driver_sql("DROP TABLE IF EXISTS search_index")
    connection.execute(sa.delete(search_texts))
    for statement in INDEX_OF_SQLITE:
        connection.exec_driver_sql(statement)


def _texts(connection: sa.Connection) -> Iterator[list[Any]]:
    """Texts of all questions, some thousands at once, in the order of their numbers."""
    q, last = questions.c, 0
    while True:
        query = sa.select(q.question_id, q.record_id, q.question_no, q.text).where(q.question_id > last)
        rows = connection.execute(query.order_by(q.question_id).limit(_AT_ONCE)).all()
        if not rows:
            return
        last = rows[-1].question_id
        yield [tuple(row[1:]) for row in rows]


@dataclass(frozen=True)
class State:
    """Of an index that agrees with the texts: how many texts and how many different words it holds."""

    texts: int
    words: int


def check(connection: sa.Connection) -> State:
    """Compare the index with the masked texts, all of them. Raises StoreError that says how to make it anew."""
    if connection.dialect.name == "sqlite":
        _check_sqlite(connection)
    held = 0
    for texts in _texts(connection):
        held += _agreeing(connection, texts)
    count = sa.select(sa.func.count())
    if held != connection.execute(count.select_from(search_texts)).scalar_one():
        raise StoreError(f"В поиске остались слова текстов, которых в хранилище нет. {BROKEN}")
    w = search_words.c
    strange = [word for word, stem in connection.execute(sa.select(w.word, w.stem)) if words.stem_of(word) != stem]
    if strange:
        raise StoreError(f"Основы слов в поиске другие, чем у этой версии программы. {BROKEN}")
    return State(held, connection.execute(count.select_from(search_words)).scalar_one())


def _check_sqlite(connection: sa.Connection) -> None:
    try:  # only rank 1 compares the index with the words beside it
        connection.exec_driver_sql("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
    except sa.exc.DatabaseError as error:
        if any(word in str(error.orig) for word in ("readonly", "full", "locked")):
            raise  # the disk is told by the store; of the index nothing is known
        raise StoreError(f"Указатель слов повреждён или не совпадает с текстами. {BROKEN}") from error


def _agreeing(connection: sa.Connection, texts: list[Text]) -> int:
    """How many of these texts the index holds; StoreError where it holds other words, or not those words at all."""
    told = {key_of(r, n): words.words_of(text) for r, n, text in texts if text and n <= MOST_QUESTIONS}
    told = {key: found for key, found in told.items() if found}
    held: dict[int, set[str]] = {}
    for part in bulk.parts(sorted(told)):
        query = sa.select(search_texts.c.key, words_column(connection)).where(search_texts.c.key.in_(part))
        held |= {key: set(text.split()) for key, text in connection.execute(query)}
    known: set[str] = set()
    for part in bulk.parts(sorted(words.alphabetic({word for found in told.values() for word in found}))):
        known |= set(connection.execute(sa.select(search_words.c.word).where(search_words.c.word.in_(part))).scalars())
    wrong = sum(1 for key, found in told.items() if held.get(key) != set(found) or words.alphabetic(found) - known)
    if wrong:
        raise StoreError(f"В поиске нет слов некоторых текстов или они другие. {BROKEN}")
    return len(told)


def words_column(connection: sa.Connection) -> sa.ColumnElement[str]:
    """The words of a text, one blank apart, on either database."""
    if connection.dialect.name == "sqlite":
        return search_texts.c.words
    return sa.func.array_to_string(sa.func.tsvector_to_array(search_texts.c.words), " ")
