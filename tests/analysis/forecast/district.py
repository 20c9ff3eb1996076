"""A district whose hazards are known: records whose closings follow a planted chance on every day."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

TERM = 30
CHANNELS = {"letter": (0.02, 0.25), "message": (0.05, 0.10)}
"""Chance of being closed on an ordinary day, and on each of the last three days of the term and after it."""
PACE = {"fast": 1.8, "plain": 1.0, "slow": 0.4}
"""What a recipient multiplies the chances by."""
LONGEST = 400


@dataclass(frozen=True)
class District:
    """Lives of records and, of each, the planted chance of being closed on every day from its start."""

    lives: pd.DataFrame
    hazard: npt.NDArray[np.float64]

    def truth(self, rows: pd.Index, age: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """True probability to miss the date for records open on the morning of their day `age`."""
        open_on = np.arange(LONGEST) >= age[:, None]
        due = np.arange(LONGEST) <= TERM
        return np.prod(np.where(open_on & due, 1 - self.hazard[rows], 1.0), axis=1)


def planted(records: int, days: int, seed: int) -> District:
    """Records received evenly over so many days; whatever is not closed within LONGEST days stays open."""
    rng = np.random.default_rng(seed)
    channel, recipient = rng.choice(list(CHANNELS), records), rng.choice(list(PACE), records)
    usual, rush = np.array([CHANNELS[one] for one in channel]).T
    day = np.arange(LONGEST)
    hazard = np.where(day[None, :] >= TERM - 2, rush[:, None], usual[:, None])
    hazard = np.minimum(hazard * np.array([PACE[one] for one in recipient])[:, None], 0.95)
    closes = rng.random(hazard.shape) < hazard
    lasted = np.where(closes.any(axis=1), closes.argmax(axis=1), np.nan)
    start = rng.integers(0, days, records).astype(float)
    topic = rng.choice(["roads", "housing"], records)
    lives = pd.DataFrame(
        {
            "record_id": np.arange(1, records + 1),
            "channel": channel,
            "topic_group": topic,
            "recipient": recipient,
            "start_day": start,
            "due_day": start + TERM,
            "resolved_day": start + lasted,
        }
    )
    return District(lives, hazard)


def history(rows: list[tuple[str, str, str, int, bool]], **more: float) -> pd.DataFrame:
    """A history from (channel, topic_group, recipient, age_days, is_closed)."""
    return pd.DataFrame(rows, columns=["channel", "topic_group", "recipient", "age_days", "is_closed"]).assign(**more)


def one_open(age: float, left: float, channel: str = "letter", topic: str = "roads", recipient: str = "a"):
    """A frame with one open record."""
    row = (channel, topic, recipient, age, left)
    return pd.DataFrame([row], columns=["channel", "topic_group", "recipient", "age_days", "days_left"])
