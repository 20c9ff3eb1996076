"""Requisites by ГОСТ Р 7.0.97-2025, measured in the files themselves: margins, sizes, indent, page numbers, the QR."""

import io
import re
from dataclasses import replace

import docx
import pypdf
import pytest
import zxingcpp
from docx.oxml.ns import qn
from PIL import Image

from reports.documents import docx as docx_file
from reports.documents import pdf, stamp
from reports.documents.blocks import Document, Paragraph
from tests.reports.documents.test_files import DOCUMENT, RECORDS, URL

MM = 72 / 25.4
"""Points of a millimetre."""
TWIPS = 1440 / 25.4
LEFT, RIGHT, TOP, BOTTOM, INDENT = 30, 10, 20, 20, 12.5
"""Millimetres that the district's profile asks for."""
LONG = replace(DOCUMENT, blocks=(*DOCUMENT.blocks, *(Paragraph(("Поступило ", RECORDS, " о дорогах. " * 9)),) * 24))
"""Four sheets."""


@pytest.fixture(scope="module")
def read() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf.render(LONG, URL)))


@pytest.fixture(scope="module")
def written() -> docx.document.Document:
    return docx.Document(io.BytesIO(docx_file.render(LONG, URL)))


def lines(page: pypdf.PageObject) -> list[tuple[str, float, float, float]]:
    """Text, millimetres from the left and from the top to its base line, size in points."""
    found = []

    def said(text: str, ctm: list[float], matrix: list[float], _font: object, size: float) -> None:
        if text.strip():
            x, y = ctm[4] + matrix[4], ctm[5] + matrix[5]
            found.append((text.strip(), x / MM, 297 - y / MM, size))

    page.extract_text(visitor_text=said)
    return found


def strokes(page: pypdf.PageObject) -> list[float]:
    """Where drawn lines of a page end, millimetres from the left."""
    drawn = re.findall(
        rb"q 1 0 0 -1 ([\d.]+) [\d.]+ cm[^\n]*? (-?[\d.]+) -?[\d.]+ m (-?[\d.]+) -?[\d.]+ l",
        page.get_contents().get_data(),
    )
    return [(float(x) + float(end)) / MM for x, *ends in drawn for end in ends]


def test_the_text_of_every_pdf_sheet_keeps_the_margins(read: pypdf.PdfReader) -> None:
    for number, page in enumerate(read.pages, start=1):
        told = [one for one in lines(page) if number == 1 or one[2] > TOP]
        assert min(x for _, x, _, _ in told) == pytest.approx(LEFT, abs=0.1)
        assert min(y - size / MM for _, _, y, size in told) > TOP - 2, (
            "capitals reach the margin, ascenders may pass it"
        )
        assert max(y for _, _, y, _ in told) <= 297 - BOTTOM + 0.1
    ends = [end for page in read.pages for end in strokes(page)]
    assert (min(ends), max(ends)) == pytest.approx((LEFT, 210 - RIGHT), abs=0.1), "tables take the whole width"
    assert [round(float(side) / MM) for side in read.pages[0].mediabox[2:]] == [210, 297]


def test_text_of_the_pdf_is_14_points_tables_and_notes_12_and_a_paragraph_begins_12_5_mm_in(
    read: pypdf.PdfReader,
) -> None:
    told = [one for page in read.pages for one in lines(page)]
    sizes = {text: size for text, _, _, size in told}

    assert {size for _, _, _, size in told} == {12.0, 14.0}
    assert {
        sizes["Показатели"],
        sizes["Главное за минуту"],
        sizes[DOCUMENT.title],
        sizes["Проект · данные на 29.11.2026"],
    } == {14.0}
    assert {sizes["Обращения"], sizes["Показатель"], sizes["Примечание."], sizes["Как посчитано."]} == {12.0}
    begins = [x for text, x, _, _ in told if text.startswith("Поступило")]
    assert len(begins) == 25
    assert begins == pytest.approx([LEFT + INDENT] * 25, abs=0.1)


def test_pdf_sheets_are_numbered_at_the_top_in_the_middle_from_the_second(read: pypdf.PdfReader) -> None:
    above = [[one for one in lines(page) if one[2] < TOP - 3] for page in read.pages]

    assert [[text for text, *_ in found] for found in above] == [[], ["2"], ["3"], ["4"]]
    for ((_, x, y, size),) in above[1:]:
        middle = (LEFT + 210 - RIGHT) / 2
        assert middle - 2 < x < middle, "its left edge, a digit being 2 mm wide"
        assert y - 0.7 * size / MM > 10, "its top, a digit being less than 0.7 of its size"
        assert size == 14


def test_the_docx_has_the_same_sheet(written: docx.document.Document) -> None:
    (section,) = written.sections
    margins = section._sectPr.find(qn("w:pgMar"))
    told = {side: int(margins.get(qn(f"w:{side}"))) / TWIPS for side in ("left", "right", "top", "bottom", "header")}

    assert told == pytest.approx(
        {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM, "header": 10}, abs=0.05
    )  # fmt: skip
    size = section._sectPr.find(qn("w:pgSz"))
    assert [int(size.get(qn(f"w:{side}"))) / TWIPS for side in "wh"] == pytest.approx([210, 297], abs=0.05)


def test_the_docx_has_the_same_sizes_and_the_same_indent(written: docx.document.Document) -> None:
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet"):
        assert written.styles[name].element.rPr.find(qn("w:sz")).get(qn("w:val")) == "28", "half points"
    table = written.tables[1]
    sizes = {run.font.size.pt for row in table.rows for cell in row.cells for p in cell.paragraphs for run in p.runs}
    body = [p for p in written.paragraphs if p.text.startswith("Поступило")]

    assert sizes == {12.0}
    assert len(body) == 25
    for paragraph in body:
        first = paragraph._p.pPr.find(qn("w:ind")).get(qn("w:firstLine"))
        assert int(first) / TWIPS == pytest.approx(INDENT, abs=0.05)
    assert {run.font.size for p in body for run in p.runs} == {None}, "that of their style"


def test_the_docx_is_numbered_in_the_middle_from_the_second_sheet(written: docx.document.Document) -> None:
    (section,) = written.sections
    (number,) = section.header.paragraphs

    assert section._sectPr.find(qn("w:titlePg")) is not None
    assert number._p.pPr.find(qn("w:jc")).get(qn("w:val")) == "center"
    assert [one.text for one in number._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert "".join(p.text for p in section.first_page_header.paragraphs) == ""
    assert "PAGE" not in "".join(text for p in section.first_page_header.paragraphs for text in p._p.itertext())


def qr(picture: bytes) -> list[str]:
    return [one.text for one in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]


@pytest.mark.parametrize("document", [DOCUMENT, replace(DOCUMENT, mark="№ З-2026-001 от 30.11.2026")])
def test_the_mark_is_read_back_from_a_printed_sheet_and_says_number_snapshot_and_sum(document: Document) -> None:
    first, *others = pdf._set(document, URL, format="png", ppi=150)

    assert qr(first) == [stamp.said(document)]
    assert [qr(one) for one in others] == [[]] * len(others), "on the first sheet only"
    for part in (document.title, document.mark, document.snapshot, document.hash):
        assert part in stamp.said(document)


def test_the_mark_of_the_docx_says_the_same() -> None:
    written = docx.Document(io.BytesIO(docx_file.render(DOCUMENT, URL)))
    pictures = [part.blob for part in written.part.package.iter_parts() if part.partname.endswith(".png")]

    assert [one for picture in pictures for one in qr(picture)] == [stamp.said(DOCUMENT)]
    section = written.sections[0]
    (extent,) = section.first_page_footer._element.xpath(".//wp:inline/wp:extent")
    assert int(extent.get("cx")) / 36000 == pytest.approx(22, abs=0.1)
    assert section.first_page_footer._element.xpath(".//w:jc[@w:val='right']")
    assert int(section._sectPr.find(qn("w:pgMar")).get(qn("w:footer"))) / TWIPS == pytest.approx(BOTTOM, abs=0.05)


def test_a_picture_of_the_docx_keeps_no_room_about_it(written: docx.document.Document) -> None:
    """LibreOffice keeps 3 mm where nothing is said, and a picture as wide as the text passes its edge."""
    pictures = written.element.body.xpath(".//wp:inline")

    assert pictures
    assert all(one.get(f"dist{side}") == "0" for one in pictures for side in "TBLR")
