"""What the documents of kept things share: requisites, and rows of a name and its value."""

from collections.abc import Sequence
from datetime import date

from data.metrics import Stamp
from reports.documents.blocks import Block, Document, Run, Runs, Table
from words import format, texts

CENTRE = "Муниципальный центр управления"
HEAD, CURATOR = "Главе района", "Куратору МЦУ"


def document(
    title: str, heading: str, addressee: str, approvals: tuple[str, ...], blocks: Sequence[Block], of: Stamp, day: date
) -> Document:
    """A document of a day. of: the snapshot its numbers are of; a demonstration says so."""
    mark = f"Состояние на {format.day(day)}" + (f". {texts.DEMO}" if of.is_demo else "")
    return Document(
        organisation=CENTRE,
        addressee=addressee,
        title=title,
        heading=heading,
        mark=mark,
        approvals=approvals,
        basis=f"данные на {format.day(of.as_of)}, {format.snapshot(of.snapshot, of.address)}",
        snapshot=of.address,
        blocks=tuple(blocks),
        made_on=day.isoformat(),
    )


def facts(title: str, rows: Sequence[tuple[str, Run]]) -> Table:
    """Names and their values; empty ones are left out."""
    known: list[tuple[Runs, ...]] = [((name,), (value,)) for name, value in rows if value]
    return Table(title, ("Реквизит", "Значение"), tuple(known), (1, 2.4), words=(0, 1))


def day_or(value: date | None, otherwise: str = "—") -> str:
    """A day as it is read."""
    return format.day(value) if value else otherwise
