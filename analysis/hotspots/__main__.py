"""Command line: `python -m analysis.hotspots --benchmark [--runs N] [--windows 4,12,26,52] [--seed N]`."""

import argparse
import sys

from tqdm import tqdm

from analysis.hotspots.benchmark import Score, benchmark
from data import commands as command_line

HEAD = ("метод", "недель", "мощность", "ложных", "± 2 с.о.", "место (Жаккар)", "находок")


def main(argv: list[str] | None = None) -> int:
    """Print the table; 0."""
    parser = command_line.Parser(prog="python -m analysis.hotspots", description="Проверка поиска проблемных точек.")
    parser.add_argument("--benchmark", action="store_true", required=True, help="районы с известными точками")
    parser.add_argument(
        "--runs", type=command_line.whole, default=100, metavar="N", help="районов на каждое окно (100)"
    )
    parser.add_argument("--windows", type=_weeks, default="12,52", metavar="НЕДЕЛИ", help="окна через запятую (12,52)")
    parser.add_argument(
        "--replicas", type=command_line.whole, default=999, metavar="N", help="повторов в каждом поиске (999)"
    )
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="другие районы и другие цифры (0)")
    arguments = parser.parse_args(argv)
    windows = arguments.windows
    with tqdm(total=len(windows) * arguments.runs, disable=None, unit="район") as bar:
        scores = benchmark(windows, arguments.runs, replicas=arguments.replicas, seed=arguments.seed, step=bar.update)
    print("\n".join(table(scores)))
    return 0


def _seed(text: str) -> int:
    return command_line.whole(text, least=0)


def _weeks(text: str) -> list[int]:
    parts = text.split(",")
    if not all(part.isascii() and part.isdigit() and 0 < int(part) < 1000 for part in parts):
        raise argparse.ArgumentTypeError(f"нужны целые недели через запятую, а не «{text[:40]}»")
    return [int(part) for part in parts]


def table(scores: list[Score]) -> list[str]:
    """Markdown lines."""
    lines = ["| " + " | ".join(HEAD) + " |", "|---|" + "---:|" * (len(HEAD) - 1)]
    for s in scores:
        cells = (
            s.method, str(s.window), f"{s.power:.0%}", f"{s.false_discoveries:.1%}", f"{2 * s.error:.1%}",
            f"{s.localisation:.2f}", f"{s.findings:.1f}",
        )  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
