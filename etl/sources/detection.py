"""Which source a file comes from, told by its header, else by its content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from data.errors import InputError
from etl.sources import headers, numbering
from etl.sources.declaration import Source
from etl.sources.headers import Header, RawRow
from etl.sources.registry import BY_CODE

_LEAST_SHARE = 0.5
_MARGIN = 0.1
_SYNONYM = 0.8


class NeedsChoiceError(InputError):
    """The file can be read, but a person must say what it is: its source, its columns or the day of receipt.

    what: the sentence of what is missing; the way out differs, so the error says both: on_command_line names the
    options (`str(error)`), on_screen the fields below.
    """

    def __init__(self, what: str, on_command_line: str = "", on_screen: str = "") -> None:
        super().__init__(f"{what} {on_command_line}".strip())
        self.on_screen = f"{what} {on_screen}".strip()


@dataclass(frozen=True)
class SheetLayout:
    """Where the table of a sheet begins and what its columns are.

    first: index of the first data row among the rows read; header: cells of the header row, () when there is none;
    columns: field → position; notes: what was taken by content, for the reader. counters: fields whose column only
    counts rows; was_counted: such a column would be the number, were there no better one.
    """

    source_code: str
    first: int
    header: tuple[str, ...]
    columns: dict[str, int]
    notes: tuple[str, ...] = field(default=())
    counters: frozenset[str] = frozenset()
    was_counted: bool = False


def recognise(rows: Sequence[RawRow], source: str = "auto") -> SheetLayout | None:
    """The source and the columns of a sheet, from its first rows; None when nothing fits.

    Raises NeedsChoiceError when two sources fit equally well.
    """
    allowed = BY_CODE if source == "auto" else {source: BY_CODE[source]}
    scored = sorted(((_score(rows, code), code) for code in allowed), key=lambda pair: -pair[0][0])
    (best, header), code = scored[0]
    if header is not None and best >= (_LEAST_SHARE if source == "auto" else 0.0):
        if len(scored) > 1 and best - scored[1][0][0] < _MARGIN:
            raise _ambiguous(header, code, scored[1][1])
        return _completed(rows, code, header)
    return _headless(rows, allowed)


def _score(rows: Sequence[RawRow], code: str) -> tuple[float, Header | None]:
    """The share of header cells that the source knows, synonyms for less; 0 when its key columns are missing."""
    source = BY_CODE[code]
    header = headers.find(rows, source.columns)
    if header is None or missing_columns(code, header.columns):
        found = _header_by_content(rows, code, header)
        if found is None:
            return 0.0, None
        header = found
    filled = sum(1 for cell in header.cells if cell.strip())
    by_first_name = sum(_is_first_name(header, source, name) for name in header.columns)
    known = by_first_name + _SYNONYM * (len(header.columns) - by_first_name)
    return known / max(1, filled), header


def _is_first_name(header: Header, source: Source, name: str) -> bool:
    return headers.key(_cell(header.cells, header.columns[name])) == headers.key(source.columns[name][0])


def _header_by_content(rows: Sequence[RawRow], code: str, header: Header | None) -> Header | None:
    """A header that lacks a key column, when content tells which column it is."""
    if header is None or len(header.columns) < 3:
        return None
    source = BY_CODE[code]
    more = headers.by_content(rows[header.index + 1 :], header.columns, source.content)
    columns = header.columns | more
    return None if missing_columns(code, columns) else Header(header.index, header.cells, columns)


def missing_columns(code: str, columns: Mapping[str, int]) -> list[str]:
    """Key columns of a source that the file lacks, as people call them; a group counts once."""
    source = BY_CODE[code]
    groups = [group for group in source.keys if not any(name in columns for name in group)]
    return [" или ".join(f"«{source.columns[name][0]}»" for name in group) for group in groups]


def _completed(rows: Sequence[RawRow], code: str, header: Header) -> SheetLayout:
    """The header with fields that only content tells."""
    source = BY_CODE[code]
    more = headers.by_content(rows[header.index + 1 :], header.columns, source.content)
    columns = header.columns | more
    named = {
        name: position for name, position in columns.items() if name in more or not _is_named(header, source, name)
    }
    notes = tuple(
        f"Столбец «{_cell(header.cells, position)}» принят за «{source.columns[name][0]}» по содержанию."
        for name, position in named.items()
    )
    return SheetLayout(code, header.index + 1, header.cells, columns, notes)


def _is_named(header: Header, source: Source, name: str) -> bool:
    cell = headers.key(_cell(header.cells, header.columns[name]))
    return any(headers.key(one) == cell for one in source.columns[name])


def _headless(rows: Sequence[RawRow], allowed: Mapping[str, Source]) -> SheetLayout | None:
    """A file without a header row whose columns fit a known layout by content."""
    for code, source in allowed.items():
        columns = headers.by_layout(rows, source.layouts, code)
        if columns and not missing_columns(code, columns):
            note = f"В файле нет строки заголовков; столбцы узнаны по содержанию как выгрузка {source.called}."
            return SheetLayout(code, 0, (), columns, (note,))
    return None


def with_number_column(found: SheetLayout, rows: Sequence[RawRow], *, may_choose: bool = True) -> SheetLayout:
    """The same with a column that numbers records in place of one that counts rows, where the table has one.

    rows: as given to `recognise`. A bare «№» gives way to a journal's own number even where it does not count.
    """
    source, data = BY_CODE[found.source_code], rows[found.first :]
    columns, counters, notes = dict(found.columns), set[str](), list(found.notes)
    titled = enumerate(found.header)
    was_counted = any(numbering.counts_rows(title, numbering.column(data, at)) for at, title in titled if title.strip())
    for name in (one for one in source.numbers if one in columns):
        title, values = _cell(found.header, columns[name]), numbering.column(data, columns[name])
        counts = numbering.counts_rows(title, values)
        other = numbering.better(data, found.header, columns, source.columns[name]) if may_choose else None
        if other is not None and (
            counts or numbering.gives_way(title, values, _cell(found.header, other), source.columns[name])
        ):
            columns[name], was_counted = other, True
            notes.append(f"Номер записи — столбец «{_cell(found.header, other)}»: столбец «{title}» считает строки.")
        elif counts:
            counters.add(name)
            was_counted = True
    return replace(found, columns=columns, counters=frozenset(counters), was_counted=was_counted, notes=tuple(notes))


def _cell(row: Sequence[str], position: int) -> str:
    return row[position] if position < len(row) else ""


def _ambiguous(header: Header, first: str, second: str) -> NeedsChoiceError:
    one, other = BY_CODE[first].called, BY_CODE[second].called
    what = f"Файл одинаково похож на {one} и на {other}; заголовки: {_quoted_cells(header.cells)}."
    return NeedsChoiceError(
        what,
        on_command_line=f"Укажите источник: --source {first} или --source {second}.",
        on_screen="Выберите источник ниже.",
    )


def unknown_source_error(name: str, rows: Sequence[RawRow], source: str = "auto") -> NeedsChoiceError:
    """The error about a file that no source recognises."""
    widest = max((row for _, row in rows[:40]), key=lambda row: sum(1 for cell in row if cell.strip()), default=[])
    seen = _quoted_cells(widest) if widest else "нет"
    if source != "auto":
        header = headers.find(rows, BY_CODE[source].columns)
        lacks = ", ".join(missing_columns(source, header.columns if header else {}))
        return NeedsChoiceError(
            f"Файл «{name}» не похож на выгрузку {BY_CODE[source].called}: нет столбцов {lacks}. "
            f"Заголовки в файле: {seen}."
        )
    return NeedsChoiceError(
        f"Файл «{name}»: источник не узнан. Заголовки в файле: {seen}.",
        on_command_line="Укажите источник (--source) или опишите столбцы в файле (--mapping).",
        on_screen="Выберите источник и укажите столбцы ниже.",
    )


def _quoted_cells(row: Sequence[str]) -> str:
    names = [f"«{cell.strip()[:40]}»" for cell in row if cell.strip()]
    return ", ".join(names[:12]) + (f" и ещё {len(names) - 12}" if len(names) > 12 else "")
