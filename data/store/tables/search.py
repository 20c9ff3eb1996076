"""Words of the masked texts, by which records are found. Everything here can be made again from the questions.

A text leaves with its question, or when it is erased, by the database's own triggers: no way of deleting forgets it.
On SQLite an FTS5 index stands over the words; on PostgreSQL the column is a tsvector. Both hold our own words, parted
by blanks alone: neither folds «ё», FTS5 takes a new emoji for a letter, PostgreSQL with LC_CTYPE C folds nothing.
"""

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from data.store.tables.base import metadata

_IN_LETTERS = String(60).with_variant(String(60, collation="C"), "postgresql")

search_texts = Table(
    "search_texts",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False, comment="record_id * 256 + question_no"),
    Column("words", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False, comment="distinct, one blank apart"),
)

search_words = Table(
    "search_words",
    metadata,
    Column("word", _IN_LETTERS, primary_key=True),
    Column("stem", _IN_LETTERS, nullable=False, index=True, comment="equal for the forms of one word"),
)

search_slips = Table(
    "search_slips",
    metadata,
    Column("slip", Integer, primary_key=True, comment="CRC of a word or a stem, whole or with one letter left out"),
    Column("stem", _IN_LETTERS, primary_key=True),
    sqlite_with_rowid=False,
)

Index("ix_search_texts_words", search_texts.c.words, postgresql_using="gin").ddl_if(dialect="postgresql")

INDEX_OF_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_texts', content_rowid='key', "
    "detail='none', columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts BEGIN "
    "INSERT INTO search_index (rowid, words) VALUES (new.key, new.words); END",
    "CREATE TRIGGER search_texts_gone AFTER DELETE ON search_texts BEGIN "
    "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.key, old.words); END",
)
"""The index and what keeps it in step with `search_texts`."""
OF_SQLITE = (
    *INDEX_OF_SQLITE,
    "CREATE TRIGGER questions_gone AFTER DELETE ON questions BEGIN "
    "DELETE FROM search_texts WHERE key = old.record_id * 256 + old.question_no; END",
    "CREATE TRIGGER questions_changed AFTER UPDATE OF text ON questions BEGIN "
    "DELETE FROM search_texts WHERE key = old.record_id * 256 + old.question_no; END",
)
OF_POSTGRESQL = (
    "CREATE FUNCTION forget_search_text() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "DELETE FROM search_texts WHERE key = old.record_id::bigint * 256 + old.question_no; RETURN NULL; END $$",
    "CREATE TRIGGER questions_gone AFTER DELETE OR UPDATE OF text ON questions "
    "FOR EACH ROW EXECUTE FUNCTION forget_search_text()",
)
for _dialect, _statements in (("sqlite", OF_SQLITE), ("postgresql", OF_POSTGRESQL)):
    for _statement in _statements:
        made = sa.DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect)
        sa.event.listen(metadata, "after_create", made)
