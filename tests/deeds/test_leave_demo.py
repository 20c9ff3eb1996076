"""Removing the demonstration, as a deed: who may, what the log says, what becomes of the logins."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from access import audit, demo_logins, login, people, person
from access.sessions import Visitor
from data import __main__ as data_commands
from data import store
from data.errors import AccessError
from data.settings import Settings
from data.snapshots import demonstration, publish
from data.store import tables
from deeds import demo_logins as demo_accounts
from deeds import leave_demo
from etl import __main__ as etl_commands
from tests import stores
from tests.access.conftest import add, csrf, sign_in
from tests.data.records import at

COMMAND = ["leave-demo", "--yes"]
Imported = Callable[[bool], None]


@pytest.fixture
def imported(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Imported:
    """Writes a row of the ledger, of a demonstration or of a real file; the commands are told of this installation."""
    monkeypatch.setenv("MCU_VAR", str(settings.var))
    stores.create(settings)

    def write(is_demo: bool) -> None:
        row = dict.fromkeys(("rows_in", "loaded", "updated", "unchanged", "rejected", "size_bytes"), 0) | {
            "source_id": 1, "file_name": "made.csv", "sha256": "0" * 64, "started_at": at("2026-03-01"),
            "status": "committed", "is_demo": is_demo, "seconds": 0.0, "unmapped": {},
        }  # fmt: skip
        with store.writing(settings) as connection:
            connection.execute(sa.insert(tables.imports).values(**row))

    return write


def test_the_command_removes_it_once_and_the_second_time_there_is_none(
    settings: Settings, imported: Imported, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(True)
    demo_accounts.ensure(settings)
    add(settings, "chief", "administrator")
    (settings.var / "demo").mkdir()
    assert data_commands.main(COMMAND) == 0
    assert f"входов {len(demo_logins.LOGINS)}" in capsys.readouterr().out
    assert [one.login for one in people.everyone(settings)] == ["chief"]
    assert not (settings.var / "demo").exists()
    assert not (settings.var / demo_logins.FILE).exists()
    assert audit.page(1, 1, settings=settings).entries[0].action == "demo_left"
    assert audit.verify(settings).is_intact
    assert data_commands.main(COMMAND) == 0
    assert capsys.readouterr().out == f"{leave_demo.NOTHING_HERE}\n"


def test_without_consent_nothing_happens(
    settings: Settings, imported: Imported, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(True)
    for answer in ("нет", ""):
        monkeypatch.setattr("builtins.input", lambda _, said=answer: said)
        assert data_commands.main(["leave-demo"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert demonstration.inventory(settings).is_demonstration
    monkeypatch.setattr("builtins.input", lambda _: "да")
    assert data_commands.main(["leave-demo"]) == 0


def test_a_folder_nobody_has_used_has_no_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "new"))
    assert data_commands.main(["leave-demo"]) == 0
    assert capsys.readouterr().out == f"{leave_demo.NOTHING_HERE}\n"


def test_an_account_of_somebody_real_keeps_the_demonstration_away(
    settings: Settings, imported: Imported, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo_logins.why_never(settings) is None
    add(settings, "chief", "administrator")
    assert "учётные записи" in (demo_logins.why_never(settings) or "")
    assert etl_commands.main(["demo"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not demonstration.inventory(settings).imports


def test_a_demonstration_login_opens_nothing_beside_a_real_snapshot(settings: Settings, imported: Imported) -> None:
    imported(True)
    demo_accounts.ensure(settings)
    first = demo_logins.visible_logins(settings)[0]
    number = publish.publish(settings).number
    assert demo_logins.visible_logins(settings), "an empty snapshot tells nothing"
    path = settings.snapshots / f"{number:06d}.json"
    real = path.read_text(encoding="utf-8").replace('"is_demo": true', '"is_demo": false')
    path.with_name(f"{number + 1:06d}.json").write_text(real.replace('"records": 0', '"records": 7'), encoding="utf-8")
    assert demo_logins.visible_logins(settings) == ()
    with pytest.raises(AccessError, match="неверны"):
        login.sign_in(first.login, first.password, Visitor("10.0.0.5"), settings)


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [(("administrator",), True), (("centre_head",), True), (("incident_officer",), False), (("head",), False)],
)
def test_who_may_remove_it(roles: tuple[str, ...], allowed: bool) -> None:
    who = person.Person(1, "ivanova", "Иванова", "", roles)
    assert leave_demo.may(who) == allowed
    assert not leave_demo.may(None)


def test_the_button_removes_it_and_lets_a_real_person_go_on(
    client: FlaskClient, settings: Settings, imported: Imported
) -> None:
    imported(True)
    demo_accounts.ensure(settings)
    sign_in(client, add(settings, "chief", "administrator"))
    assert "Вернуть их нельзя" in client.get("/leave-demo").text
    assert client.post("/leave-demo", data={"csrf_token": "wrong"}).status_code == 403
    assert demonstration.inventory(settings).is_demonstration
    assert "Демонстрация убрана" in client.post("/leave-demo", data={"csrf_token": csrf(client)}).text
    assert audit.page(1, 1, settings=settings).entries[0].actor == "chief"
    assert leave_demo.NOTHING_HERE in client.get("/leave-demo").text
    assert client.get("/").status_code == 200


def test_the_button_signs_a_demonstration_person_out(
    client: FlaskClient, settings: Settings, imported: Imported
) -> None:
    imported(True)
    demo_accounts.ensure(settings)
    given = {one.login: one.password for one in demo_logins.visible_logins(settings)}
    boss = demo_logins.LOGINS["centre_head"]
    sign_in(client, boss, given[boss])
    assert "create-admin" in client.post("/leave-demo", data={"csrf_token": csrf(client)}).text
    assert client.get("/", headers={"Accept": "text/html"}).status_code == 302


def test_a_person_who_may_not_is_told_so(client: FlaskClient, settings: Settings, imported: Imported) -> None:
    imported(True)
    sign_in(client, add(settings, "reader", "head"))
    answer = client.post("/leave-demo", data={"csrf_token": csrf(client)})
    assert (answer.status_code, leave_demo.NOT_YOURS in answer.text) == (403, True)
    assert demonstration.inventory(settings).is_demonstration
