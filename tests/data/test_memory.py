"""What a process that serves does about its memory, told in a process of its own."""

import subprocess
import sys

_TRIED = """
import gc
from data import memory
kept = [[number] for number in range(1000)]
memory.keep_shared()
print(gc.get_freeze_count() > 1000, any(one is kept for one in gc.get_objects()))
"""


def test_what_stands_before_the_fork_is_not_looked_through_for_garbage_again():
    said = subprocess.run([sys.executable, "-c", _TRIED], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "False"]
    assert not said.stderr
