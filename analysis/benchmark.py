"""`python -m analysis.benchmark --all [--only NAME …] [--seed N] [--json FILE]`: what the methods promise, measured."""

import argparse
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.trials import Effort, Figure, Trial, in_processes
from bench.trials.registry import TRIALS
from data import commands as command_line
from data.errors import QueryError

HEAD = ("показатель", "цель", "измерено", "±", "опытов", "вердикт")


def main(argv: list[str] | None = None) -> int:
    """Print a table per trial; 0 all targets met that can be, 1 some missed, 2 wrong input."""
    arguments = _parser().parse_args(argv)
    return command_line.run(lambda: _run(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(
        prog="python -m analysis.benchmark", description="Проверка методов на данных, где ответ известен."
    )
    names = [trial.name for trial in TRIALS]
    parser.add_argument("--all", action="store_true", help="все методы")
    parser.add_argument(
        "--only",
        action="append",
        choices=names,
        metavar="NAME",
        help=f"только этот, можно несколько: {', '.join(names)}",
    )
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="другие данные и другие цифры (0)")
    parser.add_argument("--quick", action="store_true", help="малая часть опытов: цифры грубее")
    parser.add_argument("--json", type=Path, metavar="FILE", help="записать цифры в файл")
    return parser


def _seed(text: str) -> int:
    return command_line.whole(text, least=0)


def _run(arguments: argparse.Namespace) -> int:
    if not (arguments.all or arguments.only):
        raise QueryError("не названо, что проверять. Назовите --all или --only с именем метода.")
    if arguments.json:  # a path that cannot be written to is told now, not after half an hour
        command_line.require_place(arguments.json)
    chosen = [trial for trial in TRIALS if not arguments.only or trial.name in arguments.only]
    figures: dict[str, list[Figure]] = {}
    started = time.monotonic()
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        effort = Effort(arguments.seed, arguments.quick, in_processes(pool))
        for trial in chosen:
            figures[trial.name] = list(trial.run(effort))
            print("\n".join(table(trial, figures[trial.name])))
            print(f"{trial.name}: прошло {time.monotonic() - started:.0f} с", file=sys.stderr)
    if arguments.json:
        told = json.dumps(as_json(arguments.seed, figures), ensure_ascii=False, indent=1)
        command_line.write_whole(arguments.json, told.encode())
    return _verdict(figures)


def _verdict(figures: dict[str, list[Figure]]) -> int:
    every = [figure for each in figures.values() for figure in each]
    promised = [figure for figure in every if figure.low is not None or figure.high is not None]
    missed = [figure for figure in promised if not figure.is_met]
    impossible = sum(figure.is_impossible for figure in missed)
    told = f", из них недостижимых: {impossible}" if impossible else ""
    print(f"\nЦелей не достигнуто: {len(missed)} из {len(promised)}{told}.")
    return 1 if len(missed) > impossible else 0


def table(trial: Trial, figures: list[Figure]) -> list[str]:
    """Markdown lines of one trial."""
    lines = [f"\n{trial.name}: {trial.title}", "| " + " | ".join(HEAD) + " |", "|---|---|---:|---:|---:|---|"]
    for figure in figures:
        cells = (
            figure.name, target(figure), _number(figure, figure.measured), _number(figure, 2 * figure.error),
            str(figure.runs), _verdict_of(figure),
        )  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    missed = [figure for figure in figures if figure.is_beyond_limit and not figure.is_met]
    return lines + [f"\n{one.name}: {_beyond(one)}. {one.why}" for one in missed]


def _beyond(figure: Figure) -> str:
    words = f"{_number(figure, figure.limit)} ± {_number(figure, 2 * figure.limit_error)}"
    return f"цель недостижима, предел {words}" if figure.is_impossible else f"цель выше измеренного предела {words}"


def _verdict_of(figure: Figure) -> str:
    """What is measured beside the promises has no target and no verdict; beside a missed one stands its limit, and
    which part of it was reached.
    """
    if figure.low is None and figure.high is None:
        return "—"
    verdict = "достигнуто" if figure.is_met else "НЕ достигнуто"
    verdict += ", в пределах погрешности" if figure.is_close else ""
    if figure.is_met or not figure.limit:
        return verdict
    part = f"{figure.measured / figure.limit:.0%}".replace("%", " %")
    told = "недостижимо: предел" if figure.is_impossible else "предел"
    return f"{verdict}; {told} {_number(figure, figure.limit)}, достигнуто {part} его"


def target(figure: Figure) -> str:
    """«≥ 85,0 %», «85,0–96,0 %» or «≤ 3,00»."""
    low, high = (None if end is None else _number(figure, end) for end in (figure.low, figure.high))
    if low and high:
        return f"{low.removesuffix(' %')}–{high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else "—"


def _number(figure: Figure, value: float | None) -> str:
    if value is None or value != value:
        return "нет данных"
    return (f"{value:.1%}".replace("%", " %") if figure.is_share else f"{value:.2f}").replace(".", ",")


def as_json(seed: int, told: dict[str, list[Figure]]) -> dict[str, Any]:
    """Figures by trial, in the order measured; no time in it: an equal seed writes equal bytes. What could not be
    measured is null: JSON knows no NaN.
    """
    return {"seed": seed, "trials": {name: [_known(figure) for figure in figures] for name, figures in told.items()}}


def _known(figure: Figure) -> dict[str, Any]:
    values = asdict(figure) | {"is_met": figure.is_met}
    return {name: None if value != value else value for name, value in values.items()}


if __name__ == "__main__":
    sys.exit(main())
