"""A file of public discussions opened: its header found, then each row as the texts of its known fields."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from data.errors import InputError
from etl.discussions import layouts
from etl.discussions.layouts import PLATFORMS, Layout
from etl.reading.limits import Limits
from etl.reading.table import RawBook, RawRow, RawSheet, read_table
from etl.sources.cells import clean
from etl.sources.headers import is_repeated

_MOST_ROWS_ABOVE = 40
_BLOCK = 1 << 20
_RUBY = re.compile(r'"([a-z]{2}(?:-[A-Z]{2})?)"\s*(?:=>|:)\s*"((?:[^"\\]|\\.)*)"')
"""One language of a field that is written as a structure: `{"ca"=>"Mobilitat", "es"=>"Movilidad"}`, or as JSON."""
_STRUCTURE = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Row:
    """A received row. number: as a person sees it in the file; cells: field → its text, '' where it says nothing."""

    number: int
    sheet: str
    cells: Mapping[str, str]


@dataclass
class DiscussionFile:
    """A file that is being read; `rows` is read once. hint: an upper estimate of the rows, None when unknown."""

    layout: Layout
    rows: Iterator[Row]
    hint: int | None
    _book: RawBook = field(repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()


def open_file(path: Path, code: str = "auto", limits: Limits | None = None) -> DiscussionFile:
    """Open a file of a platform. Raises InputError for what is none, with what was looked for."""
    book = read_table(path, limits, encoding=_encoding(path) if code != layouts.PORTAL else None)
    try:
        found = _opened(book, path.name, code)
    except BaseException:
        book.close()
        raise
    if found is None:
        book.close()
        raise InputError(_unknown(path.name, code))
    return found


def is_one(path: Path, limits: Limits | None = None) -> bool:
    """Whether a file shows by itself that it is of public discussions."""
    try:
        open_file(path, "auto", limits)._book.close()
    except InputError:
        return False
    return True


def _opened(book: RawBook, name: str, code: str) -> DiscussionFile | None:
    for sheet in book.sheets():
        head: list[RawRow] = []
        for block in sheet.blocks:
            head += block
            if len(head) >= _MOST_ROWS_ABOVE:
                break
        best = max(
            (
                (len(layout.columns), -at, layout)
                for at, (_, row) in enumerate(head[:_MOST_ROWS_ABOVE])
                if (layout := layouts.of_header(row, code))
            ),
            key=lambda one: one[:2],
            default=None,
        )
        if best is not None:
            header = head[-best[1]][1]
            if code != "auto":
                _require_named(header, name, code)
            rows = _rows(sheet, head[1 - best[1] :], header, best[2])
            return DiscussionFile(best[2], rows, sheet.rows or None, book)
    return None


def _require_named(header: Sequence[str], name: str, code: str) -> None:
    """Numbers of one platform are not those of another: read as another's, a file would overwrite what has them."""
    if other := layouts.other(header, code):
        raise InputError(
            f"Файл «{name}» — выгрузка {other.called}, а назван источник {PLATFORMS[code].called}: под теми же "
            f"номерами там другое. Укажите источник {other.called}: --source {other.code}."
        )


def _rows(sheet: RawSheet, head: list[RawRow], header: Sequence[str], layout: Layout) -> Iterator[Row]:
    for number, cells in chain(head, chain.from_iterable(sheet.blocks)):
        if any(cell.strip() for cell in cells) and not is_repeated(cells, header):
            yield Row(number, sheet.name, {name: _said(cells, at) for name, at in layout.columns.items()})


def _said(cells: Sequence[str], at: Sequence[int]) -> str:
    """The first of the columns that says anything."""
    return next((text for place in at if place < len(cells) and (text := in_own_language(clean(cells[place])))), "")


def in_own_language(text: str) -> str:
    """A text as it is; of structures of languages the Russian, else the first one, several joined by «; »."""
    if "{" not in text or not _RUBY.search(text):
        return text
    said = []
    for structure in _STRUCTURE.findall(text):
        told = {language: words for language, words in _RUBY.findall(structure) if words}
        said += [told.get("ru") or next(iter(told.values()))] if told else []
    return "; ".join(said)


def _encoding(path: Path) -> str | None:
    """Decide Madrid writes ISO-8859-1: few letters are above ASCII there, in a Russian text most are."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    if head.startswith((b"PK", b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head or _is_utf8(head):
        return None
    letters = sum(1 for byte in head if byte >= 0xC0 or chr(byte).isalpha())
    high = sum(1 for byte in head if byte >= 0xC0)
    return "iso-8859-1" if high < 0.2 * letters else None


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # a letter cut at the end of the block
    return True


def _unknown(name: str, code: str) -> str:
    if code == "auto":
        return f"Файл «{name}» не похож на выгрузку общественных обсуждений. Укажите источник: --source decidim."
    called = PLATFORMS[code].called
    return (
        f"Файл «{name}» не похож на выгрузку {called}: нужны столбцы номера и названия предложения или столбцы "
        "номера, текста и того, к чему относится комментарий. Проверьте, что это файл предложений или комментариев."
    )
