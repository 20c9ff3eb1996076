"""The weekly note on its way: the draft with the words of people, what they said of it, and the issued one for ever.

The files of an issued note lie here and not beside the store: they come and go with its row in one transaction, and no
copy of the store can miss them.
"""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from data.store.tables.base import metadata
from data.store.tables.edits import version

DRAFT, WITH_CENTRE_HEAD, WITH_CURATOR, ISSUED = "draft", "with_centre_head", "with_curator", "issued"
STATUSES = {
    DRAFT: "проект",
    WITH_CENTRE_HEAD: "у руководителя МЦУ",
    WITH_CURATOR: "у куратора",
    ISSUED: "выпущена",
}
INSTEAD, BESIDE = "instead", "beside"
MODES = {INSTEAD: "вместо составленного", BESIDE: "после составленного"}

notes = Table(
    "notes",
    metadata,
    Column("note_id", Integer, primary_key=True),
    Column("week", String(8), nullable=False, unique=True, info={"label": "неделя"}, comment="2026-W47"),
    Column("snapshot", String(40), nullable=False, info={"label": "срез"}, comment="number and hash: 12-3fa9c1d2"),
    Column("status", String(20), nullable=False, info={"label": "состояние", "words": STATUSES}),
    Column("approved", String(300), nullable=False, default="", info={"label": "согласовано"}),
    Column("approved_hash", String(64), nullable=False, default="", info={"label": "хэш согласованного"}),
    version(),
)

note_texts = Table(
    "note_texts",
    metadata,
    Column("note_text_id", Integer, primary_key=True),
    Column("note_id", ForeignKey("notes.note_id"), nullable=False, info={"label": "записка"}),
    Column("section", String(40), nullable=False, info={"label": "раздел"}),
    Column("mode", String(10), nullable=False, info={"label": "место", "words": MODES}),
    Column("body", Text, nullable=False, info={"label": "текст"}),
    version(),
    UniqueConstraint("note_id", "section"),
)

note_comments = Table(
    "note_comments",
    metadata,
    Column("note_comment_id", Integer, primary_key=True),
    Column("note_id", ForeignKey("notes.note_id"), nullable=False, index=True, info={"label": "записка"}),
    Column("section", String(40), nullable=False, info={"label": "раздел"}),
    Column("body", Text, nullable=False, info={"label": "замечание"}),
    Column("made_at", DateTime, nullable=False, info={"label": "когда"}),
    Column("made_by", String(100), nullable=False, info={"label": "кто"}),
    version(),
)

note_issues = Table(
    "note_issues",
    metadata,
    Column("note_id", ForeignKey("notes.note_id", ondelete="CASCADE"), primary_key=True),
    Column("number", String(20), nullable=False, unique=True, comment="З-2026-001, by the year of issue"),
    Column("issued_on", Date, nullable=False),
    Column("issued_by", String(300), nullable=False),
    Column("snapshot", String(40), nullable=False),
    Column("content_hash", String(64), nullable=False, comment="SHA-256 of content"),
    Column("content", Text, nullable=False, comment="canonical: numbers, sentences, snapshot"),
)

note_files = Table(
    "note_files",
    metadata,
    Column("note_file_id", Integer, primary_key=True),
    Column("note_id", ForeignKey("note_issues.note_id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False, comment="docx, pdf, or page1, page2 …: pictures of its pages, PNG"),
    Column("sha256", String(64), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("note_id", "kind"),
)
