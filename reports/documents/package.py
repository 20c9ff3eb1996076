"""Office files whose bytes depend on their content alone: names sorted, one time inside and outside."""

import io
import re
import zipfile
from datetime import datetime

PACKED_AT = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"
_PROPERTIES = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def repacked(content: bytes, moment: datetime) -> bytes:
    """The same DOCX or XLSX; moment: said to be when it was made, instead of the clock's."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as was, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(was.namelist(), key=lambda one: (one != _FIRST, one)):
            part = was.read(name)
            made.writestr(zipfile.ZipInfo(name, PACKED_AT), _dated(name, part, moment), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _dated(name: str, part: bytes, moment: datetime) -> bytes:
    if name != _PROPERTIES:
        return part
    told = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    return _MOMENT.sub(lambda found: found[1] + told + found[3], part)
