"""Whether the store that is connected and the folder beside it are one installation: asked by every command that opens
both, before it writes or tells anything.
"""

from pathlib import Path

import sqlalchemy as sa

from data import store
from data.errors import (
    DamagedSnapshotError,
    ForeignSnapshotError,
    SnapshotError,
    StoreError,
    UnreachableStoreError,
)
from data.settings import Settings
from data.snapshots import Manifest, numbers, ownership, read_manifest
from data.store import keys, ours


def require_own_store(settings: Settings) -> None:
    """Raises ForeignStoreError for a database of another program, and ForeignSnapshotError where the newest snapshot
    that can be read was made from another store, or from one that is not there.
    """
    ours.require_ours(settings)
    newest = _newest(settings.snapshots)
    if newest is None:
        return
    if not ours.holds_store(settings):
        raise ForeignSnapshotError(
            f"Хранилища «{sa.make_url(settings.store_url).database}» нет, а срез № {newest.number} в папке "
            f"«{settings.snapshots}» сделан из другого. {ownership.WAY_OUT}"
        )
    with store.reading(settings) as connection:
        ownership.require_own(connection, newest)


def require_own_where_reachable(settings: Settings) -> None:
    """The same for what only reads published files: they are read while a server of databases is stopped too."""
    try:
        require_own_store(settings)
    except UnreachableStoreError:
        return


def require_own_snapshot(settings: Settings, manifest: Manifest) -> None:
    """The same of one snapshot, for who reads its figures: a store that is stopped or not made yet says nothing, and
    only texts are not read without it.
    """
    if not store.is_there(settings):
        return
    try:
        with store.reading(settings) as connection:
            ownership.require_own(connection, manifest)
    except SnapshotError:
        raise
    except (StoreError, sa.exc.ProgrammingError):
        return


def require_own_keys(settings: Settings) -> None:
    """Raises SettingsError where the key of pseudonyms is missing or another store's."""
    if ours.holds_store(settings):
        with store.reading(settings) as connection:
            keys.require_own(connection, settings)


def _newest(folder: Path) -> Manifest | None:
    for number in reversed(numbers(folder)):
        try:
            return read_manifest(folder, number)
        except DamagedSnapshotError:
            continue
    return None
