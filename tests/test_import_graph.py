"""The map of the rooms, held against the imports: `ROOMS` below is the plan, and a failure says what to edit."""

import ast
import re
import statistics
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULE_LINES = 300
PAGE_LINES = 221
MEDIAN_FUNCTION_LINES = 12

SCREEN_LIBRARIES = ("dash", "dash_bootstrap_components", "plotly")
STORE_LIBRARIES = ("sqlalchemy", "alembic", "psycopg", "duckdb")


@dataclass(frozen=True)
class Room:
    """What the modules of one room may import.

    may: our modules, each with everything beneath it.
    among_themselves: whether the room's own modules may import one another.
    never_ours: parts taken out of `may` again.
    never: libraries that have no business in the room.
    """

    may: tuple[str, ...] = ()
    never_ours: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    among_themselves: bool = True


OPEN_TO_ALL = ("data.errors", "data.order", "data.scope", "data.settings")
"""What every room but geo, analysis and words may know of ours."""
READING = ("data.metrics", "data.filters", "data.decisions")

ROOMS = {
    "geo": Room(never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES)),
    "analysis": Room(never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES)),
    "words": Room(
        may=(
            "data.metrics.declaration",
            "data.metrics.enough",
            "data.metrics.outcome",
            "data.metrics.words",
            "data.order",
        ),
        never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES),
    ),
    # An estimate from a sample is counted in the door and drawn by who plans it; these know nothing of ours.
    "data": Room(
        may=("analysis.agreement", "analysis.allocation", "analysis.polls", "analysis.sampling_estimate"),
        never=(*SCREEN_LIBRARIES, "flask"),
    ),
    "access": Room(may=("data",), never=SCREEN_LIBRARIES),
    "etl": Room(may=("data", "geo", "words"), never_ours=("data.metrics",), never=SCREEN_LIBRARIES),
    "answers": Room(
        may=(*OPEN_TO_ALL, *READING, "analysis", "geo", "words"), never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES)
    ),
    # What a person does with files and unknown names is done by the import itself; what it reads is its own affair.
    "deeds": Room(
        may=(
            "data",
            "access",
            "etl.desk",
            "etl.discussions.desk",
            "etl.leave_demo",
            "etl.structure.people",
            "etl.structure.unknown_names",
            "geo.layers",  # an edited place moves on the maps too
            "words",
        ),
        never=SCREEN_LIBRARIES,
    ),
    "components": Room(
        may=(*OPEN_TO_ALL, "data.metrics", "data.filters", "answers", "geo", "words"), never=STORE_LIBRARIES
    ),
    "reports": Room(
        may=(
            *OPEN_TO_ALL,
            "data.posts",
            "data.metrics",
            "data.filters",
            "data.decisions",  # reading: what people have put together and written down
            "answers",
            "access",
            "words",
            "geo",
            "components.columns",
            "components.figures",
            "components.theme",
            "deeds.deed",  # a file that leaves is a deed
            "data.decisions.subscriptions",  # what a letter was asked to hold
            "deeds.deliveries",  # and so is a letter
        ),
        never=STORE_LIBRARIES,
    ),
    "pages": Room(
        may=(
            *OPEN_TO_ALL,
            "data.metrics",
            "data.filters",
            "data.decisions",
            "components",
            "reports",
            "answers",
            "deeds",
            "access",
            "words",
            "geo",
        ),
        never=STORE_LIBRARIES,
        among_themselves=False,
    ),
    # What is invented has to be true of the invented records: they are judged by the same statistics.
    # Its people issue notes and send materials too: the sheets are those that the program makes.
    "demo": Room(may=("analysis", "data", "etl", "geo", "reports", "words")),
    "bench": Room(
        may=(
            "access",
            "analysis",
            "answers",
            "components",
            "data",
            "deeds",
            "etl",
            "geo",
            "pages",
            "reports",
            "tests.postgres",  # a server to be compared with
        )
    ),
    "app": Room(
        may=(
            "access",
            "analysis",
            "answers",
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
    ),
}

# Programs that only wire: they may ask any room for frames and hand them on.
COMMANDS = {
    "access.__main__": Room(may=("data", "deeds"), never=SCREEN_LIBRARIES),
    "analysis.benchmark": Room(
        may=("bench.trials", "data.commands", "data.errors"), never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES)
    ),
    "analysis.effect.__main__": Room(may=("data.commands", "data.errors"), never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES)),
    "analysis.effect.table": Room(may=("data.errors",), never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES)),
    "analysis.hotspots.__main__": Room(may=("data.commands",), never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES)),
    "geo.__main__": Room(
        may=("data.commands", "data.errors", "data.settings", "data.store.territories"),
        never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES),
    ),
    "analysis.forecast.__main__": Room(may=("data",), never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES)),
    "data.__main__": Room(may=("access", "deeds"), never=SCREEN_LIBRARIES),
    "etl.__main__": Room(may=("access", "data", "demo", "geo.errors"), never=SCREEN_LIBRARIES),
    "reports.__main__": Room(
        may=(
            "data.commands",
            "data.errors",
            "data.metrics",
            "data.scope",
            "data.settings",
            "data.snapshots.installation",
        ),
        never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES),
    ),
    "reports.mail.command": Room(
        may=(
            "data.decisions.subscriptions",
            "data.errors",
            "data.settings",
            "data.snapshots.installation",
            "deeds.deliveries",
        ),
        never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES),
    ),
    # Hotspots are searched for in answers, and people are called to them by a deed.
    "reports.notices": Room(
        may=(
            "answers",
            "data.decisions",
            "data.filters",
            "data.metrics",
            "data.scope",
            "data.settings",
            "data.snapshots.installation",
            "deeds.notice_looks",
        ),
        never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES),
    ),
    "reports.check": Room(
        may=("answers.note_checks", "data.settings", "data.snapshots.installation"),
        never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES),
    ),
    "reports.commands": Room(
        may=(
            "data.commands",
            "data.decisions",
            "data.errors",
            "data.scope",
            "data.settings",
            "data.snapshots.installation",
        ),
        never=(*SCREEN_LIBRARIES, *STORE_LIBRARIES),
    ),
}

# Inside data: settings, errors → tables → store → terms → snapshots → metrics; decisions on store. What stands first
# knows nothing of what follows.
DATA_STEPS = {
    "data.errors": ("data",),
    "data.settings": ("data.store", "data.terms", "data.snapshots", "data.metrics", "data.decisions"),
    "data.store.tables": ("data.store", "data.terms", "data.snapshots", "data.metrics", "data.decisions"),
    "data.store": ("data.terms", "data.snapshots", "data.metrics", "data.decisions"),
    "data.terms": ("data.snapshots", "data.metrics", "data.decisions"),
    "data.snapshots": ("data.metrics", "data.decisions"),
    "data.metrics": ("data.decisions",),
}


DEAR_LIBRARIES = (
    "alembic", "branca", "folium", "geopandas", "matplotlib", "openpyxl", "docx", "pyproj", "requests", "sklearn",
    "scipy.cluster", "scipy.interpolate", "scipy.optimize", "scipy.stats",
)  # fmt: skip
"""Tenths of a second each to import, and most processes never need them."""
REPLIES = ("etl.structure.replies.signals", "etl.structure.replies.statements")
"""Hundreds of patterns are compiled when these are imported."""
LIGHT_STARTS = {
    "app": (*REPLIES, *(library for library in DEAR_LIBRARIES if library not in {"openpyxl", "docx"})),
    "etl.__main__": (*SCREEN_LIBRARIES, "flask", *REPLIES, *DEAR_LIBRARIES),
    "etl.desk.child": (*SCREEN_LIBRARIES, "flask", *REPLIES, *DEAR_LIBRARIES),
    "data.__main__": (*SCREEN_LIBRARIES, "flask", *DEAR_LIBRARIES),
}
"""What is started often → libraries it does not start with: the server, commands, the child of each file."""


@dataclass(frozen=True)
class Import:
    """One import as written: the module that is imported, and the line. is_late: inside a function, or for types."""

    target: str
    line: int
    is_late: bool = False


def _modules() -> dict[str, Path]:
    """Dotted name → file of every module of the program, `app` included."""
    files = [ROOT / "app.py", *(file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))]
    return {_dotted(file): file for file in files if file.exists()}


def _dotted(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = _modules()
IN_ROOM = {
    room: [one for one in MODULES if one.split(".")[0] == room] for room in {one.split(".")[0] for one in MODULES}
}
"""Modules of each room: a rule is tried on a room at once, as a test for each module would take longer than it."""


def imports_of(source: str, module: str, *, is_package: bool = False) -> Iterator[Import]:
    """Every import of a module's source, wherever it stands: relative, inside functions, `import_module("…")` too."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node, is_late in _nodes(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, is_late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *(node.module.split(".") if node.module else [])])
            yield from (Import(_imported(base, alias.name), node.lineno, is_late) for alias in node.names)
        elif isinstance(node, ast.Call) and (name := _imported_by_call(node)):
            yield Import(name, node.lineno, is_late)


def _nodes(tree: ast.AST) -> Iterator[tuple[ast.AST, bool]]:
    """Every node, and whether it lies where the import of the module does not come."""
    waiting = [(tree, False)]
    while waiting:
        node, is_late = waiting.pop()
        yield node, is_late
        below = is_late or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _is_for_types(node)
        waiting += [(child, below) for child in ast.iter_child_nodes(node)]


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@cache
def imports_of_module(module: str) -> tuple[Import, ...]:
    """The imports of a module of the program as it is written."""
    file = MODULES[module]
    return tuple(imports_of(file.read_text(encoding="utf-8"), module, is_package=file.name == "__init__.py"))


def _imported(base: str, name: str) -> str:
    """`from data import store` imports the module `data.store`; `from data.store import Store` imports `data.store`."""
    inner = f"{base}.{name}"
    return inner if inner in MODULES or (base in {*ROOMS} - {"app"} and name.islower()) else base


def _imported_by_call(node: ast.Call) -> str | None:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called in {"import_module", "__import__"} and node.args and isinstance(node.args[0], ast.Constant):
        return str(node.args[0].value)
    return None


def _is_inside(module: str, parents: tuple[str, ...]) -> bool:
    return any(module == parent or module.startswith(f"{parent}.") for parent in parents)


def objection(module: str, target: str) -> str | None:
    """Why `module` may not import `target`; None when it may."""
    name = module.split(".")[0]
    room, theirs = COMMANDS.get(module, ROOMS[name]), target.split(".")[0]
    for step, later in DATA_STEPS.items():
        if _is_inside(module, (step,)) and _is_inside(target, later) and not _is_inside(target, (step,)):
            return f"{step} comes before {target} (DATA_STEPS)"
    if theirs not in ROOMS and theirs != "tests":
        return f"the room «{name}» never imports {theirs}" if _is_inside(target, room.never) else None
    if theirs == name:
        ours = room.among_themselves or target == name
        return None if ours else f"modules of «{name}» don't import one another"
    if _is_inside(target, room.may) and not _is_inside(target, room.never_ours):
        return None
    return f"the room «{name}» may import of ours only: {', '.join(room.may) or 'nothing'}"


@pytest.mark.parametrize("room", sorted(IN_ROOM))
def test_a_module_imports_only_what_its_room_may(room: str) -> None:
    objections = [
        f"{MODULES[module].relative_to(ROOT)}:{item.line} imports {item.target}: {reason}"
        for module in IN_ROOM[room]
        for item in imports_of_module(module)
        if (reason := objection(module, item.target))
    ]
    hint = (
        "Move the code to the room it belongs to; if the plan itself changes, edit ROOMS in tests/test_import_graph.py."
        " What only wires a command to our data belongs in its __main__.py and in COMMANDS."
    )
    assert not objections, "\n".join([*objections, hint])


def needs(imports: Callable[[str], Iterable[Import]], *, late: bool) -> dict[str, set[str]]:
    """Module → our modules it needs: while it is imported itself, or, `late`, when its functions run.

    Whoever imports `a.b` imports the package `a` too; inside that package it is there already, unless it is named.
    """
    made = {}
    for module in MODULES:
        named = {one.target for one in imports(module) if one.is_late == late}
        above = {package for target in named for package in _packages(target)} - {*_packages(module)}
        made[module] = (named | above) & MODULES.keys() - {module}
    return made


def _packages(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]


def _together(one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> dict[str, set[str]]:
    return {name: one[name] | other[name] for name in one}


def circle(arrows: Mapping[str, Collection[str]]) -> list[str]:
    """The names on one way round, the first one again at its end; nothing when there is no such way."""
    try:
        tuple(TopologicalSorter(arrows).static_order())
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_needs_itself_while_it_is_imported() -> None:
    found = circle(needs(imports_of_module, late=False))
    assert not found, f"{' → '.join(found)}: move what both need to a module below them"


def test_no_import_is_put_into_a_function_to_break_a_circle() -> None:
    """Imports inside functions are there for a light start, and for nothing else."""
    found = circle(_together(needs(imports_of_module, late=False), needs(imports_of_module, late=True)))
    assert not found, f"{' → '.join(found)}: move what both need to a module below them"


@pytest.mark.parametrize("module", sorted(LIGHT_STARTS))
def test_a_start_waits_for_no_library_that_it_may_never_need(module: str) -> None:
    """What only some deeds need is imported in their functions."""
    arrows, begun, waiting = needs(imports_of_module, late=False), {module}, [module]
    while waiting:
        further = arrows[waiting.pop()] - begun
        begun |= further
        waiting += further
    heavy = [
        f"{MODULES[one].relative_to(ROOT)}:{item.line} imports {item.target}"
        for one in sorted(begun)
        for item in imports_of_module(one)
        if not item.is_late and _is_inside(item.target, LIGHT_STARTS[module])
    ]
    assert not heavy, "\n".join([f"{module} starts with all of these; see LIGHT_STARTS", *heavy])


def test_no_screen_ever_asks_for_what_takes_a_process_thirty_megabytes() -> None:
    """scipy.stats: `analysis.discrete` tells what screens need of it."""
    arrows = _together(*(needs(imports_of_module, late=late) for late in (False, True)))
    begun, waiting = {"app"}, ["app"]
    while waiting:
        further = arrows[waiting.pop()] - begun
        begun |= further
        waiting += further
    asked = {one for one in begun for item in imports_of_module(one) if _is_inside(item.target, ("scipy.stats",))}
    assert not asked


def test_no_arrow_of_the_plan_points_up() -> None:
    assert circle({name: {part.split(".")[0] for part in room.may} - {name} for name, room in ROOMS.items()}) == []


def test_no_arrow_between_rooms_as_they_are_written_points_up() -> None:
    """Command modules aside: they only wire."""
    rooms: dict[str, set[str]] = {name: set() for name in ROOMS}
    for module in MODULES.keys() - COMMANDS.keys():
        name = module.split(".")[0]
        rooms[name] |= {item.target.split(".")[0] for item in imports_of_module(module)} & ROOMS.keys() - {name}
    found = circle(rooms)
    assert not found, " → ".join(found)


@pytest.mark.parametrize("place", ["{}", "def act():\n    {}", "class Act:\n    def run(self):\n        {}"])
def test_a_circle_is_noticed_wherever_the_import_stands(place: str) -> None:
    more = tuple(imports_of(place.format("from data.metrics import query"), "data.store.seed"))

    def with_one_more(module: str) -> tuple[Import, ...]:
        return imports_of_module(module) + (more if module == "data.store.seed" else ())

    is_late = place != "{}"
    assert more == (Import("data.metrics", 1 + place.count("\n"), is_late),)
    at_once, later = (needs(with_one_more, late=late) for late in (False, True))
    assert (circle(at_once) == []) is is_late
    assert {"data.store.seed", "data.metrics"} <= set(circle(_together(at_once, later)))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pages.terms", "from data import store"),
        ("pages.terms", "from data.store import open_store"),
        ("pages.terms", "import sqlalchemy as sa"),
        ("pages.terms", "from . import summary"),
        ("pages.terms", "from pages.summary import layout"),
        ("pages.terms", "def f():\n    from data.store.tables import records"),
        ("pages.terms", "import importlib\nimportlib.import_module('etl.load')"),
        ("components.figures.bars", "from ...data import store"),
        ("components.cards", "from pages import summary"),
        ("data.store.tables.records", "from ..metrics import query"),
        ("data.errors", "from data import settings"),
        ("etl.load", "from data.metrics import query"),
        ("geo.cells", "from data.errors import MCUError"),
        ("analysis.scan", "import plotly.graph_objects as go"),
        ("analysis.forecast.model", "from data.metrics.lifetimes import lives"),
        ("analysis.forecast.__main__", "import duckdb"),
        ("analysis.forecast.__main__", "from pages import terms"),
        ("reports.note", "from components import shell"),
        ("access.users", "from app import create_app"),
        ("answers.deadlines", "from dash import html"),
        ("answers.deadlines", "from access import scope"),
        ("words.format", "from data.metrics import query"),
        ("deeds.files", "from components import cards"),
        ("data.terms.rules", "from data.snapshots import publish"),
        ("pages.terms", "from etl.desk import files"),
        ("access.screens", "from deeds.deed import deed"),
        ("deeds.files", "from etl.load import load"),
        ("deeds.problems", "from components import shell"),
        ("deeds.rules", "import dash"),
        ("etl.desk.files", "from deeds import files"),
        ("data.decisions.name_mapping", "from etl.structure import unknown_names"),
        ("pages.loading", "from etl.desk import files"),
    ],
)
def test_a_forbidden_import_is_noticed_however_it_is_written(module: str, source: str) -> None:
    assert any(objection(module, item.target) for item in imports_of(source, module))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pages.terms", "from data.metrics import query\nfrom data import filters\nimport dash\nimport pandas as pd"),
        ("components.cards", "from words.format import number\nfrom . import theme"),
        ("reports.xlsx", "from words import format, texts\nfrom components.figures import bars"),
        ("etl.load", "from data.store import Store\nimport sqlalchemy as sa\nfrom geo import locate"),
        ("access.scope", "from data.scope import Scope"),
        (
            "deeds.files",
            "from etl.desk.job import Job\nfrom access import audit\nfrom data import publish",
        ),
        ("pages.loading", "from deeds import files"),
        ("data.metrics.engine", "from data import snapshots\nimport duckdb"),
        (
            "analysis.forecast.__main__",
            "from data.metrics.lifetimes import lives\nfrom analysis.forecast import report",
        ),
        ("app", "import pages\nfrom data import store"),
    ],
)
def test_an_import_of_the_plan_is_let_through(module: str, source: str) -> None:
    assert [
        objection(module, item.target) for item in imports_of(source, module) if objection(module, item.target)
    ] == []


@pytest.mark.parametrize("room", sorted(IN_ROOM))
def test_a_module_is_short_enough_to_be_read_at_once(room: str) -> None:
    limit = PAGE_LINES if room == "pages" else MODULE_LINES
    long = {
        module: lines
        for module in IN_ROOM[room]
        if not module.startswith("data.store.migrations.versions.")  # tells a step from end to end, never edited again
        and (lines := len(MODULES[module].read_text(encoding="utf-8").splitlines())) >= limit
    }
    assert long == {}, f"the limit is {limit} lines: split a module by what its parts are for"


SAYS_NOTHING = {"utils", "util", "helpers", "misc", "common"}
# What a stranger could not guess the contents from.
MISLEADS = set("deciding naming queues targets month front work head presenting mending ruling asked narrowing".split())
MISLEADS |= {"nothing", "lives", "found", "made", "told"}  # these say when a thing came, not what it is


@pytest.mark.parametrize("room", sorted(IN_ROOM))
def test_the_name_of_a_module_tells_a_stranger_what_is_inside(room: str) -> None:
    paths = [module.split(".") for module in IN_ROOM[room]]

    assert [path for path in paths if path[-1] in SAYS_NOTHING | MISLEADS] == []
    assert [path for path in paths if path[-1] in path[-2:-1]] == [], "a path that repeats itself says the same twice"
    if room == "components":
        assert [path for path in paths if "answers" in path] == [], "answers/ is a room of its own"


@pytest.mark.parametrize("room", sorted(IN_ROOM))
def test_the_median_function_of_a_room_is_short(room: str) -> None:
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for module in IN_ROOM[room]
        for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert not lengths or statistics.median(lengths) < MEDIAN_FUNCTION_LINES


def test_there_is_one_boundary_error() -> None:
    declaration = re.compile(r"^\s*class BoundaryError\b", re.MULTILINE)
    declared = [module for module, file in MODULES.items() if declaration.search(file.read_text(encoding="utf-8"))]
    assert declared == ["geo.errors"]
