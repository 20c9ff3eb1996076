"""Forecast of missed dates from the district's own history; `python -m analysis.forecast --backtest` checks it.

learn(lives, day) -> Model             what became of records, by channel, topic group and recipient, and how the
                                       weeks before the day spoke of its intervals
fit(history) -> Model                  the same without the latter
Model.miss_probability(open_records)   probability, interval, closings behind it; missing with too little history
history_as_of(lives, day)                    history and open records as they stood on a day
backtest(lives, until_day)             forecasts from past days against what came of them
"""

from analysis.forecast.backtest import Backtest, backtest
from analysis.forecast.calibration import Calibration, calibrate
from analysis.forecast.model import CREDIBILITY, LEAST_AT_RISK, LEAST_CLOSED, OVERDUE, Model, fit
from analysis.forecast.origin import LIVES, history_as_of
from analysis.forecast.tree import LEVELS
from analysis.forecast.widening import learn

__all__ = [
    "CREDIBILITY",
    "LEAST_AT_RISK",
    "LEAST_CLOSED",
    "LEVELS",
    "LIVES",
    "OVERDUE",
    "Backtest",
    "Calibration",
    "Model",
    "backtest",
    "calibrate",
    "fit",
    "history_as_of",
    "learn",
]
