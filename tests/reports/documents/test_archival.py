"""Every kind of document keeps the structure of PDF/A-2a and PDF/UA-1; and what breaks it is noticed."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from reports import slides
from reports.documents import pdf
from reports.documents.blocks import Box, Scheme
from tests.reports.documents.archival import children, faults
from tests.reports.documents.test_files import DOCUMENT, URL

SCHEME = Scheme("Причины", (Box("Нет воды", "problem", under=(Box("Труба", "cause"),)),), "Схема от проблемы к причине")
WHOLE = replace(DOCUMENT, blocks=(*DOCUMENT.blocks, SCHEME))
"""Every kind of block."""


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.render(WHOLE, URL)


def test_a_document_of_every_kind_of_block_has_no_fault(made: bytes) -> None:
    assert faults(made) == []
    assert faults(pdf.render(WHOLE)) == []
    assert faults(slides.render(DOCUMENT, URL)) == []


def _root(writer: pypdf.PdfWriter) -> Any:
    return writer._root_object


def _without(key: str) -> Callable[[pypdf.PdfWriter], object]:
    return lambda writer: _root(writer).pop(NameObject(key))


def _first(writer: pypdf.PdfWriter, kind: str) -> Any:
    waiting = [_root(writer)["/StructTreeRoot"].get_object()]
    while waiting:
        one = waiting.pop(0)
        if one.get("/S") == kind:
            return one
        waiting += children(one)
    raise AssertionError(kind)


def _font(writer: pypdf.PdfWriter) -> DictionaryObject:
    return next(iter(writer.pages[0]["/Resources"]["/Font"].values())).get_object()


def _link(writer: pypdf.PdfWriter) -> DictionaryObject:
    return writer.pages[0]["/Annots"][0].get_object()


def _unembedded(writer: pypdf.PdfWriter) -> None:
    described = _font(writer)["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    for key in ("/FontFile2", "/FontFile3"):
        described.pop(NameObject(key), None)


def _painted(writer: pypdf.PdfWriter) -> None:
    page = writer.pages[0]
    content = page.get_contents()
    assert content is not None
    content.set_data(content.get_data() + b"\n0 0 m 9 9 l S")
    page[NameObject("/Contents")] = content


BREAKS: dict[str, Callable[[pypdf.PdfWriter], object]] = {
    "no language": _without("/Lang"),
    "not marked as tagged": _without("/MarkInfo"),
    "or with suspects": lambda w: _root(w)["/MarkInfo"].update({NameObject("/Suspects"): BooleanObject(True)}),
    "the title": lambda w: _root(w)["/ViewerPreferences"].update(
        {NameObject("/DisplayDocTitle"): BooleanObject(False)}
    ),
    "a viewer shows the name of the file": _without("/ViewerPreferences"),
    "not one output intent": _without("/OutputIntents"),
    "no metadata": _without("/Metadata"),
    "no structure": _without("/StructTreeRoot"),
    "forbidden in the catalogue: /OpenAction": lambda w: _root(w).update(
        {NameObject("/OpenAction"): DictionaryObject()}
    ),
    "encrypted": lambda w: w.encrypt("", "secret", algorithm="RC4-128"),
    "is not embedded": _unembedded,
    "can't be read as text": lambda w: _font(w).pop(NameObject("/ToUnicode")),
    "a figure without words": lambda w: _first(w, "/Figure").pop(NameObject("/Alt")),
    "does not say what it heads": lambda w: _first(w, "/TH").pop(NameObject("/A")),
    "/TR within /P": lambda w: _first(w, "/THead").update({NameObject("/S"): NameObject("/P")}),
    "a heading of level 4 after one of 1": lambda w: _first(w, "/H2").update({NameObject("/S"): NameObject("/H4")}),
    "a structure type nobody knows": lambda w: _first(w, "/L").update({NameObject("/S"): NameObject("/Liste")}),
    "a link without words": lambda w: _link(w).pop(NameObject("/Contents")),
    "a link that is not printed": lambda w: _link(w).update({NameObject("/F"): NumberObject(0)}),
    "painted outside of the structure": _painted,
    "another in the metadata": lambda w: w.add_metadata({"/Title": TextStringObject("Другое")}),
}  # fmt: skip


@pytest.mark.parametrize("told", list(BREAKS))
def test_a_broken_document_is_noticed(told: str, made: bytes) -> None:
    """The checks can fail, each of them."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made))
    BREAKS[told](writer)
    file = io.BytesIO()
    writer.write(file)
    assert any(told in one for one in faults(file.getvalue())), faults(file.getvalue())
