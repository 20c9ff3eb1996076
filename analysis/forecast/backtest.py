"""Forecasts made from past days, by what was known then, against what came of them.

On every origin (each 30th day back from the last) the model learns from what had happened before that morning and
forecasts the records open then; those whose last day has come since are the pairs. References know as much:

    base            share missed among all records whose last day had passed
    base_channel    the same by channel, drawn to the whole: (missed + 10·base) / (n + 10)
    base_open       share missed among earlier pairs whose last day had passed: open records are the slow ones
    pooled          one curve of all records, without groups

Two things are told as they are today, not as they were: topic and recipient of a record, and a term that was extended
later.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.forecast.calibration import calibrate
from analysis.forecast.model import CREDIBILITY, fit
from analysis.forecast.origin import history_as_of
from analysis.forecast.tree import LEVELS

STEP_DAYS = 30
"""Not whole weeks: origins fall on all days of the week."""
MOST_ORIGINS = 24
LEAST_PAIRS = 50
"""Forecasts with known outcomes below which scores would be chance."""
REFERENCES = ("base", "base_channel", "base_open", "pooled")
COLUMNS = ("origin_day", "record_id", "due_day", "missed", "probability", "low", "high", "recalibrated", *REFERENCES)


@dataclass(frozen=True)
class Backtest:
    """Pairs of forecast and outcome.

    pairs: COLUMNS, one row per origin and record; days as in the lives, missed 0 or 1; recalibrated: the same forecast
    put right by earlier pairs. unknown: records of past origins that got no forecast («мало данных»). origins: days
    that gave at least one pair.
    """

    pairs: pd.DataFrame
    unknown: int
    origins: tuple[int, ...]

    @property
    def is_enough(self) -> bool:
        """Whether the scores say anything: enough pairs, and both outcomes among them."""
        return len(self.pairs) >= LEAST_PAIRS and 0 < self.pairs["missed"].mean() < 1


def backtest(lives: pd.DataFrame, until_day: int, *, step_days: int = STEP_DAYS) -> Backtest:
    """Rolling origins over a history.

    lives: `origin.LIVES`; until_day: the last day the data speak of; a last day of a term that lies before it has come.
    """
    first = lives["start_day"].min()
    back = [until_day - step_days * number for number in range(MOST_ORIGINS, 0, -1)]
    made, unknown = _empty(), 0
    for origin in [day for day in back if pd.notna(first) and day > first]:
        pairs = _pairs(lives, origin, until_day, made)
        forecast = pairs["probability"].notna()
        unknown += int((~forecast).sum())
        if forecast.any():
            made = pd.concat([made, pairs[forecast]], ignore_index=True) if len(made) else pairs[forecast]
    return Backtest(made.reset_index(drop=True), unknown, tuple(int(day) for day in made["origin_day"].unique()))


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=float) for name in COLUMNS})


def _pairs(lives: pd.DataFrame, origin: int, until_day: int, earlier: pd.DataFrame) -> pd.DataFrame:
    """Forecasts of one origin whose outcome is known by now; only the outcome looks beyond the origin."""
    history, ahead = history_as_of(lives, origin)
    due = ahead["days_left"] + origin
    ahead = ahead[(ahead["days_left"] >= 0) & (due < until_day)]
    told = fit(history).miss_probability(ahead)
    known = earlier[earlier["due_day"] < origin]
    mending = calibrate(known["probability"], known["missed"])
    return pd.DataFrame(
        {
            "origin_day": float(origin),
            "record_id": ahead["record_id"].astype(float),
            "due_day": due.loc[ahead.index],
            "missed": _missed(lives.loc[ahead.index]),
            "probability": told["probability"],
            "low": told["low"],
            "high": told["high"],
            "recalibrated": mending.apply(told["probability"]),
            **_references(lives, origin, history, ahead, known),
        },
        columns=list(COLUMNS),
    )


def _references(
    lives: pd.DataFrame, origin: int, history: pd.DataFrame, ahead: pd.DataFrame, known: pd.DataFrame
) -> dict[str, pd.Series]:
    past = lives[(lives["due_day"] < origin) & lives["start_day"].notna()]
    missed = pd.Series(_missed(past), index=past.index)
    base = float(missed.mean()) if len(missed) else 0.5
    groups = missed.groupby(past["channel"])
    by_channel = (groups.sum() + CREDIBILITY * base) / (groups.size() + CREDIBILITY)
    one = dict.fromkeys(LEVELS, 0)
    pooled = fit(history.assign(**one)).miss_probability(ahead.assign(**one))["probability"]
    return {
        "base": pd.Series(base, index=ahead.index),
        "base_channel": ahead["channel"].map(by_channel).astype(float).fillna(base),
        "base_open": pd.Series(float(known["missed"].mean()) if len(known) else base, index=ahead.index),
        "pooled": pooled.fillna(base),
    }


def _missed(lives: pd.DataFrame) -> npt.NDArray[np.float64]:
    """1 where there was no answer by the last day: a record without an answer has missed it."""
    resolved, due = (lives[name].to_numpy(dtype=float, na_value=np.nan) for name in ("resolved_day", "due_day"))
    with np.errstate(invalid="ignore"):
        return (~(resolved <= due)).astype(float)
