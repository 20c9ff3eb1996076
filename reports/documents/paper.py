"""Bars for paper, and addresses: what both files share of drawing. Drawn by typst, for DOCX as a picture of 300 dpi."""

import math
from urllib.parse import quote, urlsplit, urlunsplit

from data.errors import RefusedReportError
from reports.documents.blocks import Bars, Box, Scheme
from reports.documents.markup import quoted, text
from reports.documents.profile import Profile, profile
from reports.documents.typeset import typeset

_LABEL, _ROOM = 0.36, 0.20
"""Parts of the width: of the labels, and what is left for the value behind the longest bar."""
_DOTS = 300


def bars(block: Bars, page: Profile) -> str:
    """Typst's source of the bars; the longest takes what labels and values leave. RefusedReportError without any."""
    if not block.bars or not all(math.isfinite(bar.value) for bar in block.bars):
        raise RefusedReportError(f"Документ не составлен: график «{block.title}» не построен, чисел для него нет.")
    longest = max(bar.value for bar in block.bars) or 1.0
    whole = page.width * (1 - _LABEL - _ROOM)
    rows = ",\n".join(_row(bar.label, bar.text, whole * bar.value / longest, bar.is_strong) for bar in block.bars)
    return f"""#[#set text(size: {page.table_size}pt)
#set par(justify: false, leading: 0.4em)
#grid(columns: ({page.width * _LABEL:.1f}mm, 1fr), row-gutter: 1.4mm, align: horizon,
{rows})]"""


def _row(label: str, said: str, length: float, is_strong: bool) -> str:
    fill = "luma(70)" if is_strong else "luma(175)"
    weight = '"bold"' if is_strong else '"regular"'
    bar = f"#box(baseline: 20%, rect(width: {max(length, 0.3):.2f}mm, height: 4mm, fill: {fill}, stroke: none))"
    return f"[#text(weight: {weight})[{text(label)}]], [{bar} #text(weight: {weight})[{text(said)}]]"


_FRAMES = {
    "problem": "fill: luma(55), stroke: none",
    "cause": "fill: luma(225), stroke: 0.6pt + luma(90)",
    "measure": "fill: white, stroke: 0.9pt + luma(60)",
    "target": "fill: white, stroke: 2pt + luma(30)",
}
_LATE = 'fill: white, stroke: (thickness: 1.6pt, paint: black, dash: "dashed")'


def scheme(block: Scheme, page: Profile) -> str:
    """Typst's source of the boxes, what follows of one under it and joined to it by a line."""
    boxes = "\n".join(_box(one) for one in block.boxes)
    return f"""#[#set text(size: {page.table_size - 1}pt)
#set par(justify: false, leading: 0.4em, first-line-indent: 0pt)
{boxes}]"""


def _box(one: Box) -> str:
    paint = "white" if one.kind == "problem" else "black"
    weight = '"regular"' if one.kind == "measure" else '"bold"'
    late = "просрочено" if one.is_late else ""
    told = " · ".join(filter(None, (late, one.note)))
    note = f"#linebreak()#text(size: 0.85em)[{text(told)}]" if told else ""
    frame = _LATE if one.is_late else _FRAMES[one.kind]
    words = f"#text(fill: {paint})[#text(weight: {weight})[{text(one.text)}]{note}]"
    made = f"#block(width: 100%, breakable: false, above: 2mm, below: 0mm, inset: 4pt, radius: 1.5pt, {frame})[{words}]"
    if not one.under:
        return made
    below = "\n".join(
        f"#place(dx: -5mm, dy: 5mm, line(length: 5mm, stroke: 0.8pt))\n{_box(each)}" for each in one.under
    )
    joined = "inset: (left: 5mm, top: 1.5mm), stroke: (left: 0.8pt)"
    return f"{made}\n#pad(left: 4mm, block(width: 100%, above: 0mm, below: 0mm, {joined})[{below}])"


def picture(block: Bars | Scheme) -> bytes:
    """The block as PNG, as wide as the text of a sheet."""
    page = profile()
    drawn = bars(block, page) if isinstance(block, Bars) else scheme(block, page)
    source = f"""#set page(width: {page.width}mm, height: auto, margin: 0mm)
#set text(font: ({quoted(page.pdf_typeface)}, "DejaVu Sans Mono"), lang: "ru", hyphenate: false)
{drawn}"""
    return bytes(typeset(source, format="png", ppi=_DOTS))


def address(public_url: str, href: str) -> str:
    """The whole address of something inside the program, percent-encoded as documents and QR readers need it."""
    parts = urlsplit(public_url.rstrip("/") + href)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    return urlunsplit((parts.scheme, host, quote(parts.path, safe="/%"), quote(parts.query, safe="=&,%-._~"), ""))
