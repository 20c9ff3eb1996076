"""Command line: `python -m analysis.effect estimate FILE.csv --out FILE.csv`."""

import argparse
import sys
import time
from pathlib import Path

from tqdm import tqdm

from analysis.effect import table
from analysis.effect.estimate import estimate
from data import commands as command_line
from data.errors import InputError


def main(argv: list[str] | None = None) -> int:
    """0 and a file written; 2 and nothing written when the input is wrong."""
    arguments = _parser().parse_args(argv)
    return command_line.run(lambda: _estimate(arguments.file, arguments.out))


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(
        prog="python -m analysis.effect", description="Стало ли обращений меньше после принятой меры."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="КОМАНДА")
    one = commands.add_parser(
        "estimate",
        help="посчитать эффект по рядам недельных чисел",
        description=f"Столбцы файла: {', '.join(table.COLUMNS)} и, если есть цель, {table.TARGET}. "
        "Подробно: docs/effect.md.",
    )
    one.add_argument("file", type=Path, metavar="FILE.csv", help="ряды: CSV, UTF-8, запятые")
    one.add_argument("--out", type=Path, required=True, metavar="FILE.csv", help="куда записать ответы")
    return parser


def _estimate(file: Path, out: Path) -> None:
    started = time.monotonic()
    if out.suffix.lower() != ".csv":
        raise InputError(f"Файл «{out.name}» записать нельзя: нужен .csv. Измените имя в --out.")
    command_line.require_place(out)
    series = table.read(file)
    bar = tqdm(series.items(), disable=None, unit="ряд", leave=False)
    effects = {name: estimate(one) for name, one in bar}
    command_line.write_whole(out, table.as_csv(effects))
    print(f"Рядов {len(effects)} за {time.monotonic() - started:.1f} с".replace(".", ","))


if __name__ == "__main__":
    sys.exit(main())
