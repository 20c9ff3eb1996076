"""Which topics texts speak of: what the queue of unknown topic names may ask of the classifier, without knowing it.

`install` is called once by the wiring of the application. Where nobody has installed a reader (the command line), names
alone suggest.
"""

from collections.abc import Callable, Sequence

Reader = Callable[[Sequence[str]], list[str]]
"""For each masked text the code of the topic it likely speaks of, '' where that is not clear."""

_reader: list[Reader] = []


def install(reader: Reader | None) -> None:
    """Name the reader of this process; the last one holds, `None` takes it away."""
    _reader[:] = [reader] if reader else []


def current() -> Reader | None:
    """The installed reader."""
    return _reader[0] if _reader else None
