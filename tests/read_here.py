"""Files read in the process of the tests, for properties that read hundreds of them and prove nothing of the reading.

The reading process itself, its limits and its death are proved in `etl/reading`, in `etl/dirty` and wherever a file is
loaded without this.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from etl.reading import child, recognise, table
from etl.reading.limits import Limits


class _Kept(child.Sender):
    """Keeps the messages as lines of JSON, as on their way from the other process, instead of writing them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[bytes] = []

    def say(self, kind: str, **values: Any) -> None:
        self.lines.append(json.dumps({"kind": kind, "at": self.at, **values}).encode())


class _Book(table.RawBook):
    """A book whose messages are all there when it is opened."""

    def __init__(self, path: Path, limits: Limits, request: dict[str, Any]) -> None:
        self.name, self.position, self.size = path.name, 0, 0
        self._limits, self._pending = limits, None
        sender = _Kept()
        if recognise.kind(path) == "workbook":
            child._workbook(path, limits, sender, request)
        else:
            child._text(path, limits, sender, request)
        sender.say("end")
        self._lines = ((line, json.loads(line)) for line in sender.lines)
        self._messages = (message for _, message in self._lines)

    def close(self) -> None:
        """There is no child to end."""


@contextmanager
def without_child() -> Iterator[None]:
    """Good files are read without a process of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "_limit", lambda memory, seconds: None)
        patch.setattr(table, "RawBook", _Book)
        yield
