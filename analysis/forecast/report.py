"""What the command prints: the forecast of today and the check of past forecasts, in Russian."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.forecast import scores
from analysis.forecast.backtest import LEAST_PAIRS, Backtest
from analysis.forecast.model import LEAST_AT_RISK, LEAST_CLOSED, OVERDUE

_NOTHING = "мало данных"
NAMES = {
    "probability": "прогноз",
    "recalibrated": "прогноз, поправленный по прежним ошибкам",
    "base": "общая доля нарушений",
    "base_channel": "доля нарушений по каналу",
    "base_open": "доля нарушений среди открытых на прежние дни",
    "pooled": "одна кривая на всех",
}
_RIVALS = ("base", "base_channel", "base_open", "pooled")


def backtest_lines(found: Backtest, day_name: Callable[[int], str]) -> Iterator[str]:
    """The check as lines of text; day_name: how a day of the lives is written."""
    pairs = found.pairs
    if not found.is_enough:
        yield (
            f"Мало данных для проверки прогноза: пар «прогноз — исход» {len(pairs)}, нужно не меньше {LEAST_PAIRS} и "
            f"оба исхода среди них. Прогноз канала появляется после {LEAST_CLOSED} закрытых записей."
        )
        return
    missed, record = pairs["missed"].to_numpy(float), pairs["record_id"].to_numpy(np.int64)
    span = f"{day_name(found.origins[0])} – {day_name(found.origins[-1])}"
    yield f"Проверка на прошлом. Дней прогноза: {len(found.origins)} ({span}); каждый знает только прежнее."
    yield (
        f"Прогнозов: {len(pairs)}, разных записей: {len(np.unique(record))}, "
        f"без прогноза («{_NOTHING}»): {found.unknown}. Доля нарушений: {_percent(missed.mean())}."
    )
    yield ""
    yield from _reliability(scores.reliability(pairs["probability"].to_numpy(float), missed, record))
    yield ""
    yield from _scores(pairs, missed)
    yield ""
    yield from _verdict(pairs, missed, record)


def today_lines(told: pd.DataFrame, open_records: pd.DataFrame, names: Mapping[str, str]) -> Iterator[str]:
    """Forecast of the records open today by channel.

    told: of `Model.miss_probability`; open_records: what it was asked about; names: of channels by code.
    """
    heads = ("открыто", "просрочено", "нет срока", _NOTHING, "с прогнозом", "не успеют")
    yield f"{'канал':<32}" + "".join(f"{head:>13}" for head in heads)
    for channel, rows in told.groupby(open_records["channel"], sort=True):
        overdue, no_term = rows["level"].eq(OVERDUE), open_records.loc[rows.index, "days_left"].isna()
        ahead = rows.loc[~overdue & ~no_term, "probability"]
        expected = f"{ahead.sum():.1f}".replace(".", ",") if ahead.notna().any() else "—"
        cells = (len(rows), overdue.sum(), no_term.sum(), ahead.isna().sum(), ahead.notna().sum(), expected)
        yield f"{names.get(str(channel), str(channel)):<32}" + "".join(f"{cell:>13}" for cell in cells)
    yield (
        "«Не успеют» — ожидаемое число нарушений среди записей с прогнозом. "
        f"«{_NOTHING.capitalize()}» — в канале меньше {LEAST_CLOSED} закрытых записей или меньше {LEAST_AT_RISK} было "
        "открыто в тот же день срока."
    )


def _reliability(table: pd.DataFrame) -> Iterator[str]:
    yield "Надёжность: из записей с прогнозом p срок нарушает доля p? (интервал 90 %)"
    yield f"{'прогноз':<12}{'прогнозов':>10}{'записей':>9}{'средний':>10}{'нарушено':>10}   интервал"
    for row in table.to_dict("records"):
        label = f"{row['from'] * 100:.0f}–{row['to'] * 100:.0f} %"
        if not row["n"]:
            yield f"{label:<12}{0:>10}{0:>9}{'—':>10}{'—':>10}   —"
            continue
        held = "" if row["low"] <= row["forecast"] <= row["high"] else "  ← прогноз вне интервала"
        yield (
            f"{label:<12}{row['n']:>10}{row['records']:>9}{_percent(row['forecast']):>10}{_percent(row['observed']):>10}"
            f"   {_percent(row['low'])} – {_percent(row['high'])}{held}"
        )


def _scores(pairs: pd.DataFrame, missed: scores.Numbers) -> Iterator[str]:
    yield f"{'':<48}{'Brier':>8}{'log loss':>10}   (меньше — лучше)"
    for column, name in NAMES.items():
        given = pairs[column].to_numpy(float)
        yield f"{name:<48}{_number(scores.brier(given, missed)):>8}{_number(scores.log_loss(given, missed)):>10}"


def _verdict(pairs: pd.DataFrame, missed: scores.Numbers, record: scores.Integers) -> Iterator[str]:
    yield "Насколько прогноз лучше (разность Brier, интервал 90 % по записям):"
    ours = pairs["probability"].to_numpy(float)
    for column in _RIVALS:
        gained = scores.gain(ours, pairs[column].to_numpy(float), missed, record)
        if gained.is_certain:
            word = "лучше"
        else:
            word = "хуже" if gained.high < 0 else "не отличить"
        interval = f"{_number(gained.low)} … {_number(gained.high)}"
        yield f"  {NAMES[column]:<46}{_number(gained.gain):>8}   {interval}   {word}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _number(value: float) -> str:
    return f"{value:.4f}".replace(".", ",")
