"""Work done in other processes: killed at a chosen step, or several at once.

A step is a statement sent to the database or an operation on a file; killing by their number, not by the clock, makes
every run the same. Processes are forked from one that has the program loaded and no threads.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from data.errors import MCUError
from data.settings import Settings, use

CONTEXT = multiprocessing.get_context("forkserver")
# With what the work imports only when it comes to it: every process would do that anew.
CONTEXT.set_forkserver_preload(["tests.durability.work", "etl.structure.replies.hints", "holidays.countries"])
_FILE_STEPS = {"os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.truncate"}
_NEVER = sys.maxsize
_SECONDS = 60

Work = Callable[..., object]


def count_steps(work: Work, settings: Settings, *arguments: object) -> int:
    """How many steps the work takes when nobody kills it."""
    steps = CONTEXT.Value("q", 0)
    process = CONTEXT.Process(target=_mortal, args=(_NEVER, steps, work, settings, arguments))
    process.start()
    process.join(_SECONDS)
    assert process.exitcode == 0, "the work itself must succeed"
    return int(steps.value)


def kill_at(step: int, work: Work, settings: Settings, *arguments: object) -> None:
    """Do the work in a process that ends by SIGKILL before it takes the step with this number (from 1)."""
    steps = CONTEXT.Value("q", 0)  # must live until the process has found it
    process = CONTEXT.Process(target=_mortal, args=(step, steps, work, settings, arguments))
    process.start()
    process.join(_SECONDS)
    assert process.exitcode == -signal.SIGKILL


def spread(steps: int, most: int) -> list[int]:
    """Numbers of steps to be killed at: the first, the last, and others evenly between."""
    if steps <= most:
        return list(range(1, steps + 1))
    return sorted({1 + round(i * (steps - 1) / (most - 1)) for i in range(most)})


def at_once(works: Sequence[tuple[Any, ...]]) -> list[str]:
    """Do several works, each (function, settings, arguments…), starting together; gives what each returned, as text.

    A refusal of the program comes back as its sentence after «MCUError: ».
    """
    barrier, results = CONTEXT.Barrier(len(works)), CONTEXT.SimpleQueue()
    processes = [CONTEXT.Process(target=_together, args=(i, barrier, results, *work)) for i, work in enumerate(works)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(_SECONDS)
        assert process.exitcode == 0
    return [text for _, text in sorted(results.get() for _ in works)]


def _together(number: int, barrier: Any, results: Any, work: Work, settings: Settings, *arguments: object) -> None:
    with use(settings):
        barrier.wait(_SECONDS)
        try:
            results.put((number, str(work(settings, *arguments))))
        except MCUError as error:
            results.put((number, f"MCUError: {error}"))


def _mortal(limit: int, steps: Any, work: Work, settings: Settings, arguments: tuple[object, ...]) -> None:
    def step() -> None:
        steps.value += 1
        if steps.value >= limit:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_event(event: str, details: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in _FILE_STEPS:
            step()

    sa.event.listen(sa.Engine, "before_cursor_execute", lambda *_: step())
    sa.event.listen(sa.Engine, "commit", lambda *_: step())
    sys.dont_write_bytecode = True  # a compiled module that is kept would be a step of the first run only
    with use(settings):
        sys.addaudithook(on_event)
        work(settings, *arguments)
