"""How good probabilities were: reliability table, Brier score, logarithmic loss, and by how much one beats another.

Brier = mean (P − missed)²              Brier 1950; the lower the better
log loss = −mean log P(what happened)   P held within 0.001…0.999, so that one certain mistake is not everything
skill = 1 − Brier / Brier of a reference
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from analysis.intervals import LEVEL

BINS = 10
_EDGE = 1e-3
_RESAMPLES = 1000
_SEED = 20260101
Numbers = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Gain:
    """By how much a score is lower than a reference's, with a bootstrap interval over records."""

    gain: float
    low: float
    high: float

    @property
    def is_certain(self) -> bool:
        """Whether the whole interval is on the better side."""
        return self.low > 0


def brier(probability: Numbers, missed: Numbers) -> float:
    """Mean squared distance between forecasts and outcomes (0 or 1); missing without any."""
    return float(np.mean((probability - missed) ** 2)) if len(missed) else float("nan")


def log_loss(probability: Numbers, missed: Numbers) -> float:
    """Mean negative logarithm of what was forecast for the outcome that came; missing without any."""
    if not len(missed):
        return float("nan")
    held = np.clip(probability, _EDGE, 1 - _EDGE)
    return float(-np.mean(np.where(missed > 0, np.log(held), np.log1p(-held))))


def reliability(probability: Numbers, missed: Numbers, record: Integers) -> pd.DataFrame:
    """One row per tenth of the scale, empty ones included.

    Columns: from, to, n (forecasts), records (different ones: a record may be forecast from several days), forecast
    (mean), observed (share missed), low, high (90 % Wilson interval, counted by records, since forecasts of one record
    share its outcome). Missing where n is 0.
    """
    tenth = np.minimum((probability * BINS).astype(int), BINS - 1)
    rows = []
    for number in range(BINS):
        inside = tenth == number
        n, records = int(inside.sum()), len(np.unique(record[inside]))
        observed = float(missed[inside].mean()) if n else float("nan")
        low, high = wilson(observed, records)
        mean = float(probability[inside].mean()) if n else float("nan")
        rows.append((number / BINS, (number + 1) / BINS, n, records, mean, observed, low, high))
    return pd.DataFrame(rows, columns=["from", "to", "n", "records", "forecast", "observed", "low", "high"])


def wilson(share: float, n: int) -> tuple[float, float]:
    """90 % interval of a share of n (Wilson 1927); missing where n is 0."""
    if not n:
        return float("nan"), float("nan")
    z = float(special.ndtri(0.5 + LEVEL / 2))
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * float(np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)))
    return max(centre - half, 0.0), min(centre + half, 1.0)


def gain(probability: Numbers, reference: Numbers, missed: Numbers, record: Integers) -> Gain:
    """Brier score of the reference minus ours: positive where ours is better.

    90 % interval by the Poisson bootstrap with a fixed seed; whole records are drawn, with all their forecasts.
    """
    difference = (reference - missed) ** 2 - (probability - missed) ** 2
    _, of = np.unique(record, return_inverse=True)
    total = np.bincount(of, difference).astype(np.float64)
    count = np.bincount(of).astype(np.float64)
    rng = np.random.default_rng(_SEED)
    drawn = [_drawn_mean(rng.poisson(1.0, len(total)).astype(np.float64), total, count) for _ in range(_RESAMPLES)]
    low, high = np.nanquantile(drawn, [(1 - LEVEL) / 2, 0.5 + LEVEL / 2])
    return Gain(float(difference.mean()), float(low), float(high))


def _drawn_mean(times: Numbers, total: Numbers, count: Numbers) -> float:
    among = float(times @ count)
    return float(times @ total) / among if among else float("nan")
