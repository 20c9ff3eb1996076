"""What an issued document says, read back from the text that was kept of it (`blocks.Document.canonical`)."""

import json
from typing import Any

from reports.documents.blocks import Bar, Bars, Block, Document, Heading, Number, Paragraph, Runs, Table


def blocks_of(content: str) -> tuple[Block, ...]:
    """The blocks of a canonical text, equal to those it was made from."""
    return tuple(_block(dict(told)) for told in json.loads(content)["blocks"])


def document_of(content: str, mark: str, basis: str, made_on: str) -> Document:
    """The document of a canonical text, of the same hash; to be shown, not signed: without addressee and approvals."""
    told = json.loads(content)
    named = (told["title"], told["heading"], mark, (), basis, told["snapshot"])
    return Document(told["organisation"], "", *named, blocks_of(content), made_on=made_on)


def _block(told: dict[str, Any]) -> Block:
    kind = told.pop("kind")
    if kind == "Heading":
        return Heading(**told)
    if kind == "Paragraph":
        return Paragraph(_runs(told.pop("runs")), **told)
    if kind == "Bars":
        return Bars(told["title"], tuple(Bar(**one) for one in told["bars"]), told["alt"])
    rows = tuple(tuple(_runs(cell) for cell in row) for row in told["rows"])
    return Table(told["title"], tuple(told["head"]), rows, tuple(told["widths"]), told["note"], tuple(told["words"]))


def _runs(told: list[Any]) -> Runs:
    return tuple(one if isinstance(one, str) else Number(**one) for one in told)
