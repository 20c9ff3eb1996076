"""The documents name what is there: paths, commands, names of the code, rooms, targets of make. The log of changes has
a day for each version.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatch
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.test_import_graph import MODULES

ROOT = Path(__file__).resolve().parent.parent
MADE = ("var", "out", "assets/vendor", ".venv", "node_modules")
"""What the program, its installation or its user makes: named in the documents, absent from a fresh copy."""
NOT_OURS = {*MADE, ".git", "test-results"}
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
KEPT = (".key", ".anchor", ".sqlite")
"""Endings of what lies in the folder of an installation."""
KINDS = (".py", ".md", ".csv", ".css", ".js", ".mjs", ".sh", ".lock", ".toml")
"""Endings by which a word is a file of ours; others (`audit.json`, `отчёт.json`) are made by whoever runs a command."""


@cache
def tree() -> frozenset[str]:
    """Every file and folder of the program, from its root."""
    tops = [path for path in ROOT.iterdir() if path.name not in NOT_OURS]
    found = [*tops, *(inner for top in tops if top.is_dir() for inner in top.rglob("*"))]
    return frozenset(str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts)


def spans(text: str) -> Iterator[str]:
    """What stands between backticks, fenced blocks and files that a reader is told to make apart."""
    text = re.sub(r"^```.*?^```|Новый файл\s+`[^`]+`", "", text, flags=re.DOTALL | re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", text)


def paths(text: str) -> set[str]:
    """Words between backticks that name files or folders of ours; a slash at the end is cut."""
    words = {word for span in spans(text) for word in _words(span)}
    return {word.rstrip("/") for word in words if is_path(word)}


def _words(span: str) -> list[str]:
    """Of a command only what has a folder: a bare name after it is the user's own file."""
    words = re.sub(r"<[^>]+>", "<>", span).split()
    return [word for word in words if "/" in word] if "python" in words[0] else words


def is_path(word: str) -> bool:
    """`data/terms/`, `etl/load.py`, `topics.csv`; no address of a page, no option, no path of the disk."""
    if word.startswith(("/", "-", "$", "<")) or "://" in word or "?" in word or "=" in word:
        return False
    if any(f"{word}/".startswith(f"{made}/") for made in MADE):
        return False
    return word.endswith((*KINDS, "/")) or ("/" in word and word.split("/")[0] in tree())


def patterns(path: str) -> list[str]:
    """`{a,b}.py` is two paths; `<область>` and `…` stand for any name."""
    braces = re.search(r"\{([^}]+)\}", path)
    if braces:
        return [one for part in braces[1].split(",") for one in patterns(path.replace(braces[0], part, 1))]
    return [re.sub(r"<>|…", "*", path)]


def is_there(path: str, folder: Path) -> bool:
    """From the root, beside the document, or the end of a longer path («`terms/`» in a sentence about data)."""
    beside = str(folder.relative_to(ROOT) / path)
    return any(fnmatch(one, path) or fnmatch(one, beside) or fnmatch(one, f"*/{path}") for one in tree())


def absent(text: str, folder: Path) -> list[str]:
    """Paths of a document that lead nowhere."""
    return sorted(path for path in paths(text) for one in patterns(path) if not is_there(one, folder))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_and_link_of_a_document_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert absent(text, document.parent) == []
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("`etl/load.py`, `data/terms/`, `topics.csv`, `terms/`, `var/x.sqlite`, `/readyz`, `отчёт.json`", []),
        ("`etl/loading.py`", ["etl/loading.py"]),
        ("`data/deadlines/`", ["data/deadlines"]),
        ("`python -m pytest tests/nowhere`", ["tests/nowhere"]),
        ("`data/metrics/declared/{volume,nothing}.py`", ["data/metrics/declared/{volume,nothing}.py"]),
        ("`pages/<экран>.py` и `screens/<экран>.py`", ["screens/<>.py"]),
        ("`lost.csv`", ["lost.csv"]),
    ],
)
def test_a_path_that_leads_nowhere_is_noticed(text: str, lost: list[str]) -> None:
    assert absent(text, ROOT) == lost


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_and_name_of_the_code_in_a_document_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    commands = set(re.findall(r"python -m ([\w.]+)", text)) - sys.stdlib_module_names - {"pytest", "pip"}
    assert {name for name in commands if name not in MODULES or not is_command(name)} == set()
    assert {span for span in spans(text) if is_name_of_code(span) and not names_something(span)} == set()


def is_command(name: str) -> bool:
    """A package with a `__main__`, or a module that can be run itself."""
    if f"{name}.__main__" in MODULES:
        return True
    return 'if __name__ == "__main__":' in MODULES[name].read_text(encoding="utf-8")


def is_name_of_code(span: str) -> bool:
    """`data.metrics.query`, with or without its brackets; `topics.csv` is a file."""
    return (
        bool(re.fullmatch(r"[a-z_]+(\.\w+)+(\(.*\))?", span))
        and span.split(".")[0] in ROOMS_OF_CODE
        and (not span.endswith((*KINDS, *KEPT)))
    )


ROOMS_OF_CODE = {module.split(".")[0] for module in MODULES}


def names_something(span: str) -> bool:
    """A module, or what a module declares or imports."""
    parts = span.split("(")[0].split(".")
    known = next((n for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in MODULES), 0)
    if known == len(parts):
        return True
    return known > 0 and parts[known] in declared(".".join(parts[:known]))


@cache
def declared(module: str) -> frozenset[str]:
    """Names a module has at its top level."""
    found: set[str] = set()
    for node in ast.parse(MODULES[module].read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name for alias in node.names}
        else:
            found |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return frozenset(found)


@pytest.mark.parametrize(
    ("span", "exists"),
    [("data.metrics.query", True), ("access.scope.current()", True), ("data.metrics.nothing", False),
     ("etl.desk.lost", False), ("data.settings", True)],
)  # fmt: skip
def test_a_name_that_is_gone_is_noticed(span: str, exists: bool) -> None:
    assert is_name_of_code(span)
    assert names_something(span) is exists


def test_the_plan_in_the_readme_names_every_folder_once_and_what_is_in_it() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("## Карта комнат")[2].partition("\n\n|")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split("|", 1) for line in table.splitlines() if "`" in line]
    rooms = [name.rstrip("/") for first, _ in rows for name in re.findall(r"`([^`]+)`", first)]
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name not in NOT_OURS}
    assert sorted(rooms) == sorted({name for name in folders if not name.startswith((".", "__"))} | {"app.py"})
    inner = {f"{first.strip().strip('`')}{name}" for first, said in rows for name in re.findall(r"`([^`]+/)`", said)}
    assert len(inner) > 6
    assert {name for name in inner if name.rstrip("/") not in tree()} == set()


def test_help_lists_every_target_of_make_with_a_word_for_it() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):(?!=)", text, flags=re.MULTILINE))
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"run", "test", "help"} <= targets
    assert set(re.findall(r"^  make ([\w-]+) +\S", shown, flags=re.MULTILINE)) == targets
    phony = re.search(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == targets, "a target without a file is .PHONY"


def test_the_glossary_has_the_verb_of_every_deed_and_no_other() -> None:
    """A deed is a public function of deeds/ that comes to `deed` or `account_deed`, be it through its neighbours."""
    written = {word for words, _ in rows_of_table("Дела") for word in words}
    assert written == {name for module in MODULES if module.startswith("deeds.") for name in deeds_of(module)}


def rows_of_table(title: str) -> list[tuple[list[str], str]]:
    """Words of the code and the last cell of each row."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    lines = text.partition(f"## {title}\n")[2].partition("\n## ")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [(row[1].split(", "), row[2]) for row in rows[1:]]


def deeds_of(module: str) -> set[str]:
    """Deeds of a module; a demonstration account is made by the program itself."""
    if module in ("deeds.deed", "deeds.demo_logins"):
        return set()
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    calls = {
        node.name: {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    reach = {"deed", "account_deed"}
    while more := {name for name, called in calls.items() if called & reach} - reach:
        reach |= more
    return {name for name in reach & calls.keys() if not name.startswith("_")}


def test_what_the_glossary_says_of_the_program_is_where_it_says() -> None:
    for words, where in rows_of_table("Что делает программа"):
        modules = [path.removesuffix(".py").replace("/", ".") for path in re.findall(r"`([\w/]+\.py)`", where)]
        known = {name for module in modules for name in declared(module)}
        assert modules
        assert set(words) <= known, f"{words} in {modules}"


UNRELEASED = "Не выпущено"


def versions(text: str) -> list[tuple[tuple[int, ...], date]]:
    """Version and day of each section of the log of changes, but of the one on top that has not been released.

    ValueError for a heading that is neither.
    """
    headings = re.findall(r"^## (.*)$", text, flags=re.MULTILINE)
    made = []
    for heading in headings[1:] if headings[:1] == [UNRELEASED] else headings:
        number, _, day = heading.partition(" — ")
        numbers, (on, month, year) = tuple(map(int, number.split("."))), map(int, day.split("."))
        made.append((numbers, date(year, month, on)))
    return made


def test_the_log_of_changes_has_versions_with_days_and_the_newest_on_top() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = versions(text)
    assert found
    assert all(len(number) == 3 for number, _ in found)
    assert all(later[0] > earlier[0] and later[1] >= earlier[1] for later, earlier in pairwise(found))
    before_first = text.partition("\n## ")[0]
    assert "\n- " not in before_first, "a line belongs to a version"


@pytest.mark.parametrize("heading", ["Первая версия", "0.2.0", "0.2.0 — 2026-11-28", "0.2.0 — 31.02.2026"])
def test_a_section_without_version_or_day_is_noticed(heading: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        versions(f"# Что изменилось\n\n## {heading}\n\n- Что-то.\n")
