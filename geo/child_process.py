"""Work on a stranger's file in a child process: limited memory and time, and a crash there is only a refusal here."""

import multiprocessing
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from geo.errors import BoundaryError

MEMORY_BYTES = 3 * 1024**3
SECONDS = 60.0
TOO_COMPLEX = (
    "Файл не загружен: его контуры слишком сложны (не хватило {}). Упростите контуры и проверьте, не пересекают ли они "
    "сами себя."
)
CRASHED = "Файл не загружен: при чтении произошёл сбой, файл повреждён. Выгрузите границы заново, лучше в GeoJSON."


def _child(sender: Connection, memory_bytes: int, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Runs in the child: sends («result», value) or («refused», sentence)."""
    import shapely

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    try:
        answer = "result", work(*arguments)
    except BoundaryError as error:
        answer = "refused", str(error)
    except MemoryError:
        answer = "refused", TOO_COMPLEX.format("памяти")
    except shapely.errors.GEOSException as error:
        if "bad_alloc" not in str(error):
            raise
        answer = "refused", TOO_COMPLEX.format("памяти")
    sender.send(answer)


def run(work: Callable[..., Any], *arguments: Any, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS) -> Any:
    """`work(*arguments)` in a child process; both must be importable and picklable.

    BoundaryError when the work raises one, needs more memory or time than allowed, or crashes.
    """
    context = multiprocessing.get_context("spawn")  # a fork of a threaded server may deadlock
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(sender, memory_bytes, work, arguments), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise BoundaryError(TOO_COMPLEX.format("времени"))
        outcome, value = receiver.recv()
    except EOFError as error:
        raise BoundaryError(CRASHED) from error
    finally:
        process.kill()
        process.join()
        receiver.close()
    if outcome == "refused":
        raise BoundaryError(value)
    return value
