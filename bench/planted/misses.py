"""Records with terms whose chance to miss them is known: recipients of different pace, a rush at the end, years that
change.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]
KINDS = ("stationary", "drift", "season")
DAYS = 800
"""Days of history before the day of the forecast."""
_FOLLOWED = 130
"""Days after which a record that is still open is let go."""


@dataclass(frozen=True)
class District:
    """lives: record_id, channel, topic_group, recipient (codes), start_day, due_day, resolved_day (NaN: later than all
    that is planted), one row per record; today: the day of the forecast; missing: the true chance to miss the term of
    those open on its morning, by the index of lives, overdue ones left out.
    """

    lives: pd.DataFrame
    today: int
    missing: pd.Series


def district(rng: np.random.Generator, kind: str, *, per_day: float = 8.0) -> District:
    """A district of two channels, six groups of topics and fourteen recipients."""
    start = np.repeat(np.arange(DAYS), rng.poisson(per_day, DAYS))
    n = len(start)
    channel, topic, recipient = rng.integers(2, size=n), rng.integers(6, size=n), rng.integers(14, size=n)
    recipient = np.where(rng.random(n) < 0.6, topic * 2 + rng.integers(2, size=n), recipient)
    pace = np.exp(rng.normal(0, 0.45, 14)[recipient] + rng.normal(0, 0.25, 6)[topic])
    term = np.where(channel == 0, 30, 14)
    hazard = _hazards(start, term, pace, _factor(rng, kind))
    ended = rng.random(hazard.shape) < hazard
    age = np.where(ended.any(axis=1), ended.argmax(axis=1).astype(float), np.nan)
    lives = pd.DataFrame(
        {
            "record_id": np.arange(1, n + 1),
            "channel": np.array(["letter", "message"])[channel],
            "topic_group": [f"group_{number}" for number in topic],
            "recipient": [f"recipient_{number}" for number in recipient],
            "start_day": start.astype(float),
            "due_day": (start + term).astype(float),
            "resolved_day": start + age,
        }
    )
    is_open = ~(lives["resolved_day"] < DAYS) & (lives["due_day"] >= DAYS)
    return District(lives, DAYS, _missing(lives[is_open], hazard[is_open.to_numpy()]))


def _factor(rng: np.random.Generator, kind: str) -> Numbers:
    """How fast everybody works on each day, 1 being usual."""
    day = np.arange(DAYS + _FOLLOWED)
    if kind == "season":
        return np.exp(rng.uniform(0.25, 0.45) * np.sin(2 * np.pi * (day / 365.25 + rng.random())))
    if kind == "drift":
        change = np.clip((day - DAYS + rng.uniform(100, 220)) / rng.uniform(20, 90), 0, 1)
        return np.exp(rng.choice([-0.35, 0.3]) * change)
    return np.ones(len(day))


def _hazards(start: npt.NDArray[np.int64], term: npt.NDArray[np.int64], pace: Numbers, factor: Numbers) -> Numbers:
    """The chance to be closed on each day of a record's life if it is still open, shape (records, days)."""
    age = np.arange(_FOLLOWED)
    left = term[:, None] - age
    rush = 0.012 + 0.11 * np.exp(-np.maximum(left, 0) / 4)
    return np.minimum(np.where(left >= 0, rush, 0.06) * pace[:, None] * factor[start[:, None] + age], 0.9)


def _missing(lives: pd.DataFrame, hazard: Numbers) -> pd.Series:
    """The product over the days from today through the last one."""
    first, last = (DAYS - lives["start_day"]).astype(int), (lives["due_day"] - lives["start_day"]).astype(int)
    kept = [np.prod(1 - row[a : b + 1]) for row, a, b in zip(hazard, first, last, strict=True)]
    return pd.Series(kept, index=lives.index, dtype=float)
