"""A random sample of a known number of residents: how many to ask, and the error of what they have said.

Cochran W. Sampling Techniques. 3rd ed. 1977, ch. 3–4 (finite population correction); Wilson E. // JASA. 1927.
None of this holds for who comes by himself.
"""

import math

from scipy import special

LEVEL = 0.95
"""Of the errors of polls, as polls are reported."""


def sample_size(residents: int, error: float, share: float = 0.5, level: float = LEVEL) -> int:
    """The least n whose share is off by at most `error` (0–1) at the level; never more than there are residents.

    share: the one expected; ½ is the worst case.
    """
    if residents < 1 or not 0 < error < 1:
        raise ValueError("there are residents, and the error lies between 0 and 1")
    endless = _quantile(level) ** 2 * share * (1 - share) / error**2
    return min(residents, math.ceil(residents * endless / (residents - 1 + endless) - 1e-9))


def error(answers: int, residents: int, share: float = 0.5, level: float = LEVEL) -> float:
    """Half the width of the interval of a share, with the finite population correction; 0 when all were asked."""
    if not 0 < answers <= residents:
        raise ValueError("answers are at least one and at most as many as residents")
    left = (residents - answers) / max(residents - 1, 1)
    return _quantile(level) * math.sqrt(share * (1 - share) / answers * left)


def share_interval(count: int, answers: int, residents: int, level: float = LEVEL) -> tuple[float, float]:
    """Ends of the share of all residents when `count` of `answers` drawn by chance said so: Wilson with as many answers
    as the correction makes of them. Even 0 of n has an upper end above 0, unless all were asked.
    """
    if not 0 < answers <= residents:
        raise ValueError("answers are at least one and at most as many as residents")
    share = count / answers
    if answers == residents:
        return share, share
    z2, n = _quantile(level) ** 2, answers * (residents - 1) / (residents - answers)
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def _quantile(level: float) -> float:
    return float(special.ndtri(0.5 + level / 2))
