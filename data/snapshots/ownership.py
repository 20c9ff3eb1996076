"""Whether a snapshot was made from the store that is asked (`data.store.identity`)."""

import sqlalchemy as sa

from data.errors import ForeignSnapshotError
from data.snapshots import Manifest
from data.store.identity import DRAFT, mark_of, of
from data.store.tables import changes

WAY_OUT = (
    "Верните прежний адрес хранилища (MCU_STORE_URL, --store) или прежний файл, восстановите копию "
    "(python -m data restore ФАЙЛ) — или, если данные заменены намеренно, опубликуйте всё заново: "
    "python -m data publish --all."
)
"""What to do about a store and a folder that are not of one installation."""


def require_own(connection: sa.Connection, manifest: Manifest) -> None:
    """Raises ForeignSnapshotError unless the snapshot was made from this store, at a change that its history holds.

    A snapshot made before stores had identities is held to the number of its change only.
    """
    if manifest.mark == DRAFT:
        return
    own, number = of(connection), manifest.number
    if manifest.store_id and own.store_id != manifest.store_id:
        raise ForeignSnapshotError(f"Срез № {number} сделан из другого хранилища, а не из подключённого. {WAY_OUT}")
    newest = connection.execute(sa.select(sa.func.max(changes.c.change_no))).scalar() or 0
    if manifest.change_no > newest:
        raise ForeignSnapshotError(f"Хранилище старше среза № {number}: на место встал прежний файл. {WAY_OUT}")
    if manifest.mark and manifest.mark != mark_of(connection, manifest.change_no):
        raise ForeignSnapshotError(f"Срез № {number} сделан по изменениям, которых в хранилище нет. {WAY_OUT}")
