"""What the system tells about processes is read as it is meant."""

import os
import subprocess
import sys
import time

from bench import machine


def _one(number: int) -> machine.Process:
    return next(one for one in machine.processes() if one.number == number)


def test_a_process_is_told_with_its_parent_its_session_and_what_it_has_used() -> None:
    own = _one(os.getpid())
    assert (own.parent, own.session, own.is_ended) == (os.getppid(), os.getsid(0), False)
    assert own.memory > 10
    assert abs(own.seconds - time.process_time()) < 1


def test_what_an_ended_child_used_is_its_parents_and_until_it_is_asked_for_it_is_there() -> None:
    before = machine.seconds_of(os.getpid())
    child = subprocess.Popen([sys.executable, "-c", "import time\nwhile time.process_time() < 0.3: pass"])
    while not _one(child.pid).is_ended:
        time.sleep(0.02)
    assert machine.seconds_of(os.getpid()) - before >= 0.3
    child.wait()
    assert machine.seconds_of(os.getpid()) - before >= 0.3
