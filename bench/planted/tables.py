"""Tables of recipients whose true order is known: how many terms each kept of how many."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
KINDS = (14, 12, 7, 5)
"""Recipients of each kind: settlements, departments, institutions, utilities."""


@dataclass(frozen=True)
class Table:
    """One row per recipient: its kind, records with a term, how many kept it, and the true share."""

    kind: npt.NDArray[np.int64]
    among: Numbers
    hits: Numbers
    true: Numbers


def equals(rng: np.random.Generator, members: int = 20) -> Table:
    """Recipients who do the same: a difference of any two is chance."""
    return _table(rng, np.zeros(members, dtype=np.int64), np.full(members, rng.uniform(0.55, 0.95)))


def spread(rng: np.random.Generator) -> Table:
    """A district: recipients of one kind are more alike than those of different kinds, and all differ."""
    kind = np.repeat(np.arange(len(KINDS)), KINDS)
    centre = rng.normal(1.2, 0.5, len(KINDS))[kind] + rng.normal(0, 0.9, len(kind))
    return _table(rng, kind, 1 / (1 + np.exp(-centre)))


def _table(rng: np.random.Generator, kind: npt.NDArray[np.int64], true: Numbers) -> Table:
    among = np.maximum(np.round(rng.lognormal(4.3, 1.0, len(kind))), 5)
    return Table(kind, among, rng.binomial(among.astype(np.int64), true).astype(float), true)
