"""What is said of a file or a code that claims to be an issued note: a sentence, on the screen and in a command."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.decisions.notes import read
from data.decisions.notes.read import Note, Verdict
from data.errors import FilterError
from data.settings import Settings
from words import format

_OF_PATHS = (".", "/")
"""What a path has and neither a number nor a sum does."""


@dataclass(frozen=True)
class Checked:
    """What was found. files: kept files of the note by name, when it was asked for by a number or a sum."""

    said: str
    is_issued: bool
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def check(asked: str, settings: Settings) -> Checked:
    """Of a file by its path, or of a number or the beginning of a sum. FilterError for a file that can't be read, or is
    empty.
    """
    path = Path(asked)
    if _is_file(asked, path):
        found = read.by_file(settings, _sum(path))
        return Checked(of_file(found, path.name), found is not None)
    note = read.by_code(settings, asked)
    return Checked(of_code(note, asked), note is not None, {} if note is None else _files(settings, note))


def _is_file(asked: str, path: Path) -> bool:
    """Whether a path is meant: what is there, or is written as no number and no sum is."""
    if any(sign in asked for sign in _OF_PATHS):
        return True
    try:
        return path.exists()
    except OSError:  # a name longer than a disk can hold is no file
        return False


def _sum(path: Path) -> str:
    """SHA-256 of a file, however big; nothing that has no end is read."""
    name = path.name[:100]
    try:
        if path.is_dir():
            raise FilterError(f"«{name}» — папка, а нужен файл DOCX или PDF.")
        if path.exists() and not path.is_file():
            raise FilterError(f"«{name}» — не файл, а устройство. Назовите файл DOCX или PDF.")
        with path.open("rb") as stream:
            require_content(stream.read(1), name)
            stream.seek(0)
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        raise FilterError(f"Файла «{name}» нет. Проверьте путь.") from None
    except OSError:
        raise FilterError(f"Файл «{name}» не читается. Проверьте права и диск.") from None


def require_content(content: bytes, name: str) -> None:
    """FilterError for an empty file: it is no copy of anything, altered or not."""
    if not content:
        raise FilterError(f"Файл «{name[:100]}» пуст: сверять нечего. Возьмите его там, откуда он пришёл, ещё раз.")


def _files(settings: Settings, note: Note) -> dict[str, bytes]:
    assert note.issue is not None
    kinds = [*pages(note), *(kind for kind in note.issue.files if not kind.startswith("page"))]
    ends = {kind: f"-{kind.removeprefix('page')}.png" if kind.startswith("page") else f".{kind}" for kind in kinds}
    return {f"записка-{note.issue.number}{ends[kind]}": read.kept(settings, note, kind) for kind in kinds}


def of_file(found: Verdict | None, name: str) -> str:
    """Whether a file is the kept one, byte for byte."""
    if found is None:
        return (
            f"«{name[:100]}» — не выпущенная записка: такого файла среди сохранённых нет, или он изменён после выпуска."
        )
    return f"«{name[:100]}» — выпущенная записка {_named(found.note)}, файл {found.kind.upper()} не изменён."


def of_code(note: Note | None, code: str) -> str:
    """Whether a number or the beginning of a sum belongs to an issued note."""
    if note is None:
        return f"Записки «{code.strip()[:70]}» среди выпущенных нет: сверьте номер или сумму из QR."
    assert note.issue is not None
    return f"Записка {_named(note)} выпущена, сумма содержания {note.issue.content_hash}; сравните её листы со своими."


def pages(note: Note | None) -> list[str]:
    """Kinds of the kept pictures of its pages, in their order."""
    kinds = note.issue.files if note and note.issue else {}
    found = [kind for kind in kinds if kind.startswith("page")]
    return sorted(found, key=lambda kind: int(kind.removeprefix("page")))


def _named(note: Note) -> str:
    assert note.issue is not None
    return f"№ {note.issue.number} от {format.day(note.issue.issued_on)} за неделю {note.week}, срез {note.snapshot}"
