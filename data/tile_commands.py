"""`python -m data tiles`: are the counts made beforehand there and whole, and make those that are not."""

import argparse
from typing import Any

from data.errors import NoSuchSnapshotError
from data.metrics.tiles import build, stored
from data.settings import Settings
from data.snapshots import latest, read_manifest


def add(commands: Any) -> None:
    """`tiles`."""
    command = commands.add_parser("tiles", help="плитки последнего среза: проверить и сделать недостающие")
    command.add_argument("--all", action="store_true", help="сделать все заново")
    command.set_defaults(run=_tiles)


def _tiles(arguments: argparse.Namespace, chosen: Settings) -> None:
    number = latest(chosen.snapshots)
    if number is None:
        raise NoSuchSnapshotError("Среза ещё нет. Загрузите выгрузку: python -m etl load ФАЙЛ.")
    manifest = read_manifest(chosen.snapshots, number)
    is_whole = stored.opened(chosen.snapshots, manifest) is not None
    counted = 0
    if arguments.all or not is_whole:
        counted = build.build(chosen, manifest, everything=True)
    told = stored.read_index(stored.index_path(chosen.snapshots, manifest))
    size = sum(size for size, _ in told["files"].values()) / 1e6
    print(f"Плитки среза № {number}: месяцев {len(manifest.months)}, сделано заново {counted}, {size:.1f} МБ.")
