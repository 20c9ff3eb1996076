"""Recipients with different mixes of topics: what they do is known, and so is what the mix does."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.planted.tables import KINDS

Numbers = npt.NDArray[np.float64]
TOPICS = 8


@dataclass(frozen=True)
class Mixes:
    """hits, among: shape (recipients, topics); kind: of each recipient; bad: the number of the one planted, which keeps
    its terms worse whatever the topic.
    """

    hits: Numbers
    among: Numbers
    kind: npt.NDArray[np.int64]
    bad: int


def mixes(rng: np.random.Generator, *, worse: float = 0.0) -> Mixes:
    """Recipients of a district who do the same with the same topic; hard topics are kept at 40 %, easy ones at 95 %.

    worse: by how much, in log odds, the first one with 150 cases or more does worse.
    """
    kind = np.repeat(np.arange(len(KINDS)), KINDS)
    among = np.maximum(np.round(rng.lognormal(4.3, 1.0, len(kind))), 5).astype(np.int64)
    bad = int(np.flatnonzero(among >= min(150, among.max()))[0])
    share = rng.dirichlet(np.full(TOPICS, 0.6), len(kind))
    cases = np.array([rng.multinomial(n, mix) for n, mix in zip(among, share, strict=True)])
    odds = np.tile(np.linspace(-0.4, 2.9, TOPICS), (len(kind), 1))
    odds[bad] -= worse
    hits = rng.binomial(cases, 1 / (1 + np.exp(-odds)))
    return Mixes(hits.astype(float), cases.astype(float), kind, bad)


def dispersed(rng: np.random.Generator, spread: float, *, worse: float = 0.0) -> Mixes:
    """Recipients of one topic who differ by usual circumstances: `spread` is the standard deviation of arcsin √share.
    worse: by how much the share of the first one with 150 cases or more is lower.
    """
    kind = np.repeat(np.arange(len(KINDS)), KINDS)
    among = np.maximum(np.round(rng.lognormal(4.3, 1.0, len(kind))), 5)
    bad = int(np.flatnonzero(among >= min(150, among.max()))[0])
    centre = np.arcsin(np.sqrt(rng.uniform(0.6, 0.95, len(KINDS))))[kind]
    share = np.sin(np.clip(centre + rng.normal(0, spread, len(kind)), 0, np.pi / 2)) ** 2
    if worse:
        share[bad] = max(float(np.sin(centre[bad]) ** 2) - worse, 0.02)
    hits = rng.binomial(among.astype(np.int64), share)
    return Mixes(hits[:, None].astype(float), among[:, None], kind, bad)
