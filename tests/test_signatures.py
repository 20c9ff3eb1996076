"""What every signature of the program keeps to: who asks is always said, and settings come one way."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "access",
    "analysis",
    "answers",
    "bench",
    "components",
    "data",
    "deeds",
    "demo",
    "etl",
    "geo",
    "pages",
    "reports",
    "words",
)
FILES = [ROOT / "app.py", *(file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))]
PLACES = sorted({file.relative_to(ROOT).parts[0] for file in FILES})
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def with_default(function: Function) -> set[str]:
    """Names of the parameters that may be left out."""
    given = function.args
    plain = [*given.posonlyargs, *given.args]
    left_out = plain[len(plain) - len(given.defaults) :] if given.defaults else []
    named = [one for one, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value is not None]
    return {one.arg for one in (*left_out, *named)}


def fields_with_default(tree: ast.AST) -> set[str]:
    """Names of the fields of classes that may be left out when one is made."""
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    fields = (item for made in classes for item in made.body if isinstance(item, ast.AnnAssign) and item.value)
    return {field.target.id for field in fields if isinstance(field.target, ast.Name)}


def objections(source: str) -> list[str]:
    """Where a source lets its caller forget who asks, whatever the parameter is called."""
    if "scope" not in source.lower():
        return []
    tree = ast.parse(source)
    found = [f"line {one.lineno}: scope has a default" for one in functions(tree) if scopes_of(one) & with_default(one)]
    return found + ["a field named scope has a default"] * ("scope" in fields_with_default(tree))


def scopes_of(function: Function) -> set[str]:
    """Names of the parameters that say who asks."""
    taken = [one for one in ast.walk(function.args) if isinstance(one, ast.arg)]
    kinds = {one.arg: ast.unparse(one.annotation) for one in taken if one.annotation is not None}
    return {"scope"} | {name for name, kind in kinds.items() if kind.split(" | ")[0].split(".")[-1] == "Scope"}


def of_place(place: str) -> list[Path]:
    """The program's files in a room, or the one file that is a place of its own."""
    return [file for file in FILES if file.relative_to(ROOT).parts[0] == place]


@pytest.mark.parametrize("place", PLACES)
def test_no_scope_has_a_default(place: str) -> None:
    told = {str(file): objections(file.read_text(encoding="utf-8")) for file in of_place(place)}
    assert {file: found for file, found in told.items() if found} == {}, (
        "say who asks: EVERYTHING, or the scope in force"
    )


@pytest.mark.parametrize(
    "source",
    [
        "def query(metrics, scope=EVERYTHING): ...",
        "def query(metrics, *, scope: Scope = EVERYTHING): ...",
        "async def query(scope=None, /): ...",
        "ask = lambda scope=EVERYTHING: scope",
        "def title(look, who: Scope = EVERYTHING): ...",
        "def title(look, *, who: scopes.Scope | None = None): ...",
        "class Asked:\n    scope: Scope = EVERYTHING",
    ],
)
def test_a_default_is_noticed_however_it_is_written(source: str) -> None:
    assert objections(source) != []


# Where the program is entered. Only these modules ask for the settings in force; everything beneath gets them passed.
ENTRANCES = (
    "pages",  # screens
    "app",
    "components.shell",  # the frame around every screen
    "answers.events",  # what every chart of time asks
    "reports.discussion_download",
    "reports.download",  # files over HTTP
    "reports.paper_download",
    "access.guard",
    "access.cookies",
    "access.screens",  # pages of signing in
    "access.audit",  # `note`, the short way to write down what a person does
    "deeds",  # what a person does
    "data.metrics.find",  # what the search in the header asks
    "data.metrics.reader",  # the door of metrics
    "data.metrics.engine",
    "data.metrics.sql",
    "data.metrics.register",
    "data.metrics.past",
    "data.metrics.bridge",  # what has changed between two snapshots
    "etl.desk.files",  # files brought by a person
    "etl.structure.unknown_names",
)


def dotted(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def is_entrance(module: str) -> bool:
    return module.endswith("__main__") or any(f"{module}.".startswith(f"{one}.") for one in ENTRANCES)


def names_of_current(tree: ast.Module) -> set[str]:
    """How a module calls `data.settings.current`, whatever it has named it."""
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    plain = {one.asname or one.name for node in imported if node.module == "data.settings" for one in node.names} & {
        one.asname or one.name for node in imported for one in node.names if one.name == "current"
    }
    modules = {one.asname or one.name for node in imported if node.module == "data" for one in node.names}
    known = {one.asname or one.name for node in imported for one in node.names if one.name == "settings"}
    return plain | {f"{name}.current" for name in modules & known} | {"data.settings.current"}


def asks_for_settings(tree: ast.AST, names: set[str]) -> list[int]:
    last = {name.rpartition(".")[2] for name in names}  # most calls end otherwise, and need not be written out
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _end(node.func) in last)
    return [call.lineno for call in calls if ast.unparse(call.func) in names]


def _end(called: ast.AST) -> str:
    return str(getattr(called, "attr", getattr(called, "id", "")))


def settings_objections(source: str, module: str) -> list[str]:
    """Where a module gets settings in a second way."""
    if "settings" not in source.lower():
        return []
    tree = ast.parse(source)
    names, found = names_of_current(tree), []
    if not is_entrance(module):
        found += [f"line {line}: asks for the settings in force" for line in asks_for_settings(tree, names)]
    for function in functions(tree):
        taken = {one.arg: one.annotation for one in ast.walk(function.args) if isinstance(one, ast.arg)}
        kinds = {name: ast.unparse(kind) for name, kind in taken.items() if kind is not None}
        settings = {name for name, kind in kinds.items() if kind.split(" | ")[0].split(".")[-1] == "Settings"}
        if any("None" in kinds[name] for name in settings) or settings & with_default(function):
            found.append(f"line {function.lineno}: settings may be left out")
        if settings and asks_for_settings(function, names):
            found.append(f"line {function.lineno}: takes settings and asks for those in force too")
    return found


@pytest.mark.parametrize("place", PLACES)
def test_settings_are_asked_for_at_an_entrance_and_passed_beneath(place: str) -> None:
    told = {str(file): settings_objections(file.read_text(encoding="utf-8"), dotted(file)) for file in of_place(place)}
    assert {file: found for file, found in told.items() if found} == {}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("data.snapshots.publish", "from data.settings import current\ndef f(): return current()"),
        ("data.snapshots.publish", "from data.settings import current as now\ndef f(): return now()"),
        ("etl.load", "from data import settings\ndef f(): return settings.current()"),
        ("pages.summary", "from data.settings import Settings, current\ndef f(settings: Settings): return current()"),
        ("etl.load", "def f(settings: Settings | None = None): ..."),
        ("etl.load", "def f(*, chosen: settings.Settings = HERE): ..."),
    ],
)
def test_a_second_way_to_settings_is_noticed(module: str, source: str) -> None:
    assert settings_objections(source, module) != []


def test_an_entrance_may_ask() -> None:
    source = "from data.settings import current\ndef answer(): return current()"
    assert settings_objections(source, "pages.summary") == []
    assert settings_objections(source, "data.__main__") == []


def test_every_entrance_exists() -> None:
    modules = {dotted(file).removesuffix(".__init__") for file in FILES}
    assert [one for one in ENTRANCES if one not in modules and not (ROOT / one).is_dir()] == []
