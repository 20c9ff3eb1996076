"""Command line of the imports: `python -m etl load FILE…`, `demo`, `imports`, `undo N`, `problems`; commands of
`text_commands` and `reply_commands`.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from access import installation as access_installation
from data import commands as command_line
from data import publishing, settings, store
from data.errors import InputError
from data.snapshots import demonstration, installation
from etl import proposals, reply_commands, text_commands
from etl.discussions.layouts import PLATFORMS
from etl.discussions.reading import is_one as is_discussion
from etl.discussions.reading import open_file as open_discussions
from etl.load import load
from etl.report import Report
from etl.sources.opening import open_file
from etl.sources.registry import BY_CODE
from etl.undo import imports_of, undo
from geo.errors import BoundaryError

_SHOWN_REJECTIONS = 20


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0, or that of the error whose sentence is printed."""
    arguments = _parser().parse_args(argv)
    return command_line.run_in_force(lambda chosen: _done(arguments, chosen), arguments.store)


def _done(arguments: argparse.Namespace, chosen: settings.Settings) -> int:
    if arguments.command == "imports":
        installation.require_own_store(chosen)
    elif not (arguments.command in text_commands.OF_NOTHING or reply_commands.asks_nothing(arguments)):
        access_installation.require(chosen)
    try:
        return int(arguments.run(arguments, chosen) or 0)
    except BoundaryError as error:  # of the map layers, whose room knows no other errors
        raise InputError(str(error)) from error


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(prog="python -m etl", description="Загрузка выгрузок в хранилище.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="команда")
    command = commands.add_parser("load", help="загрузить файлы")
    command.add_argument("files", nargs="+", type=Path, metavar="ФАЙЛ")
    command.add_argument(
        "--source",
        choices=("auto", *BY_CODE, *PLATFORMS, "mapping"),
        default="auto",
        help="система, из которой выгрузка",
    )
    command.add_argument("--mapping", type=Path, metavar="ФАЙЛ.yml", help="описание колонок для файла другой системы")
    command.add_argument(
        "--received-on", type=_day, metavar="ДАТА", help="дата поступления для строк без даты, 2026-03-31"
    )
    command.add_argument(
        "--imported-on",
        type=_day,
        metavar="ДАТА",
        help="день выгрузки: более поздним событиям файла не верить (по умолчанию сегодня)",
    )
    command.add_argument(
        "--renumbered", action="store_true", help="система начала нумеровать заново: под теми же номерами другие записи"
    )
    command.add_argument("--dry-run", action="store_true", help="проверить файл и ничего не записать")
    command.add_argument("--report", type=Path, metavar="ФАЙЛ.json", help="куда записать отчёт")
    command.set_defaults(run=_load)
    command = commands.add_parser("demo", help="создать и загрузить демонстрационные выгрузки")
    command.add_argument("--until", type=_day, metavar="ДАТА", help="последний день выгрузок (по умолчанию вчера)")
    command.set_defaults(run=_demo)
    command = commands.add_parser("imports", help="список загрузок")
    command.set_defaults(run=_imports)
    command = commands.add_parser("undo", help="отменить загрузку целиком")
    command.add_argument("number", type=command_line.whole, metavar="НОМЕР")
    command.set_defaults(run=_undo)
    command = commands.add_parser("problems", help="найти заново записи об одном и том же")
    command.add_argument("--dry-run", action="store_true", help="сосчитать и ничего не записать")
    command.set_defaults(run=_problems)
    text_commands.add(commands, _on_texts)
    reply_commands.add(commands, _on_texts)
    for command in commands.choices.values():
        command.add_argument(
            "--store", metavar="URL", help="адрес хранилища (по умолчанию MCU_STORE_URL или var/store.sqlite)"
        )
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"дата «{text}» не разобрана, нужен вид 2026-03-31") from error


def _load(arguments: argparse.Namespace, chosen: settings.Settings) -> int:
    for path in arguments.files:
        if not path.is_file():
            raise InputError(f"Файла «{path}» нет. Проверьте имя и папку.")
    if arguments.imported_on and arguments.imported_on > store.today(chosen):
        raise InputError(
            f"--imported-on: день {arguments.imported_on:%d.%m.%Y} ещё не наступил. Укажите день выгрузки не позже "
            "сегодняшнего или уберите ключ."
        )
    if arguments.report:
        command_line.require_place(arguments.report)
    if not store.is_there(chosen):  # what would be refused makes no store either
        _require_known(arguments)
    with _room(chosen, is_trial=arguments.dry_run) as room:
        store.create(room)
        reports = [_load_one(path, arguments, room) for path in arguments.files]
    if not arguments.dry_run:
        print(proposals.refresh(chosen).sentence)
        manifest = publishing.publish(chosen)
        print(f"Срез № {manifest.number}: записей {manifest.records}, данные на {manifest.as_of:%d.%m.%Y}.")
    if arguments.report:
        _write_report(arguments.report, reports)
    return 0


def _require_known(arguments: argparse.Namespace) -> None:
    """Raises InputError where the first file is none that is known."""
    path = arguments.files[0]
    if arguments.source in PLATFORMS:
        with open_discussions(path, arguments.source):
            return
    try:
        open_file(path, **_understood(arguments)).close()
    except InputError:
        if arguments.source != "auto" or arguments.mapping or not is_discussion(path):
            raise


def _understood(arguments: argparse.Namespace) -> dict[str, Any]:
    source = "mapping" if arguments.mapping else arguments.source
    return {"source": source, "mapping": arguments.mapping, "received_on": arguments.received_on}


@contextmanager
def _room(chosen: settings.Settings, *, is_trial: bool) -> Iterator[settings.Settings]:
    """The installation to load into; a trial where there is none yet leaves none behind."""
    if not is_trial or store.is_there(chosen):
        yield chosen
        return
    with TemporaryDirectory(prefix="mcu-trial-") as folder:
        made = replace(chosen, var=Path(folder), store_url=f"sqlite:///{folder}/store.sqlite")
        yield made
        store.engine(made.store_url).dispose()


def _load_one(path: Path, arguments: argparse.Namespace, room: settings.Settings) -> Report:
    with tqdm(desc=path.name, unit=" строк", disable=None) as bar:
        report = load(
            path,
            room,
            **_understood(arguments),
            imported_on=arguments.imported_on,
            renumbered=arguments.renumbered,
            dry_run=arguments.dry_run,
            progress=partial(_advance, bar),
        )
    _print(report)
    return report


def _advance(bar: "tqdm[Any]", done: int, total: int | None) -> None:
    bar.total = total
    bar.update(done - bar.n)


def _print(report: Report) -> None:
    print(report.sentence())
    for note in report.notes:
        print(f"  {note}")
    for r in report.rejections[:_SHOWN_REJECTIONS]:
        where = f"лист «{r['sheet']}», " if r["sheet"] else ""
        print(f"  отклонено: {where}строка {r['row']}, столбец «{r['column']}», значение «{r['value']}»: {r['reason']}")
    if len(report.rejections) > _SHOWN_REJECTIONS:
        print(f"  … и ещё {len(report.rejections) - _SHOWN_REJECTIONS}; все — в отчёте (--report).")
    for r in report.emptied_cells[:_SHOWN_REJECTIONS]:
        print(f"  ячейка не прочитана и оставлена пустой: строка {r['row']}, столбец «{r['column']}»: {r['reason']}")
    if len(report.emptied_cells) > _SHOWN_REJECTIONS:
        print(f"  … и ещё {len(report.emptied_cells) - _SHOWN_REJECTIONS}; все — в отчёте (--report).")
    _print_future(report)
    for label, counts in (
        ("темы без соответствия", report.unmapped_topics),
        ("неизвестные места", report.unknown_places),
        ("неизвестные получатели", report.unknown_recipients),
        ("неизвестные статусы", report.unknown_statuses),
    ):
        if counts:
            print(f"  {label}: {len(counts)} ({sum(counts.values())} упоминаний)")


def _print_future(report: Report) -> None:
    """Dates that were not believed, in red where the terminal knows colours."""
    for told in report.future_dates[:_SHOWN_REJECTIONS]:
        where = f"лист «{told['sheet']}», " if told["sheet"] else ""
        words = f"{where}строка {told['row']}, столбец «{told['column']}», значение «{told['value']}»: {told['reason']}"
        print(f"\033[31m  {words}\033[0m" if sys.stdout.isatty() else f"  {words}")
    if len(report.future_dates) > _SHOWN_REJECTIONS:
        print(f"  … и ещё дат в будущем: {len(report.future_dates) - _SHOWN_REJECTIONS}; все — в отчёте (--report).")


def _write_report(path: Path, reports: list[Report]) -> None:
    """One object for one file, a list for several."""
    made = [report.to_dict() for report in reports]
    content = made[0] if len(made) == 1 else made
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")


def _demo(arguments: argparse.Namespace, chosen: settings.Settings) -> int:
    from access import demo_logins
    from access import store as access_store
    from demo import papers
    from demo.bootstrap import load_demo

    refused = demonstration.why_never(chosen)
    if refused:
        raise InputError(refused)  # before anything is made
    store.create(chosen)
    access_store.create(chosen)
    reason = demo_logins.why_never(chosen)
    if reason:
        raise InputError(reason)
    load_demo(chosen, until=arguments.until)
    papers.keep(chosen)
    return 0


def _on_texts(arguments: argparse.Namespace, chosen: settings.Settings) -> int:
    print(arguments.work(arguments, chosen))
    return 0


def _imports(arguments: argparse.Namespace, chosen: settings.Settings) -> int:
    for row in imports_of(chosen):
        at: datetime = row["started_at"]
        fate = "отменена" if row["status"] == "undone" else "действует"
        what = f"{row['source']}  {row['file_name']}  строк {row['rows_in']}"
        print(f"№ {row['import_id']}  {at:%d.%m.%Y %H:%M} UTC  {what}  {fate}")
    return 0


def _problems(arguments: argparse.Namespace, chosen: settings.Settings) -> int:
    with tqdm(desc="Сравнение записей", unit=" пар", disable=None) as bar:
        found = proposals.refresh(chosen, dry_run=arguments.dry_run, progress=partial(_advance, bar))
    print(found.sentence)
    return 0


def _undo(arguments: argparse.Namespace, chosen: settings.Settings) -> int:
    print(undo(chosen, arguments.number))
    print(proposals.refresh(chosen).sentence)
    manifest = publishing.publish(chosen)
    print(f"Срез № {manifest.number}: записей {manifest.records}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
