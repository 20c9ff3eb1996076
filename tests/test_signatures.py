"""What every signature of the program keeps to: who asks is always said."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("access", "analysis", "bench", "components", "data", "etl", "geo", "pages", "reports")
FILES = [ROOT / "app.py", *(file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))]
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
    """Where a source lets its caller forget who asks."""
    tree = ast.parse(source)
    found = [f"line {one.lineno}: scope has a default" for one in functions(tree) if "scope" in with_default(one)]
    return found + ["a field named scope has a default"] * ("scope" in fields_with_default(tree))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_scope_has_a_default(file: Path) -> None:
    assert objections(file.read_text(encoding="utf-8")) == [], "say who asks: EVERYTHING, or the scope in force"


@pytest.mark.parametrize(
    "source",
    [
        "def query(metrics, scope=EVERYTHING): ...",
        "def query(metrics, *, scope: Scope = EVERYTHING): ...",
        "async def query(scope=None, /): ...",
        "ask = lambda scope=EVERYTHING: scope",
        "class Asked:\n    scope: Scope = EVERYTHING",
    ],
)
def test_a_default_is_noticed_however_it_is_written(source: str) -> None:
    assert objections(source) != []
