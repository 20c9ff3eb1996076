"""Command line of the store: `python -m data create | new-district | publish | verify | prune | tiles | query |
snapshots | metrics | backup | restore | new-key | search | rules | laws | days | hours | keeping | leave-demo`.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from access import installation as access_installation
from data import backup, metrics, new_district, settings, store, term_commands, tile_commands
from data import commands as command_line
from data.errors import BackupError, DamagedSnapshotError, FilterError, SettingsError
from data.filters import Filters, names, parse
from data.metrics import describe, plain_values
from data.metrics.catalogue import DIMENSIONS, METRICS
from data.progress import Bars
from data.scope import EVERYTHING
from data.snapshots import care, installation, numbers, pruned_numbers, read_manifest
from data.store import erasing, ours, reply_signals

_OF_NOTHING = ("metrics", "restore", "verify", "new-district")
"""Commands that ask no store; `verify` says what it has found first."""
_OF_FOLDER = ("query", "snapshots", "prune", "tiles")
_OF_STORE = ("create", "backup", "new-key", "keeping")
"""Commands that need no key; all others need both."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0, or that of the error whose sentence is printed."""
    arguments = _parser().parse_args(argv)
    return command_line.run_in_force(lambda chosen: _done(arguments, chosen), arguments.store)


def _done(arguments: argparse.Namespace, chosen: settings.Settings) -> Any:
    _require_installation(arguments, chosen)
    return arguments.run(arguments, chosen)


def _require_installation(arguments: argparse.Namespace, chosen: settings.Settings) -> None:
    """Store, folder and keys are those of one installation, as far as the command has to do with them."""
    name = arguments.command
    is_begun_anew = getattr(arguments, "all", False) or (name == "create" and not ours.holds_store(chosen))
    if is_begun_anew:
        ours.require_ours(chosen)
    elif name in _OF_FOLDER:
        installation.require_own_where_reachable(chosen)
    elif name in _OF_STORE:
        installation.require_own_store(chosen)
    elif name not in _OF_NOTHING:
        access_installation.require(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(prog="python -m data", description="Хранилище, срезы и показатели.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="команда")
    commands.add_parser("create", help="создать или обновить хранилище").set_defaults(run=_create)
    _add_new_district(commands)
    command = commands.add_parser("publish", help="опубликовать срез")
    command.add_argument("--all", action="store_true", help="переписать все месяцы")
    command.add_argument("--repair", action="store_true", help="исправить повреждённые файлы по хранилищу")
    command.set_defaults(run=_publish)
    care.add(commands)
    commands.add_parser("snapshots", help="список срезов").set_defaults(run=_snapshots)
    command = commands.add_parser("metrics", help="список показателей и разрезов")
    command.add_argument("--markdown", action="store_true", help="в виде docs/metrics.md")
    command.set_defaults(run=_metrics)
    command = commands.add_parser("query", help="посчитать показатели")
    command.add_argument("--metrics", required=True, help="через запятую, например records,on_time_share")
    command.add_argument("--by", default="", help="разрезы через запятую, например month,municipality")
    command.add_argument("--intervals", action="store_true", help="добавить 90 %%-ные интервалы и число наблюдений")
    command.add_argument("--fill", action="store_true", help="показать и пустые шаги времени")
    command.add_argument("--format", choices=("csv", "json"), default="csv")
    for name in names():
        command.add_argument(f"--{name.replace('_', '-')}", dest=f"filter_{name}")
    command.set_defaults(run=_query)
    _add_backup(commands)
    term_commands.add(commands)
    tile_commands.add(commands)
    command = commands.add_parser("keeping", help="сроки хранения персональных данных и у скольких записей истекли")
    command.set_defaults(run=_keeping)
    command = commands.add_parser("leave-demo", help="убрать демонстрацию перед первой настоящей выгрузкой")
    command.add_argument("--yes", action="store_true", help="не переспрашивать")
    command.set_defaults(run=_leave_demo)
    for command in commands.choices.values():
        command.add_argument(
            "--store", metavar="URL", help="адрес хранилища (по умолчанию MCU_STORE_URL или var/store.sqlite)"
        )
    return parser


def _add_backup(commands: Any) -> None:
    command = commands.add_parser("backup", help="сделать резервную копию, не останавливая программу")
    command.add_argument("--to", type=Path, metavar="ПАПКА|ФАЙЛ", help="куда (по умолчанию var/backups)")
    command.set_defaults(run=_backup)
    command = commands.add_parser("restore", help="восстановить из копии (программа должна быть остановлена)")
    command.add_argument("file", type=Path, metavar="ФАЙЛ", help="файл копии, .zip")
    command.add_argument("--keys", type=Path, metavar="ФАЙЛ", help="файл ключей, если он не рядом с копией")
    command.add_argument("--force", action="store_true", help="отодвинуть прежние данные; они не удаляются")
    command.set_defaults(run=_restore)


def _create(arguments: argparse.Namespace, chosen: settings.Settings) -> None:
    store.create(chosen)
    print("Хранилище готово.")
    with store.reading(chosen) as connection:
        if said := reply_signals.unread_sentence(connection):
            print(said)


def _add_new_district(commands: Any) -> None:
    command = commands.add_parser("new-district", help="другой район: проверить его файлы и создать пустое хранилище")
    command.add_argument("folder", type=Path, metavar="ПАПКА", help="файлы района: docs/new-district.md")
    command.add_argument("--template", action="store_true", help="положить в папку пустые файлы для заполнения")
    command.set_defaults(run=_new_district)


def _new_district(arguments: argparse.Namespace, chosen: settings.Settings) -> None:
    if arguments.template:
        for file in new_district.write_blank(arguments.folder):
            print(file)
        print("Заполните файлы и повторите команду без --template. Что значит каждый столбец: docs/new-district.md.")
        return
    try:
        made = new_district.make(arguments.folder, chosen)
    except new_district.FaultyDistrictError as error:
        print("\n".join(error.lines), file=sys.stderr)
        raise
    print(
        f"Принят: {made.district.name}. Поселений: {made.municipalities}, населённых пунктов: {made.places}, "
        f"получателей: {made.recipients}. Хранилище создано, записей в нём нет."
    )
    print("Дальше: python -m access create-admin ЛОГИН, затем make run и первая выгрузка на экране «Загрузка».")


def _publish(arguments: argparse.Namespace, chosen: settings.Settings) -> int:
    if arguments.repair:
        return care.repair(chosen)
    care.publish_and_say(chosen, everything=arguments.all)
    return 0


def _snapshots(arguments: argparse.Namespace, chosen: settings.Settings) -> None:
    gone = set(pruned_numbers(chosen.snapshots))
    for number in sorted({*numbers(chosen.snapshots), *gone}):
        if number in gone:
            print(f"№ {number}  прорежен")
            continue
        try:
            m = read_manifest(chosen.snapshots, number)
        except DamagedSnapshotError:
            print(f"№ {number}  повреждён")
            continue
        published = f"опубликован {m.published_at:%d.%m.%Y %H:%M} UTC"
        print(f"№ {m.number}  {published}  данные на {m.as_of:%d.%m.%Y}  записей {m.records}  {m.address}")


def _metrics(arguments: argparse.Namespace, chosen: settings.Settings) -> None:
    if arguments.markdown:
        print(describe.markdown(), end="")
        return
    for m in METRICS.values():
        print(f"{m.id:28} {m.label} ({m.unit}). {m.note}")
    for d in DIMENSIONS.values():
        print(f"{d.id:28} разрез: {d.label}")


def _query(arguments: argparse.Namespace, chosen: settings.Settings) -> None:
    filters: Filters = parse({name: getattr(arguments, f"filter_{name}") for name in names()})
    frame = metrics.query(
        _names(arguments.metrics),
        _names(arguments.by),
        filters,
        EVERYTHING,
        intervals=arguments.intervals,
        fill=arguments.fill,
    )
    if arguments.format == "csv":
        print(plain_values.as_csv(frame), end="")
    else:
        print(json.dumps(plain_values.as_json(frame, filters), ensure_ascii=False, indent=1))


def _backup(arguments: argparse.Namespace, chosen: settings.Settings) -> None:
    lacking = _wrong_key(chosen)
    with Bars() as bars:
        made = backup.backup(chosen, arguments.to, progress=bars)
    size = made.path.stat().st_size / (1 << 20)
    said = "Копия сделана и проверена"
    if made.broken or lacking:
        said = "Копия без повреждённых срезов" if made.broken else "Копия без нужного ключа"
    print(f"{said}: {made.path} ({size:.1f} МБ, {_said_of(made.manifest)}).")
    if made.keys:
        print(f"Ключи: {made.keys}")
    for note in made.notes:
        print(f"  {note}")
    if made.broken:
        raise BackupError(
            f"Копия неполна: срезы № {', '.join(map(str, made.broken))} повреждены и в неё не вошли. Исправьте: "
            "python -m data publish --repair — и сделайте копию снова."
        )
    if lacking:
        raise BackupError(f"Копия неполна. {lacking}")


def _wrong_key(chosen: settings.Settings) -> str:
    """What is wrong with the keys, in a sentence: a copy without them is still worth having, but isn't called good."""
    try:
        access_installation.require(chosen)
    except SettingsError as error:
        return str(error)
    return ""


def _restore(arguments: argparse.Namespace, chosen: settings.Settings) -> None:
    with Bars() as bars:
        done = backup.restore(chosen, arguments.file, keys=arguments.keys, force=arguments.force, progress=bars)
    if done.manifest:
        made_at = done.manifest.made_at.astimezone(chosen.time_zone)
        print(f"Восстановлена копия от {made_at:%d.%m.%Y %H:%M} ({_said_of(done.manifest)}). Запустите программу.")
    if done.aside:
        print(f"Прежние данные отодвинуты: {done.aside}")
    for note in done.notes:
        print(f"  {note}")


def _said_of(manifest: Any) -> str:
    rows = sum(sum(tables.values()) for tables in manifest.rows.values())
    return f"строк {rows}, срез № {manifest.snapshot}" if manifest.snapshot else f"строк {rows}, срезов нет"


def _keeping(arguments: argparse.Namespace, chosen: settings.Settings) -> None:
    for term in erasing.terms(chosen, store.today(chosen)):
        print(f"{term.name}: {term.years} лет после ответа или закрытия; истекло у записей {term.records}.")
        print(f"  {term.legal_basis}")
    print("Стереть: python -m access erase --past-terms --reason «основание».")


def _leave_demo(arguments: argparse.Namespace, chosen: settings.Settings) -> None:
    # Wired here: only this command knows accounts, the import and the store at once.
    from access import store as access_store
    from deeds import leave_demo

    if not (ours.holds_store(chosen) or access_store.is_there(chosen)):
        print(leave_demo.NOTHING_HERE)
        return
    access_store.create(chosen)
    if leave_demo.is_here(chosen) and not arguments.yes:
        _require_yes(f"Записи, проблемы, входы, файлы и срезы демонстрации будут удалены. {leave_demo.STAYS}")
    print(leave_demo.leave(chosen))


def _require_yes(what: str) -> None:
    print(what)
    try:
        answer = input("Продолжить? Напишите «да»: ")
    except EOFError:
        answer = ""
    if answer.strip().lower() != "да":
        raise FilterError("Ничего не изменено: согласия не было. Без вопроса — с ключом --yes.")


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


if __name__ == "__main__":
    sys.exit(main())
