"""Who of several jobs works now. A small file never waits for the trial of a large one: nothing is lost when a trial is
stopped and made again later.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from data.settings import ROOT, Settings
from etl.desk import jobs

_TRIAL = ("reading", "trying", "counting")
"""Stages in which nothing is written for good."""
_SMALL_BYTES, _TIMES_LARGER, _MOST_OVERTAKEN = 1 << 16, 4, 6
"""A trial gives way to a file so many times smaller than its own, files this small counting alike; but not for ever."""
_PAUSE_SECONDS = 0.2


@contextmanager
def turn(settings: Settings, mine: jobs.Folder) -> Iterator[None]:
    """One job at a time. Who has to wait says so; of those who wait the smaller file goes first, and the trial of a
    much larger one is put off for it.
    """
    with (jobs.root(settings) / ".turn").open("a") as file:
        if not _take(file, settings, mine):
            mine.write_answer("waiting")
            while not _take(file, settings, mine):
                _put_off_larger(settings, mine)
                time.sleep(_PAUSE_SECONDS)
        yield


def _take(file: IO[str], settings: Settings, mine: jobs.Folder) -> bool:
    if any(other.size < mine.size and _stage(other) == "waiting" for other in jobs.others_at_work(settings, mine)):
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _put_off_larger(settings: Settings, mine: jobs.Folder) -> None:
    """Stop trials of much larger files and start them anew: their processes queue behind this one."""
    limit = _TIMES_LARGER * max(mine.size, _SMALL_BYTES)
    for other in jobs.others_at_work(settings, mine):
        asked = other.request()
        times = int(asked.get("overtaken", 0))
        is_trial = asked.get("what") == "try" and _stage(other) in _TRIAL
        if is_trial and other.size > limit and times < _MOST_OVERTAKEN:
            other.stop()
            other.write_request(overtaken=times + 1)
            other.write_answer("waiting")
            start(other, settings)


def _stage(folder: jobs.Folder) -> str:
    """The stage as told; nothing of a job that is being given up at this moment."""
    try:
        return str(folder.state()["stage"])
    except FileNotFoundError:
        return ""


def start(folder: jobs.Folder, settings: Settings) -> None:
    """A process of its own session: neither the end of the request nor of the worker ends it."""
    environment = os.environ | {
        "MCU_VAR": str(settings.var.resolve()),
        "MCU_STORE_URL": settings.store_url,
        "PYTHONPATH": str(ROOT),
    }
    subprocess.Popen(
        [sys.executable, "-m", "etl.desk.child", str(folder.path.resolve())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
