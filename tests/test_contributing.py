"""The walks of CONTRIBUTING.md lead where they promise: each is walked on a copy of the program, as it is written.

A block belongs to the file named last before it. `diff` changes what stands there; `python` and `csv` make a file or
go on with it; `sh` holds the commands. A walk that names what has moved fails here.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from data.__main__ import main
from data.filters import Filters
from data.metrics import register
from data.scope import EVERYTHING
from data.settings import Settings, use
from tests.data.records import add, day, published
from tests.test_documents import MADE

ROOT = Path(__file__).resolve().parent.parent
IMPORT_MAP = "tests/test_import_graph.py"


@dataclass(frozen=True)
class Block:
    """One fenced block. path: the file named last before it."""

    language: str
    path: str
    text: str


@cache
def walks() -> dict[str, tuple[Block, ...]]:
    """What is added → the blocks of its walk, in their order."""
    sections = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## Как добавить ")[1:]
    return {section.partition("\n")[0]: tuple(blocks(section)) for section in sections}


def blocks(section: str) -> list[Block]:
    """The fenced blocks of a walk."""
    made, path = [], ""
    for part in re.split(r"^(```\w+\n.*?^```$)", section, flags=re.DOTALL | re.MULTILINE):
        if fenced := re.fullmatch(r"```(\w+)\n(.*?)```", part, flags=re.DOTALL):
            made.append(Block(fenced[1], path, fenced[2]))
        elif named := re.findall(r"`([^`\s]+\.\w+)`", part):
            path = named[-1]
    return made


def apply(block: Block, folder: Path) -> None:
    """Do to the copy in `folder` what a block says. AssertionError for a change of what is not there."""
    file = folder / block.path
    if block.language == "diff":
        text, lines = file.read_text(encoding="utf-8"), block.text.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in lines if line[0] in kept) for kept in (" -", " +"))
        assert text.count(old) == 1, f"{block.path} has no longer, or more than once:\n{old}"
        file.write_text(text.replace(old, new), encoding="utf-8")
    elif block.language != "sh":
        gap = "\n\n" if block.language == "python" and file.exists() else ""
        with file.open("a", encoding="utf-8") as whole:
            whole.write(gap + block.text)


def copy_of_the_program(folder: Path) -> None:
    """The program as it is written, with what is installed beside it; compiled files spare the copy their making."""
    folders = {ROOT: {*MADE, ".git"}, ROOT / "assets": {"vendor"}}

    def ignored(parent: str, names: list[str]) -> set[str]:
        return folders.get(Path(parent), set()) & set(names)

    shutil.copytree(ROOT, folder, ignore=ignored)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "assets" / "vendor").symlink_to(ROOT / "assets" / "vendor")


def commands(name: str) -> list[str]:
    """The lines of the `sh` blocks of a walk."""
    return [line for block in walks()[name] if block.language == "sh" for line in block.text.splitlines()]


def paths_tested(name: str) -> list[str]:
    """What a walk tests with `make test`."""
    return [path for line in commands(name) for args in re.findall(r'ARGS="(.*)"', line) for path in args.split()]


def modules_of(name: str) -> list[str]:
    """Modules of the program that a walk writes or changes."""
    paths = dict.fromkeys(b.path for b in walks()[name] if b.path.endswith(".py") and not b.path.startswith("tests/"))
    return [path.removesuffix(".py").replace("/", ".") for path in paths]


"""One worker walks them all: the copy of the program is made once."""
IN_THE_CODE = ("показатель", "источник", "экран", "дело")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program where all walks have been walked."""
    folder = tmp_path_factory.mktemp("walks") / "program"
    copy_of_the_program(folder)
    for name in IN_THE_CODE:
        for block in walks()[name]:
            apply(block, folder)
        for line in (line for line in commands(name) if not line.startswith("make test ")):
            subprocess.run(["bash", "-ec", line], cwd=folder, check=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def verdicts(program: Path) -> dict[str, str]:
    """Every test of all walks → what became of it."""
    wanted: list[str] = []
    for name in IN_THE_CODE:
        wanted += paths_tested(name)
        rooms = sorted({one.split(".")[0] for one in modules_of(name)})
        wanted += [f"{IMPORT_MAP}::test_a_module_imports_only_what_its_room_may[{one}]" for one in rooms]
    wanted += [f"{IMPORT_MAP}::test_no_import_is_put_into_a_function_to_break_a_circle"]
    return ran(program, [one for one in dict.fromkeys(wanted) if one != IMPORT_MAP])


def ran(folder: Path, wanted: list[str]) -> dict[str, str]:
    """Run tests of the copy; «file::test» → «passed», or its failure."""
    report = folder / "verdicts.xml"
    call = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *wanted]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MCU_"))}
    done = subprocess.run(call, cwd=folder, env=kept, capture_output=True, text=True, check=False, timeout=300)
    assert report.exists(), done.stdout + done.stderr
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        bad = [part for part in case if part.tag in ("failure", "error", "skipped")]
        file = case.attrib["classname"].replace(".", "/")
        found[f"{file}.py::{case.attrib['name']}"] = bad[0].text or bad[0].tag if bad else "passed"
    return found


@pytest.mark.parametrize("name", IN_THE_CODE)
def test_what_a_walk_adds_is_there_and_keeps_the_rules_of_the_house(name: str, verdicts: dict[str, str]) -> None:
    for path in paths_tested(name):
        mine = {test: verdict for test, verdict in verdicts.items() if test == path or test.startswith(f"{path}::")}
        assert mine, f"{path} has not been run"
        assert {test: verdict for test, verdict in mine.items() if verdict != "passed"} == {}
    for module in modules_of(name):
        assert (
            verdicts[f"{IMPORT_MAP}::test_a_module_imports_only_what_its_room_may[{module.split('.')[0]}]"] == "passed"
        )


@pytest.mark.parametrize("check", [("check",), ("format", "--check")])
def test_what_the_walks_write_is_written_as_the_house_writes(program: Path, check: tuple[str, ...]) -> None:
    written = {block.path for name in IN_THE_CODE for block in walks()[name] if block.path.endswith(".py")}
    call = [sys.executable, "-m", "ruff", *check, "--no-cache", *sorted(written)]
    said = subprocess.run(call, cwd=program, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize("name", IN_THE_CODE)
def test_a_walk_makes_a_test_and_runs_it(name: str) -> None:
    """And knows the glossary or the import map, by which whatever is added is held."""
    made = {block.path for block in walks()[name] if block.language == "python" and block.path.startswith("tests/")}
    assert made
    assert made <= set(paths_tested(name))
    assert {"tests/test_documents.py", IMPORT_MAP} & set(paths_tested(name))


def test_there_is_a_walk_for_each_thing_and_for_nothing_else() -> None:
    assert tuple(walks()) == (*IN_THE_CODE, "правило срока")


def test_a_row_of_rules_changes_the_due_dates_of_what_comes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = (block for block in walks()["правило срока"] if block.language == "csv")
    trial, act = (line.split(" -m data ")[1].split() for line in commands("правило срока"))
    (tmp_path / row.path).write_text(row.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MCU_VAR", str(tmp_path))
    settings = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")
    with use(settings):
        published(settings, {"received": "2026-04-30"})
    for command in (trial, act):
        assert main(command) == 0
        assert "новая версия: pos_resolution с 2026-05-01" in capsys.readouterr().out
    with use(settings):
        add(settings, {"received": "2026-05-04"})
        assert main(["publish"]) == 0
        dues = [register.clocks(number, Filters(as_of=day("2026-06-01")), EVERYTHING)[1][0].due_on for number in (1, 2)]
    assert [f"{due:%d.%m.%Y}" for due in dues if due] == ["29.05.2026", "22.05.2026"]


@pytest.mark.parametrize(
    ("change", "is_there"),
    [(" ACTIONS = {\n+    1: 2,\n", True), (" DEEDS = {\n+    1: 2,\n", False), ("-ACTIONS = {\n+DEEDS = {\n", True)],
)
def test_a_change_of_what_has_moved_is_noticed(tmp_path: Path, change: str, is_there: bool) -> None:
    (tmp_path / "actions.py").write_text("ACTIONS = {\n}\n", encoding="utf-8")
    block = Block("diff", "actions.py", change)
    if is_there:
        apply(block, tmp_path)
        assert (tmp_path / "actions.py").read_text(encoding="utf-8") != "ACTIONS = {\n}\n"
        return
    with pytest.raises(AssertionError, match="has no longer"):
        apply(block, tmp_path)
