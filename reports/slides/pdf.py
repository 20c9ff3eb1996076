"""Slides as PDF of 16:9, set by the same typst as the note: no other program draws the numbers.

Not PPTX: a number edited before the meeting would no longer be the note's, fonts and breaks would depend on the
reader's office, and equal data would not give equal pages. Edited is the note (DOCX), shown is this.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from reports.documents import pdf
from reports.documents.blocks import Document
from reports.documents.markup import quoted, text
from reports.documents.profile import Profile, profile
from reports.documents.typeset import typeset
from reports.slides.deck import Slide, slides

WIDTH, HEIGHT = 297.0, 167.06
"""Millimetres; a sheet of 16:9 as wide as A4, so that it prints as it is shown."""


def render(document: Document, public_url: str = "") -> bytes:
    """The file. public_url: where the program is reached; without it numbers are no links."""
    page, shown = _page(), slides(document)
    source = "\n".join([_head(document, page), _cover(document), *(_slide(one, page, public_url) for one in shown)])
    day = date.fromisoformat(document.made_on)
    return bytes(typeset(source, dated=day, format="pdf", pdf_standards=["a-2a", "ua-1"]))


def count(shown: Sequence[Slide]) -> int:
    """How many pages these slides make, with the cover."""
    return len(shown) + 1


def _page() -> Profile:
    """The note's profile on a screen across the room: larger, without the indents of a letter."""
    return replace(
        profile(), left=14.0, right=14.0, top=24.0, bottom=14.0, sheet=WIDTH, text_size=20.0, table_size=18.0,
        note_size=14.0, indent=0.0,
    )  # fmt: skip


def _head(document: Document, page: Profile) -> str:
    day = date.fromisoformat(document.made_on)
    made = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"
    foot = text(f"{document.organisation} · {document.mark} · {document.basis}")
    return f"""
#set document(title: {quoted(document.title)}, author: {quoted(document.organisation)}, date: {made})
#set page(width: {WIDTH}mm, height: {HEIGHT}mm, margin: (left: {page.left}mm, right: {page.right}mm, top: 12mm,
  bottom: {page.bottom}mm), footer: text(size: 9pt, fill: luma(90))[{foot} #h(1fr) #context counter(page).display("1")])
#set text(font: ({quoted(page.pdf_typeface)}, "DejaVu Sans Mono"), size: {page.text_size}pt)
#set text(lang: {quoted(document.language)}, hyphenate: false)
#set par(justify: false, leading: 0.5em, spacing: 0.8em)
#show heading.where(level: 2): it => block(above: 0em, below: 0.7em, text(size: 26pt, weight: "bold", it.body))
#show link: it => underline(offset: 2pt, stroke: 0.4pt, it)
"""


def _cover(document: Document) -> str:
    """What the slides are about, whose they are, what the numbers rest on."""
    return f"""
#v(1fr)
#text(size: 14pt)[{text(document.organisation)}]
#heading(level: 1, outlined: false)[#text(size: 30pt)[{text(document.title)}]]
#text(size: 20pt)[{text(document.heading)}]
#v(1em)
{text(document.mark)} · {text(document.basis)}
#v(2fr)
"""


def _slide(slide: Slide, page: Profile, url: str) -> str:
    body = "\n".join(pdf.block(one, page, url) for one in slide.blocks)
    return f"#pagebreak()\n#heading(level: 2)[{text(slide.heading)}]\n{body}"
