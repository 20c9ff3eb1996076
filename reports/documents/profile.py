"""How documents look, as data: `profile.yml` beside this module."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Profile:
    """Millimetres, but sizes of type in points. line_spacing: times the type's own."""

    left: float
    right: float
    top: float
    bottom: float
    text_size: float
    table_size: float
    note_size: float
    indent: float
    line_spacing: float
    docx_typeface: str
    pdf_typeface: str
    qr_size: float
    addressee_width: float
    sheet: float = 210.0

    @property
    def width(self) -> float:
        """Of the text on a sheet, by default of A4."""
        return self.sheet - self.left - self.right


@cache
def profile() -> Profile:
    """As the file says."""
    told = yaml.safe_load((Path(__file__).parent / "profile.yml").read_text(encoding="utf-8"))
    faces = told.pop("typeface")
    return Profile(**told.pop("margins"), **told, docx_typeface=faces["docx"], pdf_typeface=faces["pdf"])
