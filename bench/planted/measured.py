"""Measured things whose truth is known: counts, shares, marks, lives of records, rates of places.

Every draw has a truth of its own, so that a coverage is an average over what districts may be like.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
SHARES = ((1.0, 1.0), (9.0, 1.0), (2.0, 8.0), (4.0, 4.0))
"""Shapes of the betas that true shares come from: anything, mostly kept terms, rare faults, about a half."""
MARKS = ((1, 1, 1, 1, 1), (1, 0.3, 0.5, 1, 3), (3, 0.5, 0.4, 0.4, 2), (0.3, 0.6, 1.5, 2, 1), (0.2, 0.1, 0.2, 0.8, 4))
"""Shapes of the Dirichlets that true proportions of the marks 1–5 come from."""
LONGEST = 2000
"""Days a planted record may stay open."""


def shares(rng: np.random.Generator, runs: int) -> Numbers:
    """True shares, each from one of SHARES."""
    shapes = np.array(SHARES)[rng.integers(len(SHARES), size=runs)]
    return rng.beta(shapes[:, 0], shapes[:, 1])


def counts(rng: np.random.Generator, n: int, runs: int) -> Numbers:
    """Expected records, about `n`."""
    return n * rng.lognormal(0.0, 0.5, runs)


def marks(rng: np.random.Generator, n: int) -> tuple[float, Integers]:
    """The true mean of marks and `n` of them."""
    parts = rng.dirichlet(MARKS[rng.integers(len(MARKS))])
    return float(parts @ np.arange(1, 6)), rng.choice(np.arange(1, 6), n, p=parts)


@dataclass(frozen=True)
class Lives:
    """Records of one group. days: whole days until the answer, or until the report where is_closed is false; kept:
    the true share still open after each day from 0 on.
    """

    days: Integers
    is_closed: npt.NDArray[np.bool_]
    kept: Numbers

    def quantile(self, share: float) -> int:
        """The first day by which so many have ended, in truth."""
        return int(np.argmax(self.kept <= 1 - share + 1e-12))


def lives(rng: np.random.Generator, n: int) -> Lives:
    """Weibull lives around 8–45 days, from a rush at the end to a long tail; up to a third of them still open."""
    shape, scale = rng.uniform(0.7, 3.0), rng.uniform(8, 45)
    kept = np.exp(-((np.arange(1, LONGEST + 2) / scale) ** shape))
    life = np.minimum(np.floor(scale * rng.weibull(shape, n)), LONGEST).astype(np.int64)
    seen = np.where(rng.random(n) < rng.uniform(0, 0.5), rng.integers(0, int(2.5 * scale), n), LONGEST)
    return Lives(np.minimum(life, seen), life <= seen, kept)


@dataclass(frozen=True)
class Rates:
    """Places of a district: exposure (residents), the true rate of each and its records."""

    exposure: Numbers
    rate: Numbers
    records: Integers


def rates(rng: np.random.Generator, total: float, *, places: int = 62) -> Rates:
    """A topic with about `total` records in the district, its places' rates differing by 20 to 200 %; of up to a third
    of the places it is no matter at all.
    """
    spread, silent = rng.uniform(0.2, 2.0), rng.uniform(0.0, 0.33)
    people = rng.lognormal(5.0, 1.3, places)
    rate = np.where(rng.random(places) < silent, 0.0, rng.gamma(1 / spread**2, spread**2, places))
    rate *= total / (rate * people).sum()
    return Rates(people, rate, rng.poisson(rate * people))


def reporters(rng: np.random.Generator, problems: int, *, alike: bool) -> tuple[Integers, int]:
    """Distinct reporters of each problem that anybody reported, and how many problems nobody did.

    alike: all are noticed by as many people on average; otherwise most by few and some by many (gamma, shape 0.2–2).
    """
    usual, shape = rng.uniform(0.7, 2.0), rng.uniform(0.2, 2.0)
    told = rng.poisson(usual if alike else rng.gamma(shape, usual / shape, problems), problems)
    return told[told > 0], int((told == 0).sum())


def candidates(rng: np.random.Generator, n: int) -> Numbers:
    """Problems to be polled about, shape (4, n): people, share of weeks, lower end of growth, powers."""
    weeks = rng.random(n)
    return np.array([rng.lognormal(5, 1.3, n), weeks, rng.lognormal(0, 0.5, n), rng.choice([0, 0.5, 1], n)])
