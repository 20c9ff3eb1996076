"""The note as a document: its sections in order, what it is called, for whom, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data import posts
from data.metrics import members
from reports.documents.blocks import Block, Document
from reports.weekly.own_words import Own
from reports.weekly.sections import blocks, sections
from reports.weekly.week import Weekly
from words import format, names, texts

TITLE = "Еженедельная аналитическая записка"
DRAFT = "Проект"
APPROVERS = ("curator", "centre_head")
"""Codes of the posts that approve a note, the highest first."""
CENTRE = "mcu"
"""Code of the recipient that is the centre itself: the document speaks in its name."""


@dataclass(frozen=True)
class Marked:
    """What an issued document bears. approvals: who has approved it, the highest first."""

    number: str
    day: date
    approvals: tuple[str, ...]


def note(of: Weekly, own: Mapping[str, Own] | None = None, marked: Marked | None = None) -> Document:
    """The note of a week: a draft, or as it is issued. own: words of people by section.

    Raises RefusedReportError where a part of it can't be made.
    """
    heading = f"Об обращениях и сообщениях граждан за неделю {of.week.words}"
    return document(of, TITLE, heading, blocks(sections(of), own or {}), marked)


def document(of: Weekly, title: str, heading: str, content: list[Block], marked: Marked | None = None) -> Document:
    """What all documents of a week share. A demonstration says so in the mark."""
    told = DRAFT if marked is None else f"№ {marked.number} от {format.day(marked.day)}"
    unsigned = tuple(f"{names.post(posts.forms(code), 'nominative')} ____________" for code in APPROVERS)
    return Document(
        organisation=_organisation(of),
        addressee=names.post(posts.forms("head"), "dative"),
        title=title,
        heading=heading,
        mark=f"{told}. {texts.DEMO}" if of.stamp.is_demo else told,
        approvals=unsigned if marked is None else marked.approvals,
        basis=f"данные на {format.day(of.week.last)}, {format.snapshot(of.stamp.snapshot, of.stamp.address)}",
        snapshot=of.stamp.address,
        blocks=tuple(content),
        made_on=(of.week.last if marked is None else marked.day).isoformat(),
    )


def _organisation(of: Weekly) -> str:
    known = members("recipient", of.filters())
    return next(iter(known.loc[known["code"] == CENTRE, "label"]), "Муниципальный центр управления")
