"""The mark in the lower right corner of the first sheet: which document, of which snapshot, with which content."""

import io

import segno

from reports.documents.blocks import Document


def said(document: Document) -> str:
    """What the mark says to a reader's telephone: plain text, no address is asked for."""
    return f"{document.title}. {document.mark}. Срез {document.snapshot}. SHA-256 {document.hash}"


def qr_svg(document: Document) -> str:
    """The mark as SVG."""
    file = io.BytesIO()
    _code(document).save(file, kind="svg", border=1, scale=2, xmldecl=False)
    return file.getvalue().decode()


def qr_png(document: Document) -> bytes:
    """The mark as PNG, for DOCX."""
    file = io.BytesIO()
    _code(document).save(file, kind="png", border=1, scale=6)
    return file.getvalue()


def _code(document: Document) -> segno.QRCode:
    # By default short Cyrillic becomes Micro QR, which few telephones read.
    return segno.make(said(document), micro=False, encoding="utf-8", error="m")
