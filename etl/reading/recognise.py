"""What a file is by its first bytes: a workbook, delimited text, or something to refuse with advice."""

import zipfile
from pathlib import Path

from data.errors import InputError

HEAD = 4096
_ADVICE = "Нужна таблица: .xlsx или .csv, выгруженная из системы."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "документ PDF"),
    (b"\xff\xd8\xff", "картинка JPEG"),
    (b"\x89PNG", "картинка PNG"),
    (b"GIF8", "картинка GIF"),
    (b"Rar!", "архив RAR"),
    (b"7z\xbc\xaf\x27\x1c", "архив 7-Zip"),
    (b"\x1f\x8b", "архив GZIP"),
    (b"{\\rtf", "документ RTF"),
    (b"SQLite format 3", "база данных SQLite"),
)


def kind(path: Path) -> str:
    """'workbook' or 'text'. Raises InputError for what is neither; its sentence says what to do instead."""
    if path.stat().st_size == 0:
        raise InputError(f"Файл «{path.name}» пуст (0 байт). Выгрузите его из системы ещё раз.")
    with path.open("rb") as file:
        head = file.read(HEAD)
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise InputError(f"Файл «{path.name}» — это {what}, а не таблица. {_ADVICE}")
    if head.startswith(_OLE):
        raise InputError(_refuse_ole(path))
    if head.startswith(b"PK"):
        return "workbook"
    _refuse_markup(path, head)
    return "text"


def _refuse_ole(path: Path) -> str:
    if _holds(path, "EncryptedPackage".encode("utf-16-le")):
        return (
            f"Файл «{path.name}» защищён паролем. Откройте его в Excel, снимите пароль (Файл → Сведения → "
            f"Защита книги) "
            "и сохраните ещё раз."
        )
    return (
        f"Файл «{path.name}» — это старый документ Microsoft Office (.xls или .doc). Откройте его и сохраните "
        f"как .xlsx "
        "(Файл → Сохранить как → Книга Excel)."
    )


def _holds(path: Path, wanted: bytes) -> bool:
    """Whether the bytes occur anywhere in the file; reads block by block."""
    tail = b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if wanted in tail + block:
                return True
            tail = block[-len(wanted) :]
    return False


def _refuse_markup(path: Path, head: bytes) -> None:
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"<style")):
        raise InputError(
            f"Файл «{path.name}» — это веб-страница (HTML), хотя может открываться в Excel. Откройте его в Excel и "
            "сохраните как .xlsx (Файл → Сохранить как → Книга Excel)."
        )
    if start.startswith(b"<"):
        raise InputError(f"Файл «{path.name}» — это XML, а не таблица. Откройте его в Excel и сохраните как .xlsx.")
    if start.startswith((b'{"', b'[{"')):
        raise InputError(f"Файл «{path.name}» — это JSON, а не таблица. {_ADVICE}")


def office(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse archives that are not .xlsx workbooks, saying what they are."""
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise InputError(f"Файл «{name}» — двоичная книга .xlsb. Откройте её в Excel и сохраните как .xlsx.")
    for folder, what in (
        ("word/", "документ Word"),
        ("ppt/", "презентация"),
        ("META-INF/", "документ другой программы"),
    ):
        if any(one.startswith(folder) for one in names):
            raise InputError(f"Файл «{name}» — это {what}, а не таблица Excel. Сохраните таблицу как .xlsx или .csv.")
    if "[Content_Types].xml" not in names or not any(one.startswith("xl/") for one in names):
        raise InputError(
            f"Файл «{name}» — это архив ZIP, а не таблица. Распакуйте его и загрузите файлы .xlsx или .csv."
        )
