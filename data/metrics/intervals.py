"""90 % intervals of counts, shares and means.

Counts: exact Poisson (Garwood 1936) through gamma quantiles. Shares: Wilson 1927. Means of a bounded scale: Wilson's
interval of the mean's place on the scale, the marks' own spread being held against that of hits and misses. What they
cover at 1, 2, 3, 5, 10 and 30 records is measured by `python -m analysis.benchmark --only intervals`.
"""

import numpy as np
import numpy.typing as npt

LEVEL = 0.90
Array = npt.NDArray[np.float64]
Z = 1.6448536269514722
"""How many standard deviations of a normal distribution the level takes to each side."""
_USUAL_SPREAD = 0.5
"""Variance of marks over that of hits and misses with the same mean, before any is seen; it counts as one mark."""
_SURENESS = 3
"""Degrees of freedom that the usual spread is worth."""


def poisson(count: Array) -> tuple[Array, Array]:
    """Lower and upper bound of the expected count behind an observed one."""
    from scipy import special  # dear to import, and most starts never ask

    tail = (1 - LEVEL) / 2
    low = np.where(count > 0, special.gammaincinv(np.maximum(count, 1e-9), tail), 0.0)
    return low, special.gammaincinv(count + 1, 1 - tail)


def wilson(hits: Array, among: Array) -> tuple[Array, Array]:
    """Lower and upper bound of a share; missing where nothing was observed."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return _score(hits / among, among, np.full(np.shape(among), Z))


def mean(total: Array, squares: Array, n: Array, low_limit: float, high_limit: float) -> tuple[Array, Array]:
    """Bounds of a mean on a bounded scale from the sum, the sum of squares and the number of observations; missing
    without any.

    Five marks of 5 do not say that the mean is 5: how much marks differ is learnt from them and from one usual mark
    beside them, and Student's quantile stands for what is not known of it.
    """
    from scipy import special  # dear to import, and most starts never ask

    width = high_limit - low_limit
    with np.errstate(divide="ignore", invalid="ignore"):
        place = (total / n - low_limit) / width
        deviations = np.maximum(squares - total**2 / n, 0.0) / width**2
        spread = (deviations + _USUAL_SPREAD / 4) / (n * place * (1 - place) + 1 / 4)
        z = special.stdtrit(np.maximum(n, 1) - 1 + _SURENESS, 0.5 + LEVEL / 2)
        low, high = _score(place, n / spread, z)
    return low_limit + width * low, low_limit + width * high


def _score(share: Array, among: Array, z: Array) -> tuple[Array, Array]:
    centre = (share + z**2 / (2 * among)) / (1 + z**2 / among)
    half = z / (1 + z**2 / among) * np.sqrt(np.maximum(share * (1 - share), 0.0) / among + z**2 / (4 * among**2))
    low, high = np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)
    return np.where(among > 0, low, np.nan), np.where(among > 0, high, np.nan)
