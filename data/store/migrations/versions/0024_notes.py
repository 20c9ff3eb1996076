"""Weekly notes on their way, and the issued ones"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "notes",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(8), nullable=False, comment="2026-W47"),
        sa.Column("snapshot", sa.String(40), nullable=False, comment="number and hash: 12-3fa9c1d2"),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("approved", sa.String(300), nullable=False),
        sa.Column("approved_hash", sa.String(64), nullable=False),
        _version(),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_notes")),
        sa.UniqueConstraint("week", name=op.f("uq_notes_week")),
    )
    _of_draft()
    _of_issued()


def _of_draft() -> None:
    op.create_table(
        "note_texts",
        sa.Column("note_text_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _version(),
        sa.ForeignKeyConstraint(["note_id"], ["notes.note_id"], name=op.f("fk_note_texts_note_id_notes")),
        sa.PrimaryKeyConstraint("note_text_id", name=op.f("pk_note_texts")),
        sa.UniqueConstraint("note_id", "section", name=op.f("uq_note_texts_note_id_section")),
    )
    op.create_table(
        "note_comments",
        sa.Column("note_comment_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        _version(),
        sa.ForeignKeyConstraint(["note_id"], ["notes.note_id"], name=op.f("fk_note_comments_note_id_notes")),
        sa.PrimaryKeyConstraint("note_comment_id", name=op.f("pk_note_comments")),
    )
    op.create_index(op.f("ix_note_comments_note_id"), "note_comments", ["note_id"])


def _of_issued() -> None:
    op.create_table(
        "note_issues",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False, comment="З-2026-001, by the year of issue"),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(300), nullable=False),
        sa.Column("snapshot", sa.String(40), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False, comment="SHA-256 of content"),
        sa.Column("content", sa.Text(), nullable=False, comment="canonical: numbers, sentences, snapshot"),
        sa.ForeignKeyConstraint(
            ["note_id"], ["notes.note_id"], name=op.f("fk_note_issues_note_id_notes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_note_issues")),
        sa.UniqueConstraint("number", name=op.f("uq_note_issues_number")),
    )
    op.create_table(
        "note_files",
        sa.Column("note_file_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False,
                  comment="docx, pdf, or page1, page2 …: pictures of its pages, PNG"),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note_issues.note_id"], name=op.f("fk_note_files_note_id_note_issues"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("note_file_id", name=op.f("pk_note_files")),
        sa.UniqueConstraint("note_id", "kind", name=op.f("uq_note_files_note_id_kind")),
    )  # fmt: skip
    op.create_index(op.f("ix_note_files_sha256"), "note_files", ["sha256"])


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer(), server_default="1", nullable=False)


def downgrade() -> None:
    """Back: drafts and issued notes are lost with their files."""
    for table in ("note_files", "note_issues", "note_comments", "note_texts", "notes"):
        op.drop_table(table)
