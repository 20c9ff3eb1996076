"""Commands of terms: rules, the law of channels, local days and working hours, as tables out and in."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data.commands import require_place
from data.errors import FilterError
from data.settings import Settings
from data.snapshots import care
from data.terms import laws, rules, working_days


def add(commands: Any) -> None:
    """`rules`, `laws`, `days` and `hours`."""
    _table(commands, "rules", _rules, "правила сроков: выгрузить или загрузить таблицей")
    command = _table(commands, "laws", _laws, "закон каналов по датам: выгрузить или загрузить таблицей")
    command.add_argument("--past", action="store_true", help="исправить и прошедшее: сроки пересчитаются")
    command = _table(commands, "days", _days, "местные выходные, короткие и рабочие дни: выгрузить или загрузить")
    command.add_argument("--past", action="store_true", help="исправить и прошедшие дни: их сроки пересчитаются")
    command = commands.add_parser("hours", help="рабочее время ответственного, если оно не 08:00-12:00 13:00-17:00")
    command.add_argument("code", nargs="?", metavar="КОД", help="код ответственного; без него — список")
    command.add_argument("time", nargs="?", metavar="ВРЕМЯ", help="«09:00-13:00 14:00-18:00» или «обычное»")
    command.set_defaults(run=_hours)


def _table(
    commands: Any, name: str, run: Callable[[argparse.Namespace, Settings], None], words: str
) -> argparse.ArgumentParser:
    """A command that hands a table out and takes it back."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=words)
    command.add_argument("action", choices=("export", "import"))
    command.add_argument("file", type=Path, nargs="?", metavar="ФАЙЛ", help="CSV; без него export пишет на экран")
    command.add_argument("--dry-run", action="store_true", help="сказать, что изменится, и ничего не менять")
    command.set_defaults(run=run)
    return command


def _rules(arguments: argparse.Namespace, chosen: Settings) -> None:
    if arguments.action == "export":
        _export(rules.as_csv(rules.versions(chosen)), arguments.file)
        return
    rows = rules.from_csv(_received(arguments.file, "правил: python -m data rules import правила.csv"))
    changes = rules.plan(chosen, rows) if arguments.dry_run else rules.apply(chosen, rows)
    words = {"added": "новое правило", "version": "новая версия", "ended": "закрыто", "altered": "изменено"}
    for change in (one for one in changes if one.kind in words):
        print(f"{words[change.kind]}: {change.code} с {change.valid_from or 'начала'}")
    if not arguments.dry_run:
        care.publish_and_say(chosen)


def _laws(arguments: argparse.Namespace, chosen: Settings) -> None:
    if arguments.action == "export":
        _export(laws.as_csv(laws.rows(chosen)), arguments.file)
        return
    rows = laws.from_csv(_received(arguments.file, "законов: python -m data laws import законы.csv"))
    changed = laws.apply(chosen, rows, past=arguments.past, dry=arguments.dry_run)
    print(f"Изменён закон каналов: {', '.join(changed) or 'ни одного'}.")
    if changed and not arguments.dry_run:
        care.publish_and_say(chosen)


def _days(arguments: argparse.Namespace, chosen: Settings) -> None:
    if arguments.action == "export":
        _export(working_days.as_csv(working_days.local_days(chosen)), arguments.file)
        return
    rows = working_days.from_csv(_received(arguments.file, "местных дней: python -m data days import дни.csv"))
    act = working_days.plan if arguments.dry_run else working_days.apply
    changed = act(chosen, rows, past=arguments.past)
    for row in changed:
        print(f"{row['day']}: {row['kind']} {row['hours']}".rstrip())
    print(f"Дней {'изменится' if arguments.dry_run else 'изменено'}: {len(changed)}.")
    if changed and not arguments.dry_run:
        care.publish_and_say(chosen)


def _export(text: str, file: Path | None) -> None:
    if file is None:
        print(text, end="")
        return
    require_place(file)
    file.write_text(text, encoding="utf-8")


def _received(file: Path | None, what: str) -> str:
    """The text of a file to import; what: whose file is missing, and the command."""
    if file is None or not file.is_file():
        raise FilterError(f"Назовите файл {what}.")
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FilterError(f"Файл «{file}» — не текст в UTF-8. Сохраните его как CSV UTF-8 и повторите.") from error


def _hours(arguments: argparse.Namespace, chosen: Settings) -> None:
    if arguments.code is None:
        for code, name, time in working_days.hours(chosen, everybody=True):
            print(f"{code:32} {time or 'обычное':24} {name}")
        return
    count = working_days.records_to_recount(chosen, arguments.code)
    if not arguments.time:
        raise FilterError(f"Назовите время: python -m data hours {arguments.code} «09:00-13:00 14:00-18:00».")
    working_days.set_hours(chosen, arguments.code, "" if arguments.time == "обычное" else arguments.time)
    print(f"Записей ответственного: {count}, сроки первого ответа по ним пересчитываются.")
    care.publish_and_say(chosen)
