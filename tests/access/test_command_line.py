"""`python -m access`: the first administrator, the others, the log."""

import io
from pathlib import Path

import pytest
import sqlalchemy as sa

from access import __main__ as command
from access import attempts, audit, people, store
from data.settings import Settings
from tests.access.conftest import ANOTHER, PASSWORD


@pytest.fixture
def run(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a command with a line of standard input; (exit code, output, errors)."""
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("MCU_STORE_URL", store_url)

    def run_command(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = command.main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_command


@pytest.fixture
def there(store_url: str, tmp_path: Path) -> Settings:
    """The installation the commands work on."""
    return Settings(var=tmp_path / "var", store_url=store_url)


def test_the_first_administrator_is_made_on_an_empty_machine(run, there: Settings) -> None:
    assert "Пользователей нет" in run("list")[1]
    code, said, _ = run("create-admin", "chief", "--name", "Главный", "--password-stdin", typed=PASSWORD + "\n")
    assert (code, "создан" in said) == (0, True)
    made = people.everyone(there)[0]
    assert (made.roles, made.must_change_password) == (("administrator",), False)
    assert "chief" in run("list")[1]


def test_failed_attempts_are_forgiven_by_a_command(run, there: Settings) -> None:
    run("create-admin", "chief", "--password-stdin", typed=PASSWORD + "\n")
    assert run("forgive", "chief")[:2] == (0, "Неудачных попыток не было.\n")
    attempts.begin("chief", "10.0.0.5", there)
    code, said, _ = run("forgive", "CHIEF")
    assert (code, "Прощено неудачных попыток: 1" in said) == (0, True)
    assert audit.page(1, 1, settings=there).entries[0].action == "attempts_forgiven"
    code, _, said = run("forgive", "nobody")
    assert (code, len(said.splitlines())) == (2, 1)


@pytest.mark.parametrize("password", ["", "admin", "administrator", "chief-chief-2026", "1234567890123"])
def test_a_weak_password_makes_no_administrator(run, there: Settings, password: str) -> None:
    code, _, said = run("create-admin", "chief", "--password-stdin", typed=password + "\n")
    assert code == 2
    assert said.startswith("Ошибка: ")
    assert people.everyone(there) == ()


def test_a_typed_password_is_asked_for_twice(run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PASSWORD, ANOTHER, PASSWORD, PASSWORD])
    monkeypatch.setattr(command.getpass, "getpass", lambda _: next(typed))
    code, _, said = run("create-admin", "chief")
    assert (code, "не совпали" in said) == (2, True)
    assert run("create-admin", "chief")[0] == 0


def test_everything_is_done_from_the_command_line(run, there: Settings) -> None:
    run("create-admin", "chief", "--password-stdin", typed=PASSWORD)
    more = ("--name", "Петрова", "--recipient", "mcu", "--password-stdin")
    assert run("add-user", "petrova", "--role", "recipient", *more, typed=ANOTHER)[0] == 0
    steps = (
        ("set-roles", "petrova", "--role", "head", "--role", "auditor"),
        ("set-limits", "petrova", "--municipality", "95608151"),
        ("set-password", "petrova", "--password-stdin"),
        ("reset-totp", "petrova"),
        ("end-sessions", "petrova"),
        ("deactivate", "petrova"),
        ("activate", "petrova"),
    )
    for step in steps:
        assert run(*step, typed=PASSWORD)[0] == 0
    made = {user.login: user for user in people.everyone(there)}["petrova"]
    assert (made.roles, made.limits.municipalities) == (("head", "auditor"), ("95608151",))
    said = run("audit", "--last", "3")[1].splitlines()
    assert [line.split(": ")[-1] for line in said] == [
        "завершение сеансов user petrova",
        "отключение пользователя user petrova",
        "включение пользователя user petrova",
    ]


def test_a_user_needs_a_role(run) -> None:
    code, _, said = run("add-user", "petrova", "--password-stdin", typed=PASSWORD)
    assert (code, "--role" in said) == (2, True)


def test_the_last_administrator_is_not_switched_off(run) -> None:
    run("create-admin", "chief", "--password-stdin", typed=PASSWORD)
    code, _, said = run("deactivate", "chief")
    assert (code, "последний" in said) == (2, True)


def test_verify_audit_tells_an_intact_log_from_a_broken_one(run, there: Settings) -> None:
    run("create-admin", "chief", "--password-stdin", typed=PASSWORD)
    assert run("verify-audit") == (0, "Журнал цел: проверено строк — 1.\n", "")
    with store.writing(there) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE access_audit DISABLE TRIGGER USER")
        else:
            connection.exec_driver_sql("DROP TRIGGER access_audit_no_update")
        connection.execute(sa.text("UPDATE access_audit SET actor = 'nobody'"))
    code, _, said = run("verify-audit")
    assert (code, "строка № 1 изменена" in said) == (1, True)
    assert not audit.verify(there).is_intact


def test_an_interrupted_command_changes_nothing(run, there: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(command.getpass, "getpass", interrupted)
    code, _, said = run("create-admin", "chief")
    assert (code, "ничего не изменено" in said) == (130, True)
    assert people.everyone(there) == ()
