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
    """kind: «text» and «item» with one line of `head`, «table» and «bars» with a title, headings and rows."""

    kind: Literal["text", "item", "table", "bars"]
    title: str
    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...] = ()


def pieces(blocks: Iterable[Block]) -> list[Piece]:
    """Headings are left out: the screen has its own."""
    return [_piece(block) for block in blocks if not isinstance(block, Heading)]


def _piece(block: Block) -> Piece:
    if isinstance(block, Paragraph):
        return Piece("item" if block.style == "item" else "text", "", (_line(block.runs),))
    if isinstance(block, Bars):
        rows = tuple((((bar.label, ""),), ((bar.text, ""),)) for bar in block.bars)
        return Piece("bars", block.title, (), rows)
    assert isinstance(block, Table)
    head = tuple(((text, ""),) for text in block.head)
    return Piece("table", block.title, head, tuple(tuple(_line(cell) for cell in row) for row in block.rows))


def _line(runs: Runs) -> Line:
    return tuple((run, "") if isinstance(run, str) else (run.text, run.href) for run in runs)
