"""Words of the masked texts, by which records are found"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# A later migration that makes `questions` or `search_texts` anew (SQLite's batch mode) takes their triggers along with
# the old table: it has to make them again.
_OF_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_texts', content_rowid='key', "
    "detail='none', columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts BEGIN "
    "INSERT INTO search_index (rowid, words) VALUES (new.key, new.words); END",
    "CREATE TRIGGER search_texts_gone AFTER DELETE ON search_texts BEGIN "
    "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.key, old.words); END",
    "CREATE TRIGGER questions_gone AFTER DELETE ON questions BEGIN "
    "DELETE FROM search_texts WHERE key = old.record_id * 256 + old.question_no; END",
    "CREATE TRIGGER questions_changed AFTER UPDATE OF text ON questions BEGIN "
    "DELETE FROM search_texts WHERE key = old.record_id * 256 + old.question_no; END",
)
_OF_POSTGRESQL = (
    "CREATE FUNCTION forget_search_text() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "DELETE FROM search_texts WHERE key = old.record_id::bigint * 256 + old.question_no; RETURN NULL; END $$",
    "CREATE TRIGGER questions_gone AFTER DELETE OR UPDATE OF text ON questions "
    "FOR EACH ROW EXECUTE FUNCTION forget_search_text()",
)


def upgrade() -> None:
    """Forward: the texts that are there are indexed."""
    letters = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")
    key = "record_id * 256 + question_no"
    op.create_table(
        "search_texts",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False, comment=key),
        sa.Column(
            "words",
            sa.Text().with_variant(TSVECTOR(), "postgresql"),
            nullable=False,
            comment="distinct, one blank apart",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_search_texts")),
    )
    op.create_table(
        "search_words",
        sa.Column("word", letters, nullable=False),
        sa.Column("stem", letters, nullable=False, comment="equal for the forms of one word"),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_words")),
    )
    op.create_index(op.f("ix_search_words_stem"), "search_words", ["stem"])
    shortened = "CRC of a word or a stem, whole or with one letter left out"
    op.create_table(
        "search_slips",
        sa.Column("slip", sa.Integer(), autoincrement=False, nullable=False, comment=shortened),
        sa.Column("stem", letters, nullable=False),
        sa.PrimaryKeyConstraint("slip", "stem", name=op.f("pk_search_slips")),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.create_index("ix_search_texts_words", "search_texts", ["words"], postgresql_using="gin")
        pattern = {"external_id": "text_pattern_ops"}
        op.create_index("ix_records_external_id", "records", ["external_id"], postgresql_ops=pattern)
    for statement in _OF_SQLITE if connection.dialect.name == "sqlite" else _OF_POSTGRESQL:
        connection.exec_driver_sql(statement)
    # Imported here: the words of a text are this program's own, and its next version may make them anew.
    from data.store.search import index

    index.rebuild(connection)


def downgrade() -> None:
    """Back: records are found by filters only."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for name in ("questions_changed", "questions_gone", "search_texts_gone", "search_texts_added"):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("DROP TABLE search_index")
    else:
        connection.exec_driver_sql("DROP TRIGGER questions_gone ON questions")
        connection.exec_driver_sql("DROP FUNCTION forget_search_text()")
        op.drop_index("ix_records_external_id", "records")
    for name in ("search_slips", "search_words", "search_texts"):
        op.drop_table(name)
