"""A document as DOCX, to be edited: real headings, tables with repeated header rows, numbers as links, pages numbered.

python-docx writes other bytes each time; the parts are packed again in the order of their names with one time, so that
equal documents are equal files.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from reports.documents import columns, paper
from reports.documents.blocks import Bars, Block, Document, Heading, Paragraph, Runs, Scheme, Table
from reports.documents.package import repacked
from reports.documents.profile import Profile, profile
from reports.documents.stamp import qr_png

_WHOLE_ROWS = 12
"""A table of so many rows, or fewer, stands on one page."""
_HIGHEST = 235
"""Millimetres that a picture may take of a sheet with its title."""
_UNDER_TABLE = 6
"""Points between a table and what follows of it."""
_TABLE = qn("w:tbl")
_LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def render(document: Document, public_url: str = "") -> bytes:
    """The file. public_url: where the program is reached; without it numbers are no links."""
    page = profile()
    made = docx.Document()
    _sheet(made, page)
    _styles(made, page)
    _properties(made, document)
    _head(made, document, page)
    for block in document.blocks:
        above = _last(made)
        _block(made, block, page, public_url)
        if above.tag == _TABLE and not isinstance(block, Heading):
            DocxParagraph(above.getnext(), made).paragraph_format.space_before = Pt(_UNDER_TABLE)
    if _last(made).tag == _TABLE:
        made.add_paragraph()  # Word ends no document with a table
    file = io.BytesIO()
    made.save(file)
    return repacked(file.getvalue(), datetime.fromisoformat(document.made_on))


def _last(made: Any) -> Any:
    return made.element.body[-2]  # the last is the section


def _sheet(made: Any, page: Profile) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.header_distance = Mm(page.top / 2)
    section.different_first_page_header_footer = True  # pages are numbered from the second
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        part.text = text or None
        if kind:
            part.set(qn("w:fldCharType"), kind)
        number.add_run()._r.append(part)


def _styles(made: Any, page: Profile) -> None:
    for name, size, is_bold in (("Normal", page.text_size, False), ("Heading 1", page.text_size, True),
                                ("Heading 2", page.text_size, True), ("Heading 3", page.text_size, True),
                                ("List Bullet", page.text_size, False)):  # fmt: skip
        style = made.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), is_bold, False
        style.font.color.rgb = None
        _face(style.element, page.docx_typeface)
        style.paragraph_format.space_before = Pt(10 if is_bold else 0)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.line_spacing = page.line_spacing
        style.paragraph_format.keep_with_next = is_bold
    _speaks_russian(made.styles["Normal"].element)
    _lists_with_dashes(made)


def _face(element: Any, name: str) -> None:
    """One typeface for all alphabets: the attributes of the theme would win over it."""
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)
    for key in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{key}"), name)


def _speaks_russian(element: Any) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    element.get_or_add_rPr().append(language)


def _lists_with_dashes(made: Any) -> None:
    """Items of a list begin with a dash, as in PDF, and not with a sign of a typeface of signs."""
    for style in made.part.numbering_part.element.iter(qn("w:pStyle")):
        if style.get(qn("w:val")) == "ListBullet":
            level = style.getparent()
            level.find(qn("w:lvlText")).set(qn("w:val"), "–")
            level.remove(level.find(qn("w:rPr")))


def _properties(made: Any, document: Document) -> None:
    core = made.core_properties
    core.title, core.author, core.subject, core.language = (
        document.title, document.organisation, document.heading, "ru-RU",
    )  # fmt: skip
    core.comments, core.last_modified_by = "", document.organisation
    core.revision = 1


def _head(made: Any, document: Document, page: Profile) -> None:
    corner = made.add_table(rows=1, cols=2)
    corner.autofit = False
    widths = (page.width - page.addressee_width, page.addressee_width)
    _widen(corner, [Mm(width) for width in widths])
    _small(corner.cell(0, 0).paragraphs[0], document.organisation, page)
    told = [one for one in (document.addressee, *document.approvals) if one]
    corner.cell(0, 1).paragraphs[0].text = told[0] if told else ""
    for one in told[1:]:
        corner.cell(0, 1).add_paragraph(one)
    made.add_heading(document.title, level=1)
    heading = made.add_paragraph()
    heading.add_run(document.heading).bold = True
    made.add_paragraph(f"{document.mark} · {document.basis}")
    _in_the_corner(made.sections[0], qr_png(document), page)


def _small(paragraph: Any, text: str, page: Profile) -> None:
    paragraph.add_run(text).font.size = Pt(page.table_size)


def _in_the_corner(section: Any, picture: bytes, page: Profile) -> None:
    """The mark stands at the foot of the first sheet, whose text ends above it. It takes the margin for its edge."""
    side = Mm(page.qr_size)
    section.footer_distance = Mm(page.bottom)
    foot = section.first_page_footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot.paragraph_format.space_after = Pt(0)
    shape = foot.add_run().add_picture(io.BytesIO(picture), width=side, height=side)
    shape._inline.docPr.set("descr", "Отметка документа: номер, срез и сумма содержания")


def _block(made: Any, block: Block, page: Profile, url: str) -> None:
    if isinstance(block, Heading):
        made.add_heading(block.text, level=block.level + 1)
    elif isinstance(block, Paragraph):
        _paragraph(made, block, page, url)
    elif isinstance(block, Table):
        _table(made, block, page, url)
    else:
        _drawn(made, block, page)


def _paragraph(made: Any, block: Paragraph, page: Profile, url: str) -> None:
    paragraph = made.add_paragraph(style="List Bullet" if block.style == "item" else None)
    if block.style in ("text", "lead"):
        paragraph.paragraph_format.first_line_indent = Mm(page.indent)
    if block.style != "item":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    size = page.note_size if block.style == "note" else None
    _write(paragraph, block.runs, url, size=size, is_bold=block.style == "lead")


def _table(made: Any, block: Table, page: Profile, url: str) -> None:
    title = made.add_paragraph()
    title.add_run(block.title).bold = True
    title.paragraph_format.keep_with_next = True
    table = made.add_table(rows=1, cols=len(block.head), style="Table Grid")
    table.autofit = False
    widths = [Mm(part) for part in columns.widths(block, page)]
    for number, (cell, text) in enumerate(zip(table.rows[0].cells, block.head, strict=True)):
        _cell(cell, (text,), page, url, is_bold=True, is_number=number not in block.words)
    _marked(table.rows[0], "w:tblHeader")
    for row in block.rows:
        written = table.add_row()
        _marked(written, "w:cantSplit")
        for number, (cell, runs) in enumerate(zip(written.cells, row, strict=True)):
            _cell(cell, runs, page, url, is_number=number not in block.words)
    if len(block.rows) <= _WHOLE_ROWS:
        _stand_together(table)
    _widen(table, widths)
    if block.note:
        note = made.add_paragraph()
        note.paragraph_format.space_before = Pt(_UNDER_TABLE / 2)
        _write(note, (block.note,), url, size=page.note_size)


def _stand_together(table: Any) -> None:
    """All rows on one page: each goes with the next."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _widen(table: Any, widths: Sequence[int]) -> None:
    """The grid for LibreOffice, the cells for Word."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
        for cell in column.cells:
            cell.width = Emu(width)


def _marked(row: Any, how: str) -> None:
    """tblHeader: it comes again on every sheet; cantSplit: it stands on one."""
    mark = OxmlElement(how)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _cell(cell: Any, runs: Runs, page: Profile, url: str, *, is_bold: bool = False, is_number: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(paragraph, runs, url, size=page.table_size, is_bold=is_bold)


def _drawn(made: Any, block: Bars | Scheme, page: Profile) -> None:
    title = made.add_paragraph()
    title.add_run(block.title).bold = True
    title.paragraph_format.keep_with_next = True
    shape = made.add_picture(io.BytesIO(paper.picture(block)), width=Mm(page.width))
    highest = Mm(_HIGHEST)
    if shape.height > highest:  # a sheet holds it whole, or Word cuts it
        shape.width, shape.height = Emu(shape.width * highest // shape.height), highest
    shape._inline.docPr.set("descr", block.alt)
    for side in "TBLR":  # LibreOffice takes 3 mm where nothing is said: past the edge of the text
        shape._inline.set(f"dist{side}", "0")


def _write(paragraph: Any, runs: Runs, url: str, *, size: float | None = None, is_bold: bool = False) -> None:
    for run in runs:
        text = run if isinstance(run, str) else run.text
        made = paragraph.add_run(text)
        made.bold = is_bold or None
        if size:
            made.font.size = Pt(size)
        if not isinstance(run, str) and run.href and url:
            made.font.underline = True
            _link(paragraph, made, paper.address(url, run.href))


def _link(paragraph: Any, run: Any, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, _LINKED, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)
