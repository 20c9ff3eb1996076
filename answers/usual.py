"""Whether a week is unusual: where nine weeks of ten like those before it would lie."""

import numpy as np
import numpy.typing as npt

from analysis.intervals import negative_binomial_interval

WEEKS = 8
"""How many weeks before make the norm."""
_LEAST = 1.0
"""Below one record a week «usual» says nothing of a single week."""


def usual(weeks: npt.NDArray[np.float64]) -> tuple[float | None, float | None]:
    """Ends of the usual week, missing below one record a week. weeks: counts; weeks without records may be left out."""
    series = np.concatenate([weeks, np.zeros(max(WEEKS - len(weeks), 0))])
    if series.mean() < _LEAST:
        return None, None
    mean, variance = float(series.mean()), float(series.var(ddof=1))
    # The norm is an estimate from eight weeks: its own doubt widens what is usual.
    beyond = max((variance - mean) / mean**2, 0.0) * (1 + 1 / WEEKS) + 1 / (mean * WEEKS)
    low, high = negative_binomial_interval(mean, beyond)
    return float(low), float(high)
