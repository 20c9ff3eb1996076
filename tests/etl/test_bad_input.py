"""Files that cannot be read: one Russian sentence, exit code 2, nothing loaded, whatever was sent."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from data.settings import Settings, use
from etl.__main__ import main
from tests import stores
from tests.etl.conftest import dump

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
SHEET = '<?xml version="1.0"?>{doctype}<worksheet><sheetData>{rows}</sheetData></worksheet>'


def _workbook(sheet: str) -> bytes:
    """A real workbook whose first sheet is replaced by `sheet`."""
    plain, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = sheet.encode() if name == "xl/worksheets/sheet1.xml" else source.read(name)
            target.writestr(name, content)
    return made.getvalue()


def _cell(reference: str, value: str) -> str:
    row = "".join(letter for letter in reference if letter.isdigit())
    return f'<row r="{row}"><c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c></row>'


def _corner() -> bytes:
    return _workbook(SHEET.format(doctype="", rows=_cell("XFD1048576", "x")))


def _locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


def _slip() -> bytes:
    return _zip({"../../evil.xml": "x", "[Content_Types].xml": CONTENT_TYPES})


def _bomb() -> bytes:
    """About 370 MB of XML in a small archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", CONTENT_TYPES)
        with target.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(370):
                part.write(b"<row><c><v>0</v></c></row>" * 40330)
    return made.getvalue()


def _truncated() -> bytes:
    return _workbook(SHEET.format(doctype="", rows=_cell("A1", "id")))[:-400]


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing at all": ("empty.csv", lambda: b""),
    "only a header": ("header.csv", lambda: "id;Дата создания;Текст Сообщения;Тематика\n".encode()),
    "a picture": ("photo.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(5000)),
    "a PDF": ("note.csv", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20),
    "random bytes": ("noise.csv", lambda: bytes((i * 7919 + i // 3) % 256 for i in range(40_000))),
    "a web page called a workbook": ("export.xls", lambda: b"<html><table><tr><td>id</td></tr></table></html>"),
    "an old workbook": ("old.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000)),
    "a workbook behind a password": ("secret.xlsx", _locked),
    "a truncated archive": ("cut.xlsx", _truncated),
    "an archive that is no workbook": ("other.xlsx", lambda: _zip({"readme.txt": "hello"})),
    "a path that climbs out": ("slip.xlsx", _slip),
    "a million columns": ("wide.csv", lambda: (";".join("a" * 1_000_000) + "\n").encode() * 2),
    "a cell at the far corner": ("corner.xlsx", _corner),
    "an archive bomb": ("bomb.xlsx", _bomb),
    "an entity bomb": (
        "entities.xlsx",
        lambda: _workbook(SHEET.format(doctype='<!DOCTYPE a [<!ENTITY b "bbbb">]>', rows=_cell("A1", "&b;"))),
    ),
    "an encoding nobody uses": ("wrong.csv", lambda: "id;Дата;Текст\n1;2;три\n".encode("utf-32-le")),
    "zero bytes in a text": ("zero.csv", lambda: b"id;a;b\n1;\x00\x00\x00;2\n" * 500),
    "one endless line": ("line.csv", lambda: b"a" * 60_000_000),
    "a table of nothing known": ("cars.csv", lambda: b"brand,doors\nVolga,4\nNiva,3\n"),
}


def _zip(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("case", list(BAD))
def test_bad_input_is_refused_with_one_russian_sentence_and_code_2(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, make = BAD[case]
    path = tmp_path / name
    path.write_bytes(make())
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with use(Settings(var=tmp_path / "var", store_url=url)) as made:
        stores.create(made)
        before = dump(made, without=set())
        assert main(["load", str(path), "--store", url]) == 2
        said = capsys.readouterr().err.strip().splitlines()[-1]
        assert said.startswith("Ошибка: ")
        assert sum("а" <= letter.lower() <= "я" for letter in said) > 20, said
        assert "Traceback" not in said
        assert dump(made, without=set()) == before
