"""Whether what an installation holds is invented: demonstration and real data never meet.

What counts is everything a reader can be given: imports of the store and snapshots a number can name. An import that
was undone still counts as real: whoever has loaded a real file once has no use for invented ones.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa

from data import snapshots, store
from data.errors import InputError, SnapshotError
from data.settings import Settings
from data.store.tables import changes, imports

LEFT = "leave_demo"
"""What `changes` says after the demonstration was removed: it never comes back to this store."""
LOGINS_BEGIN = "demo-"
"""How every login of the demonstration begins: rows that were added under one of them go with it."""
WAY_OUT = "Уберите демонстрацию: python -m data leave-demo или ссылка «Убрать демонстрацию» на экране — и повторите."
_FRESH = "Для демонстрации укажите другую папку в MCU_VAR."


@dataclass(frozen=True)
class Inventory:
    """What is there. imports, snapshots: their kinds, True for demonstration, False for real; a snapshot that holds no
    records has none.

    damaged: manifests that cannot be read, so that nobody knows their kind. was_left: the demonstration was removed.
    """

    imports: frozenset[bool]
    snapshots: frozenset[bool]
    damaged: int
    was_left: bool

    @property
    def is_demonstration(self) -> bool:
        """Whether the store holds something, and all that can be read is known to be demonstration."""
        return True in self.imports and not self.is_real and not self.damaged

    @property
    def is_real(self) -> bool:
        """Whether something real is or was there."""
        return False in self.imports | self.snapshots

    @property
    def has_demo(self) -> bool:
        """Whether something of a demonstration is or was there."""
        return True in self.imports | self.snapshots


@dataclass(frozen=True)
class Removal:
    """What went with the demonstration."""

    records: int
    snapshots: int


def inventory(settings: Settings, connection: sa.Connection | None = None) -> Inventory:
    """What the store and the folder of snapshots hold; a store that was not created yet holds nothing.

    connection: of a transaction that is under way.
    """
    if connection is not None:
        return _inventory(connection, settings.snapshots)
    if not store.is_there(settings):
        return _with_snapshots(frozenset(), settings.snapshots, was_left=False)
    with store.reading(settings) as own:
        return _inventory(own, settings.snapshots)


def _inventory(connection: sa.Connection, folder: Path) -> Inventory:
    kinds: set[bool] = set()
    was_left = False
    if sa.inspect(connection).has_table(imports.name):
        kinds = set(connection.execute(sa.select(imports.c.is_demo).distinct()).scalars())
        was_left = connection.execute(sa.select(changes.c.change_no).where(changes.c.what == LEFT)).first() is not None
    return _with_snapshots(frozenset(kinds), folder, was_left=was_left)


def _with_snapshots(kinds: frozenset[bool], folder: Path, *, was_left: bool) -> Inventory:
    told = [
        _kinds_of(path, path.stat().st_ctime_ns)
        for path in (snapshots.manifest_path(folder, number) for number in snapshots.numbers(folder))
    ]
    readable = frozenset(kind for found in told if found is not None for kind in found)
    return Inventory(kinds, readable, told.count(None), was_left)


@lru_cache(maxsize=4096)
def _kinds_of(path: Path, _changed: int) -> frozenset[bool] | None:
    """The kind of a snapshot: none when it holds no records, None when it can't be read."""
    try:
        found = snapshots.read_manifest(path.parent, int(path.stem))
    except SnapshotError:
        return None
    return frozenset({found.is_demo} if found.records else ())


def why_never(settings: Settings, connection: sa.Connection | None = None) -> str | None:
    """Why no demonstration may begin here, in a sentence; None when it may. `access.demo_logins` looks at accounts."""
    if not settings.shows_demo:
        return "Демонстрация на этой установке выключена: MCU_DEMO=0."
    if not settings.district.is_shipped:
        return "Демонстрация показывает район, который поставляется с программой, а здесь другой: ей тут нет места."
    found = inventory(settings, connection)
    if found.is_real:
        return f"Здесь есть настоящие загрузки или срезы: с демонстрацией они не смешиваются. {_FRESH}"
    if found.was_left:
        return f"Демонстрация отсюда убрана и не возвращается. {_FRESH}"
    return None


def require_alike(settings: Settings, connection: sa.Connection, *, is_demo: bool) -> None:
    """Before an import: it is of the kind of all that is there. Raises InputError with the way out."""
    if is_demo:
        reason = why_never(settings, connection)
        if reason:
            raise InputError(f"Файл демонстрационный, а загрузить его сюда нельзя. {reason}")
    elif inventory(settings, connection).has_demo:
        raise InputError(f"Файл настоящий, а здесь показана демонстрация: их нельзя смешивать. {WAY_OUT}")
