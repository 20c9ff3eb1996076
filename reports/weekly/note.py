"""The note as a document: its sections in order, what it is called, for whom, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data import posts
from data.decisions.notes.read import Issue
from data.metrics import members
from reports.documents import canonical, pdf
from reports.documents.blocks import Block, Document
from reports.weekly import shortening
from reports.weekly.own_words import Own
from reports.weekly.sections import blocks, lists, sections
from reports.weekly.shortening import Kept
from reports.weekly.week import Week, Weekly
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


_LONGEST = Marked("З-2026-0000", date.max, ("Руководитель: Фамилия-Фамилия Имя Отчество, 30.11.2026" * 2,) * 2)
"""The tallest head of a sheet: what is said must not depend on who has signed it."""


def note(of: Weekly, own: Mapping[str, Own] | None = None, marked: Marked | None = None) -> Document:
    """The note of a week: a draft, or as it is issued. own: words of people by section.

    Raises RefusedReportError where a part of it can't be made.
    """
    heading = f"Об обращениях и сообщениях граждан за неделю {of.week.words}"
    made = sections(of)

    def sheets(kept: Kept) -> int:
        return pdf.sheets(document(of, TITLE, heading, blocks(made, own or {}, kept), _LONGEST))

    return document(of, TITLE, heading, blocks(made, own or {}, shortening.kept(lists(made), sheets)), marked)


def document(of: Weekly, title: str, heading: str, content: list[Block], marked: Marked | None = None) -> Document:
    """What all documents of a week share. A demonstration says so in the mark."""
    told = DRAFT if marked is None else _numbered(marked.number, marked.day)
    unsigned = tuple(f"{names.post(posts.forms(code), 'nominative')} ____________" for code in APPROVERS)
    return Document(
        organisation=_organisation(of),
        addressee=names.post(posts.forms("head"), "dative"),
        title=title,
        heading=heading,
        mark=_mark(told, is_demo=of.stamp.is_demo),
        approvals=unsigned if marked is None else marked.approvals,
        basis=_basis(of.week, of.stamp.address),
        snapshot=of.stamp.address,
        blocks=tuple(content),
        made_on=(of.week.last if marked is None else marked.day).isoformat(),
    )


def issued(week: Week, issue: Issue, *, is_demo: bool) -> Document:
    """An issued note as it was kept: nothing is counted anew."""
    mark, basis = _mark(_numbered(issue.number, issue.issued_on), is_demo=is_demo), _basis(week, issue.snapshot)
    return canonical.document_of(issue.content, mark, basis, issue.issued_on.isoformat())


def _numbered(number: str, day: date) -> str:
    return f"№ {number} от {format.day(day)}"


def _mark(told: str, *, is_demo: bool) -> str:
    return f"{told}. {texts.DEMO}" if is_demo else told


def _basis(week: Week, snapshot: str) -> str:
    return f"данные на {format.day(week.last)}, {format.snapshot(int(snapshot.split('-')[0]), snapshot)}"


def _organisation(of: Weekly) -> str:
    known = members("recipient", of.filters())
    return next(iter(known.loc[known["code"] == CENTRE, "label"]), "Муниципальный центр управления")
