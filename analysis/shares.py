"""The share of each part compared with that of all the others."""

from typing import Any

import numpy as np
from scipy import special

from analysis.arrays import Numbers, numbers
from analysis.multiple import q_values


def against_the_rest(hits: Any, n: Any) -> Numbers:
    """Adjusted p (`analysis.multiple.q_values`) that the share of a part differs from that of all others by chance.

    hits, n: of parts that share no observation. The test of two shares with Yates' correction, which keeps close to
    Fisher's exact one for few observations; missing where the part is the whole or nothing differs anywhere.
    """
    h, size = numbers(hits), numbers(n)
    rest_hits, rest = h.sum() - h, size.sum() - size
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = np.abs(h * (rest - rest_hits) - rest_hits * (size - h))
        corrected = np.maximum(cross - (size + rest) / 2, 0.0)
        spread = np.sqrt(size * rest * h.sum() * (size.sum() - h.sum()) / (size + rest))
        return q_values(2 * special.ndtr(-corrected / spread))
