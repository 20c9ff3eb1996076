"""A document as PDF/A-2a and PDF/UA-1 with embedded fonts, set by typst from a source that is written here.

Words stay ours: months, quotes and hyphens come as they are said, typst translates nothing. Equal documents give equal
bytes: the date inside is the document's own.
"""

from datetime import date
from typing import Any

from reports.documents import columns, paper
from reports.documents.blocks import Bars, Block, Document, Heading, Paragraph, Runs, Scheme, Table
from reports.documents.markup import quoted, text
from reports.documents.profile import Profile, profile
from reports.documents.stamp import qr_svg
from reports.documents.typeset import measured, typeset

_STANDARDS = ["a-2a", "ua-1"]
_WHOLE_ROWS = 12
"""A table of so many rows, or fewer, stands on one page."""
_DOTS = 96
"""Per inch, of the pictures of pages: readable on a screen."""


def render(document: Document, public_url: str = "") -> bytes:
    """The file. public_url: where the program is reached; without it numbers are no links."""
    return bytes(_set(document, public_url, format="pdf", pdf_standards=_STANDARDS))


def pages(document: Document, public_url: str = "") -> list[bytes]:
    """The pages of the same file as pictures, PNG."""
    made = _set(document, public_url, format="png", ppi=_DOTS)
    return [made] if isinstance(made, bytes) else [bytes(one) for one in made]


def sheets(document: Document) -> int:
    """How many sheets it takes, without making the file."""
    count = "#context [#metadata(counter(page).final().first()) <sheets>]"
    source = f"{_source(document, '')}\n{count}"
    return int(measured(source, "<sheets>", _pictures(document)))


def _set(document: Document, public_url: str, **how: Any) -> Any:
    return typeset(_source(document, public_url), _pictures(document), dated=_dated(document), **how)


def _source(document: Document, public_url: str) -> str:
    page = profile()
    return "\n".join([_head(document, page), *(block(one, page, public_url) for one in document.blocks)])


def _pictures(document: Document) -> dict[str, bytes]:
    return {"qr.svg": qr_svg(document).encode()}


def _dated(document: Document) -> date:
    return date.fromisoformat(document.made_on)


def _head(document: Document, page: Profile) -> str:
    day = _dated(document)
    made = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"
    approvals = "".join(f"  #block(above: 0.6em)[{text(one)}]\n" for one in document.approvals)
    return f"""
#set document(title: {quoted(document.title)}, author: {quoted(document.organisation)}, date: {made})
#set page(paper: "a4",
  margin: (left: {page.left}mm, right: {page.right}mm, top: {page.top}mm, bottom: {page.bottom}mm),
  header: context {{ if counter(page).get().first() > 1 {{ align(center, counter(page).display("1")) }} }})
#set text(font: ({quoted(page.pdf_typeface)}, "DejaVu Sans Mono"), size: {page.text_size}pt)
#set text(lang: {quoted(document.language)}, hyphenate: false)
#set par(justify: true, leading: {page.line_spacing * 0.6:.2f}em, spacing: {page.line_spacing * 0.75:.2f}em)
#show heading: it => block(above: 0.9em, below: 0.5em, sticky: true,
  text(size: {page.text_size}pt, weight: "bold", it.body))
#show link: it => underline(offset: 2pt, stroke: 0.4pt, it)
#place(bottom + right, float: true, image("qr.svg", width: {page.qr_size}mm, alt: {quoted(document_code(document))}))
#grid(columns: (1fr, {page.addressee_width}mm), gutter: 6mm,
  [#set par(justify: false)
  #text({document_size(page)}pt)[{text(document.organisation)}]],
  [#set par(justify: false)
  {text(document.addressee)}
{approvals}])
#v(0.6em)
#heading(level: 1, outlined: false)[{text(document.title)}]
#text(weight: "bold")[{text(document.heading)}]

{text(document.mark)} · {text(document.basis)}
"""


def document_size(page: Profile) -> float:
    """Type of the organisation's name and the addressee."""
    return page.table_size


def document_code(document: Document) -> str:
    """What the mark in the corner says."""
    return f"{document.mark}, срез {document.snapshot}, {document.hash[:16]}"


def block(block: Block, page: Profile, url: str) -> str:
    """Typst's source of one block on sheets of a profile."""
    if isinstance(block, Heading):
        return f"#heading(level: {block.level + 1})[{text(block.text)}]"
    if isinstance(block, Paragraph):
        return _paragraph(block, page, url)
    if isinstance(block, Table):
        return _table(block, page, url)
    return _drawn(block, page)


def _paragraph(block: Paragraph, page: Profile, url: str) -> str:
    said = _runs(block.runs, url)
    if block.style == "item":
        return f"#[#set par(justify: false)\n#list(marker: [–], indent: {page.indent / 2}mm)[{said}]]"
    if block.style == "note":
        return f"#text(size: {page.note_size}pt)[{said}]\n"
    strong = f"#strong[{said}]" if block.style == "lead" else said
    return f"#par(first-line-indent: (amount: {page.indent}mm, all: true))[{strong}]\n"


def _table(block: Table, page: Profile, url: str) -> str:
    widths = ", ".join(f"{part:.2f}mm" for part in columns.widths(block, page))
    align = ", ".join("left" if number in block.words else "right" for number in range(len(block.head)))
    head = ", ".join(f"[#strong[{text(one)}]]" for one in block.head)
    rows = ",\n  ".join(", ".join(f"[{_runs(cell, url)}]" for cell in row) for row in block.rows)
    note = f"#text(size: {page.note_size}pt)[{text(block.note)}]\n" if block.note else ""
    whole = "false" if len(block.rows) <= _WHOLE_ROWS else "true"
    return f"""
#block(sticky: true, below: 0.5em)[#strong[{text(block.title)}]]
#block(breakable: {whole})[#set text(size: {page.table_size}pt)
#set par(justify: false, leading: 0.5em)
#table(columns: ({widths}), align: ({align}), stroke: 0.5pt + luma(120), inset: 4pt,
  table.header(repeat: true, {head}),
  {rows})]
{note}"""


def _drawn(block: Bars | Scheme, page: Profile) -> str:
    drawn = paper.bars(block, page) if isinstance(block, Bars) else paper.scheme(block, page)
    return f"""
#[#show figure: set block(breakable: true)
#figure(kind: image, supplement: none, alt: {quoted(block.alt)}, numbering: none)[
#align(left)[#block(sticky: true, below: 0.5em)[#strong[{text(block.title)}]]
{drawn}]]]
"""


def _runs(runs: Runs, url: str) -> str:
    made = []
    for run in runs:
        if isinstance(run, str):
            made.append(text(run))
        elif run.href and url:
            made.append(f"#link({quoted(paper.address(url, run.href))})[{text(run.text)}]")
        else:
            made.append(text(run.text))
    return "".join(made)
