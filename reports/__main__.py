"""Command line: `python -m reports weekly [--week 2026-W47] --out DIR [--recipient КОД …] [--format docx,pdf]`, and
the documents of `reports.commands`.
"""

import argparse
import sys

from data import commands as command_line
from data.errors import FilterError
from data.metrics import members
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import installation
from reports import check, notices, weekly
from reports import commands as papers
from reports.commands import FORMATS
from reports.mail import command as mail_command

ALL = "all"
"""Named instead of a recipient: every one of them."""


def main(argv: list[str] | None = None) -> int:
    """0 and files written; 2 wrong input, 3 refused, nothing written."""
    arguments = _parser().parse_args(argv)
    return command_line.run_in_force(lambda chosen: arguments.work(arguments, chosen), arguments.store)


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(prog="python -m reports", description="Документы по данным программы.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="команда")
    one = commands.add_parser("weekly", help="проект еженедельной записки и листы получателей")
    one.add_argument("--week", metavar="2026-W47", help="неделя; по умолчанию последняя целая в данных")
    one.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="КОД",
        help="лист получателя, можно несколько; all — листы всех в одном архиве",
    )
    papers.common(one)
    one.set_defaults(work=_weekly)
    papers.add(commands)
    check.add(commands)
    mail_command.add(commands)
    notices.add(commands)
    return parser


def _weekly(arguments: argparse.Namespace, settings: Settings) -> None:
    installation.require_own_store(settings)
    papers.require_folder(arguments.out)
    of = weekly.open_week(arguments.week, arguments.snapshot, EVERYTHING, settings, papers.written_on(settings))
    named = [code for code in dict.fromkeys(arguments.recipient) if code != ALL]
    _require_recipients(named, of)
    made = {
        f"записка-{of.week.code}.{kind}": FORMATS[kind](weekly.note(of), settings.public_url)
        for kind in arguments.format
    }
    for code in named:
        made |= weekly.sheets.files(of, code, settings.public_url)
    if ALL in arguments.recipient:
        made[f"листы-{of.week.code}.zip"] = _archive(of, settings)
    papers.write(arguments.out, made)


def _archive(of: weekly.Weekly, settings: Settings) -> bytes:
    """The sheets of all; how far it has come is told on the other stream, where a person watches."""
    return b"".join(weekly.sheets.archive(of, weekly.sheets.codes(of), settings.public_url, _told))


def _told(done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\rЛисты получателей: {done} из {of}{chr(10) if done == of else ''}")
        sys.stderr.flush()


def _require_recipients(codes: list[str], of: weekly.Weekly) -> None:
    known = set(members("recipient", of.filters())["code"])
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise FilterError(f"Получателя с кодом «{unknown[0][:40]}» нет. Коды: python -m data query --by recipient …")


if __name__ == "__main__":
    sys.exit(main())
