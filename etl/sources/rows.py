"""Rows of a sheet on their way to a source: the first ones to recognise it by, chunks, columns by their titles."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest

import pandas as pd

from etl.reading.table import RawRow
from etl.sources import cells, headers, moments, numbering
from etl.sources.detection import SheetLayout, missing_columns

HEAD_ROWS = 1000
CHUNK_ROWS = 20_000
CHUNK_CHARACTERS = 30_000_000
_LONGEST_TOTAL = 60
_NUMBERED = re.compile(r"столбец (\d{1,4})")


def by_choice(rows: Sequence[RawRow], source: str, chosen: Mapping[str, str]) -> SheetLayout | None:
    """Columns as a person has chosen them; None when they are not in this table or a key column is not among them."""
    header = headers.find(rows, {name: (title,) for name, title in chosen.items()})
    if header is not None and not missing_columns(source, header.columns):
        return SheetLayout(source, header.index + 1, header.cells, header.columns)
    numbers = {name: _NUMBERED.fullmatch(title.strip()) for name, title in chosen.items()}
    numbered = {name: int(found.group(1)) - 1 for name, found in numbers.items() if found}
    return SheetLayout(source, 0, (), numbered) if numbered and not missing_columns(source, numbered) else None


def peek(blocks: Iterator[list[RawRow]]) -> tuple[list[RawRow], Iterator[list[RawRow]]]:
    """The first rows of a sheet, enough to recognise it, and the blocks still to come."""
    head: list[RawRow] = []
    for block in blocks:
        head += block
        if len(head) >= HEAD_ROWS:
            break
    return head, blocks


def columns_of(row: Sequence[str], wanted: dict[str, tuple[str]]) -> dict[str, int]:
    """Like `headers.match`, but one column may serve two fields of a mapping."""
    keys = {headers.key(cell): position for position, cell in reversed(list(enumerate(row))) if cell.strip()}
    return {name: keys[headers.key(one)] for name, (one,) in wanted.items() if headers.key(one) in keys}


def title_of(found: SheetLayout, position: int) -> str:
    """The header of a column as received; its letter-less number where there is none."""
    title = found.header[position].strip() if position < len(found.header) else ""
    return title or f"столбец {position + 1}"


def without_repeats(rows: Iterator[RawRow], header: Sequence[str], note: Callable[[str], None]) -> Iterator[RawRow]:
    """Rows of data: the header said once more and rows of column numbers are passed over, and noted."""
    for number, row in rows:
        if header and headers.is_repeated(row, header):
            note("Повторённые строки заголовков пропущены.")
        else:
            yield number, row


def without_totals(rows: Iterator[RawRow], columns: Mapping[str, int], note: Callable[[str], None]) -> Iterator[RawRow]:
    """Rows of data: sums below a table are no appeals and no questions of the one above them."""
    for number, row in rows:
        if is_total(row, columns):
            note("Строки итогов пропущены.")
        else:
            yield number, row


def is_total(row: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Whether a row begins with «Итого», «Всего обращений: 15» or the like and has neither a date nor a text."""
    first = row[0].strip() or next((cell for cell in row if cell.strip()), "").strip()
    if (
        first[:1].isdecimal() or len(first) > _LONGEST_TOTAL or not numbering.TOTAL.match(first)
    ):  # nearly every row ends here
        return False
    cell = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
    dated = any(moments.is_date(cell.get(name, "")) for name in ("received_at", "registered_at"))
    return not dated and not any(len(value) > _LONGEST_TOTAL for value in cell.values())


def beyond(rows: Sequence[RawRow], header: Sequence[str]) -> list[tuple[int, str]]:
    """(row number, what stands there) of rows that have something to the right of all columns of their table.

    A mark that wasn't quoted has parted a cell: what stands in the columns is no longer what their names say.
    """
    width = max((at + 1 for at, title in enumerate(header) if title.strip()), default=0)
    if not width:
        return []
    wide = ((number, row[width:]) for number, row in rows if len(row) > width)
    over = ((number, [one for cell in rest if (one := cells.clean(cell))]) for number, rest in wide)
    return [(number, "; ".join(found)) for number, found in over if found]


def twice(found: SheetLayout) -> list[str]:
    """Sentences about columns of one name of which only the first is read."""
    named: dict[str, list[int]] = {}
    for at, title in enumerate(found.header):
        named.setdefault(headers.key(title), []).append(at)
    read = set(found.columns.values())
    return [
        f"Столбцов «{found.header[places[0]].strip()}» в файле {len(places)}: прочитан первый."
        for title, places in named.items()
        if title and len(places) > 1 and places[0] in read
    ]


def cut(rows: Iterator[RawRow], held: Callable[[list[RawRow]], int]) -> Iterator[list[RawRow]]:
    """Chunks bounded by rows and by characters; rows that belong to the next chunk are held back."""
    part: list[RawRow] = []
    characters = 0
    for row in rows:
        part.append(row)
        characters += len("".join(row[1]))
        if len(part) >= CHUNK_ROWS or characters > CHUNK_CHARACTERS:
            keep = held(part)
            if keep < len(part):
                yield part[: len(part) - keep]
                part, characters = part[len(part) - keep :], 0
    if part:
        yield part


def frame_of(rows: Sequence[RawRow], columns: dict[str, int], long: frozenset[str]) -> pd.DataFrame:
    """Cleaned text by field, row numbers as index."""
    index = pd.Index([number for number, _ in rows], dtype="int64", name="row_number")
    made: dict[str, pd.Series] = {}
    cut = list(zip_longest(*(row for _, row in rows), fillvalue=""))
    for name, position in columns.items():
        column = pd.Series(cut[position] if position < len(cut) else "", index=index, dtype="str")
        made[name] = cells.raw_texts(column) if name in long else cells.labels(column)
    return pd.DataFrame(made, index=index)
