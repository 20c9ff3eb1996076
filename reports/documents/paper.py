"""Bars for paper, and addresses: what both files share of drawing. Drawn by typst, for DOCX as a picture of 300 dpi."""

from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from reports.documents.blocks import Bars
from reports.documents.markup import quoted, text
from reports.documents.profile import Profile, profile

_LABEL, _ROOM = 0.36, 0.20
"""Parts of the width: of the labels, and what is left for the value behind the longest bar."""
_DOTS = 300


def bars(block: Bars, page: Profile) -> str:
    """Typst's source of the bars; the longest takes what labels and values leave."""
    longest = max((bar.value for bar in block.bars), default=0.0) or 1.0
    whole = page.width * (1 - _LABEL - _ROOM)
    rows = ",\n".join(_row(bar.label, bar.text, whole * bar.value / longest, bar.is_strong) for bar in block.bars)
    return f"""#[#set text(size: {page.table_size - 1}pt)
#set par(justify: false, leading: 0.4em)
#grid(columns: ({page.width * _LABEL:.1f}mm, 1fr), row-gutter: 1.4mm, align: horizon,
{rows})]"""


def _row(label: str, said: str, length: float, is_strong: bool) -> str:
    fill = "luma(70)" if is_strong else "luma(175)"
    weight = '"bold"' if is_strong else '"regular"'
    bar = f"#box(baseline: 20%, rect(width: {max(length, 0.3):.2f}mm, height: 4mm, fill: {fill}, stroke: none))"
    return f"[#text(weight: {weight})[{text(label)}]], [{bar} #text(weight: {weight})[{text(said)}]]"


def picture(block: Bars) -> bytes:
    """The bars as PNG, as wide as the text of a sheet."""
    import typst

    page = profile()
    source = f"""#set page(width: {page.width}mm, height: auto, margin: 0mm)
#set text(font: ({quoted(page.pdf_typeface)}, "DejaVu Sans Mono"), lang: "ru", hyphenate: false)
{bars(block, page)}"""
    setter: Any = typst.compile  # its types know no files in memory
    made = setter({"main.typ": source.encode()}, format="png", ppi=_DOTS, ignore_system_fonts=True)
    return bytes(made)


def address(public_url: str, href: str) -> str:
    """The whole address of something inside the program, percent-encoded as documents and QR readers need it."""
    parts = urlsplit(public_url.rstrip("/") + href)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    return urlunsplit((parts.scheme, host, quote(parts.path, safe="/%"), quote(parts.query, safe="=&,%-._~"), ""))
