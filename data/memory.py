"""What a process that serves for long does about its memory."""

import atexit
import gc
from typing import Any

_ARENAS, _ARENA_MAX = 2, -8
_TRIM_THRESHOLD, _KEPT = -1, 1 << 20
"""Numbers of glibc's `mallopt`; a megabyte of freed memory at most is kept for the next question."""
GIVES_BACK = {"MALLOC_ARENA_MAX": str(_ARENAS), "MALLOC_TRIM_THRESHOLD_": str(_KEPT)}
"""The same for a process that is started with this environment."""


def keep_shared() -> None:
    """Before processes are forked: what stands now is never looked through for garbage again, which would copy each
    page of it into every process; and what their threads free goes back to the system, where the C library can do that.
    """
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # what outlives its interpreter is complained about by the libraries that own it
    library = _library()
    if hasattr(library, "mallopt"):
        library.mallopt(_ARENA_MAX, _ARENAS)
        library.mallopt(_TRIM_THRESHOLD, _KEPT)


def give_back() -> None:
    """What was freed between things that stay goes back to the system, where the C library can do that."""
    library = _library()
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


def _library() -> Any:
    import ctypes  # who only names the environment needs none of it

    return ctypes.CDLL(None)
