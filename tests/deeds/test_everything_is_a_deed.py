"""Nothing a person can do is done outside a deed: the syntax trees are walked from every write up to who asks for it.

A write is a transaction of either store, a row of the log, a publication, a process that is started, a change in the
folder of a job. Whatever reaches one, through however many functions, writes too; a function of deeds/ ends the walk,
because there the write must stand inside `with deed(…)` or `with account_deed(…)`.
"""

import ast
import inspect
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

import pytest

from deeds import deed as deed_module
from tests.test_import_graph import MODULES

WRITES = {
    "access.audit.note",
    "access.audit.recording",
    "access.store.writing",
    "data.snapshots.publish.publish",
    "data.store.writing",
    "etl.desk.jobs.new",
    "subprocess.Popen",
}
CHANGES_A_FOLDER = {"ask", "tell", "remove", "drop_file"}
"""Methods of `etl.desk.jobs.Folder`: what has that name and is called on something in etl.desk.files."""
DEEDS = frozenset({"deeds.deed.deed", "deeds.deed.account_deed", "deeds.deed.upkeep"})
ROOMS = ("pages", "components", "reports", "access")
"""Where nothing is written: screens, documents, and who may see what."""

ALLOWED = {
    # The log and the store of accounts themselves: deeds are made of them.
    "access.audit.note": "the log",
    "access.audit.recording": "the log",
    "access.store.writing": "the store of accounts",
    "data.store.create": "an installation makes its empty tables",
    "access.installation.name_keys": "the store notes which keys are its own; nobody decides that",
    "access.installation.forget_key": "the same, before a lost key is replaced by `deeds.key_renewal`",
    # Nobody is signed in yet, or no longer: there is no right to ask. The row of the log is in the same transaction.
    "access.login.sign_in": "signing in",
    "access.login.confirm_code": "signing in, the second step",
    "access.login.sign_out": "signing out",
    "access.login._note_failure": "a failed sign-in: who is there is not known",
    "access.screens._drop_previous": "signing in ends the session that the browser had before",
    # Counted before a password is looked at; nobody decides that.
    "access.attempts.begin": "failed sign-ins are counted",
    "access.attempts.forgive": "failed sign-ins are counted",
    "access.attempts.forgive_address": "failed sign-ins are counted",
    "access.sessions._touch": "the program notes by itself that a session is in use",
    # Like a session in use: no deed, or every filter would be a row of the log.
    "deeds.last_filters.keep": "the program notes by itself which filters a screen had last",
    "deeds.checks.next_item": "the program notes by itself who has an answer open",
    # The program looks at how things stand; nobody decides that. What people acknowledge is a deed.
    "deeds.notice_looks._kept": "the program notes what calls for attention",
    # In deeds/: of a file that is done only the card leaves the screen, after the import has long been written down.
    "deeds.files.drop": "the card of a file that is done",
}
"""What writes outside a deed, and why it may. `python -m access` isn't here: its changes are the same deeds, made in
the name of the user of the machine, and otherwise it only reads.
"""


@dataclass
class Function:
    """A function of the program: what it mentions, and what of that stands inside a deed."""

    name: str
    is_deed: bool = False
    free: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)


def names_of(module: str, tree: ast.Module) -> dict[str, str]:
    """What the names of a module stand for: imports wherever they are written, and its own functions."""
    made = {node.name: f"{module}.{node.name}" for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            made |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            made |= {alias.asname or alias.name.split(".")[0]: alias.name for alias in node.names}
    return made


def dotted(node: ast.AST, names: dict[str, str]) -> str:
    """What a name or a chain of attributes stands for; '' for anything else."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    base = dotted(node.value, names) if isinstance(node, ast.Attribute) else ""
    return f"{base}.{node.attr}" if base and isinstance(node, ast.Attribute) else ""


@cache
def read(module: str, source: str, deeds: frozenset[str]) -> tuple[Function, ...]:
    """The functions of a module, methods too, and the module's own lines under its name with a dot."""
    tree = ast.parse(source)
    reader = Reader(module, names_of(module, tree), deeds)
    own, made = Function(f"{module}."), []
    for node in tree.body:
        for part in node.body if isinstance(node, ast.ClassDef) else [node]:
            one = Function(f"{module}.{part.name}") if isinstance(part, ast.FunctionDef) else own
            reader.walk(part, one, is_inside=False)
            made += [] if one is own else [one]
    return (*made, own)


@dataclass
class Reader:
    """Walks the tree of one module. deeds: functions that open a deed."""

    module: str
    names: dict[str, str]
    deeds: frozenset[str]

    def walk(self, node: ast.AST, function: Function, *, is_inside: bool) -> None:
        (function.inside if is_inside else function.free).add(self.mentioned(node))
        opens = isinstance(node, ast.With) and any(self.is_deed(item.context_expr) for item in node.items)
        if isinstance(node, ast.Return) and node.value is not None:
            function.is_deed |= self.is_deed(node.value)
        for child in ast.iter_child_nodes(node):
            function.is_deed |= opens and isinstance(child, ast.Expr) and isinstance(child.value, ast.Yield)
            self.walk(child, function, is_inside=is_inside or (opens and isinstance(child, ast.stmt)))

    def mentioned(self, node: ast.AST) -> str:
        """What a name stands for; '' for everything else."""
        if self.module == "etl.desk.files" and isinstance(node, ast.Attribute) and node.attr in CHANGES_A_FOLDER:
            return "etl.desk.jobs.new"
        return dotted(node, self.names)

    def is_deed(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and dotted(node.func, self.names) in self.deeds


@cache
def program() -> dict[str, str]:
    """The source of each module."""
    return {name: file.read_text(encoding="utf-8") for name, file in MODULES.items() if not name.startswith("bench")}


def functions_of(sources: dict[str, str]) -> dict[str, Function]:
    """All functions by name; some of deeds/ only hand a deed on with some of its words filled in."""
    own = [(module, source) for module, source in sources.items() if module.startswith("deeds.")]
    deeds = DEEDS | {one.name for module, source in own for one in read(module, source, DEEDS) if one.is_deed}
    return {one.name: one for module, source in sources.items() for one in read(module, source, deeds)}


def offences(functions: dict[str, Function], allowed: Collection[str] = ALLOWED.keys()) -> set[str]:
    """«who → what» of every write outside a deed."""
    writers, more = set(WRITES), set(WRITES)
    open_to_ask = [one for one in functions.values() if one.name not in allowed and not one.name.startswith("deeds.")]
    while more:
        more = {
            one.name for one in open_to_ask if not (one.free.isdisjoint(more) and one.inside.isdisjoint(more))
        } - writers
        writers |= more
    return {
        f"{one.name} → {written}"
        for one in functions.values()
        if one.name.startswith((*(f"{room}." for room in ROOMS), "deeds."))
        and one.name not in allowed
        and not one.name.startswith("deeds.deed.")
        for written in one.free & writers
    }


def test_nothing_is_written_outside_a_deed() -> None:
    found = offences(functions_of(program()))
    assert not found, "\n".join([*sorted(found), "Do it in deeds/, inside `with deed(…)`; pages call that."])


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pages.bad", "from access import audit\ndef act():\n    audit.note('edit')"),
        ("pages.bad", "from data.decisions import corrections\ndef act():\n    corrections.withdraw(1, 2, 3)"),
        ("pages.bad", "from access import login\nfrom data.snapshots import publish\nDO = {'p': publish.publish}"),
        ("pages.bad", "def act():\n    from data.store import writing as w\n    with w(1) as c:\n        c.execute(2)"),
        ("access.bad", "from access import store\nclass A:\n    def act(self):\n        store.writing(1)"),
        ("access.bad", "from access import audit\ndef act():\n    with audit.recording(1) as j:\n        j.note()"),
        ("reports.bad", "import subprocess\ndef act():\n    subprocess.Popen(['a'])"),
        ("deeds.bad", "from data.decisions.problems import decide\ndef merge():\n    decide.merge(1)"),
        ("deeds.bad", "from deeds.deed import deed\nfrom data.terms import rules\ndef act():\n    with deed(1):\n"
         "        pass\n    rules.apply(1, 2)"),
        ("deeds.bad", "from etl.desk import files\ndef act():\n    files.commit(1, 2)"),
    ],
)  # fmt: skip
def test_a_write_is_noticed_however_far_away_it_is(module: str, source: str) -> None:
    assert {one.split(" ")[0].rsplit(".", 1)[0] for one in offences(functions_of(program() | {module: source}))} == {
        module
    }


def test_what_is_allowed_is_there_and_writes() -> None:
    """An entry that has become needless goes."""
    functions, needless = functions_of(program()), set()
    for name in sorted(ALLOWED):
        rest = {other: why for other, why in ALLOWED.items() if other != name}
        needless |= set() if offences(functions, rest) else {name}
    assert needless == set()


def test_whether_a_deed_publishes_is_said_by_every_call() -> None:
    assert inspect.signature(deed_module.deed).parameters["publishes"].default is inspect.Parameter.empty
