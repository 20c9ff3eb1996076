"""Every command that opens store and folder refuses a store that is not the folder's, and another program's database:
code 2, one line, nothing changed. The commands are those of the parsers: a new one has to say here what it does.
"""

import argparse
import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from access import store as access_store
from data import store
from data.settings import Settings, use
from deeds import accounts
from tests import stores
from tests.data.records import add, published

WORDS: dict[str, dict[str, list[str]]] = {
    "data": {
        "create": [], "publish": [], "verify": [], "prune": ["--keep-days", "0"], "new-key": [], "snapshots": [],
        "query": ["--metrics", "records"], "backup": ["--to", "{folder}/copy"], "rules": ["export"],
        "laws": ["export"], "days": ["export"], "hours": [], "keeping": [], "leave-demo": ["--yes"], "search": [],
        "tiles": [],
    },
    "etl": {
        "load": ["{folder}/file.csv"], "demo": [], "imports": [], "undo": ["1"], "problems": [], "learn": [],
        "learn-answers": [], "read-answers": [],
    },
    "access": {
        "list": [], "verify-audit": [], "audit": [], "new-key": [], "erase": ["--past-terms", "--reason", "истёк срок"],
        "create-admin": ["ivanov", "--password-stdin"], "add-user": ["ivanov", "--role", "head"],
        "set-roles": ["petrova"], "set-limits": ["petrova"], "set-password": ["petrova"], "deactivate": ["petrova"],
        "activate": ["petrova"], "reset-totp": ["petrova"], "end-sessions": ["petrova"], "forgive": ["petrova"],
    },
    "analysis.forecast": {"": []},
    "reports": {
        "weekly": ["--out", "{folder}/notes"], "check": ["З-2026-001"],
        "channel": ["im", "--out", "{folder}/notes"],
        "package": ["month", "--out", "{folder}/notes"],
        "roadmap": ["ДК-2026-001", "--out", "{folder}/notes"],
        "poll": ["ОП-2026-001", "--out", "{folder}/notes"], "minutes": ["С-2026-01", "--out", "{folder}/notes"],
        "slides": ["--out", "{folder}/notes"], "deliver": [], "notices": [],
    },
}  # fmt: skip
"""Room → command → its words."""
OF_NOTHING = {
    "data": {"metrics", "restore", "new-district"},  # the last two have checks of their own
    "etl": {"locate", "mask", "classify", "answers"},
}
IMPORTS = (["rules", "import"], ["laws", "import"], ["days", "import"], ["publish", "--repair"])
Run = Callable[[list[str]], int]
BROKEN = ("another", "earlier", "foreign", "absent")


def _choices(room: str) -> set[str]:
    parser = import_module(f"{room}.__main__")._parser()
    actions = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    return set(actions[0].choices) if actions else {""}


@pytest.mark.parametrize("room", WORDS)
def test_every_command_of_the_parsers_is_listed_here(room: str) -> None:
    assert _choices(room) == set(WORDS[room]) | OF_NOTHING.get(room, set())


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with an account at two moments, the store of another one, and a database of another program."""
    folder = tmp_path_factory.mktemp("pieces")
    made = Settings(var=folder / "var", store_url=f"sqlite:///{folder / 'own.sqlite'}")
    other = replace(made, var=folder / "elsewhere", store_url=f"sqlite:///{folder / 'another.sqlite'}")
    with use(other):
        store.create(other)
        add(other, {"received": "2026-01-10"})
    with use(made):
        store.create(made)
        access_store.create(made)
        accounts.create(made, "petrova", "Петрова", ["administrator"], password="Длинный-пароль-2026")
        _close(made, other)
        shutil.copyfile(folder / "own.sqlite", folder / "earlier.sqlite")
        published(made, {"received": "2026-01-10"})
        _close(made)
    with closing(sqlite3.connect(folder / "foreign.sqlite")) as connection:
        connection.execute("CREATE TABLE clients (id INTEGER)")
    return folder


def _close(*settings: Settings) -> None:
    for one in settings:
        store.engine(one.store_url).dispose()
        store.engine(access_store._own(one).store_url).dispose()


def _sum(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith((".lock", "-wal", "-shm"))]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(params=BROKEN)
def broken(request: pytest.FixtureRequest, pieces: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the installation beside a store that is not its own."""
    shutil.copytree(pieces / "var", tmp_path / "var")
    if request.param != "absent":
        shutil.copyfile(pieces / f"{request.param}.sqlite", tmp_path / "store.sqlite")
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("MCU_STORE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    (tmp_path / "file.csv").write_text("a;b\n", encoding="utf-8")
    return tmp_path


@pytest.mark.whole
def test_no_command_goes_on_beside_a_store_that_is_not_the_folder_s(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    is_new = not (broken / "store.sqlite").exists()
    commands = [
        (room, [*filter(None, [name]), *words])
        for room, listed in WORDS.items()
        for name, words in listed.items()
        if not (is_new and name == "create")  # the database is lost: a new one may be made
    ]
    (broken / "table.csv").write_text("x\n", encoding="utf-8")
    commands += [("data", [*words, str(broken / "table.csv")]) for words in IMPORTS if words[-1] == "import"]
    commands.append(("data", ["publish", "--repair"]))
    before = _sum(broken)
    for room, words in commands:
        code = import_module(f"{room}.__main__").main([one.format(folder=broken) for one in words])
        said = capsys.readouterr()
        assert (code, said.err.count("\n")) == (2, 1), (room, words, said)
        assert any(word in said.err for word in ("другого", "старше", "другой программы")), (room, words, said.err)
        assert not said.out or words == ["verify"]
        assert _sum(broken) == before, (room, words)


@pytest.mark.parametrize("store_of", ["foreign"])
def test_a_database_of_another_program_does_not_become_a_store(
    store_of: str, pieces: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not beside an empty folder either, nor when everything is to be published anew."""
    shutil.copyfile(pieces / f"{store_of}.sqlite", tmp_path / "store.sqlite")
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("MCU_STORE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    before = _sum(tmp_path)
    for room, words in (
        ("data", ["create"]), ("data", ["publish", "--all"]), ("access", ["list"]), ("data", ["keeping"]),
        ("access", ["create-admin", "ivanov", "--password-stdin"]),
    ):  # fmt: skip
        assert import_module(f"{room}.__main__").main(words) == 2
        assert "другой программы" in capsys.readouterr().err
        assert _sum(tmp_path) == before


def test_asking_where_nothing_is_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    for room, words, code in (
        ("access", ["list"], 0), ("access", ["audit"], 0), ("access", ["forgive", "ivanov"], 2),
        ("access", ["erase", "--past-terms", "--reason", "истёк срок"], 1), ("data", ["search"], 1),
        ("data", ["leave-demo", "--yes"], 0), ("data", ["keeping"], 1), ("etl", ["imports"], 1),
        ("etl", ["problems"], 1), ("data", ["snapshots"], 0), ("data", ["rules", "export"], 1),
    ):  # fmt: skip
        assert import_module(f"{room}.__main__").main(words) == code, (room, words, capsys.readouterr())
        assert not (tmp_path / "var").exists(), (room, words)


def _first_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    made = Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'var' / 'store.sqlite'}")
    with use(made):
        stores.create(made)
        access_store.create(made)
        accounts.create(made, "petrova", "Петрова", ["administrator"], password="Длинный-пароль-2026")
    return made


@pytest.mark.parametrize("name", ["pseudonym.key", "access.key"])
def test_a_key_that_is_lost_before_the_first_file_is_not_made_anew(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """There are accounts, and no pseudonyms yet."""
    made = _first_account(tmp_path, monkeypatch)
    (made.var / name).unlink()
    (tmp_path / "file.csv").write_text("a;b\n", encoding="utf-8")
    for room, words in (("etl", ["load", str(tmp_path / "file.csv")]), ("access", ["list"]), ("etl", ["problems"])):
        assert import_module(f"{room}.__main__").main(words) == 1
        assert "Нет ключа" in capsys.readouterr().err
        assert not (made.var / name).exists(), "nothing is made in its place"
    room = "data" if name == "pseudonym.key" else "access"
    assert import_module(f"{room}.__main__").main(["new-key"]) == 0
    assert import_module("access.__main__").main(["list"]) == 0


def test_accounts_of_another_installation_with_their_key_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The log is good, by its own key; only the store knows that it is not its."""
    other = _first_account(tmp_path / "there", monkeypatch)
    made = _first_account(tmp_path / "here", monkeypatch)
    run = import_module("access.__main__").main
    assert run(["forgive", "petrova"]) == 0, "the store learns whose key it is"
    _close(other, made)
    for file in ("access.key", "access.sqlite", "access.anchor"):
        shutil.copyfile(other.var / file, made.var / file)
    capsys.readouterr()
    assert run(["list"]) == 1
    assert "хранилище помнит другой" in capsys.readouterr().err
