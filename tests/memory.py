"""Temporary files of the tests lie in memory where the system has room there: a disk's file system takes ten times the
processor's time for every small file, and the tests make some hundred thousand.

Nothing proves less there: a killed process leaves in memory what it would have left to the system's cache of a disk.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 6 << 30
"""Free bytes that are asked for; a whole run writes a fifth of that."""


def use() -> None:
    """Choose the folder for this process and those that it starts, unless the environment names one."""
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    if shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
