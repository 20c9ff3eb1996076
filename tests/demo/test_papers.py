"""What people of the demonstration have put on paper: it is there, it is whole, and it goes with them."""

import hashlib
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest
import sqlalchemy as sa

from answers import note_checks
from data import store
from data.decisions.materials import read as materials
from data.decisions.notes import read as notes
from data.decisions.notes.read import DRAFT, ISSUED
from data.decisions.subscriptions import read as subscriptions
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from data.store import tables
from demo import papers
from etl import leave_demo
from reports import weekly
from reports.weekly import since
from tests.data.records import published
from tests.reports.weekly.test_note import rows

MADE = (
    "notes", "note_texts", "note_comments", "note_issues", "note_files", "material_packages", "material_files",
    "subscriptions",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Records of 70 weeks up to 20 May 2026, said to be invented, and the papers over them."""
    var = tmp_path_factory.mktemp("papers")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(settings):
        published(settings, *rows())
        with store.writing(settings) as connection:
            connection.execute(sa.update(tables.imports).values(is_demo=True))
        publish.publish(settings, everything=True)
        papers.keep(settings)
        yield settings


def test_a_note_was_issued_and_the_next_one_is_a_draft_with_words_of_people(made: Settings) -> None:
    draft, issued = notes.listed(made)

    assert [(one.week, one.status) for one in (draft, issued)] == [("2026-W20", DRAFT), ("2026-W19", ISSUED)]
    assert issued.issue is not None
    assert (issued.issue.number, issued.issue.issued_on) == ("З-2026-001", date(2026, 5, 12))
    assert (
        issued.approved_hash == issued.issue.content_hash == hashlib.sha256(issued.issue.content.encode()).hexdigest()
    )
    assert {"docx", "pdf", "page1"} <= set(issued.issue.files)
    whole = notes.one(made, draft.week)
    assert whole is not None
    assert set(whole.texts) == {"decisions"}
    assert [one.section for one in whole.comments] == ["hotspots"]


def test_the_issued_note_can_be_checked_and_compared_with_what_is_now(made: Settings) -> None:
    assert note_checks.check("З-2026-001", made).is_issued
    note = notes.by_code(made, "З-2026-001")
    assert note is not None and note.issue is not None
    of = weekly.open_week(note.week, int(note.snapshot.split("-")[0]), EVERYTHING, made)
    assert since.rows(since.changes(note.issue.content, of)) == []
    read = docx.Document(io.BytesIO(notes.kept(made, note, "docx")))
    assert any("Демонстрационные данные" in one.text for one in read.paragraphs)


def test_materials_of_the_last_month_were_sent_with_their_files_and_two_reports_are_mailed(made: Settings) -> None:
    (package,) = materials.packages(made)

    assert (package.period, package.is_demo, package.sent_on) == ("2026-04", True, date(2026, 5, 3))
    assert materials.kept(made, package.code, "материалы-month-2026-04.docx").content.startswith(b"PK")
    assert [one.path for one in subscriptions.listed(made, papers.CURATOR)] == ["/note", "/deadlines"]


def test_where_the_records_hold_no_week_before_the_last_no_note_is_made_up(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")
    with use(settings):
        published(settings, {"received": "2026-05-18 10:00"})
        papers.keep(settings)
        assert notes.listed(settings) == []


def test_all_of_it_goes_with_the_demonstration(made: Settings) -> None:
    assert counts(made)["note_files"] > 3
    leave_demo.leave(made)

    assert counts(made) == dict.fromkeys(MADE, 0)
    with store.reading(made) as connection:
        about = sa.select(tables.edits.c.table_name).where(tables.edits.c.table_name.in_(MADE))
        assert connection.execute(about).scalars().all() == []


def counts(settings: Settings) -> dict[str, int]:
    with store.reading(settings) as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(tables.metadata.tables[name])).scalar_one()
            for name in MADE
        }
