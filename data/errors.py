"""Every error the program raises on purpose.

    MCUError                     base: `str(error)` is a Russian sentence that says what, where and what to do
    ├── SettingsError            a setting is wrong, or a key it names is missing or another's
    │   └── WrongSettingError    an environment variable makes no sense
    ├── FilterError              a filter, a period or a URL parameter makes no sense
    │   └── UnknownObjectError   nobody has the object that was named, or it is not open to the asker
    ├── QueryError               an unknown metric or dimension id, or a combination that has no answer
    ├── AccessError              the asker may not see this
    │   └── UnknownLoginError    nobody has the login that was named
    ├── StoreError               the store is missing, locked, stopped or of another version
    │   ├── MissingStoreError    it has not been made yet
    │   ├── UnreachableStoreError    nobody answers at its address
    │   ├── ForeignStoreError    the database is another program's
    │   └── SnapshotError        a snapshot is damaged, or none has been published yet
    │       ├── DamagedSnapshotError a published file is missing, altered or cannot be read
    │       ├── ForeignSnapshotError a snapshot was made from another store
    │       └── NoSuchSnapshotError  the snapshot asked for by its number does not exist
    ├── BackupError              a backup cannot be made, read or put back
    │   └── WrongBackupError     a file was named that is not there, or already is
    ├── EditConflictError        the row was saved by somebody else since the person saw it
    ├── InputError               a received file cannot be read at all (exit code 2, nothing is loaded)
    ├── RefusedReportError       a document would mislead: a source is stale, a part is missing (exit code 3)
    └── MappingError             a mapping file (YAML) is wrong

Beside it stands `geo.errors.BoundaryError`: boundaries that fail their checks, layers that are absent or damaged.

Command-line programs print `str(error)` to stderr and exit with `error.exit_code`; the web application shows it as a
notice, or answers with `error.status`. Anything that is not an `MCUError` is a bug and keeps its traceback.
"""

import dataclasses
from dataclasses import dataclass
from datetime import datetime


class MCUError(Exception):
    """Base of the tree; the message is a Russian sentence for the reader."""

    exit_code = 1
    status = 400


class SettingsError(MCUError):
    """A setting is wrong, or a key that belongs to the installation is missing or another's."""


class WrongSettingError(SettingsError):
    """An environment variable makes no sense: the input is wrong, not the installation."""

    exit_code = 2


class FilterError(MCUError):
    """A filter, a period or a URL parameter makes no sense."""

    exit_code = 2


class UnknownObjectError(FilterError):
    """Nobody has the object that was named (a problem, a roadmap, a poll …), or it is not open to the asker: which of
    the two is not told.
    """


class QueryError(MCUError):
    """An unknown metric or dimension id, or a combination that has no answer."""

    exit_code = 2


class AccessError(MCUError):
    """The asker may not see this; on the command line, where nobody is asked who they are: the input is wrong."""

    exit_code = 2
    status = 403


class UnknownLoginError(AccessError):
    """Nobody has the login that was named: the question is wrong."""

    exit_code = 2


class StoreError(MCUError):
    """The store is missing, locked, stopped or of another version."""

    status = 503


class MissingStoreError(StoreError):
    """The store has not been made yet; asking it makes nothing."""


class UnreachableStoreError(StoreError):
    """Nobody answers at the address of the store; published snapshots can be read meanwhile."""


class ForeignStoreError(StoreError):
    """The database named as the store holds tables of another program: the address is wrong."""

    exit_code = 2


class EngineError(MCUError):
    """The cluster that answers instead of this process can't be reached or refuses."""

    status = 503


class SnapshotError(StoreError):
    """A snapshot is damaged, or none has been published yet."""


class DamagedSnapshotError(SnapshotError):
    """A published file is missing, of another size or content, or cannot be read."""


class ForeignSnapshotError(SnapshotError):
    """A snapshot was made from another store, or from a history that this store does not have: the store or the folder
    that was named is the wrong one.
    """

    exit_code = 2


class NoSuchSnapshotError(SnapshotError):
    """The snapshot asked for by its number does not exist: the question is wrong, not the store."""

    exit_code = 2
    status = 400


class BackupError(MCUError):
    """A backup cannot be made, read or put back; nothing in force has been changed."""


class WrongBackupError(BackupError):
    """The file that was named for a backup is not there, is already there or is another kind of file."""

    exit_code = 2


@dataclass(frozen=True)
class Difference:
    """One field of two states of a row, in words for people; '' for a missing value."""

    field: str
    before: str
    after: str
    name: str = dataclasses.field(default="", compare=False)
    """The column, for a form that shows it beside the field of that name."""

    def __str__(self) -> str:
        """«срок: «3» → «5»»."""
        return f"{self.field}: «{self.before or 'пусто'}» → «{self.after or 'пусто'}»"


class EditConflictError(MCUError):
    """The row was saved by somebody else since the person saw it: nothing is written."""

    exit_code = 2
    status = 409

    def __init__(
        self,
        who: str,
        at: datetime,
        differences: tuple[Difference, ...],
        *,
        is_gone: bool,
        is_undo: bool = False,
        version: int | None = None,
        key: int = 0,
    ) -> None:
        """at: in the district's time. differences: from what is saved to what the person wanted to save; where an edit
        was to be undone (is_undo), from what that edit had made to what is saved. is_gone: the row was removed.
        version: of the row as it is saved now, where the person wanted to give it other values; key: of that row.
        """
        self.who, self.at, self.differences, self.version, self.key = who, at, differences, version, key
        self._is_gone = is_gone
        way = "Сначала отмените более позднюю правку." if is_undo else "Обновите страницу и внесите своё ещё раз."
        super().__init__(self.told(way))

    def with_differences(self, differences: tuple[Difference, ...]) -> "EditConflictError":
        """The same conflict with more differences: of rows that belong to the one."""
        return EditConflictError(
            self.who, self.at, differences, is_gone=self._is_gone, version=self.version, key=self.key
        )

    def told(self, way: str) -> str:
        """The sentence with another way out."""
        done = "удалили" if self._is_gone else "сохранили"
        saved = f"эту запись {done} в {self.at:%H:%M} {self.at:%d.%m.%Y} ({self.who})"
        found = f": вот разница: {'; '.join(map(str, self.differences))}" if self.differences else ""
        return f"Не сохранено — {saved}{found}. {way}"


class InputError(MCUError):
    """A received file cannot be read at all: nothing is loaded."""

    exit_code = 2

    def __init__(self, message: str, *, on_screen: str = "") -> None:
        """on_screen: the sentence for a screen, where the way out is another one than on the command line."""
        super().__init__(message)
        self.on_screen = on_screen or message


class MappingError(MCUError):
    """A mapping file (YAML) is wrong."""

    exit_code = 2


class RefusedReportError(MCUError):
    """A document would mislead: a source is stale, a part of it can't be made. Nothing is written."""

    exit_code = 3
