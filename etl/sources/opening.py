"""A received file opened: recognised from its first rows, then handed over chunk by chunk as canonical frames."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from data.errors import InputError, MappingError
from etl.reading.cache import CachedReading
from etl.reading.limits import Limits
from etl.reading.table import RawBook, RawRow, RawSheet, read_table
from etl.sources import numbering
from etl.sources.chunks import ChunkReader
from etl.sources.declaration import zone_of
from etl.sources.detection import NeedsChoiceError, SheetLayout, recognise, unknown_source_error, with_number_column
from etl.sources.frame import Context, Tidy
from etl.sources.import_day import ImportDay
from etl.sources.known_rows import KnownRows
from etl.sources.mapping_file import Mapping, load_mapping, suggestion
from etl.sources.registry import BY_CODE
from etl.sources.rows import (
    by_choice,
    columns_of,
    cut,
    peek,
    title_of,
    twice,
    without_repeats,
    without_totals,
)

_DEMO_MARKER, _DEMO_PREFIX, _DEMO_WORD = "DEMO.txt", "demo_", "демонстрационн"
_MOST_NOTES = 20


@dataclass
class _Sheet:
    """A recognised sheet: the rows read to recognise it, and the blocks still to come."""

    name: str
    is_1904: bool
    found: SheetLayout
    head: list[RawRow]
    rest: Iterator[list[RawRow]]


@dataclass
class SourceFile:
    """A recognised file. `chunks` is read once, to its end or until `close`; it may raise InputError in the middle.

    header: cells of the first sheet's header row, () when it has none; columns: field → header it is read from.
    import_day: as given, or the earlier day that the file prints as its own. known: rows that are not read.
    """

    source_code: str
    source_name: str
    time_zone: str
    is_demo: bool
    chunks: Iterator[Tidy]
    notes: list[str]
    header: tuple[str, ...]
    columns: dict[str, str]
    _book: RawBook = field(repr=False)
    _sheet: RawSheet | None = field(default=None, repr=False)
    import_day: ImportDay | None = None
    known: KnownRows = field(default_factory=KnownRows)

    @property
    def rows_total_hint(self) -> int | None:
        """An upper estimate of the rows to come; None when the file does not tell."""
        return (self._sheet.rows or None) if self._sheet else None

    def progress(self) -> float:
        """The part of the file already read, 0–1."""
        return min(1.0, self._book.position / self._book.size) if self._book.size else 0.0

    def close(self) -> None:
        """End the reading process."""
        self._book.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_file(
    path: Path,
    source: str = "auto",
    mapping: Path | None = None,
    received_on: date | None = None,
    limits: Limits | None = None,
    columns: Named[str, str] | None = None,
    reading: CachedReading | None = None,
    import_day: ImportDay | None = None,
) -> SourceFile:
    """Open a received file.

    source: a source code, 'auto' or 'mapping'; a mapping file is enough by itself. received_on: date of receipt for
    rows that have none. columns: field of a built-in source → header in the file, instead of recognition («столбец 3»
    where there is no header). reading: of this file, asked instead of reading it anew; import_day: events behind it are
    not believed. Raises InputError (unreadable, unknown, empty) or MappingError; both may also come while chunks are
    read.
    """
    if source == "mapping" and mapping is None:
        raise MappingError("Для источника mapping укажите файл сопоставления: --mapping ФАЙЛ.yml.")
    if mapping is None and source not in ("auto", *BY_CODE):
        known = ("auto", *BY_CODE, "mapping")
        raise InputError(f"Источник «{source}» не известен.{suggestion(source, known)} Есть: {', '.join(known)}.")
    described = load_mapping(mapping) if mapping else None
    options = _reading_options(described)
    book = read_table(path, limits, **options) if reading is None or any(options.values()) else reading.book()
    try:
        return _Opening(path, book, source, described, received_on, columns or {}, import_day).open()
    except BaseException:
        book.close()
        raise


def _reading_options(mapping: Mapping | None) -> dict[str, Any]:
    if mapping is None:
        return {}
    return {"encoding": mapping.encoding, "delimiter": mapping.delimiter, "sheet": mapping.sheet}


class _Opening:
    """One file while it is opened and read."""

    def __init__(
        self,
        path: Path,
        book: RawBook,
        source: str,
        mapping: Mapping | None,
        received_on: date | None,
        chosen: Named[str, str],
        import_day: ImportDay | None = None,
    ) -> None:
        self._path, self._book, self._source, self._mapping = path, book, source, mapping
        self._received_on, self._chosen, self._day = received_on, chosen, import_day
        self._notes: list[str] = []
        self._memory: dict[str, object] = {}
        self._is_demo = path.name.startswith(_DEMO_PREFIX) and (path.parent / _DEMO_MARKER).exists()
        self._current: RawSheet | None = None
        self._known = KnownRows()

    def open(self) -> SourceFile:
        sheets = self._book.sheets()
        first = self._first(sheets)
        if self._mapping:
            code, name, zone = self._mapping.source, self._mapping.source, self._mapping.time_zone
        else:
            code = first.found.source_code
            name, zone = BY_CODE[code].name, zone_of(BY_CODE[code].time_zone).key
        self._source = code
        chunks = self._chunks(first, sheets, ZoneInfo(zone))
        titles = {field: title_of(first.found, position) for field, position in first.found.columns.items()}
        header = first.found.header
        return SourceFile(
            code, name, zone, self._is_demo, chunks, self._notes, header, titles, self._book, self._current, self._day,
            self._known,
        )  # fmt: skip

    def _first(self, sheets: Iterator[RawSheet]) -> _Sheet:
        """The first sheet that is recognised and has data. Raises InputError when none is."""
        refused: list[RawRow] | None = None
        only_header = False
        for sheet in sheets:
            self._current = sheet
            opened, head = self._recognised(sheet)
            if opened and len(opened.head) > opened.found.first:
                return opened
            only_header = only_header or opened is not None
            if head and opened is None:
                refused = refused or head
                self._skipped(sheet)
        if only_header:
            raise InputError(
                f"В файле «{self._path.name}» только заголовки, строк с данными нет. Проверьте период выгрузки."
            )
        if refused is None:
            raise InputError(
                f"Файл «{self._path.name}» пуст: в нём нет ни одной заполненной строки. Выгрузите его ещё раз."
            )
        raise unknown_source_error(self._path.name, refused, self._source)

    def _recognised(self, sheet: RawSheet) -> tuple[_Sheet | None, list[RawRow]]:
        head, rest = peek(sheet.blocks)
        found = self._layout(head)
        if found is None:
            return None, head
        has_rows = len(head) > found.first
        if has_rows and not {"received_at", "registered_at"} & set(found.columns) and self._received_on is None:
            raise NeedsChoiceError(
                f"В файле «{self._path.name}» нет столбца с датой поступления.",
                on_command_line="Укажите её для всех строк: --received-on ГГГГ-ММ-ДД.",
                on_screen="Укажите ниже столбец или одну дату на весь файл.",
            )
        self._note(*found.notes, *twice(found))
        titles = " ".join(cell for _, row in head[: max(0, found.first - 1)] for cell in row)
        self._is_demo = self._is_demo or _DEMO_WORD in titles.lower()
        self._day = self._day and self._day.printed(titles)
        return _Sheet(sheet.name, sheet.is_1904, found, head, rest), head

    def _layout(self, rows: Sequence[RawRow]) -> SheetLayout | None:
        if self._mapping:
            return self._by_mapping(rows)
        if self._chosen and self._source in BY_CODE:
            chosen = by_choice(rows, self._source, self._chosen)
            return chosen and with_number_column(chosen, rows, may_choose=False)
        found = recognise(rows, self._source)
        return found and with_number_column(found, rows)

    def _by_mapping(self, rows: Sequence[RawRow]) -> SheetLayout | None:
        """Columns by the names of a mapping. Raises MappingError when the header lacks one."""
        assert self._mapping is not None
        wanted = {name: (column.column,) for name, column in self._mapping.columns.items()}
        shared = {name: position for position, name in enumerate(wanted)}
        if not rows:
            return None
        best = max(range(min(40, len(rows))), key=lambda i: (len(columns_of(rows[i][1], wanted)), -i))
        found = columns_of(rows[best][1], wanted)
        if not found:
            raise MappingError(self._no_column(next(iter(wanted.values()))[0], rows[0][1]))
        for name in shared:
            if name not in found:
                raise MappingError(self._no_column(wanted[name][0], rows[best][1]))
        number = found.get("external_id")
        counts = number is not None and numbering.is_called_count(
            rows[best][1][number], numbering.column(rows[best + 1 :], number)
        )
        counters = frozenset(("external_id",)) if counts else frozenset[str]()
        header = tuple(rows[best][1])
        return SheetLayout(self._mapping.source, best + 1, header, found, counters=counters, was_counted=counts)

    def _no_column(self, column: str, header: Sequence[str]) -> str:
        near = suggestion(column, [cell for cell in header if cell])
        there = ", ".join(f"«{cell[:40]}»" for cell in header[:15] if cell)
        return f"В файле «{self._path.name}» нет столбца «{column}» из файла сопоставления.{near} Есть: {there}."

    def _chunks(self, first: _Sheet, sheets: Iterator[RawSheet], zone: ZoneInfo) -> Iterator[Tidy]:
        try:
            yield from self._of_sheet(first, zone)
            for sheet in sheets:
                opened, head = self._recognised(sheet)
                if opened:
                    yield from self._of_sheet(opened, zone)
                elif head:
                    self._skipped(sheet)
        finally:
            self._book.close()

    def _of_sheet(self, sheet: _Sheet, zone: ZoneInfo) -> Iterator[Tidy]:
        titles = {name: title_of(sheet.found, position) for name, position in sheet.found.columns.items()}
        context = Context(self._source, zone, sheet.name, titles, sheet.is_1904, self._received_on, self._memory)
        context.import_day, context.note = self._day, self._note
        context.counters, context.was_counted = sheet.found.counters, sheet.found.was_counted
        rows = chain(sheet.head[sheet.found.first :], chain.from_iterable(sheet.rest))
        once = without_repeats(rows, sheet.found.header, self._note)
        reader = ChunkReader(sheet.found, context, self._mapping, self._known)
        for part in cut(without_totals(once, sheet.found.columns, self._note), reader.rows_to_hold):
            yield reader.tidy(part)

    def _skipped(self, sheet: RawSheet) -> None:
        if self._source in BY_CODE and sheet.name in BY_CODE[self._source].aside:
            return
        name = f"Лист «{sheet.name}»" if sheet.name else "Таблица"
        self._note(f"{name} пропущен: его заголовки не узнаны.")

    def _note(self, *sentences: str) -> None:
        for sentence in sentences:
            if sentence not in self._notes and len(self._notes) < _MOST_NOTES:
                self._notes.append(sentence)
