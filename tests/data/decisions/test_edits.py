"""Rows of state are edited one way: nothing of anybody is overwritten unseen, and anything can be taken back."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data import store
from data.decisions import edit_words, edits
from data.decisions.edits import ADDED, CHANGED, REMOVED, Editor
from data.errors import EditConflictError, FilterError
from data.settings import Settings
from data.store.tables import edits as log
from data.store.tables.edits import version
from tests import stores

ZONE = ZoneInfo("Asia/Krasnoyarsk")
OWN = sa.MetaData()
parents = sa.Table(
    "parents",
    OWN,
    sa.Column("parent_id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(40), nullable=False, unique=True, info={"label": "название"}),
    sa.Column("term", sa.Integer, info={"label": "срок"}),
    sa.Column("since", sa.Date, info={"label": "начало"}),
    sa.Column("is_own", sa.Boolean, nullable=False, default=False, info={"label": "своё"}),
    version(),
)
children = sa.Table(
    "children",
    OWN,
    sa.Column("child_id", sa.Integer, primary_key=True),
    sa.Column("parent_id", sa.ForeignKey("parents.parent_id"), nullable=False, info={"label": "чей"}),
    sa.Column("name", sa.String(40), nullable=False),
    version(),
)
State = dict[str, dict[int, tuple[Any, ...]]]


@pytest.fixture(scope="module", params=stores.ENGINES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with (
        stores.installation(request.param, tmp_path_factory.mktemp("edits")) as settings,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(edits, "metadata", OWN)
        with store.migrating(settings) as connection:
            OWN.create_all(connection)
        yield settings


@pytest.fixture
def connection(made: Settings) -> Iterator[sa.Connection]:
    with rolled_back(made) as found:
        yield found


@contextmanager
def rolled_back(settings: Settings) -> Iterator[sa.Connection]:
    """A writer's transaction that leaves nothing."""
    with suppress(EndError), store.writing(settings) as connection:
        yield connection
        raise EndError


class EndError(Exception):
    """Ends a transaction."""


def by(who: str, connection: sa.Connection, reason: str = "") -> Editor:
    return Editor(connection, ZONE, who, reason)


def state(connection: sa.Connection) -> State:
    """All rows without their versions, by key."""
    return {
        table.name: {
            found[0]: tuple(found[1:])
            for found in connection.execute(sa.select(*[c for c in table.columns if c.name != "version"]))
        }
        for table in (parents, children)
    }


def logged(connection: sa.Connection) -> list[tuple[Any, ...]]:
    return [tuple(found) for found in connection.execute(sa.select(log).order_by(log.c.edit_no))]


def test_an_added_row_is_at_the_first_version_and_its_history_says_who_added_it_and_why(
    connection: sa.Connection,
) -> None:
    key = by("anna", connection, " по положению ").insert(parents, {"name": "вода", "since": date(2026, 3, 1)})
    assert edits.row(connection, parents, key) == {
        "parent_id": key, "name": "вода", "term": None, "since": date(2026, 3, 1), "is_own": False, "version": 1,
    }  # fmt: skip
    (edit,) = edits.history(connection, parents, key)
    assert (edit.kind, edit.who, edit.reason, edit.version, edit.stands) == (ADDED, "anna", "по положению", 1, True)
    assert edit.after == {"name": "вода", "term": None, "since": "2026-03-01", "is_own": False}


def test_what_somebody_saved_meanwhile_is_not_overwritten_and_the_refusal_says_who_when_and_what(
    connection: sa.Connection,
) -> None:
    key = by("anna", connection).insert(parents, {"name": "вода", "term": 3})
    by("boris", connection).change(parents, key, 1, {"term": 5, "is_own": True})
    with pytest.raises(EditConflictError) as refusal:
        by("anna", connection).change(parents, key, 1, {"name": "вода", "term": 7, "is_own": True})
    at = edit_words.local(edits.history(connection, parents, key)[0].at, ZONE)
    assert str(refusal.value) == (
        f"Не сохранено — эту запись сохранили в {at:%H:%M} {at:%d.%m.%Y} (boris): вот разница: срок: «5» → «7». "
        "Обновите страницу и внесите своё ещё раз."
    )
    assert (refusal.value.who, refusal.value.status) == ("boris", 409)
    assert state(connection)["parents"][key] == ("вода", 5, None, True)


def test_the_same_values_saved_twice_are_one_edit(connection: sa.Connection) -> None:
    key = by("anna", connection).insert(parents, {"name": "вода"})
    assert by("anna", connection).change(parents, key, 1, {"term": 5}) == 2
    assert by("anna", connection).change(parents, key, 1, {"term": 5}) == 2
    assert len(edits.history(connection, parents, key)) == 2


def test_a_row_that_is_gone_is_not_changed(connection: sa.Connection) -> None:
    key = by("anna", connection).insert(parents, {"name": "вода"})
    by("boris", connection).remove(parents, key, 1)
    with pytest.raises(EditConflictError, match=r"эту запись удалили в .* \(boris\)"):
        by("anna", connection).change(parents, key, 1, {"term": 5})
    with pytest.raises(FilterError, match="Такой записи нет"):
        by("anna", connection).change(parents, key + 100, 1, {"term": 5})


def test_rows_saved_together_are_taken_back_together_and_can_be_brought_back(connection: sa.Connection) -> None:
    before = state(connection)
    editor = by("anna", connection)
    parent = editor.insert(parents, {"name": "вода"})
    child = editor.insert(children, {"parent_id": parent, "name": "колонки"})
    whole = state(connection)
    by("boris", connection, "ошибка").undo(edits.history(connection, parents, parent)[0].number)
    assert state(connection) == before
    undoing = edits.history(connection, children, child)[0]
    assert (undoing.kind, undoing.who, undoing.reason) == (REMOVED, "boris", "ошибка")
    by("anna", connection).undo(undoing.number)
    assert state(connection) == whole


def test_an_edit_is_not_undone_over_a_later_one_nor_twice(connection: sa.Connection) -> None:
    key = by("anna", connection).insert(parents, {"name": "вода", "term": 3})
    by("boris", connection).change(parents, key, 1, {"term": 5})
    later, first = edits.history(connection, parents, key)
    assert (later.stands, first.stands) == (True, False)
    with pytest.raises(EditConflictError, match=r"boris.*срок: «3» → «5».*Сначала отмените более позднюю правку"):
        by("anna", connection).undo(first.number)
    by("anna", connection).undo(later.number)
    with pytest.raises(FilterError, match="Правка уже отменена: anna"):
        by("boris", connection).undo(later.number)


def test_a_form_opened_before_an_undone_edit_is_known_to_be_old(connection: sa.Connection) -> None:
    key = by("anna", connection).insert(parents, {"name": "вода", "term": 3})
    by("boris", connection).change(parents, key, 1, {"term": 5})
    by("boris", connection).undo(edits.history(connection, parents, key)[0].number)
    assert edits.row(connection, parents, key) == {
        "parent_id": key, "name": "вода", "term": 3, "since": None, "is_own": False, "version": 3,
    }  # fmt: skip
    with pytest.raises(EditConflictError):
        by("anna", connection).change(parents, key, 1, {"term": 4})


def test_a_key_is_never_given_to_another_row(connection: sa.Connection) -> None:
    key = by("anna", connection).insert(parents, {"name": "вода"})
    by("anna", connection).remove(parents, key, 1)
    assert by("anna", connection).insert(parents, {"name": "свет"}) != key


@pytest.mark.parametrize("what", ["a row that others refer to", "a second row of a name"])
def test_what_the_store_refuses_is_one_sentence(what: str, made: Settings) -> None:
    with rolled_back(made) as connection:
        editor = by("anna", connection)
        key = editor.insert(parents, {"name": "вода"})
        editor.insert(children, {"parent_id": key, "name": "колонки"})
        with pytest.raises(FilterError, match="на неё ссылаются другие, или такая уже есть"):
            editor.remove(parents, key, 1) if what.startswith("a row") else editor.insert(parents, {"name": "вода"})


def test_values_are_told_in_words(connection: sa.Connection) -> None:
    key = by("anna", connection).insert(parents, {"name": "вода"})
    found = edit_words.differences(
        connection, parents, None, {"name": "вода", "term": None, "since": "2026-03-01", "is_own": True}
    )
    assert [str(one) for one in found] == [
        "название: «пусто» → «вода»", "начало: «пусто» → «01.03.2026»", "своё: «пусто» → «да»",
    ]  # fmt: skip
    assert edit_words.in_words(connection, children.c.parent_id, key) == "вода"


DONE = st.tuples(
    st.sampled_from(["add", "change", "remove"]),
    st.integers(0, 5),
    st.fixed_dictionaries(
        {"term": st.none() | st.integers(0, 3), "since": st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3))}
    ),
)


def act(connection: sa.Connection, what: str, choice: int, values: dict[str, Any]) -> bool:
    """One edit of a random row, if it has something to act on; an added row brings a child along."""
    there = [edits.row(connection, parents, key) for key in sorted(state(connection)["parents"])]
    editor = by("anna", connection)
    if what == "add":
        key = editor.insert(parents, {"name": f"{len(logged(connection))}"} | values)
        editor.insert(children, {"parent_id": key, "name": "дитя"})
        return True
    if not there:
        return False
    row = there[choice % len(there)]
    assert row is not None
    if what == "change":
        return editor.change(parents, row["parent_id"], row["version"], values) != row["version"]
    query = sa.select(children).where(children.c.parent_id == row["parent_id"])
    for child in connection.execute(query).mappings().all():
        editor.remove(children, child["child_id"], child["version"])
    editor.remove(parents, row["parent_id"], row["version"])
    return True


@given(st.lists(DONE, max_size=6))
@hypothesis_settings(max_examples=20)
def test_undone_edits_leave_the_rows_as_they_were_and_history_only_grows(
    made: Settings, done: list[tuple[str, int, dict[str, Any]]]
) -> None:
    with rolled_back(made) as connection:
        states, history = [state(connection)], [logged(connection)]
        for what, choice, values in done:
            if act(connection, what, choice, values):
                states.append(state(connection))
                history.append(logged(connection))
                assert history[-1][: len(history[-2])] == history[-2]
        undone = [told[-1][0] for told in history[1:]]
        for number, before in zip(reversed(undone), reversed(states[:-1]), strict=True):
            seen = logged(connection)
            by("boris", connection).undo(number)
            assert state(connection) == before
            assert logged(connection)[: len(seen)] == seen
            assert len(logged(connection)) > len(seen)


def test_kinds_of_edits_follow_from_what_they_hold(connection: sa.Connection) -> None:
    key = by("anna", connection).insert(parents, {"name": "вода"})
    by("anna", connection).change(parents, key, 1, {"term": 1})
    by("anna", connection).remove(parents, key, 2)
    assert [one.kind for one in edits.recent(connection, [parents], 3)] == [REMOVED, CHANGED, ADDED]
