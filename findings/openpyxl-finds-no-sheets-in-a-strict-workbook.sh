#!/usr/bin/env bash
# openpyxl 3.1.5: a workbook saved as «Strict Open XML» (ISO/IEC 29500, the strict conformance class that Excel and LibreOffice offer beside
# the usual one) opens without an error and has no sheets at all; the only sign is a warning about «an invalid specification for 0».
# pandas 3.1.1 on it says «Worksheet index 0 is invalid, 0 worksheets found», as if the file were empty. python-calamine 0.9.1 reads it.
# The rows are there: the names of the XML namespaces differ (purl.oclc.org instead of schemas.openxmlformats.org).
# What holds: read the sheets by local names of the elements, or tell the user to save the file again as an ordinary workbook.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
"$room/v/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 pandas==3.1.1 numpy==2.4.6 python-calamine==0.9.1
cd "$room"
"$room/v/bin/python" -W always - <<'PY'
import zipfile

import openpyxl
import pandas as pd
from python_calamine import CalamineWorkbook

MAIN, LINKS = "http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def relationships(kind: str, target: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{LINKS}/{kind}" Target="{target}"/></Relationships>'


PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEETS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEETS}.worksheet+xml"/></Types>',
    "_rels/.rels": relationships("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}" conformance="strict">'
    '<sheets><sheet name="Обращения" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": relationships("worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Тема</t></is></c>'
    '<c r="B1"><v>5</v></c></row></sheetData></worksheet>',
}
with zipfile.ZipFile("strict.xlsx", "w") as book:
    for name, text in PARTS.items():
        book.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
for read_only in (False, True):
    print("openpyxl", read_only, openpyxl.load_workbook("strict.xlsx", read_only=read_only).sheetnames)
    assert openpyxl.load_workbook("strict.xlsx", read_only=read_only).sheetnames == []
try:
    pd.read_excel("strict.xlsx")
except ValueError as refused:
    print("pandas:", refused)
    assert "0 worksheets found" in str(refused)
else:
    raise AssertionError("pandas used to find no sheets")
rows = CalamineWorkbook.from_path("strict.xlsx").get_sheet_by_index(0).to_python()
print("calamine", rows)
assert rows == [["Тема", 5.0]]
PY
# Output seen (without the warnings):
# openpyxl False []
# openpyxl True []
# pandas: Worksheet index 0 is invalid, 0 worksheets found
# calamine [['Тема', 5.0]]
