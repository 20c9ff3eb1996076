"""`python -m reports check FILE|CODE`: whether a paper is a note that was issued. Nothing is asked of any network."""

import argparse
from typing import Any

from answers import note_checks
from data.settings import Settings
from data.snapshots import installation
from reports import commands as papers


def add(commands: Any) -> None:
    """The parser of the command; `work` of what it parses: 0 issued, 1 not issued or altered, 2 not readable."""
    one = commands.add_parser("check", help="выпущенная ли это записка")
    one.add_argument(
        "asked", metavar="ФАЙЛ|КОД", type=_named, help="файл DOCX или PDF, номер записки или начало суммы из QR"
    )
    one.add_argument(
        "--out",
        type=papers.named_folder,
        metavar="ПАПКА",
        help="куда записать выпущенные листы и файлы, чтобы сравнить",
    )
    one.add_argument("--store", help="адрес хранилища; по умолчанию MCU_STORE_URL")
    one.set_defaults(work=_check)


def _named(text: str) -> str:
    """An empty word, of a variable that nobody has set, is neither."""
    if not text.strip():
        raise argparse.ArgumentTypeError("назовите файл, номер записки или начало суммы")
    return text


def _check(arguments: argparse.Namespace, settings: Settings) -> int:
    installation.require_own_store(settings)
    if arguments.out:
        papers.require_folder(arguments.out)
    found = note_checks.check(arguments.asked, settings)
    print(found.said)
    if arguments.out and found.files:
        papers.write(arguments.out, found.files)
    return 0 if found.is_issued else 1
