"""Command line: `python -m reports weekly [--week 2026-W47] --out DIR [--recipient КОД …] [--format docx,pdf]`."""

import argparse
import sys
from pathlib import Path

from data import commands as command_line
from data.errors import FilterError
from data.metrics import members
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import installation
from reports import weekly
from reports.documents import docx, pdf

FORMATS = {"docx": docx.render, "pdf": pdf.render}


def main(argv: list[str] | None = None) -> int:
    """0 and files written; 2 wrong input, 3 refused, nothing written."""
    arguments = _parser().parse_args(argv)
    return command_line.run_in_force(lambda chosen: _weekly(arguments, chosen), arguments.store)


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(prog="python -m reports", description="Документы по данным программы.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="команда")
    one = commands.add_parser("weekly", help="проект еженедельной записки и листы получателей")
    one.add_argument("--week", metavar="2026-W47", help="неделя; по умолчанию последняя целая в данных")
    one.add_argument("--out", type=Path, required=True, metavar="ПАПКА", help="куда записать")
    one.add_argument("--recipient", action="append", default=[], metavar="КОД", help="лист получателя, можно несколько")
    one.add_argument("--format", type=_formats, default="docx,pdf", metavar="docx,pdf", help="виды файла записки")
    one.add_argument("--snapshot", type=command_line.whole, metavar="N", help="срез; по умолчанию последний")
    one.add_argument("--store", help="адрес хранилища; по умолчанию MCU_STORE_URL")
    return parser


def _formats(text: str) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    for one in asked:
        if one not in FORMATS:
            raise argparse.ArgumentTypeError(f"вида «{one[:20]}» нет, есть: {', '.join(FORMATS)}")
    return asked


def _weekly(arguments: argparse.Namespace, settings: Settings) -> None:
    installation.require_own_store(settings)
    _require_folder(arguments.out)
    of = weekly.open_week(arguments.week, arguments.snapshot, EVERYTHING, settings)
    _require_recipients(arguments.recipient, of)
    made = {
        f"записка-{of.week.code}.{kind}": FORMATS[kind](weekly.note(of), settings.public_url)
        for kind in arguments.format
    }
    for code in dict.fromkeys(arguments.recipient):
        made[f"{code}-{of.week.code}.docx"] = docx.render(weekly.sheet(of, code), settings.public_url)
        made[f"{code}-{of.week.code}.xlsx"] = weekly.workbook(of, code)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        command_line.write_whole(arguments.out / name, content)
        print(arguments.out / name)


def _require_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise FilterError(f"«{folder}» — файл, а нужна папка. Измените --out.")


def _require_recipients(codes: list[str], of: weekly.Weekly) -> None:
    known = set(members("recipient", of.filters())["code"])
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise FilterError(f"Получателя с кодом «{unknown[0][:40]}» нет. Коды: python -m data query --by recipient …")


if __name__ == "__main__":
    sys.exit(main())
