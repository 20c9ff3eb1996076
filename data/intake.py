"""The desk where received files are taken in: what the screen «Загрузка» may ask of the import, without knowing it.

`install` is called once by the wiring of the application; screens ask `current()`. A file on its way is a job: it is
received, understood, tried in a transaction that is rolled back, and then committed or dropped. Work is done by child
processes that outlive the request; `look` tells how far they have come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import IO, Any, Protocol

from data.errors import StoreError
from data.scope import Grant, Scope

MOST_MEGABYTES = 64
KEPT_HOURS = 24
"""An unfinished job and its file are dropped after that."""
RUNNING = ("waiting", "reading", "trying", "counting", "committing", "undoing", "publishing")
"""Stages in which a child process is at work."""


@dataclass(frozen=True)
class Asker:
    """Who brings a file. scope: the circle of data; is_demo: signed in with a demonstration login."""

    login: str
    scope: Scope
    is_demo: bool = False


@dataclass(frozen=True)
class Choice:
    """How a person understands a file.

    source: a built-in source, or «mapping» for a table of another system; columns: field → header; of a table of
    another system also its own code, channel code and time zone. received_on: day of receipt of rows without one.
    """

    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    received_on: date | None = None
    code: str = ""
    channel: str = ""
    time_zone: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As kept in the ledger and in the memory of headers; the day of receipt belongs to one file only."""
        made = asdict(self) | {"columns": dict(self.columns)}
        made.pop("received_on")
        return {name: value for name, value in made.items() if value}


def choice_of(told: Mapping[str, Any] | None, received_on: date | None = None) -> Choice | None:
    """The choice kept as `Choice.to_dict` has made it; None when there was none."""
    if not told or not told.get("source"):
        return None
    texts = {name: str(told.get(name, "")) for name in ("code", "channel", "time_zone")}
    return Choice(str(told["source"]), dict(told.get("columns", {})), received_on, **texts)


@dataclass(frozen=True)
class Field:
    """Something a column of the file may be: its name in the program, its Russian name, whether it must be there."""

    name: str
    label: str
    is_required: bool = False


@dataclass(frozen=True)
class Job:
    """A file on its way, or an undo.

    stage: one of `RUNNING`, or «choice» (a person must say what the file is), «ready» (tried, waits for the decision),
    «done», «failed». message: why, in a sentence. done, total: how far the stage has come; total may be missing.
    head: header, columns, samples (header → masked examples), choice, is_remembered, by (who chose it).
    plan: rows_in, loaded, updated, unchanged, rejected, source_name, notes, unmapped, rejections, changes, figures,
    same_as, was_counted (a plan that another import has overtaken).
    result: what has been done: import_id, the four fates, sentence.
    """

    key: str
    name: str
    stage: str
    message: str = ""
    done: int = 0
    total: int | None = None
    head: Mapping[str, Any] = field(default_factory=dict)
    plan: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)
    has_rejected_file: bool = False

    @property
    def is_running(self) -> bool:
        """Whether a child process is at work."""
        return self.stage in RUNNING


@dataclass(frozen=True)
class LedgerRow:
    """One import. may_undo: the asker may load this source; undo may still be refused by later imports."""

    import_id: int
    source_code: str
    source_name: str
    file_name: str
    sha256: str
    loaded_by: str | None
    started_at: datetime
    status: str
    undone_at: datetime | None
    is_demo: bool
    rows_in: int
    loaded: int
    updated: int
    unchanged: int
    rejected: int
    may_undo: bool


class Desk(Protocol):
    """What the import offers. Every method raises AccessError for a job of somebody else or a source not allowed."""

    def receive(self, name: str, content: IO[bytes], asker: Asker, *, again: int | None = None) -> str:
        """Keep a file under a random name and begin to read it; the key of its job. again: import to be repeated."""

    def look(self, key: str, asker: Asker) -> Job:
        """How far a job has come."""

    def latest(self, asker: Asker) -> str | None:
        """The newest job of the asker that has not been given up, so that a reloaded page finds it again."""

    def choose(self, key: str, choice: Choice, asker: Asker) -> None:
        """Understand the file otherwise, remember that for its set of headers, and try it again."""

    def forget(self, key: str, asker: Asker) -> None:
        """Forget the remembered choice of the file's set of headers and let the program recognise it again."""

    def commit(self, key: str, asker: Asker) -> None:
        """Write what was tried."""

    def drop(self, key: str, asker: Asker) -> None:
        """Give the job up: its file goes."""

    def undo(self, import_id: int, asker: Asker) -> str:
        """Begin to undo an import; the key of the job."""

    def rejected_file(self, key: str, asker: Asker) -> tuple[str, bytes]:
        """Name and content of the workbook with the rejected rows."""

    def ledger(self, asker: Asker, most: int = 200) -> list[LedgerRow]:
        """Imports, the newest first."""

    def reasons(self, import_id: int, asker: Asker, most: int = 200) -> list[dict[str, Any]]:
        """Rejected rows of an import: sheet, row, column, value (masked), reason."""

    def fields(self, source: str) -> list[Field]:
        """What columns of a source may be; «mapping» is a table of another system."""

    def guess(self, source: str, header: Sequence[str]) -> dict[str, str]:
        """Field → header, by the names a source knows."""

    def sources(self) -> dict[str, str]:
        """Code → name of the built-in sources, and «mapping»."""


_desk: list[Desk] = []


def install(desk: Desk) -> None:
    """Name the desk of this process; the last one holds."""
    _desk[:] = [desk]


def current() -> Desk:
    """The installed desk. Raises StoreError where nobody has installed one."""
    if not _desk:
        raise StoreError("Загрузка в этой программе не подключена. Загрузите файл командой: python -m etl load ФАЙЛ.")
    return _desk[0]


def scope_to_dict(scope: Scope) -> list[dict[str, Any]]:
    """A circle of data as plain values, for a child process."""
    return [asdict(grant) for grant in scope.grants]


def scope_from_dict(told: list[dict[str, Any]]) -> Scope:
    """The circle of data a parent has told."""
    lists = ("channels", "recipients", "municipalities")
    plain: list[dict[str, Any]] = [
        {k: tuple(v) if k in lists and v is not None else v for k, v in grant.items()} for grant in told
    ]
    return Scope(tuple(Grant(**grant) for grant in plain))
