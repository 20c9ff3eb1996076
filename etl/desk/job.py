"""A file on its way, in the values that the screen, the web application and the child process exchange.

A job is received, understood, tried in a transaction that is rolled back, and then committed or dropped.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

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
    another system also its own code, channel code and time zone, formats (field → strptime format) and meanings (field
    → received value → what it means). received_on: day of receipt of rows without one.
    """

    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    received_on: date | None = None
    code: str = ""
    channel: str = ""
    time_zone: str = ""
    formats: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As kept in the ledger and in the memory of headers; the day of receipt belongs to one file only."""
        made = asdict(self) | {"columns": dict(self.columns)}
        made.pop("received_on")
        return {name: value for name, value in made.items() if value}


def choice_of(told: Mapping[str, Any] | None, received_on: date | None = None) -> Choice | None:
    """The choice kept as `Choice.to_dict` has made it; None when there was none."""
    if not told or not told.get("source"):
        return None
    code, channel, zone = (str(told.get(name, "")) for name in ("code", "channel", "time_zone"))
    formats, meanings = (dict(told.get(name, {})) for name in ("formats", "meanings"))
    columns = dict(told.get("columns", {}))
    return Choice(str(told["source"]), columns, received_on, code, channel, zone, formats, meanings)


@dataclass(frozen=True)
class Field:
    """Something a column of the file may be: its name in the program, its Russian name, whether it must be there.

    meanings: what its values may mean, code → Russian name; {} where they are taken as they are.
    """

    name: str
    label: str
    is_required: bool = False
    meanings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """A file on its way, or an undo.

    stage: one of `RUNNING`, or «choice» (a person must say what the file is), «ready» (tried, waits for the decision),
    «done», «failed». message: why, in a sentence. done, total: how far the stage has come; total may be missing.
    head: header, columns, samples (header → masked examples), readings (header → formats, form, values: what can be
    said of its cells, `etl.desk.readings`), choice, is_remembered, by (who chose it).
    plan: rows_in, loaded, updated, unchanged, rejected, source_name, notes, unmapped, rejections, changes, figures,
    same_as, was_counted (a plan that another import has overtaken).
    is_renumbered: it failed because its numbers stand for other appeals than in the store.
    result: what has been done: import_id, the four fates, sentence. has_file: the received file is still kept.
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
    is_renumbered: bool = False
    has_file: bool = False

    @property
    def is_running(self) -> bool:
        """Whether a child process is at work."""
        return self.stage in RUNNING


@dataclass(frozen=True)
class LedgerRow:
    """One import. may_undo: the asker may load this source; undo may still be refused by later imports. is_typed: a
    record entered in the form, so there is no file.
    """

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
    is_typed: bool = False


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
