"""Which blocks of a document stand on which slide. Nothing is left out, added or counted anew.

A section is a slide; what does not fit goes on to the next ones under the same heading, about as much on each. Short
sections that follow one another share a slide, each under its own words. A screen shows the same slides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.documents.blocks import Bars, Block, Document, Heading, Paragraph, Runs, Table, text_of

LINES = 14.5
"""Of text on a slide below its heading."""
_SIGNS = 80
"""Of a line of text over the whole width."""
_TABLE_TITLE, _BAR_LINE, _GAP = 1.2, 0.85, 0.4
_NOTE = 0.7
_APART, _STEP = 0.6, 0.5
"""Lines between two sections of one slide; by how much the room of a sheet is tried."""


@dataclass(frozen=True)
class Slide:
    """One sheet. part: which of the slides of its section it is, from 1; parts: how many they are."""

    title: str
    blocks: tuple[Block, ...]
    part: int = 1
    parts: int = 1

    @property
    def heading(self) -> str:
        """«О чём писали (2 из 3)»; alone without the number."""
        return self.title if self.parts == 1 else f"{self.title} ({self.part} из {self.parts})"


def slides(document: Document) -> tuple[Slide, ...]:
    """All of a document, in the order of reading."""
    found: list[Slide] = []
    for title, blocks in _sections(document):
        sheets = _even(blocks)
        if len(sheets) == 1 and found and (both := _together(found[-1], title, sheets[0])):
            found[-1] = both
        else:
            found += [Slide(title, one, number, len(sheets)) for number, one in enumerate(sheets, start=1)]
    return tuple(found)


def _together(last: Slide, title: str, blocks: Sequence[Block]) -> Slide | None:
    """The last slide with one more short section on it; nothing where there is no room."""
    whole = (*last.blocks, Paragraph((title,), "lead"), *blocks)
    fits = last.parts == 1 and sum(map(lines, whole)) + _APART <= LINES
    return replace(last, blocks=whole) if fits else None


def _even(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """As few sheets as it takes, none of them nearly empty."""
    fewest = list(_sheets(blocks, LINES))
    total = sum(lines(one) for sheet in fewest for one in sheet)
    room = total / len(fewest)
    while room < LINES and len(list(_sheets(blocks, room))) > len(fewest):
        room += _STEP
    return list(_sheets(blocks, min(room, LINES)))


def _sections(document: Document) -> Iterator[tuple[str, list[Block]]]:
    title = document.heading
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            if blocks:
                yield title, blocks
            title, blocks = block.text, []
        else:
            blocks.append(block)
    if blocks:
        yield title, blocks


def _sheets(blocks: Sequence[Block], limit: float) -> Iterator[tuple[Block, ...]]:
    """limit: of what stands on a sheet; one block may be higher."""
    sheet: list[Block] = []
    room = limit
    for block in blocks:
        for piece in _pieces(block):
            needed = lines(piece)
            if sheet and needed > room:
                yield tuple(sheet)
                sheet, room = [], limit
            sheet.append(piece)
            room -= needed
    if sheet:
        yield tuple(sheet)


def _pieces(block: Block) -> Iterator[Block]:
    """A table with more rows than a slide holds, as several under the same head."""
    if not isinstance(block, Table) or lines(block) <= LINES:
        yield block
        return
    rows: list[tuple[Runs, ...]] = []
    for row in block.rows:
        if rows and lines(replace(block, rows=(*rows, row))) > LINES:
            yield replace(block, rows=tuple(rows), note="")
            rows = []
        rows.append(row)
    yield replace(block, rows=tuple(rows))


def lines(block: Block) -> float:
    """How much of a slide a block takes."""
    if isinstance(block, Paragraph):
        size = _NOTE if block.style == "note" else 1.0
        return _rows(text_of(block.runs), _SIGNS / size) * size + _GAP
    if isinstance(block, Bars):
        return _TABLE_TITLE + len(block.bars) * _BAR_LINE + _GAP
    if isinstance(block, Table):
        head = max(_rows(text, _column(block, at)) for at, text in enumerate(block.head))
        note = _rows(block.note, _SIGNS / _NOTE) * _NOTE if block.note else 0.0
        return _TABLE_TITLE + head + sum(_row(block, row) for row in block.rows) + note + _GAP
    return 1.0


def _row(table: Table, row: Sequence[Runs]) -> float:
    return max(_rows(text_of(cell), _column(table, at)) for at, cell in enumerate(row))


def _column(table: Table, at: int) -> float:
    """Signs of a line in a column."""
    return max(6.0, _SIGNS * 1.12 * table.widths[at] / sum(table.widths) - 2)


def _rows(text: str, signs: float) -> float:
    return float(max(1, -(-len(text) // int(signs))))
