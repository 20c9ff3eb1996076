"""The weekly note by mail: the issued file itself, to whom the whole district is open; until then the letter waits."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from access import store as accounts_store
from access.roles import Limits
from data import store
from data.decisions.notes import read as notes_read
from data.decisions.notes import write as notes
from data.decisions.notes.read import DRAFT, WITH_CURATOR
from data.decisions.subscriptions.deliveries import DELAYS, EMPTY, FAILED, REFUSED, SENT, WAITING, log
from data.decisions.subscriptions.write import Form
from data.errors import FilterError
from data.scope import EVERYTHING
from data.settings import Mail, Settings, use
from data.store.tables import note_files
from reports import weekly
from reports.weekly import files
from reports.weekly.note import Marked
from tests.data.records import published
from tests.reports.mail import server
from tests.reports.mail.test_deliver import NOW, TODAY, last, run, somebody, subscribed, text_of
from words.format import NBSP

WEEK = "2026-W20"
"""The whole week before `TODAY`."""
NOTE = Form("Записка недели", "/note", "", "weekly", 0, "any", "pdf")


def issue(settings: Settings, week: str = WEEK) -> str:
    """A note on its way to the end; its number."""
    of = weekly.open_week(week, None, EVERYTHING, settings)
    number = notes.next_number(settings, TODAY)
    kept = files.kept(weekly.note(of, None, Marked(number, TODAY, ("Куратор", "Руководитель"))), settings.public_url)
    notes.prepare(settings, "anna", week, of.stamp.address)
    notes.move(settings, "anna", week, 1, (DRAFT, WITH_CURATOR), "передана")
    told = {"number": number, "issued_on": TODAY, "issued_by": "Куратор", "snapshot": of.stamp.address}
    told |= {"content": kept.content, "content_hash": kept.content_hash}
    notes.issue(settings, "kurator", week, 2, WITH_CURATOR, told, kept.files)
    return number


def test_the_issued_file_itself_goes_once_it_is_issued_and_no_draft_ever(settings: Settings, post: server.Told) -> None:
    subscribed(settings, form=NOTE)
    assert run(settings) == [REFUSED]
    assert (last(settings).state, last(settings).next_at) == (WAITING, NOW + timedelta(minutes=45))
    assert "Записка за 11–17.05.2026 ещё не выпущена" in last(settings).reason
    assert post.letters == []

    number = issue(settings)
    assert run(settings, NOW + timedelta(hours=1)) == [SENT]
    assert run(settings, NOW + timedelta(hours=9)) == []
    (letter,) = post.messages
    (attached,) = letter.iter_attachments()
    note = notes_read.one(settings, WEEK)
    assert note is not None and note.issue is not None
    assert attached.get_filename() == f"записка-{number}.pdf"
    assert hashlib.sha256(attached.get_content()).hexdigest() == note.issue.files["pdf"]
    lines = text_of(letter).splitlines()
    assert lines[0] == f"Еженедельная аналитическая записка № {number} от 18.05.2026 за неделю 11–17.05.2026."
    assert lines[1].startswith("За неделю 11–17.05.2026 поступило 8 записей")
    assert "http://mcu.local/note?week=2026-W20" in lines
    assert NBSP not in text_of(letter)


def test_a_letter_waits_for_its_note_until_the_next_one_is_due(settings: Settings, post: server.Told) -> None:
    subscribed(settings, form=NOTE)
    for step in range(len(DELAYS) + 3):
        assert run(settings, NOW + step * timedelta(hours=1)) == [REFUSED]
    assert last(settings).state == WAITING, "a try too many for a server is none for a person who signs"

    week = timedelta(days=7)
    assert run(settings, NOW + week, TODAY + week) == [REFUSED]
    newer, older = log(settings, 2)
    assert (newer.state, older.state, older.next_at) == (WAITING, FAILED, None)
    assert older.reason.endswith("Пришёл срок следующего письма.")
    assert post.letters == []


@pytest.mark.parametrize(("condition", "state"), [("any", SENT), ("growth", SENT), ("overdue", EMPTY)])
def test_its_conditions_are_of_the_week_of_the_note(
    condition: str, state: str, settings: Settings, post: server.Told
) -> None:
    issue(settings)
    subscribed(settings, form=replace(NOTE, condition=condition, format="docx"))

    assert run(settings) == [state]
    assert len(post.letters) == (state == SENT)


def test_who_sees_a_part_of_the_district_gets_no_note_and_reads_why(settings: Settings, post: server.Told) -> None:
    issue(settings)
    somebody(settings, "vera", "curator", limits=Limits(municipalities=("95608410",)))
    subscribed(settings, "vera", NOTE)

    assert run(settings) == [REFUSED]
    assert "открыта их часть" in last(settings).reason
    assert post.letters == []


@pytest.fixture
def empty(tmp_path: Path, post: server.Told) -> Iterator[Settings]:
    """A store whose last whole week is without records."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    with use(Settings(var=tmp_path, store_url=url, mail=Mail("127.0.0.1", post.port, "mcu@a.local", "none"))) as made:
        days = ("2026-05-03", "2026-05-18")
        published(made, *({"received": f"{day} 10:00", "topic": "roads.snow_ice", "channel": "phone"} for day in days))
        accounts_store.create(made)
        somebody(made, "anna")
        yield made


def test_the_note_of_an_empty_week_is_issued_and_not_mailed(empty: Settings, post: server.Told) -> None:
    number = issue(empty)
    subscribed(empty, form=NOTE)

    assert number == "З-2026-001"
    assert run(empty) == [EMPTY]
    assert last(empty).reason == "За неделю не поступило ни одной записи: записка выпущена, но не рассылается."
    assert post.letters == []


@pytest.mark.parametrize("wrong", [{"schedule": "workdays"}, {"schedule": "monthly"}, {"format": "xlsx"}])
def test_a_note_comes_once_a_week_in_a_file_it_was_issued_in(settings: Settings, wrong: dict[str, Any]) -> None:
    with pytest.raises(FilterError):
        subscribed(settings, form=replace(NOTE, **wrong))


def test_what_is_kept_of_the_note_must_be_whole(settings: Settings, post: server.Told) -> None:
    """A damaged file is no report: its owner reads so, and it is tried again."""
    issue(settings)
    subscribed(settings, form=NOTE)
    with store.writing(settings) as connection:
        connection.execute(sa.update(note_files).values(body=b"damaged"))

    assert run(settings) == [REFUSED]
    assert "повреждена" in last(settings).reason
    assert post.letters == []
