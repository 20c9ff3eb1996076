"""How commands end: codes, sentences, and a reader who leaves before the end."""

import os
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from data import __main__ as command
from data import commands, snapshots
from data.errors import FilterError, InputError, StoreError
from data.settings import Settings
from data.snapshots import publish
from etl import __main__ as etl_command
from tests import stores
from tests.etl.dirty.files import HEADER, row, text_of


class Left:
    """Standard output whose reader has gone away after one line, as `head -1` does."""

    def __init__(self) -> None:
        reader, writer = os.pipe()
        self.stream = os.fdopen(writer, "w", encoding="utf-8")
        os.close(reader)


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Left().stream
    monkeypatch.setattr(sys, "stdout", made)
    return made


@pytest.mark.parametrize(
    ("error", "code"), [(StoreError("а"), 1), (FilterError("а"), 2), (InputError("а"), 2), (OSError(5, "x", "f"), 1)]
)
def test_an_error_is_one_line_and_a_code(error: Exception, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        raise error

    assert commands.run(work) == code
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_load_whose_reader_has_left_is_published_all_the_same(
    tmp_path: Path,
    left: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    settings = Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'var' / 'store.sqlite'}")
    stores.create(settings)
    for name in ("1", "2"):
        (tmp_path / f"{name}.csv").write_text(text_of(HEADER, row(name)), encoding="utf-8")
    assert etl_command.main(["load", str(tmp_path / "1.csv"), str(tmp_path / "2.csv")]) == 0
    number = snapshots.latest(settings.snapshots)
    assert number is not None
    assert snapshots.read_manifest(settings.snapshots, number).records == 2
    left.close()


def test_a_list_whose_reader_has_left_ends_quietly(left: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["metrics"]) == 0
    assert capsys.readouterr().err == ""
    left.close()


@pytest.mark.parametrize(
    "name",
    ["7.json", "0000012.json", "000099 (копия).json", "99999.json", "²²²²²².json", "manifest.json", "000099.json.bak"],
)
def test_a_file_of_another_name_among_snapshots_stops_nothing(new_home: Settings, name: str) -> None:
    publish.publish(new_home)
    (new_home.snapshots / name).write_text("не манифест", encoding="utf-8")
    (new_home.snapshots / "000098.json").mkdir()
    (new_home.snapshots / "months" / ".trash").mkdir()
    assert snapshots.latest(new_home.snapshots) == 1
    assert publish.publish(new_home, everything=True).number == 2


@pytest.fixture
def new_home(tmp_path: Path) -> Settings:
    made = Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'var' / 'store.sqlite'}")
    stores.create(made)
    return made


@pytest.mark.parametrize(
    "room", ["data", "etl", "access", "geo", "analysis.effect", "analysis.forecast", "analysis.hotspots"]
)
@pytest.mark.parametrize(
    "words",
    [
        ["nosuch"],
        ["--nosuch"],
        ["list", "--nosuch"],
        ["undo", "x"],
        ["undo", "9" * 23],
        ["audit", "--last", "-5"],
        ["prune", "--keep-days"],
    ],
)
def test_every_command_refuses_what_it_does_not_know_in_one_russian_line(
    room: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        import_module(f"{room}.__main__").main(words)
    (said,) = capsys.readouterr().err.splitlines()
    assert refused.value.code == 2
    assert said.startswith("Ошибка: ") and not re.search(r"invalid|required|expected|unrecognized|usage", said)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MCU_PORT", "abc"),
        ("MCU_PORT", "0"),
        ("MCU_PORT", "70000"),
        ("MCU_VAR", __file__),
        ("MCU_STORE_URL", "nonsense"),
        ("MCU_STORE_URL", "mysql://host/base"),
        ("MCU_PUBLIC_URL", "mcu.local:8050"),
        ("MCU_ENGINE", "10.0.0.5:15002"),
    ],
)
def test_a_wrong_setting_is_wrong_input(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert command.main(["snapshots"]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert value[:40] in said


def test_a_table_that_is_no_text_is_wrong_input(
    new_home: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rules.csv").write_bytes(b"\xff\xfe\x00")
    assert command.main(["rules", "import", str(tmp_path / "rules.csv"), "--store", new_home.store_url]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["rules", "export", "{folder}"],
        ["laws", "export", "{folder}/absent/laws.csv"],
        ["days", "export", "{folder}"],
        ["hours", "administration", "с восьми до пяти"],
        ["hours", "administration", "25:00-26:00 27:00-28:00"],
        ["hours", "administration", ""],
        ["restore", "{folder}/text.zip"],
        ["backup", "--to", "{folder}/text.zip/copy"],
        ["create", "--store", "sqlite:///{folder}"],
    ],
    ids=" ".join,
)
def test_what_a_person_has_named_wrongly_ends_with_2_and_one_line(
    words: list[str],
    new_home: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MCU_VAR", str(new_home.var))
    (tmp_path / "text.zip").write_text("не архив", encoding="utf-8")
    assert command.main([word.format(folder=tmp_path) for word in words]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_report_that_cannot_be_written_stops_the_load_before_it_begins(
    new_home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCU_VAR", str(new_home.var))
    file = tmp_path / "a.csv"
    file.write_text(text_of(HEADER, row(1)), encoding="utf-8")
    assert etl_command.main(["load", str(file), "--report", str(tmp_path / "absent" / "report.json")]) == 2
    assert "записать некуда" in capsys.readouterr().err
    assert etl_command.main(["imports"]) == 0
    assert not capsys.readouterr().out, "nothing was loaded that is then not published"
