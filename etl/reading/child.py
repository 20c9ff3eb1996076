"""The reading process: `python -m etl.reading.child REQUEST`, a JSON line per message on standard output.

Messages, by their `kind`: `sheet` (name, is_1904, rows: upper estimate; encoding and delimiter of delimited text),
`rows` (a block of [number, cells]; types: a letter for each cell, `Workbook.types`, where they are asked for), `beat`
(alive), `refused` (a Russian sentence), `end`. `at` counts bytes of input, unpacked for a workbook, and `size` is
their total. It limits its own memory and time first, and holds no more than a block of rows.
"""

import csv
import json
import resource
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from data.errors import InputError
from etl.reading import recognise
from etl.reading.delimited import TextTable
from etl.reading.limits import Limits
from etl.reading.workbook import Workbook, names

_BLOCK_ROWS = 1000
_BLOCK_CHARACTERS = 1_000_000
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, ExpatError, struct.error, EOFError, OSError, ValueError, LookupError,
    NotImplementedError, RuntimeError, OverflowError, csv.Error,
)  # fmt: skip


class Sender:
    """Writes messages; collects rows into blocks."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, list[str]]] = []
        self._types: list[str] = []
        self._characters = 0
        self.at = 0

    def say(self, kind: str, **values: Any) -> None:
        """Send one message."""
        sys.stdout.write(json.dumps({"kind": kind, "at": self.at, **values}, ensure_ascii=False))
        sys.stdout.write("\n")
        sys.stdout.flush()

    def row(self, row: tuple[int, list[str]], types: str | None = None) -> None:
        """Add a row to the block, and send the block when it is full; types: of its cells, where they are asked for."""
        self._rows.append(row)
        if types is not None:
            self._types.append(types)
        self._characters += sum(map(len, row[1]))
        if len(self._rows) >= _BLOCK_ROWS or self._characters > _BLOCK_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Send the rows collected so far."""
        if self._rows:
            self.say("rows", rows=self._rows, **({"types": self._types} if self._types else {}))
        self._rows, self._types, self._characters = [], [], 0

    def beat(self, at: int) -> None:
        """Say that the work goes on, `at` bytes into the input."""
        self.at = at
        self.say("beat")


def main() -> int:
    """Read one file as the request says; the exit code is 0 also for a refusal, which is a message."""
    request = json.loads(sys.argv[1])
    path, limits = Path(request["path"]), Limits(**request["limits"])
    sender = Sender()
    try:
        _limit(limits.memory(0), limits.cpu(0))
        if recognise.kind(path) == "workbook":
            _workbook(path, limits, sender, request)
        else:
            _text(path, limits, sender, request)
        sender.say("end")
    except InputError as error:
        sender.say("refused", message=str(error))
    except (MemoryError, RecursionError):
        sender.say("refused", message=_too_heavy(path.name))
    except _DAMAGED as error:
        sender.say("refused", message=_damaged(path.name, error))
    return 0


def _limit(memory: int, seconds: int) -> None:
    hard_memory = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard_memory != resource.RLIM_INFINITY:
        memory = min(memory, hard_memory)
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard_memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _workbook(path: Path, limits: Limits, sender: Sender, request: dict[str, Any]) -> None:
    sheet = request["sheet"]
    book = Workbook(path, limits, sender.beat)
    _limit(limits.memory(path.stat().st_size), limits.cpu(book.parts.size))
    chosen = [one for one in book.sheets if sheet is None or one[0] == sheet]
    if not chosen:
        there = ", ".join(f"«{name}»" for name in names(book.sheets))
        raise InputError(f"В файле «{path.name}» нет листа «{sheet}». Есть: {there}.")
    for name, part in chosen:
        about = {"name": name, "is_1904": book.is_1904, "size": book.parts.size}
        sender.say("sheet", rows=0, **about)
        take = (lambda row: sender.row(row, book.types)) if request["typed"] else sender.row
        book.read(part, take, lambda rows: sender.say("hint", rows=rows))
        sender.flush()


def _text(path: Path, limits: Limits, sender: Sender, request: dict[str, Any]) -> None:
    size = path.stat().st_size
    _limit(limits.memory(0), limits.cpu(size))
    table = TextTable(path, limits, request["encoding"], request["delimiter"])
    told = {"encoding": table.encoding, "delimiter": table.delimiter}
    sender.say("sheet", name="", is_1904=False, rows=table.lines + 1, size=size, **told)
    for row in table.rows(blank=request["blank"]):
        sender.at = table.position()
        sender.row(row)
    sender.flush()


def _damaged(name: str, error: BaseException) -> str:
    if isinstance(error, zipfile.BadZipFile | zlib.error | EOFError):
        return (
            f"Файл «{name}» повреждён или скачан не полностью: архив книги не читается. Скачайте или "
            f"выгрузите его ещё раз."
        )
    return f"Файл «{name}» повреждён: содержимое не читается. Откройте его в Excel и сохраните заново как .xlsx."


def _too_heavy(name: str) -> str:
    return f"Файл «{name}» требует слишком много памяти. Разделите его на части по годам или сохраните как «CSV UTF-8»."


if __name__ == "__main__":
    sys.exit(main())
