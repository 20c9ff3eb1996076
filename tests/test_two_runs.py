"""`make test` leaves nothing out; `make check` leaves out what its markers say, and something of every room stays."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from tests.conftest import DEAR, FEW, left_out
from tests.test_import_graph import IN_ROOM

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
SOURCES = {file.relative_to(TESTS).as_posix(): file.read_text(encoding="utf-8") for file in TESTS.rglob("*.py")}
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
DESCRIBED = dict(marker.split(": ", 1) for marker in SETTINGS["markers"])
FOREIGN = {"parametrize", "usefixtures", "skipif", "filterwarnings"}
"""Markers of pytest and of its plugins, which describe them."""
CHOOSING = {"-m", "-k", "-x", "--deselect", "--exitfirst", "--ignore", "--ignore-glob", "--last-failed", "--lf",
            "--maxfail", "--stepwise", "--sw"}  # fmt: skip
"""Options with which pytest does not run everything it has found."""
REST = {"seconds"}
"""Markers that say something else than what a test is."""


def recipe(target: str) -> str:
    """The lines of a target, those that are continued as one."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, flags=re.MULTILINE)
    assert found
    return found[1]


def options(line: str) -> set[str]:
    """What a call of pytest is given when nobody says ARGS."""
    called = re.sub(r"\$\(or \$\(ARGS\),([^)]*)\)", r"\1", line.partition("-m pytest")[2])
    return {word.partition("=")[0] for word in shlex.split(called)}


def expression() -> str:
    """Which tests `make check` runs."""
    return str(re.findall(r'-m "([^"]+)"', recipe("check"))[-1])


def dear(place: str) -> set[str]:
    return {marker for marker, places in DEAR.items() if place.startswith(places)}


def test_every_marker_is_described_and_every_described_one_is_used() -> None:
    used = {name for text in SOURCES.values() for name in re.findall(r"\bpytest\.mark\.(\w+)", text)}
    assert (used | DEAR.keys()) - FOREIGN == DESCRIBED.keys()
    assert [name for name, words in DESCRIBED.items() if len(words) < 15] == []


def test_the_whole_run_leaves_nothing_out() -> None:
    assert "-m pytest" in recipe("test")
    given = options(recipe("test")) | {word.partition("=")[0] for word in SETTINGS["addopts"]}
    assert given & CHOOSING == set()
    assert SETTINGS["testpaths"] == ["tests"]
    assert {"python_files", "python_functions", "norecursedirs", "collect_imported_tests"} & SETTINGS.keys() == set()


def test_no_file_of_tests_is_passed_over() -> None:
    files = {name for name, text in SOURCES.items() if re.search(r"^(?:async )?def test_", text, flags=re.MULTILINE)}
    assert [name for name in files if not Path(name).name.startswith("test_")] == []
    ours = {name: text for name, text in SOURCES.items() if Path(name).name == "conftest.py"}
    hooks = r"collect_ignore|pytest_deselected|items\[:\]|items\.(?:remove|clear|pop)"
    assert [name for name, text in ours.items() if re.search(hooks, text)] == []
    assert [name for name, text in ours.items() if "pytest_ignore_collect" in text] == ["conftest.py"]


@pytest.mark.parametrize(
    ("asked", "markers"),
    [
        ("", set()),
        ("not browser", {"browser"}),
        ("not browser and not fuzz", {"browser", "fuzz"}),
        ("browser", set()),
        ("not browser or not fuzz", set()),
        ("not (browser and fuzz)", set()),
        ("fuzz and not browser", set()),
    ],
)
def test_files_are_passed_over_only_when_their_marker_is_named(asked: str, markers: set[str]) -> None:
    assert left_out(asked) == markers


@pytest.mark.parametrize("words", ["-m 'not browser'", "--lf", "--ignore=tests/pages", "--deselect tests/a.py::b"])
def test_an_option_that_leaves_something_out_is_noticed(words: str) -> None:
    assert options(f"@.venv/bin/python -m pytest $(or $(ARGS),-n 2 {words} -q)") & CHOOSING != set()


def test_the_quick_run_leaves_out_what_is_marked_and_the_documents_name_it() -> None:
    markers = left_out(expression())
    assert markers == DESCRIBED.keys() - REST
    assert markers >= DEAR.keys()
    assert FEW < 10
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    said = contributing.partition("**Два прогона.**")[2].partition("\n- **")[0]
    assert {name for name in markers if f"`{name}`" not in said} == set()


def test_every_dear_place_is_there_and_named_once() -> None:
    named = [place for places in DEAR.values() for place in places]
    assert [place for place in named if not any(file.startswith(place) for file in SOURCES)] == []
    assert [one for one in named for other in named if one is not other and one.startswith(other)] == []


@pytest.mark.parametrize("room", sorted(IN_ROOM.keys() - {"app"}))
def test_the_quick_run_looks_into_every_room(room: str) -> None:
    files = [file for file in SOURCES if file.startswith(f"{room}/") and Path(file).name.startswith("test_")]
    stay = [file for file in files if not dear(file) and not file.endswith("_in_browser.py")]
    assert len(stay) > 1
