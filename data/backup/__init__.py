"""Backups of one installation: made while the program works, read back before they count, put back whole.

    mcu-20260316-024500.zip        store, staff accounts and audit, snapshots, imported boundaries; no keys
    mcu-20260316-024500-keys.zip   keys; kept apart, because with them pseudonyms of applicants can be recomputed

`backup` and `restore` are the two doors; the web server calls `lock_shared` so that nobody restores under it.
"""

from data.backup.creation import Backup, backup
from data.backup.locks import Lock, lock_shared
from data.backup.restoration import Restoration, restore

__all__ = ["Backup", "Lock", "Restoration", "backup", "lock_shared", "restore"]
