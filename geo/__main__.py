"""Boundaries from the command line: `python -m geo import FILE`, `reset`, `show`; exit code 2 for a refused file."""

import argparse
import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data import commands as command_line
from data.errors import InputError
from data.settings import Settings
from data.store import territories
from geo import layers, user_boundaries
from geo.errors import BoundaryError
from geo.settings import default_folder
from geo.user_boundaries import Kind

KIND_NAMES: dict[Kind, str] = {"municipalities": "границы поселений", "outline": "контур района"}


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit code."""
    options = _parser().parse_args(arguments)
    return command_line.run_in_force(lambda settings: _done(options, settings))


def _done(options: argparse.Namespace, settings: Settings) -> None:
    try:
        options.run(options, settings)
    except BoundaryError as error:
        raise InputError(str(error)) from error


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(prog="python -m geo", description="Границы поселений и контур района на картах.")
    commands = parser.add_subparsers(required=True, metavar="команда")
    _command(
        commands, "import", _import, "проверить и ввести в действие границы из GeoJSON или shapefile"
    ).add_argument("file", type=Path, metavar="ФАЙЛ", help="все поселения или один объект — контур района")
    _command(commands, "reset", _reset, "вернуться к условным границам")
    _command(commands, "show", _show, "какие границы действуют")
    return parser


def _command(commands: Any, name: str, run: Callable[[argparse.Namespace, Settings], None], summary: str) -> Any:
    command = commands.add_parser(name, help=summary, description=summary)
    command.add_argument("--to", type=Path, default=None, metavar="ПАПКА", help="папка карт (по умолчанию var/geo)")
    command.set_defaults(run=run)
    return command


def _folder(options: argparse.Namespace) -> Path:
    folder = options.to or default_folder()
    if folder.exists() and not folder.is_dir():
        raise InputError(f"«{folder}» — файл, а нужна папка карт. Назовите папку.")
    return folder


def _import(options: argparse.Namespace, settings: Settings) -> None:
    from geo.importing import import_boundaries  # geopandas: only here

    places, municipalities = territories.in_force(settings)
    today = datetime.datetime.now(datetime.UTC).date()
    outcome = import_boundaries(options.file, places, municipalities, _folder(options), today)
    for remark in outcome.remarks:
        print(f"Замечание. {remark}")
    print(f"Введено в действие: {KIND_NAMES[outcome.imported.kind]}, объектов: {len(outcome.imported.shapes)}.")
    print(f"На картах: {outcome.layers.notice}. Перезапустите программу, если она открыта.")


def _reset(options: argparse.Namespace, settings: Settings) -> None:
    folder = _folder(options)
    removed = user_boundaries.reset(folder)
    if not removed:
        print("Загруженных границ нет: действуют условные.")
        return
    layers.build(*territories.in_force(settings), folder)
    kept = ", ".join(user_boundaries.previous(folder, kind).name for kind in removed)
    print(f"Действуют условные границы. Прежние файлы сохранены: {kept} в папке {folder}.")


def _show(options: argparse.Namespace, _: Settings) -> None:
    folder = _folder(options)
    for kind in user_boundaries.KINDS:
        active = user_boundaries.load(folder, kind)
        if active is None:
            print(f"{KIND_NAMES[kind].capitalize()}: не загружены, действуют свои (условные).")
        else:
            print(f"{KIND_NAMES[kind].capitalize()}: из файла от {active.imported_on}, sha256 {active.sha256[:12]}.")
    if layers.current_version(folder) is None:
        print(f"Карта в папке {folder} ещё не построена: её построит запуск программы.")
        return
    built = layers.load(folder)
    print(f"На картах: {built.notice}. Срез карты {built.version}. {built.attribution}.")
    for note in built.notes:
        print(f"Замечание. {note}")


if __name__ == "__main__":
    sys.exit(main())
