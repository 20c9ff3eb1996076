"""Backups of one installation: made while the program works, read back before they count, put back whole.

    mcu-20260316-024500.zip        store, staff accounts and audit, snapshots, imported boundaries; no keys
    mcu-20260316-024500-keys.zip   keys; kept apart, because with them pseudonyms of applicants can be recomputed

`backup` and `restore` are the two doors; the web server calls `hold_running` so that nobody restores under it.
"""

from data.backup.making import Made, backup
from data.backup.restoring import Restored, restore
from data.backup.running import Hold, hold_running

__all__ = ["Hold", "Made", "Restored", "backup", "hold_running", "restore"]
