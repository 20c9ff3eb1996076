"""An entry as a deed: right, log without personal data, record, snapshot; what was typed stays on a refusal."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from access import audit
from access import person as person_of
from access import scope as scope_of
from access import store as access_store
from access.person import Person
from access.roles import Limits
from data import metrics
from data.errors import AccessError
from data.filters import Filters
from data.scope import EVERYTHING
from data.settings import Settings, use
from deeds import entries
from tests import stores

TYPED = {
    ("channel", 0): "phone",
    ("day", 0): " 02.03.2026 ",
    ("applicant", 0): "Кызласова Мария",
    ("contact", 0): "+7 900 000-11-22",
    ("text", 0): None,
    ("text", 1): "Нет воды",
    ("topic", 2): "",
    ("kind", 0): None,
}
MAY_NOT = ("head", "curator", "recipient", "auditor", "administrator")


@pytest.fixture
def own(tmp_path: Path, read_here: None) -> Iterator[Settings]:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        access_store.create(made)
        yield made


@pytest.fixture
def head(own: Settings) -> Iterator[Person]:
    """The head of the centre, signed in."""
    with signed_in("centre_head") as person:
        yield person


class signed_in:  # noqa: N801  (reads as what it is)
    """Somebody of a role, with the circle of data the role gives."""

    def __init__(self, role: str, **limits: tuple[str, ...]) -> None:
        self._person = Person(7, "ivanova", "Иванова Анна", "", (role,), Limits(**limits))

    def __enter__(self) -> Person:
        self._uses = (person_of.use(self._person), scope_of.use(self._person.scope))
        for one in self._uses:
            one.__enter__()
        return self._person

    def __exit__(self, *error: object) -> None:
        for one in reversed(self._uses):
            one.__exit__(None, None, None)


def count() -> int:
    return int(metrics.query(["records"], (), Filters(period="all"), EVERYTHING)["records"].iloc[0])


def log(own: Settings) -> list[str]:
    return [f"{e.action} {e.object_id} {e.details}" for e in audit.page(settings=own).entries]


def test_an_entry_is_in_the_figures_and_in_the_log_and_taken_back_from_both(own: Settings, head: Person) -> None:
    outcome = entries.enter(TYPED, is_sure=False)
    assert outcome.entered is not None and outcome.entered.number == "ВР-1"
    assert count() == 1
    (row,) = log(own)
    assert row.startswith("entered ") and "'channel': 'phone'" in row and "'questions': 1" in row
    assert not any(part in row for part in ("Кызласова", "900", "воды"))
    entries.undo(outcome.entered.import_id)
    assert count() == 0
    assert [one.split()[0] for one in log(own)] == ["undo", "entered"]


@pytest.mark.whole
def test_a_double_is_asked_about_first_and_a_refusal_leaves_no_trace(own: Settings, head: Person) -> None:
    entries.enter(TYPED, is_sure=False)
    outcome = entries.enter(TYPED, is_sure=False)
    assert outcome.entered is None and len(outcome.alike) == 1
    assert (count(), len(log(own))) == (1, 1)
    assert entries.enter(TYPED, is_sure=True).entered is not None
    assert (count(), len(log(own))) == (2, 2)


def test_flaws_are_told_by_the_field_of_the_screen(own: Settings, head: Person) -> None:
    outcome = entries.enter(TYPED | {("topic", 1): "Мёд", ("number", 0): "ВР-9"}, is_sure=True)
    assert set(outcome.flaws) == {("topic", 1)}
    outcome = entries.enter(TYPED | {("number", 0): "ВР-9"}, is_sure=True)
    assert set(outcome.flaws) == {("number", 0)}
    assert set(entries.enter({}, is_sure=False).flaws) == {("channel", 0), ("day", 0), ("text", 0)}
    assert log(own) == []


@pytest.mark.parametrize("role", MAY_NOT)
def test_who_may_not_load_files_may_not_enter(role: str, own: Settings) -> None:
    with signed_in(role):
        for ask in (
            lambda: entries.enter(TYPED, is_sure=True),
            entries.choices,
            entries.recent,
            lambda: entries.undo(1),
        ):
            with pytest.raises(AccessError):
                ask()
    assert log(own) == []


def test_a_role_of_other_channels_is_offered_none_and_can_enter_none(own: Settings) -> None:
    for role in ("incident_officer", "pos_officer"):
        with signed_in(role):
            assert entries.choices().channels == {}
            assert ("channel", 0) in entries.enter(TYPED, is_sure=True).flaws
    with signed_in("centre_head", channels=("phone",)):
        assert list(entries.choices().channels) == ["phone"]
        assert entries.enter(TYPED, is_sure=False).entered is not None
        assert ("channel", 0) in entries.enter(TYPED | {("channel", 0): "letter"}, is_sure=True).flaws


def test_the_template_is_a_workbook_with_the_person_s_own_channels(own: Settings) -> None:
    import flask

    with flask.Flask("test").test_request_context(), signed_in("centre_head", channels=("phone",)):
        answer = entries.template()
        answer.direct_passthrough = False
        book = load_workbook(io.BytesIO(answer.get_data()))
    assert [cell.value for cell in book.worksheets[2]["A"] if cell.value][1:] == ["Телефон"]
