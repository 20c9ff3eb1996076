"""What nobody asks for goes: a function, a class or a constant that is named once, where it is declared."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.test_import_graph import MODULES, ROOT

WORD = re.compile(r"\w+")


def declared(tree: ast.Module) -> Iterator[str]:
    """Names declared at the foot of a module; what is decorated is called by whoever decorates it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (one.id for one in node.targets if isinstance(one, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def dead(sources: Mapping[str, str], elsewhere: Counter[str]) -> list[str]:
    """«module.name» of what stands once: a private name in its module, another one anywhere."""
    own = {module: Counter(WORD.findall(source)) for module, source in sources.items()}
    everywhere = Counter(elsewhere)
    for words in own.values():
        everywhere.update(words)
    return [
        f"{module}.{name}"
        for module, source in sources.items()
        for name in declared(ast.parse(source))
        if not name.startswith("__") and (own[module] if name.startswith("_") else everywhere)[name] == 1
    ]


def words_of(folder: Path) -> Counter[str]:
    return Counter(word for file in folder.rglob("*.py") for word in WORD.findall(file.read_text(encoding="utf-8")))


def test_nothing_is_declared_that_nobody_asks_for() -> None:
    sources = {
        module: file.read_text(encoding="utf-8")
        for module, file in MODULES.items()
        if not module.startswith("data.store.migrations.")  # Alembic reads names there
    }
    assert dead(sources, words_of(ROOT / "tests")) == []


def test_a_name_that_stands_once_is_noticed() -> None:
    sources = {"a": "_MOST = 5\nLEAST = 2\n\n\ndef f():\n    return LEAST\n", "b": "_MOST = 6\nprint(_MOST)\n"}
    assert dead(sources, Counter()) == ["a._MOST", "a.f"]
    assert dead(sources, Counter(["f"])) == ["a._MOST"]
