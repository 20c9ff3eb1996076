"""Lasting excess: places that write more of a topic than their share of everything else, in the window as before it."""

import numpy as np

from analysis.arrays import Flags, Integers, Numbers
from analysis.discrete import negative_binomial_tail
from analysis.hotspots.level import Level
from analysis.multiple import q_values

TIMES = 1.5
"""How many times its usual records a place must have, in both times, to stand out lastingly."""
LEVEL_SHAPE = 100.0
"""Gamma shape of a level: known to one part in ten."""


def lasting_excess(now: Integers, level: Level, searched: Flags) -> tuple[Numbers, Numbers]:
    """What is doubted of every topic and place, p and q, (topics, places); missing where nothing is asked: topics not
    searched for, and places that do not have TIMES their level both in the window and before it.

    p is the larger of the two chances of so many records (negative binomial): the excess is shown in both times or not
    at all. All places of the searched topics are paid for (Benjamini–Hochberg).
    """
    times = ((now, level.level * now.sum(axis=1, keepdims=True)), (level.before, level.usual_before))
    p = np.max([negative_binomial_tail(records, LEVEL_SHAPE, expected) for records, expected in times], axis=0)
    stands = np.all([y >= TIMES * np.maximum(e, 1e-12) for y, e in times], axis=0) & searched[:, None]
    asked = np.where(searched[:, None], np.where(stands, p, 1.0), np.nan)
    q = q_values(asked.ravel()).reshape(p.shape)
    return np.where(stands, p, np.nan), np.where(stands, q, np.nan)
