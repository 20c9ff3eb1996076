"""Command line of the forecast: `python -m analysis.forecast [--backtest]`.

The one module of this room that knows the program's data: it opens the latest published snapshot and hands frames on.
"""

import argparse
import sys
from datetime import timedelta

from analysis.forecast import report
from analysis.forecast.backtest import STEP_DAYS, backtest
from analysis.forecast.origin import history_as_of
from analysis.forecast.widening import learn
from data import commands as command_line
from data.filters import Filters
from data.metrics import members, stamp
from data.metrics.lifetimes import lifetimes
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import installation
from data.terms.calendar import EPOCH


def main(argv: list[str] | None = None) -> int:
    """Print the forecast of today or, with --backtest, the check of past ones; 0, or the exit code of an error."""
    arguments = _parser().parse_args(argv)
    return command_line.run_in_force(lambda chosen: _run(arguments, chosen))


def _parser() -> argparse.ArgumentParser:
    parser = command_line.Parser(
        prog="python -m analysis.forecast", description="Вероятность не успеть к сроку: прогноз и его проверка."
    )
    parser.add_argument("--backtest", action="store_true", help="проверить прогноз на прошлом")
    parser.add_argument("--snapshot", type=command_line.whole, metavar="N", help="номер среза (по умолчанию последний)")
    parser.add_argument(
        "--step", type=command_line.whole, default=STEP_DAYS, metavar="ДНЕЙ", help=f"между днями прогноза ({STEP_DAYS})"
    )
    return parser


def _run(arguments: argparse.Namespace, chosen: Settings) -> None:
    installation.require_own_where_reachable(chosen)
    asked = Filters(period="all", snapshot=arguments.snapshot)
    source = stamp(asked)
    today = (source.as_of - EPOCH).days
    known = lifetimes(asked, EVERYTHING)
    print(f"Срез № {source.snapshot}, данные на {_day_name(today)}{', демонстрационные' if source.is_demo else ''}.")
    if arguments.backtest:
        lines = report.backtest_lines(backtest(known, today, step_days=arguments.step), _day_name)
    else:
        _, ahead = history_as_of(known, today)
        still = ahead[known.loc[ahead.index, "resolved_day"].isna()]  # answered today: nothing is left to forecast
        channels = members("channel", asked)
        names = dict(zip(channels["code"], channels["label"], strict=True))
        lines = report.today_lines(learn(known, today).miss_probability(still), still, names)
    for line in lines:
        print(line)


def _day_name(day: int) -> str:
    return f"{EPOCH + timedelta(days=day):%d.%m.%Y}"


if __name__ == "__main__":
    sys.exit(main())
