"""Files that leave the program: nothing in them is computed by a spreadsheet, no name of theirs breaks a header."""

import csv
import io
import re
import zipfile
from urllib.parse import unquote

import openpyxl
import pytest

from tests.attacks import Attacks
from tests.security import hostile
from tests.security.conftest import Installation

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BY = ("recipient", "place", "topic", "municipality", "source")
BOOKS = (
    "/export/register.xlsx?period=all",
    *(f"/export/table.xlsx?metrics=records&period=all&by={name}" for name in BY),
)


@pytest.mark.parametrize("address", BOOKS)
def test_no_cell_of_a_workbook_is_a_formula(there: Installation, attacks: Attacks, address: str) -> None:
    answer = there.client("curator").get(address)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "ignore")
            attacks.met(f"{address} {name}: формула", "<f>" not in text and "<f " not in text, name)
            attacks.met(f"{address} {name}: внешняя связь", 'TargetMode="External"' not in text, name)
            attacks.met(f"{address} {name}: макрос", not re.search("vba|macro|oleObject", name), name)
    texts = 0
    for sheet in openpyxl.load_workbook(io.BytesIO(answer.data)):
        for cell in (cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith(FORMULA)):
            if isinstance(cell.value, str):
                texts += 1
                held = cell.data_type in ("s", "inlineStr") and cell.quotePrefix
                attacks.met(f"{address} {cell.coordinate}", held, cell.value)
    assert texts, "the hostile texts must be in the file, or the attack proves nothing"


@pytest.mark.parametrize("title", hostile.FORMULAS)
def test_a_title_of_the_asker_s_own_is_no_formula_either(there: Installation, attacks: Attacks, title: str) -> None:
    answer = there.client("curator").get("/export/table.xlsx", query_string={"metrics": "records", "title": title})
    for sheet in openpyxl.load_workbook(io.BytesIO(answer.data)):
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        attacks.met(f"название {title!r}", not kinds & {"f", "e"}, kinds)


@pytest.mark.parametrize("by", BY)
def test_csv_holds_no_formula(there: Installation, attacks: Attacks, by: str) -> None:
    answer = there.client("curator").get(f"/api/v1/query?metrics=records&by={by}&period=all&format=csv")
    cells = [cell for row in csv.reader(io.StringIO(answer.text, newline="")) for cell in row]
    assert any(cell.startswith("'") for cell in cells)
    for cell in cells:
        attacks.met(f"CSV {cell!r:.30}", not cell.startswith(FORMULA), cell)


BREAKS = (
    "a\r\nSet-Cookie: mcu_session=evil", "a\nX-Evil: 1", "a\rX-Evil: 1", "a%0d%0aX-Evil: 1", "a\u2028X-Evil: 1",
    "a\u0085X-Evil: 1", "嘊嘍X-Evil: 1", '"; filename="evil.exe', "../../etc/cron.d/evil", "..\\..\\evil.bat",
    "C:\\evil.bat", "evil.exe\x00.xlsx", "\u202exslx.exe", "a" * 5000, "CON", ".htaccess", "'; rm -rf /", "`id`",
)  # fmt: skip


@pytest.mark.parametrize("title", BREAKS)
def test_no_name_of_a_file_breaks_out_of_its_header(there: Installation, attacks: Attacks, title: str) -> None:
    answer = there.client("curator").get("/export/table.xlsx", query_string={"metrics": "records", "title": title})
    told = answer.headers.get("Content-Disposition", "")
    names = [unquote(told.split("UTF-8''")[-1]), *re.findall(r'filename="((?:[^"\\]|\\.)*)"', told)]
    attacks.met(f"{title[:20]!r}: заголовок", "X-Evil" not in answer.headers, answer.headers)
    attacks.met(f"{title[:20]!r}: cookie", "mcu_session=evil" not in str(answer.headers.getlist("Set-Cookie")))
    attacks.met(f"{title[:20]!r}: вложение", told.startswith("attachment"), told)
    for name in names:
        attacks.met(f"{title[:20]!r}: путь", not re.search(r"[/\\\x00-\x1f]", name), name)
        attacks.met(f"{title[:20]!r}: вид", name.endswith(".xlsx"), name)
        attacks.met(f"{title[:20]!r}: направление письма", not re.search("[\u202a-\u202e\u2066-\u2069]", name), name)
        attacks.met(f"{title[:20]!r}: длина", len(name.encode()) <= 255, len(name.encode()))


@pytest.mark.parametrize("name", ["next", "done", "setup", "topic", "period", "format"])
def test_no_parameter_reaches_a_header_of_the_answer(there: Installation, attacks: Attacks, name: str) -> None:
    client = there.client("curator")
    for payload in BREAKS[:7]:
        for path in ("/login", "/account", "/register", "/api/v1/query", "/healthz"):
            answer = client.get(path, query_string={"metrics": "records"} | {name: payload})
            attacks.met(f"{path} {name}={payload[:12]!r}", "X-Evil" not in answer.headers, answer.headers)
            cookies = str(answer.headers.getlist("Set-Cookie"))
            attacks.met(f"{path} {name}: cookie", "mcu_session=evil" not in cookies)


@pytest.mark.parametrize("address", [*BOOKS, "/export/map.html?period=all"])
def test_what_leaves_holds_no_contact_and_is_not_kept(there: Installation, attacks: Attacks, address: str) -> None:
    answer = there.client("curator").get(address)
    parts = [answer.data]
    if address in BOOKS:
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    text = " ".join(part.decode("utf-8", "ignore") for part in parts)
    for word in hostile.CANARIES:
        attacks.met(f"{address}: {word}", word not in text)
    attacks.met(f"{address}: no-store", "no-store" in answer.headers.get("Cache-Control", ""))
