"""What PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) ask of the structure of a file, looked for with pypdf.

These are our own checks of what can be seen in the objects of a file, and no independent validator: they don't look
into fonts' glyphs, colours or whether an alternative text is a good one.
"""

import io
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, BooleanObject, ContentStream, DictionaryObject

STANDARD = {
    "/Document", "/Part", "/Div", "/P", "/H1", "/H2", "/H3", "/H4", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/THead",
    "/TBody", "/TR", "/TH", "/TD", "/Span", "/Link", "/Figure", "/Caption", "/Sect", "/NonStruct",
}  # fmt: skip
"""Structure types of PDF 1.7 that our documents use."""
WITHIN = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"}, "/TH": {"/TR"}, "/TD": {"/TR"}, "/THead": {"/Table"},
    "/TBody": {"/Table"}, "/LI": {"/L"}, "/Lbl": {"/LI"}, "/LBody": {"/LI"},
}  # fmt: skip
PAINTS = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Do", b"sh"}
BLENDS = {"/Normal", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten"}


def faults(content: bytes) -> list[str]:
    """What a PDF lacks, a sentence each."""
    read = pypdf.PdfReader(io.BytesIO(content))
    root: Any = read.trailer["/Root"].get_object()
    pages = [one for number, page in enumerate(read.pages, start=1) for one in _page(read, page, number)]
    return [*_file(content, read), *_catalogue(root), *_about(read, root), *pages, *_tree(read, root)]


def _file(content: bytes, read: pypdf.PdfReader) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", content):
        yield "no header of PDF 1.x with a comment of four high bytes"
    if "/Encrypt" in read.trailer:
        yield "encrypted"
    if "/ID" not in read.trailer:
        yield "no file identifier"


def _catalogue(root: DictionaryObject) -> Iterator[str]:
    if not root.get("/Lang"):
        yield "no language"
    marks = root.get("/MarkInfo", {})
    if not _is_on(marks, "/Marked") or _is_on(marks, "/Suspects"):
        yield "not marked as tagged, or with suspects"
    if not _is_on(root.get("/ViewerPreferences", {}), "/DisplayDocTitle"):
        yield "a viewer shows the name of the file instead of the title"
    yield from (f"forbidden in the catalogue: {key}" for key in ("/AA", "/OpenAction", "/AcroForm") if key in root)
    names = root.get("/Names", {})
    yield from (f"forbidden among names: {key}" for key in ("/JavaScript", "/EmbeddedFiles") if key in names)
    intents = [one.get_object() for one in root.get("/OutputIntents", [])]
    if [one.get("/S") for one in intents] != ["/GTS_PDFA1"]:
        yield "not one output intent of PDF/A"
    elif intents[0]["/DestOutputProfile"].get_object().get("/N") not in (1, 3, 4):
        yield "the output intent has no ICC profile"


def _is_on(told: Mapping[str, Any], key: str) -> bool:
    """Such a value of a file is an object, and true for Python in any case."""
    value = told.get(key)
    return isinstance(value, BooleanObject) and value.value


def _about(read: pypdf.PdfReader, root: DictionaryObject) -> Iterator[str]:
    if "/Metadata" not in root:
        yield "no metadata"
        return
    told = root["/Metadata"].get_object().get_data().decode()
    for name, value in (("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")):
        if f"<{name}>{value}</{name}>" not in told:
            yield f"metadata don't say {name} {value}"
    about = read.metadata
    if about is None or not about.title or f">{about.title}</rdf:li>" not in told:
        yield "the title is missing, or is another in the metadata"
    days = re.findall(r"<xmp:(?:Create|Modify)Date>([\d-]+)", told)
    if about is None or {f"{about.creation_date:%Y-%m-%d}", f"{about.modification_date:%Y-%m-%d}"} != set(days):
        yield "dates differ between the file and the metadata"


def _page(read: pypdf.PdfReader, page: pypdf.PageObject, number: int) -> Iterator[str]:
    resources: Any = page["/Resources"]
    said = [*_fonts(resources), *_drawings(resources), *_marked(read, page)]
    said += ["an action of the page"] if "/AA" in page else []
    said += ["no structure parents"] if "/StructParents" not in page else []
    annotations = [one.get_object() for one in page.get("/Annots", [])]
    said += ["tabs don't follow the structure"] if annotations and page.get("/Tabs") != "/S" else []
    for one in annotations:
        said += [] if one["/Subtype"] == "/Link" and one["/A"]["/S"] == "/URI" else ["an annotation that is no link"]
        said += [] if int(one.get("/F", 0)) & 4 and not int(one["/F"]) & 0b100011 else ["a link that is not printed"]
        said += [] if one.get("/Contents") and "/StructParent" in one else ["a link without words or structure"]
    yield from (f"sheet {number}: {one}" for one in said)


def _fonts(resources: DictionaryObject) -> Iterator[str]:
    for name, reference in resources.get("/Font", {}).items():
        font = reference.get_object()
        below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        described = below.get("/FontDescriptor", {})
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described):
            yield f"font {name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"font {name} can't be read as text"
        if below.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in below:
            yield f"font {name} does not say which glyphs it means"


def _drawings(resources: DictionaryObject) -> Iterator[str]:
    for name, reference in resources.get("/XObject", {}).items():
        drawn = reference.get_object()
        if drawn["/Subtype"] == "/PS" or {"/OPI", "/Ref", "/Alternates"} & set(drawn) or _is_on(drawn, "/Interpolate"):
            yield f"drawing {name} is of a forbidden kind"
        yield from _fonts(drawn.get("/Resources", DictionaryObject()))
        yield from _drawings(drawn.get("/Resources", DictionaryObject()))
    for name, reference in resources.get("/ExtGState", {}).items():
        state = reference.get_object()
        if {"/TR", "/HTP"} & set(state) or state.get("/BM", "/Normal") not in BLENDS:
            yield f"state {name} is of a forbidden kind"


def _marked(read: pypdf.PdfReader, page: pypdf.PageObject) -> Iterator[str]:
    """Everything that is painted stands in a part of the structure or is an artifact."""
    inside: list[bool] = []
    for operands, operator in ContentStream(page.get_contents(), read).operations:
        if operator in (b"BDC", b"BMC"):
            properties = operands[1] if len(operands) > 1 else {}
            inside.append(operands[0] == "/Artifact" or (isinstance(properties, dict) and "/MCID" in properties))
        elif operator == b"EMC":
            inside.pop()
        elif operator in PAINTS and not any(inside):
            yield f"something is painted outside of the structure ({operator.decode()})"
            return


def _tree(read: pypdf.PdfReader, root: DictionaryObject) -> Iterator[str]:
    if "/StructTreeRoot" not in root:
        yield "no structure"
        return
    top = root["/StructTreeRoot"].get_object()
    roles = {str(name): str(role) for name, role in top.get("/RoleMap", {}).items()}
    found = list(_elements(top, "", roles))
    if not found or "/ParentTree" not in top:
        yield "an empty structure, or one without its parents"
    for kind, above, element in found:
        if kind not in STANDARD:
            yield f"a structure type nobody knows: {kind}"
        if kind in WITHIN and above not in WITHIN[kind]:
            yield f"{kind} within {above}"
        if kind == "/Figure" and not element.get("/Alt"):
            yield "a figure without words in its place"
        if kind == "/TH" and not any("/Scope" in one.get_object() for one in element.get("/A", [])):
            yield "a heading of a table that does not say what it heads"
        if kind == "/Link" and not any(one.get("/Type") == "/OBJR" for one in children(element)):
            yield "a link of the structure without its annotation"
    yield from _headings([int(kind[2]) for kind, _, _ in found if re.fullmatch(r"/H[1-6]", kind)])


def _headings(levels: list[int]) -> Iterator[str]:
    if levels[:1] != [1]:
        yield "the first heading is not of the first level"
    for above, level in pairwise(levels):
        if level > above + 1:
            yield f"a heading of level {level} after one of {above}"


def _elements(element: Any, above: str, roles: dict[str, str]) -> Iterator[tuple[str, str, Any]]:
    for child in children(element):
        if "/S" in child:
            kind = roles.get(str(child["/S"]), str(child["/S"]))
            yield kind, above, child
            yield from _elements(child, kind, roles)


def children(element: Any) -> list[Any]:
    """Elements right below one of the structure."""
    told = element.get("/K", ArrayObject())
    found = [one.get_object() for one in (told if isinstance(told, ArrayObject) else [told])]
    return [one for one in found if isinstance(one, DictionaryObject)]
