"""The declared dependencies, their locks and the page that explains them say the same."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAIRS = [
    (f"requirements{part}.txt", f"requirements{part}.lock") for part in ("", "-dev", "-node", "-cluster", "-spark")
]
LOCKS = [lock for _, lock in PAIRS]


def _pins(name: str) -> dict[str, str]:
    found = re.findall(
        r"^([A-Za-z0-9_.-]+)(?:\[\w+\])?==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
    )
    return {package.lower().replace("_", "-"): version for package, version in found}


def _front_end() -> dict[str, str]:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return {**package["dependencies"], **package["devDependencies"]}


@pytest.mark.parametrize(("declared", "lock"), PAIRS)
def test_the_lock_holds_the_declared_versions(declared: str, lock: str) -> None:
    locked = _pins(lock)
    assert {name: locked.get(name) for name in _pins(declared)} == _pins(declared)


def test_tools_are_locked_beside_the_very_versions_the_program_runs_on() -> None:
    program, tools = _pins("requirements.lock"), _pins("requirements-dev.lock")
    # Where a version depends on Python's, a package stands more than once and only its last line is compared.
    assert {name: tools.get(name) for name in program} == program


def test_the_front_end_lock_holds_the_declared_versions() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in _front_end()} == _front_end()


def test_every_package_of_a_lock_has_a_hash() -> None:
    for lock in LOCKS:
        entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8"))
        assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_no_lock_names_the_host_it_was_made_from() -> None:
    for lock in LOCKS:
        assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
        assert "index-url" not in (ROOT / lock).read_text(encoding="utf-8")
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_the_page_of_dependencies_explains_every_one_of_them() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {
        name.strip().lower() for row in re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE) for name in row.split(",")
    }
    declared = {name for file, _ in PAIRS for name in _pins(file)} | {*_front_end()}
    assert declared - explained == set()


def test_the_chart_library_is_the_one_the_python_side_was_made_for() -> None:
    plotly = pytest.importorskip("plotly")
    bundled = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    head = bundled.open(encoding="utf-8").read(500)
    assert f"v{_front_end()['plotly.js']}" in head
