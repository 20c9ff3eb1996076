"""Both files say what the document says: read back as another program reads them."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import RefusedReportError
from reports.documents import columns, paper, pdf
from reports.documents import docx as docx_file
from reports.documents.blocks import Bar, Bars, Document, Heading, Number, Paragraph, Table, joined, say, text_of
from reports.documents.profile import profile
from reports.documents.typeset import typeset

URL = "http://мцу.local:8050"
RECORDS = Number("58 записей", "records", 58.0, "/register?from=2026-11-23&to=2026-11-29&topic=roads.snow_ice,none")
TRICKY = "«Ёлка» <b>&amp; #let x = 1 \\ $5 *звёзды* _черта_ @метка `код` // «внутри „кавычек“»"
DOCUMENT = Document(
    organisation="Муниципальный центр управления",
    addressee="Главе района",
    title="Еженедельная аналитическая записка",
    heading="Об обращениях за неделю 23–29.11.2026",
    mark="Проект",
    approvals=("Куратор ____",),
    basis="данные на 29.11.2026",
    snapshot="1-36d63761",
    blocks=(
        Heading("Главное за минуту"),
        Paragraph(say("Поступило {n}: на 12 больше нормы.", n=RECORDS)),
        Paragraph((TRICKY,), "item"),
        Table("Показатели", ("Показатель", "Неделя"), ((("Обращения",), (RECORDS,)),) * 60, (2, 1), "Примечание."),
        Bars("По неделям", (Bar("23–29.11", 58, "58", is_strong=True), Bar("16–22.11", 0, "0")), "Столбцы по неделям"),
        Paragraph(("Как посчитано.",), "note"),
    ),
    made_on="2026-11-29",
)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {"pdf": pdf.render(DOCUMENT, URL), "docx": docx_file.render(DOCUMENT, URL)}


def plain(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split())


def read_pdf(files: dict[str, bytes]) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(files["pdf"]))


def read_docx(files: dict[str, bytes]) -> docx.document.Document:
    return docx.Document(io.BytesIO(files["docx"]))


@pytest.mark.parametrize("bars", [(), (Bar("23–29.11", float("nan"), "нет"),)])
@pytest.mark.parametrize("render", [pdf.render, docx_file.render])
def test_a_document_without_its_chart_is_not_made(
    bars: tuple[Bar, ...], render: Callable[[Document, str], bytes]
) -> None:
    without = replace(DOCUMENT, blocks=(Bars("По неделям", bars, "Столбцы"),))
    with pytest.raises(RefusedReportError, match="график «По неделям» не построен"):
        render(without, URL)


def test_sheets_that_can_not_be_set_are_refused_in_words() -> None:
    with pytest.raises(RefusedReportError, match="не составлен"):
        typeset('#image("missing.svg")', format="pdf")


def test_equal_documents_are_equal_files_and_another_word_is_another_hash(files: dict[str, bytes]) -> None:
    assert pdf.render(DOCUMENT, URL) == files["pdf"]
    assert docx_file.render(DOCUMENT, URL) == files["docx"]
    assert replace(DOCUMENT, mark="№ 1").hash == DOCUMENT.hash, "the mark is no content"
    assert replace(DOCUMENT, blocks=DOCUMENT.blocks[1:]).hash != DOCUMENT.hash
    assert DOCUMENT.hash == hashlib.sha256(DOCUMENT.canonical().encode()).hexdigest()


@pytest.mark.parametrize(
    "said", ["Главное за минуту", "Поступило 58 записей: на 12 больше нормы.", TRICKY, "Примечание."]
)
def test_every_sentence_stands_in_both_files_as_it_was_said(said: str, files: dict[str, bytes]) -> None:
    pages = "".join(page.extract_text() for page in read_pdf(files).pages)
    written = read_docx(files)
    paragraphs = "".join("".join(p._p.itertext()) for p in written.paragraphs)

    assert plain(said) in plain(pages)
    assert plain(said) in plain(paragraphs)


def test_a_pdf_is_archival_tagged_russian_and_holds_its_fonts(files: dict[str, bytes]) -> None:
    read = read_pdf(files)
    about = read.xmp_metadata.stream.get_data().decode()

    assert "<pdfaid:part>2</pdfaid:part>" in about and "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert read.trailer["/Root"]["/Lang"] == "ru"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    fonts = [font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()]
    below = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert fonts and all("/FontFile2" in one or "/FontFile3" in one for one in below)
    assert len(read.pages) == 2


def test_pages_are_numbered_from_the_second(files: dict[str, bytes]) -> None:
    first, second = (page.extract_text().strip() for page in read_pdf(files).pages)
    section = read_docx(files).sections[0]

    assert not first.startswith("1")
    assert second.startswith("2")
    assert section.different_first_page_header_footer
    assert "PAGE" in "".join(section.header.paragraphs[0]._p.itertext())


def test_a_number_leads_to_its_records_in_both_files(files: dict[str, bytes]) -> None:
    whole = "http://xn--l1aoi.local:8050/register?from=2026-11-23&to=2026-11-29&topic=roads.snow_ice,none"
    annotations = [one.get_object() for page in read_pdf(files).pages for one in page.get("/Annots", [])]
    targets = {relation.target_ref for relation in read_docx(files).part.rels.values() if relation.is_external}

    assert paper.address(URL, RECORDS.href) == whole
    assert {one["/A"]["/URI"] for one in annotations if "/A" in one} == {whole}
    assert targets == {whole}


def test_without_an_address_of_the_program_there_are_no_links() -> None:
    read = pypdf.PdfReader(io.BytesIO(pdf.render(DOCUMENT)))
    written = docx.Document(io.BytesIO(docx_file.render(DOCUMENT)))

    assert not any("/A" in one.get_object() for page in read.pages for one in page.get("/Annots", []))
    assert not any(relation.is_external for relation in written.part.rels.values())


def test_a_docx_is_a_real_document_one_can_edit(files: dict[str, bytes]) -> None:
    written = read_docx(files)
    table = written.tables[1]
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as packed:
        names = packed.namelist()

    assert [p.text for p in written.paragraphs if p.style.name == "Heading 2"] == ["Главное за минуту"]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader"), "the head of a long table stands on every page"
    assert all(row._tr.trPr.xpath("w:cantSplit") for row in table.rows[1:]), "no row is torn in two"
    assert [cell.text for cell in table.rows[1].cells] == ["Обращения", "58 записей"]
    assert written.styles["Heading 1"].element.rPr.rFonts.get(docx.oxml.ns.qn("w:ascii")) == "Times New Roman"
    assert not [key for key in written.styles["Heading 1"].element.rPr.rFonts.attrib if key.endswith("Theme")]
    assert names[1:] == sorted(names[1:])
    assert len(written.inline_shapes) == 1, "the bars; the mark stands at the foot of the first sheet"
    foot = written.sections[0].first_page_footer._element
    assert len(foot.xpath(".//pic:pic")) == 1
    assert written.sections[0].footer.is_linked_to_previous, "other sheets have none, and their text its whole height"


def test_sentences_are_put_together_of_texts_and_numbers() -> None:
    said = say("{verb} {n}, {verb}.", verb="Было", n=RECORDS)

    assert said == ("Было ", RECORDS, ", Было.")
    assert text_of(said) == "Было 58 записей, Было."
    assert joined(["а", "", "б", RECORDS]) == ("аб", RECORDS)
    assert list(DOCUMENT.numbers()) == [RECORDS] * 61


HEADS = ("№", "Ответственный", "Мероприятие", "Срок", "Ресурс")
NARROW = Table("Что и кто", HEADS, ((("1",), ("Отдел",), ("Кран",), ("П-2026-001",), ("нет",)),), (0.3, 1, 3, 0.8, 1))


def test_a_column_is_as_wide_as_its_longest_head_and_number_and_the_others_give_the_room() -> None:
    page = profile()
    asked, made = [page.width * part / sum(NARROW.widths) for part in NARROW.widths], columns.widths(NARROW, page)

    assert sum(made) == pytest.approx(page.width)
    assert made[1] > 36 > asked[1], "«Ответственный» in bold of 12 points with its sides"
    assert made[3] > 26 > asked[3], "a code is not broken at its dash"
    assert made[2] < asked[2]


@given(st.lists(st.tuples(st.text("абвг 1", max_size=14), st.floats(0.2, 4)), min_size=1, max_size=8))
def test_columns_take_the_whole_width_and_no_one_less_than_its_words_need(told: list[tuple[str, float]]) -> None:
    table = Table("", tuple(text for text, _ in told), (), tuple(part for _, part in told))
    made = columns.widths(table, profile())

    assert sum(made) == pytest.approx(profile().width)
    assert min(made) > 0
    least = [columns._least(table, at, profile().table_size) for at in range(len(told))]
    if sum(least) <= profile().width:
        assert all(width >= need - 1e-6 for width, need in zip(made, least, strict=True))


@pytest.mark.parametrize("word", ["а" * 400, "http://сайт.рф/" + "страница/" * 30])
def test_a_word_longer_than_a_line_goes_on_in_the_next_one(word: str) -> None:
    long = replace(DOCUMENT, blocks=(Paragraph((f"Сказано: {word}.",)),))
    lines = pypdf.PdfReader(io.BytesIO(pdf.render(long, URL))).pages[0].extract_text().splitlines()
    assert max(map(len, lines)) < 90
    assert word in plain("".join(lines)).replace("\u200b", "")
