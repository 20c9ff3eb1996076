"""What is left behind: logs, snapshots, pages and the log of actions are searched for names, contacts and secrets."""

import json
import logging
import sqlite3
from pathlib import Path

import duckdb
import pytest

from data.metrics import register
from deeds import accounts
from tests import signing
from tests.attacks import Attacks
from tests.pages.asking import ask, pressed, shown
from tests.security import hostile
from tests.security.conftest import Installation
from tests.security.test_scope_of_records import contacts_of

SECRET = "тайный-пароль-канарейки-55"


@pytest.fixture
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The program's own loggers at their most talkative."""
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy", "faker", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return caplog


def busy(there: Installation) -> list[str]:
    """Do what leaves traces: sign in and fail to, ask for contacts, break a screen; secrets that were used."""
    accounts.create(there.settings, "canary", "Кто-то", ["curator"], password=SECRET, must_change=False)
    tokens = []
    for password in (SECRET, f"{SECRET}!", hostile.NAME):
        browser = there.anonymous()
        token = browser.get("/login").text.split('name="form_token" value="')[1].split('"')[0]
        form = {"login": "canary", "password": password, "form_token": token}
        browser.post("/login", data=form, environ_base={"REMOTE_ADDR": "10.77.0.1"})
        kept = browser.get_cookie("mcu_session")
        tokens += [kept.value] if kept else []
    opened = signing.sign_in(there.settings, login="canary")
    client = signing.client(there.application, opened)
    for record_id in (373, 374, 10**6):
        contacts_of(client, record_id, "уточнить адрес у заявителя")
    client.get("/api/v1/query", query_string={"metrics": "records", "topic": hostile.NAME, "period": hostile.PHONE})
    client.get("/export/register.xlsx", query_string={"sort": hostile.EMAIL})
    client.post("/_dash-update-component", json={"output": hostile.NAME, "inputs": hostile.EMAIL})
    client.post("/_dash-update-component", data=f"{hostile.NAME} {hostile.PHONE}", content_type="text/plain")
    client.post("/logout", headers={"Origin": f"https://{hostile.EMAIL.split('@')[0]}.example"})
    return [*tokens, opened.token, opened.csrf, SECRET]


def test_logs_hold_no_person_and_no_secret(
    there: Installation, attacks: Attacks, everything_is_logged: pytest.LogCaptureFixture
) -> None:
    secrets = busy(there)
    written = "\n".join([*(record.getMessage() for record in everything_is_logged.records), everything_is_logged.text])
    written += there.log.read_text(encoding="utf-8")
    for word in (*hostile.CANARIES, *secrets, "example.org"):
        attacks.met(f"в журнале «{word[:6]}…»", word not in written)


def test_an_error_inside_a_screen_leaves_its_kind_only(
    there: Installation, attacks: Attacks, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"{hostile.NAME} {hostile.PHONE} {hostile.EMAIL}")

    monkeypatch.setattr(register, "page", broken)
    monkeypatch.setattr(register, "card", broken)
    client, button = there.client("curator"), {"type": "open-record", "index": 1}
    answers = [
        shown(ask(client, "register-rows", {"flt.data": {}}, "flt.data")),
        shown(ask(client, "record-card.is_open", {"open-record": [(button, 1)]}, pressed(button))),
        client.get("/export/register.xlsx").get_data(as_text=True),
    ]
    for word in hostile.CANARIES:
        attacks.met(f"в журнале ошибок «{word}»", word not in caplog.text)
        attacks.met(f"на экране «{word}»", not any(word in answer for answer in answers), answers)


def test_snapshots_hold_no_person(there: Installation, attacks: Attacks) -> None:
    files = [one for one in there.settings.snapshots.rglob("*") if one.is_file()]
    assert any(one.suffix == ".parquet" for one in files)
    for file in files:
        text = file.read_bytes().decode("utf-8", "ignore")
        if file.suffix == ".parquet":
            text += str(duckdb.sql(f"SELECT * FROM read_parquet('{file}')").fetchall())
        for word in (*hostile.CANARIES, "Заявитель", "колонка не работает"):
            attacks.met(f"{file.name}: «{word}»", word not in text)


def test_texts_in_the_store_are_masked_and_contacts_lie_apart(there: Installation, attacks: Attacks) -> None:
    apart = {"identities", "question_originals", "import_changes"}
    with sqlite3.connect(there.settings.var / "store.sqlite") as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in sorted(set(tables) - apart):
            text = str(connection.execute(f"SELECT * FROM {table}").fetchall())
            for word in hostile.CANARIES:
                attacks.met(f"{table}: «{word}»", word not in text)


def test_pages_of_who_may_not_see_contacts_hold_none(there: Installation, attacks: Attacks) -> None:
    for role in ("head", "auditor", "administrator", "curator"):
        client = there.client(role)
        pages = [client.get(path).text for path in ("/", "/register", "/account", "/_dash-layout", "/login")]
        for number in range(1, 9):
            data = {"period": "all", "page": str(number)}
            pages.append(shown(ask(client, "register-rows", {"flt.data": data}, "flt.data")))
        for word in (*hostile.CANARIES, "Заявитель 1"):
            attacks.met(f"{role}: «{word}»", not any(word in page for page in pages))


def test_the_log_of_actions_holds_no_person_and_no_secret(there: Installation, attacks: Attacks) -> None:
    there.client("curator").get("/export/register.xlsx", query_string={"period": "4w", "title": hostile.NAME})
    with sqlite3.connect(there.settings.var / "access.sqlite") as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        text = json.dumps([connection.execute(f"SELECT * FROM {t}").fetchall() for t in tables], default=str)
    for opened in there.kept.values():
        attacks.met("ключ сеанса в базе", opened.token not in text)
    for word in (SECRET, signing.PASSWORD):
        attacks.met("пароль в базе", json.dumps(word)[1:-1] not in text and word not in text)


def test_files_of_the_program_are_for_their_owner_only(there: Installation, attacks: Attacks) -> None:
    var: Path = there.settings.var
    for name in ("access.sqlite", "access.key", "pseudonym.key"):
        mode = (var / name).stat().st_mode & 0o077
        attacks.met(f"{name} открыт другим", mode == 0, oct(mode))
