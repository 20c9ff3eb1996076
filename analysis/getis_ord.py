"""Local Gi*: is the sum over a place and its neighbours larger than places picked at random would give.

Ord J., Getis A. Local spatial autocorrelation statistics // Geographical Analysis. 1995. 27(4). P. 286–306:
z_i = (Σ_j w_ij x_j − W_i·x̄) / (s·√((n·Σ_j w_ij² − W_i²)/(n − 1))), where W_i = Σ_j w_ij, j = i included, and
s² = Σx²/n − x̄².
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.arrays import Numbers, numbers
from analysis.multiple import q_values


@dataclass(frozen=True)
class GiStar:
    """One value per place: z, one-sided p («hot») by permutations, q of that p."""

    z: Numbers
    p: Numbers
    q: Numbers


def gi_star(values: Any, weights: Any, *, permutations: int = 999, seed: int = 0) -> GiStar:
    """Gi* of every place.

    values: one number per place, none missing (leave such places out of both arguments). weights: (n, n), not negative,
    the diagonal says how much a place counts for itself. p: conditional permutations: the place keeps its value, the
    others are shuffled over its neighbours; (1 + how many reach the observed)/(permutations + 1). q: `q_values`.
    ValueError when a value is missing or when all values are the same (nothing can be hot then).
    """
    x, w = numbers(values), numbers(weights)
    if np.isnan(x).any():
        raise ValueError("values must not be missing: leave such places out")
    if np.ptp(x) == 0:
        raise ValueError("all values are the same: Gi* is not defined")
    z = _z(x, w)
    p = _p_by_permutations(x, w, permutations, np.random.default_rng(seed))
    return GiStar(z, p, q_values(p))


def _z(x: Numbers, w: Numbers) -> Numbers:
    n = len(x)
    total = w.sum(axis=1)
    spread = np.sqrt((n * (w**2).sum(axis=1) - total**2) / (n - 1))
    return (w @ x - total * x.mean()) / (x.std() * spread)


def _p_by_permutations(x: Numbers, w: Numbers, permutations: int, rng: np.random.Generator) -> Numbers:
    """One set of shuffles serves all places: each place sees them over the n − 1 others."""
    n = len(x)
    shuffles = np.argsort(rng.random((permutations, n - 1)), axis=1)
    others = np.array([np.delete(np.arange(n), i) for i in range(n)])
    reached = np.empty(n)
    for i in range(n):
        simulated = x[others[i]][shuffles] @ w[i, others[i]]
        observed = w[i, others[i]] @ x[others[i]]
        reached[i] = (simulated >= observed - 1e-9 * max(abs(observed), 1.0)).sum()
    return (reached + 1) / (permutations + 1)
