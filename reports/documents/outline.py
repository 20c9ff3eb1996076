"""Blocks as plain values for a screen: what stands in a section, without the sheet of paper around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reports.documents.blocks import Bars, Block, Heading, Paragraph, Runs, Table

Part = tuple[str, str]
"""A piece of text and the address it leads to, empty for none."""
Line = tuple[Part, ...]


@dataclass(frozen=True)
class Piece:
    """kind: «text», «item», «note» and «lead» with one line of `head`; «table» and «bars» with a title, headings, rows.

    note: what stands under a table; words: its columns of words, others are of numbers; lengths: of bars, the longest
    is 1; strong: numbers of the bars that the sentence is about.
    """

    kind: Literal["text", "item", "note", "lead", "table", "bars"]
    title: str
    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...] = ()
    note: str = ""
    words: tuple[int, ...] = (0,)
    lengths: tuple[float, ...] = ()
    strong: tuple[int, ...] = ()


def pieces(blocks: Iterable[Block]) -> list[Piece]:
    """Headings are left out: the screen has its own."""
    return [_piece(block) for block in blocks if not isinstance(block, Heading)]


def _piece(block: Block) -> Piece:
    if isinstance(block, Paragraph):
        return Piece(block.style, "", (_line(block.runs),))
    if isinstance(block, Bars):
        return _bars(block)
    assert isinstance(block, Table)
    head = tuple(((text, ""),) for text in block.head)
    rows = tuple(tuple(_line(cell) for cell in row) for row in block.rows)
    return Piece("table", block.title, head, rows, block.note, block.words)


def _bars(block: Bars) -> Piece:
    rows = tuple((((bar.label, ""),), ((bar.text, ""),)) for bar in block.bars)
    longest = max((bar.value for bar in block.bars), default=0.0) or 1.0
    lengths = tuple(max(0.0, bar.value / longest) for bar in block.bars)
    strong = tuple(number for number, bar in enumerate(block.bars) if bar.is_strong)
    return Piece("bars", block.title, (), rows, lengths=lengths, strong=strong)


def _line(runs: Runs) -> Line:
    return tuple((run, "") if isinstance(run, str) else (run.text, run.href) for run in runs)
