"""90 % intervals of counts, shares and means.

Counts: exact Poisson (Garwood 1936) through gamma quantiles. Shares: Wilson 1927. Means: Student's t, cut to the scale.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

LEVEL = 0.90
Array = npt.NDArray[np.float64]
Z = float(special.ndtri(0.5 + LEVEL / 2))


def poisson(count: Array) -> tuple[Array, Array]:
    """Lower and upper bound of the expected count behind an observed one."""
    tail = (1 - LEVEL) / 2
    low = np.where(count > 0, special.gammaincinv(np.maximum(count, 1e-9), tail), 0.0)
    return low, special.gammaincinv(count + 1, 1 - tail)


def wilson(hits: Array, among: Array) -> tuple[Array, Array]:
    """Lower and upper bound of a share; missing where nothing was observed."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = hits / among
        centre = (share + Z**2 / (2 * among)) / (1 + Z**2 / among)
        half = Z / (1 + Z**2 / among) * np.sqrt(share * (1 - share) / among + Z**2 / (4 * among**2))
    unknown = among <= 0
    low, high = np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def student(total: Array, squares: Array, n: Array, low_limit: float, high_limit: float) -> tuple[Array, Array]:
    """Bounds of a mean from the sum, the sum of squares and the number of observations; missing for fewer than two."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / n
        variance = np.maximum(squares - n * mean**2, 0) / (n - 1)
        half = special.stdtrit(np.maximum(n - 1, 1), 0.5 + LEVEL / 2) * np.sqrt(variance / n)
    few = n < 2
    low, high = np.maximum(mean - half, low_limit), np.minimum(mean + half, high_limit)
    return np.where(few, np.nan, low), np.where(few, np.nan, high)
