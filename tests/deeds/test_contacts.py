"""Contacts of an applicant: for a reason, within the scope, recorded before they are read."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from access import audit, store
from access import person as person_of
from access.person import Person
from access.roles import Limits
from data import store as appeals
from data.errors import AccessError, StoreError
from data.settings import Settings, use
from data.store.tables import identities
from deeds import contacts
from tests.data.records import published

REASON = "Уточнить адрес протечки"
NAME = "Тестова Проверка"


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Settings]:
    """Two records of different channels, recipients and municipalities; both have an applicant."""
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as settings:
        rows = (
            {"received": "2026-03-02", "channel": "im_vk", "recipient": "mcu", "municipality": "95608151"},
            {"received": "2026-03-03", "channel": "pos_message", "recipient": "administration"},
        )
        published(settings, *rows)
        store.create(settings)
        with appeals.writing(settings) as connection:
            for record_id in (1, 2):
                row = {"record_id": record_id, "applicant_name": NAME, "contact": "test@example.org"}
                connection.execute(sa.insert(identities).values(**row))
        yield settings


def who(*roles: str, **limits: tuple[str, ...]) -> Person:
    return Person(7, "ivanova", "Иванова Анна", "", roles, Limits(**limits))


def shown_to(person: Person, record_id: int, reason: str) -> contacts.Contacts:
    with person_of.use(person):
        return contacts.show_contacts(record_id, reason)


def actions(settings: Settings) -> list[tuple[str, str, str]]:
    return [(e.action, e.object_id, e.reason) for e in audit.page(settings=settings).entries]


@pytest.mark.parametrize(
    "person",
    [
        who("curator"),
        who("centre_head"),
        who("incident_officer"),
        who("recipient", recipients=("mcu",)),
        who("auditor", "incident_officer"),
        who("curator", municipalities=("95608151",)),
    ],
    ids=lambda person: "+".join(person.roles),
)
def test_contacts_are_shown_to_who_has_a_grant_for_that_record(filled: Settings, person: Person) -> None:
    shown = shown_to(person, 1, REASON)
    assert (shown.applicant_name, shown.contact, shown.address) == (NAME, "test@example.org", None)
    assert actions(filled) == [("contacts_shown", "1", REASON)]


@pytest.mark.parametrize(
    "person",
    [
        who("head"),
        who("auditor"),
        who("administrator"),
        who("pos_officer"),
        who("recipient"),
        who("recipient", recipients=("administration",)),
        who("head", "pos_officer"),
        who("curator", channels=("pos_message",)),
        who("curator", municipalities=("95608402",)),
        who(),
    ],
    ids=lambda person: "+".join(person.roles),
)
def test_everybody_else_is_refused_and_the_attempt_is_recorded(filled: Settings, person: Person) -> None:
    with pytest.raises(AccessError, match="не открыты"):
        shown_to(person, 1, REASON)
    assert actions(filled) == [("contacts_refused", "1", REASON)]


def test_a_record_that_is_not_there_is_refused_in_the_same_words(filled: Settings) -> None:
    with pytest.raises(AccessError, match="Контакты записи № 99 вам не открыты"):
        shown_to(who("curator"), 99, REASON)


@pytest.mark.parametrize("reason", ["", "надо", "          ", "ааааааааааааа", "1234567890123", " для \n связи "])
def test_without_a_reason_in_words_nothing_is_shown(filled: Settings, reason: str) -> None:
    with pytest.raises(AccessError, match="причину"):
        shown_to(who("curator"), 1, reason)
    assert actions(filled) == []


def test_what_cannot_be_recorded_is_not_read(filled: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> int:
        raise StoreError("На диске кончилось место.")

    monkeypatch.setattr(contacts, "_is_covered", lambda *_: True)
    monkeypatch.setattr(audit, "note", full)
    monkeypatch.setattr(contacts.store, "reading", lambda _: pytest.fail("contacts were read"))
    with pytest.raises(StoreError):
        shown_to(who("curator"), 1, REASON)


def test_a_record_without_an_applicant_gives_missing_fields(filled: Settings) -> None:
    with appeals.writing(filled) as connection:
        connection.execute(sa.delete(identities))
    assert shown_to(who("curator"), 1, REASON) == contacts.Contacts(1)


def test_contacts_reach_neither_logs_nor_the_log_of_actions(filled: Settings, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("test").warning("shown: %s", shown_to(who("curator"), 1, REASON))
    assert "shown: Contacts(record_id=1)" in caplog.text
    assert NAME not in caplog.text
    kept = b"".join(file.read_bytes() for file in filled.var.glob("access*"))
    assert NAME.encode() not in kept
    assert b"test@example.org" not in kept
