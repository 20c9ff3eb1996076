"""The files of a note: what is looked at, what is taken away, what is kept of an issued one for ever."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reports.documents import docx, pdf
from reports.documents.blocks import Document

RENDER: Mapping[str, Callable[[Document, str], bytes]] = {"docx": docx.render, "pdf": pdf.render}
_PAGE = "page"


@dataclass(frozen=True)
class Kept:
    """What is kept of an issued note. content: canonical; files: docx, pdf, page1, page2 …"""

    content: str = field(repr=False)
    content_hash: str
    files: Mapping[str, bytes] = field(repr=False)


def kept(document: Document, public_url: str) -> Kept:
    """All files of a document at once: they say the same, and are the same bytes again."""
    files = {kind: render(document, public_url) for kind, render in RENDER.items()}
    pictures = {f"{_PAGE}{number}": one for number, one in enumerate(pdf.pages(document, public_url), start=1)}
    return Kept(document.canonical(), document.hash, files | pictures)
