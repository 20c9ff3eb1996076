"""The note as a document: its sections in order, what it is called, for whom, and what it rests on."""

from data.metrics import members
from reports.documents.blocks import Block, Document
from reports.weekly import appendix, brief, hotspots, recipients, topics
from reports.weekly.figures import figures
from reports.weekly.week import Weekly
from words import format, texts

TITLE = "Еженедельная аналитическая записка"
DRAFT = "Проект"
CENTRE = "mcu"
"""Code of the recipient that is the centre itself: the document speaks in its name."""


def note(of: Weekly) -> Document:
    """The draft of a week. Raises RefusedReportError where a part of it can't be made."""
    told = figures(of)
    blocks: list[Block] = [
        *brief.minute(of, told),
        *brief.table(of, told),
        *topics.section(of),
        *hotspots.section(of),
        *recipients.deadlines(of),
        *recipients.ranking(of),
        *recipients.quality(of),
        *appendix.ahead(of),
        *appendix.orders(of),
        *appendix.method(of),
    ]
    return document(of, TITLE, f"Об обращениях и сообщениях граждан за неделю {of.week.words}", blocks)


def document(of: Weekly, title: str, heading: str, blocks: list[Block]) -> Document:
    """What all documents of a week share. A demonstration says so in the mark."""
    mark = f"{DRAFT}. {texts.DEMO}" if of.stamp.is_demo else DRAFT
    return Document(
        organisation=_organisation(of),
        addressee="Главе района",
        title=title,
        heading=heading,
        mark=mark,
        approvals=("Куратор МЦУ ____________", "Руководитель МЦУ ____________"),
        basis=f"данные на {format.day(of.week.last)}, {format.snapshot(of.stamp.snapshot, of.stamp.address)}",
        snapshot=of.stamp.address,
        blocks=tuple(blocks),
        made_on=of.week.last.isoformat(),
    )


def _organisation(of: Weekly) -> str:
    known = members("recipient", of.filters())
    return next(iter(known.loc[known["code"] == CENTRE, "label"]), "Муниципальный центр управления")
