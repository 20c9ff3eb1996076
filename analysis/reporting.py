"""How much of what goes wrong is reported at all: quiet is not the same as happy.

One problem may be reported by several people. How many problems were reported by one, by two, by three people tells
how many were probably reported by nobody:

- Chao's lower bound: unseen ≥ f1·(f1 − 1)/(2·(f2 + 1)), where f1, f2 problems had one and two reporters. Holds however
  unequal the problems are. Chao A. Nonparametric estimation of the number of classes in a population // Scandinavian
  Journal of Statistics. 1984. 11(4). P. 265–270; its lower end: Chao A. // Biometrics. 1987. 43(4). P. 783–791. There
  is no upper end: problems that hardly anybody notices leave no trace in f1 and f2.
- Zero-truncated Poisson: reporters per problem ~ Poisson(λ), its zeros not seen; unseen = n·e^−λ/(1 − e^−λ). Needs
  problems alike; fewer unseen than Chao's when they are not.

Both need problems told apart from records (the same burst pipe) and reporters told apart (pseudonyms).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis.arrays import Numbers, numbers
from analysis.intervals import LEVEL

FEWEST_PROBLEMS = 10
FEWEST_EXPECTED = 3.0


@dataclass(frozen=True)
class Reporting:
    """Problems seen and probably not seen.

    reporters: mean distinct reporters per seen problem; unseen: Chao's lower bound, 0 when at most one problem was told
    once; low: whole problems, at least so many are unseen, one-sided at (1 + level) / 2, however unequal the problems
    are; unseen_if_alike: by the zero-truncated Poisson; share: seen / (seen + low), at most so much is seen. Estimates
    are missing when `few_data`.
    """

    seen: int
    reporters: float
    unseen: float
    low: float
    unseen_if_alike: float
    share: float
    few_data: bool


def reporting(reporters: Any, *, level: float = LEVEL) -> Reporting:
    """The estimate from the number of distinct reporters of every problem (whole, at least 1; others are a ValueError).

    Fewer than 10 problems are too few; so are problems none of which was reported twice.
    """
    r = numbers(reporters)
    if np.isnan(r).any() or (r < 1).any():
        raise ValueError("every problem has at least one known reporter")
    once, twice = int((r == 1).sum()), int((r == 2).sum())
    mean = float(r.mean()) if len(r) else np.nan
    if len(r) < FEWEST_PROBLEMS or (r > 1).sum() == 0:
        return Reporting(len(r), mean, np.nan, np.nan, np.nan, np.nan, few_data=True)
    unseen = once * (once - 1) / (2 * (twice + 1))
    low = _chao_low(once, twice, unseen, level)
    alike = len(r) * _zero_share(mean)
    return Reporting(len(r), mean, unseen, low, alike, len(r) / (len(r) + low), few_data=False)


def _chao_low(once: int, twice: int, unseen: float, level: float) -> float:
    """The log-normal lower end: unseen / k, k = exp(z·√ln(1 + var/unseen²)), down to whole problems."""
    if not unseen:
        return 0.0
    pairs, told = 2 * (twice + 1), once
    variance = (
        told * (told - 1) / pairs
        + told * (2 * told - 1) ** 2 / pairs**2
        + told**2 * twice * (told - 1) ** 2 * (4 / pairs**4)
    )
    factor = float(np.exp(special.ndtri(0.5 + level / 2) * np.sqrt(np.log1p(variance / unseen**2))))
    return float(np.floor(unseen / factor))


def truncated_poisson_rate(mean: float) -> float:
    """λ of a Poisson whose zeros are not seen, from the mean of what is seen: λ/(1 − e^−λ) = mean; 0 for a mean of 1.

    Below the mean; from about 30 on the gap, mean·e^−λ, is below the precision of the search, and both are one
    number.
    """
    from scipy.optimize import brentq  # slow to import, and only this asks

    if mean <= 1 + 1e-9:
        return 0.0
    return float(brentq(lambda rate: rate / -np.expm1(-rate) - mean, 1e-9, mean))


def _zero_share(mean: float) -> float:
    """Unseen problems per seen one."""
    rate = truncated_poisson_rate(mean)
    return float(np.exp(-rate) / -np.expm1(-rate)) if rate > 0 else np.inf


def silence(counts: Any, expected: Any, *, alpha: float = 0.05) -> tuple[np.ndarray[Any, np.dtype[np.str_]], Numbers]:
    """Which places keep quieter than people of their number do, and the chance of that by accident, P(Y ≤ count).

    expected: what the district's rate promises (rate × people × time); missing → «few_data». A place of which fewer
    than 3 records are expected may be silent by accident: «few_data» as well. «silent»: no record at all and the chance
    is at most alpha; «quiet»: some, and at most alpha; else «usual». It says that the place does not write, not that it
    is well: look at `reporting` and go there.
    """
    y, e = np.broadcast_arrays(numbers(counts), numbers(expected))
    chance = special.pdtr(y, e)
    unusual = np.where(y == 0, "silent", "quiet")
    verdict = np.where(chance <= alpha, unusual, "usual")
    known = np.isfinite(y) & np.isfinite(e) & (np.nan_to_num(e) >= FEWEST_EXPECTED)
    return np.where(known, verdict, "few_data"), np.where(known, chance, np.nan)
