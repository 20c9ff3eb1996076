"""One deed: the right, the row of the log, the act and the snapshot, in this order."""

import ast
from contextlib import nullcontext

import pytest
import sqlalchemy as sa

from access import audit, person
from access.audit import Actor
from access.person import Person
from access.roles import ROLES, Right
from access.tables import users
from data.errors import AccessError, ForeignSnapshotError, StoreError
from data.settings import ROOT, Settings
from deeds import deed as deed_module
from deeds.deed import account_deed, deed
from tests.access.conftest import add


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done, in its order."""
    made: list[str] = []
    monkeypatch.setattr(deed_module.publishing, "publish", lambda _settings: made.append("published"))
    monkeypatch.setattr(deed_module.publish, "require_one_installation", lambda _settings: None)
    return made


def who(*roles: str) -> Person:
    return Person(7, "ivanova", "Иванова Анна", "", roles)


def rows(settings: Settings) -> list[tuple[str, str, str, str, str]]:
    found = audit.page(settings=settings).entries
    return [(one.actor, one.action, one.object_kind, one.object_id, one.reason) for one in found]


@pytest.mark.parametrize("publishes", [True, False])
def test_the_log_comes_first_and_the_snapshot_last(settings: Settings, order: list[str], publishes: bool) -> None:
    correcting = deed(Right.CORRECT, "edit", "record", 5, reason="опечатка", publishes=publishes)
    with person.use(who("centre_head")), correcting as doer:
        assert rows(settings) == [("ivanova", "edit", "record", "5", "опечатка")]
        order.append(doer.login)
    assert order == (["ivanova", "published"] if publishes else ["ivanova"])


def test_the_log_keeps_a_typed_reason_without_names_and_telephones(settings: Settings, order: list[str]) -> None:
    said = "перезвонила заявительница Петрова Анна Сергеевна, 8 923 123-45-67"
    with person.use(who("centre_head")), deed(Right.CORRECT, "edit", "record", 5, reason=said, publishes=False):
        pass
    assert [row[-1] for row in rows(settings)] == ["перезвонила заявительница [имя], [телефон]"]


def test_no_deed_hands_a_reason_on_as_it_was_typed() -> None:
    keeps = {"deed", "_deed", "_editing", "upkeep", "without_people", "reason_of", "corrections.require_reason", "len"}
    handed = []
    for module in sorted((ROOT / "deeds").glob("*.py")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        own = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
            name = ast.unparse(call.func)
            given = [*call.args, *(one.value for one in call.keywords)]
            if any(isinstance(one, ast.Name) and one.id == "reason" for one in given) and name not in keeps | own:
                handed.append(f"{module.name}: {name}")
    assert handed == []


def test_no_deed_cuts_a_reason_before_names_are_taken_out_of_it() -> None:
    cut = [
        f"{module.name}: {ast.unparse(one)}"
        for module in sorted((ROOT / "deeds").glob("*.py"))
        for one in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(one, ast.Subscript) and isinstance(one.value, ast.Name) and one.value.id == "reason"
    ]
    assert cut == [], "half a telephone is no telephone for who looks for one"


@pytest.mark.parametrize("role", [code for code, role in ROLES.items() if Right.CORRECT not in role.rights])
def test_who_may_not_does_nothing_and_stands_nowhere(settings: Settings, order: list[str], role: str) -> None:
    refused = pytest.raises(AccessError, match="Вашей роли нельзя исправлять")
    with person.use(who(role)), refused, deed(Right.CORRECT, "edit", publishes=True):
        order.append("done")
    assert (order, rows(settings)) == ([], [])


@pytest.mark.parametrize("right", [Right.EXPORT, None])
def test_nobody_does_nothing(settings: Settings, order: list[str], right: Right | None) -> None:
    with pytest.raises(AccessError, match="Нужно войти"), deed(right, "export", publishes=True):
        order.append("done")
    assert (order, rows(settings)) == ([], [])


def test_everybody_signed_in_may_do_what_needs_no_right(settings: Settings) -> None:
    with person.use(who()), deed(None, "record_opened", "record", 5, publishes=False):
        pass
    assert rows(settings) == [("ivanova", "record_opened", "record", "5", "")]


def test_what_cannot_be_written_down_is_not_done(
    settings: Settings, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> int:
        raise StoreError("На диске кончилось место.")

    monkeypatch.setattr(audit, "note", full)
    with person.use(who("centre_head")), pytest.raises(StoreError), deed(Right.CORRECT, "edit", publishes=True):
        order.append("done")
    assert order == []


def test_an_act_that_failed_publishes_nothing_and_stands_as_tried(settings: Settings, order: list[str]) -> None:
    correcting = deed(Right.CORRECT, "edit", "record", 5, publishes=True)
    with person.use(who("centre_head")), pytest.raises(AccessError, match="не открыта"), correcting:
        raise AccessError("Запись вам не открыта.")
    assert order == []
    assert rows(settings) == [("ivanova", "edit", "record", "5", "")]


def test_an_account_and_its_row_are_kept_together_or_not_at_all(either: Settings) -> None:
    add(either)
    before = rows(either)
    for fails in (True, False):
        try:
            with account_deed(None, "totp_off", "ivanova", either, actor=Actor("ivanova", ("curator",))) as change:
                change.connection.execute(sa.update(users).values(position="Куратор" if fails else "Глава"))
                change.details |= {"why": "проверка"}
                if fails:
                    raise AccessError("Не вышло.")
        except AccessError:
            assert rows(either) == before
    assert rows(either) == [("ivanova", "totp_off", "user", "ivanova", ""), *before]
    assert audit.page(settings=either).entries[0].details == {"why": "проверка"}
    with audit.store.reading(either) as connection:
        assert connection.execute(sa.select(users.c.position)).scalar_one() == "Глава"


@pytest.mark.parametrize("role", [None, *[code for code, one in ROLES.items() if Right.MANAGE_USERS not in one.rights]])
def test_accounts_are_changed_by_who_may_and_by_the_command_line(settings: Settings, role: str | None) -> None:
    add(settings)
    before = rows(settings)
    changing = account_deed(Right.MANAGE_USERS, "user_changed", "ivanova", settings)
    if role is None:
        with changing:
            pass
        assert rows(settings)[0][0].startswith("командная строка")
        return
    with person.use(who(role)), pytest.raises(AccessError, match="управлять пользователями"), changing:
        pytest.fail("the block has begun")
    assert rows(settings) == before


@pytest.mark.parametrize("publishes", [True, False])
def test_what_could_not_be_published_is_neither_written_down_nor_done(
    settings: Settings, order: list[str], monkeypatch: pytest.MonkeyPatch, publishes: bool
) -> None:
    def foreign(_settings: Settings) -> None:
        raise ForeignSnapshotError("Срез № 1 сделан из другого хранилища.")

    monkeypatch.setattr(deed_module.publish, "require_one_installation", foreign)
    refused = pytest.raises(ForeignSnapshotError) if publishes else nullcontext()
    with refused, person.use(who("centre_head")), deed(Right.CORRECT, "edit", "record", 5, publishes=publishes):
        order.append("done")
    assert (len(rows(settings)), order) == ((0, []) if publishes else (1, ["done"]))
