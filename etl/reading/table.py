"""The parent's side: starts the reading process, watches it, and hands its rows on."""

import dataclasses
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from data.errors import InputError
from data.settings import ROOT
from etl.reading.limits import Limits

RawRow = tuple[int, list[str]]
LAST_WORDS = ("end", "refused")
"""Kinds of the message after which none comes."""
_LONGEST_MESSAGE = 64 << 20
_PATIENCE = 10
"""Times the silence that a child may wait for a processor or a disk."""


@dataclass
class RawSheet:
    """A sheet while it is read: blocks come once, in order. rows: upper estimate of its rows, 0 when unknown; encoding,
    delimiter: of delimited text, '' of a workbook; types: a letter for each cell of the rows so far, where asked for.
    """

    name: str
    is_1904: bool
    rows: int
    blocks: Iterator[list[RawRow]]
    encoding: str = ""
    delimiter: str = ""
    types: list[str] = dataclasses.field(default_factory=list)


class RawBook:
    """A received file being read by a child process; a context manager that ends the child."""

    def __init__(self, path: Path, limits: Limits, request: dict[str, Any]) -> None:
        self.name, self.position, self.size = path.name, 0, 0
        self._limits = limits
        self._child = subprocess.Popen(
            [sys.executable, "-m", "etl.reading.child", json.dumps(request)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        self._lines = self._listen()
        self._messages: Iterator[dict[str, Any]] = (message for _, message in self._lines)
        self._pending: dict[str, Any] | None = None

    def sheets(self) -> Iterator[RawSheet]:
        """Sheets in file order. Raises InputError when the child refuses the file, dies or falls silent."""
        while (message := self._next()) is not None:
            if message["kind"] == "sheet":
                sheet = RawSheet(message["name"], message["is_1904"], message["rows"], iter(()))
                sheet.encoding, sheet.delimiter = message.get("encoding", ""), message.get("delimiter", "")
                sheet.blocks = self._blocks(sheet)
                yield sheet
                for _ in sheet.blocks:
                    """A sheet that nobody wanted still stands before the next one."""

    def _blocks(self, sheet: RawSheet) -> Iterator[list[RawRow]]:
        while (message := self._next()) is not None:
            if message["kind"] == "sheet":
                self._pending = message
                return
            if message["kind"] == "hint":
                sheet.rows = message["rows"]
            else:
                sheet.types += message.get("types", ())
                yield [(int(number), cells) for number, cells in message["rows"]]

    def _next(self) -> dict[str, Any] | None:
        """The next message about sheets and rows; None at the end."""
        if self._pending is not None:
            message, self._pending = self._pending, None
            return message
        for message in self._messages:
            self.position = message["at"]
            self.size = message.get("size", self.size)
            if message["kind"] == "refused":
                raise InputError(message["message"])
            if message["kind"] == "end":
                self.position = self.size
                return None
            if message["kind"] != "beat":
                return message
        return None

    def hear(self) -> tuple[bytes, dict[str, Any]]:
        """The next message as it came and as it is understood; for whoever keeps them instead of asking for sheets."""
        return next(self._lines)

    def _listen(self) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Messages of the child, until its end or an error."""
        buffer = bytearray()
        for data in self._read():
            buffer += data
            *lines, rest = buffer.split(b"\n") if b"\n" in data else (buffer,)
            buffer = bytearray(rest)
            if len(buffer) > _LONGEST_MESSAGE:
                raise InputError(_stopped(self.name))
            for line in lines:
                message = json.loads(line)
                yield bytes(line), message
                if message["kind"] in LAST_WORDS:
                    return
        raise self._death()

    def _read(self) -> Iterator[bytes]:
        assert self._child.stdout is not None
        descriptor = self._child.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while True:
                self._await_word(selector)
                data = os.read(descriptor, 1 << 20)
                if not data:
                    return
                yield data

    def _await_word(self, selector: selectors.BaseSelector) -> None:
        """Raises InputError when the child is silent; a machine busy with other work or a slow disk is no silence."""
        worked = _seconds_of(self._child.pid)
        for _ in range(_PATIENCE):
            if selector.select(self._limits.silent_seconds):
                return
            if _seconds_of(self._child.pid) - worked >= self._limits.silent_seconds:
                break
        raise InputError(_stopped(self.name))

    def _death(self) -> Exception:
        """Why the child ended without a last word: killed by its limits, or a bug that keeps its traceback."""
        _, errors = self._child.communicate()
        code = self._child.returncode
        if code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT) or b"MemoryError" in errors:
            return InputError(_stopped(self.name))
        return RuntimeError(f"the reading process ended with {code}: {errors.decode(errors='replace')[-2000:]}")

    def close(self) -> None:
        """End the child, whatever it does."""
        if self._child.poll() is None:
            self._child.kill()
        self._child.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _seconds_of(process: int) -> float:
    """Processor seconds of a process so far; where the system does not tell, those of the clock stand for them."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return time.monotonic()
    user, system = told.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def read_table(
    path: Path,
    limits: Limits | None = None,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    blank: bool = False,
    typed: bool = False,
) -> RawBook:
    """Start reading a file; rows come from `RawBook.sheets()`.

    encoding, delimiter: of delimited text, found from the content when not given. sheet: only this sheet of a
    workbook. blank: records of delimited text whose cells are all empty come too. typed: types of the cells of a
    workbook come with its rows. Raises InputError at once when the path is not a regular file, and while reading for
    everything else.
    """
    if not path.is_file():
        raise InputError(f"«{path.name}» — не файл, прочитать его нельзя. Укажите файл .xlsx или .csv.")
    if not os.access(path, os.R_OK):
        raise InputError(f"Нет права читать файл «{path.name}». Проверьте права доступа.")
    limits = limits or Limits()
    request: dict[str, Any] = {"path": str(path.resolve()), "encoding": encoding, "delimiter": delimiter}
    request |= {"sheet": sheet, "blank": blank, "typed": typed}
    return RawBook(path, limits, request | {"limits": dataclasses.asdict(limits)})


def environment() -> dict[str, str]:
    """Only what an interpreter needs: settings and secrets of the program stay with the parent."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT", "VIRTUAL_ENV") if name in os.environ}
    return kept | {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _stopped(name: str) -> str:
    return (
        f"Чтение файла «{name}» остановлено: он требует слишком много времени или памяти. Проверьте, что это обычная "
        "таблица, разделите её на части или сохраните как «CSV UTF-8»."
    )
