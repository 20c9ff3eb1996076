"""One reading of a received file for all that is asked of it: its first rows, its columns, the trial, the import.

What the reading process says is kept beside the file as it comes and told again to whoever opens the file after that,
in this process or in a later one, so that a file is unpacked once however often it is looked at. A reading that is
broken off is forgotten: the next one begins anew.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from data.errors import StoreError
from etl.reading.table import LAST_WORDS, RawBook, read_table


class CachedReading:
    """What was read of one file, in a file of its own; a context manager that ends the reading process."""

    def __init__(self, path: Path, kept: Path) -> None:
        """kept: file of the messages. It is there only when they are complete, and belongs where `path` is safe too."""
        self._path, self._kept, self._part = path, kept, kept.with_name(f".{kept.name}")
        self._live: RawBook | None = None
        self._file: BinaryIO | None = None
        self._is_whole = kept.exists()
        self._size = kept.stat().st_size if self._is_whole else 0

    def book(self) -> RawBook:
        """The file from its beginning; raises InputError while it is read, as `read_table` does."""
        return _CachedBook(self._path.name, self._messages())

    def close(self) -> None:
        """End the reading process, if one was needed; what it has not said to its end is forgotten."""
        if self._live is not None:
            self._live.close()
        if self._file is not None:
            self._file.close()
        self._part.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _messages(self) -> Iterator[dict[str, Any]]:
        """Messages that are kept, then those that are still to come; several may be told in turn."""
        at, told = 0, None
        try:
            while at < self._size or not self._is_whole:
                if at == self._size:
                    message = self._heard()
                    at = self._size
                    yield message
                    continue
                told = told or (self._kept if self._is_whole else self._part).open("rb")
                told.seek(at)
                line = told.readline()
                at += len(line)
                yield json.loads(line)
        finally:
            if told is not None:
                told.close()

    def _heard(self) -> dict[str, Any]:
        """The next message of the reading process, kept before it is told."""
        if self._live is None:
            self._live = read_table(self._path)
        line, message = self._live.hear()
        try:
            self._file = self._file or self._part.open("wb")
            self._file.write(line + b"\n")
            self._file.flush()
            if message["kind"] in LAST_WORDS:
                self._part.replace(self._kept)
                self._is_whole = True
        except OSError as error:
            raise StoreError(
                f"Прочитанное из файла не записывается на диск ({type(error).__name__}). Освободите место и повторите."
            ) from error
        self._size += len(line) + 1
        return message


class _CachedBook(RawBook):
    """A book whose messages come from a reading that outlives it."""

    def __init__(self, name: str, messages: Iterator[dict[str, Any]]) -> None:
        self.name, self.position, self.size = name, 0, 0
        self._messages, self._pending = messages, None

    def close(self) -> None:
        """The reading goes on for others."""
