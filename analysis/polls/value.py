"""Is a poll worth its cost? The expected value of what it would tell, before anybody is asked.

Two options: «now», which is known to suit a share `threshold` of the residents, and «other», which suits an unknown
share θ ~ Beta(prior). A resident who lives one month with what suits him is one resident-month; so «now» is worth
people · months · threshold, «other» people · months · θ, and the better one is taken. n answers of which k like the
other option leave E[θ | k]; the value of the poll is what the changed choices gain:

    people · months · Σ P(k) · max(0, ±(E[θ | k] − threshold)), + where «now» would be taken today, − where «other».

P(k) is beta-binomial: sums, no simulation (Raiffa H., Schlaifer R. Applied Statistical Decision Theory. 1961, ch. 4–5).

Who comes by himself is no sample. There a stated share of the participants is taken to be called by one side, the
rest as drawn by chance: k = s·j + x, j ~ Binomial(n, called), x ~ beta-binomial of n − j, s = 1 with the chance that
it was the side of the other option. Without that stated share there is no figure.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.arrays import Integers, Numbers, numbers

MOST_ANSWERS, MOST_ANSWERS_OF_CALLED = 50_000, 1_500
"""Answers that are summed over at most; with called participants the sums are over two numbers."""
_SMALL = 1e-12


@dataclass(frozen=True)
class Inquiry:
    """What a poll is about, as people state it.

    people: who live with the decision; months: for how long; threshold: share whom the option of today suits; prior:
    Beta parameters (both > 0) of the share whom the other one suits; answers: how many are asked. delay_months: by
    which the poll puts the decision off; work: of who holds the poll, in resident-months. called: share of the
    participants that one side has called (0: drawn by chance); called_for_other: chance that it is the other option's.
    """

    people: float
    months: float
    threshold: float
    prior: tuple[float, float]
    answers: int
    delay_months: float = 0.0
    work: float = 0.0
    called: float = 0.0
    called_for_other: float = 0.5


@dataclass(frozen=True)
class Worth:
    """In resident-months: today (what the better option promises without asking), gain (of asking), cost (delay and
    work), net (gain less cost). turns: chance that the answers change the choice, 0 exactly where no answer can.
    """

    today: float
    gain: float
    cost: float
    net: float
    turns: float

    @property
    def can_change(self) -> bool:
        """Whether any outcome of the poll leads to another choice."""
        return self.turns > 0


def worth(asked: Inquiry) -> Worth:
    """What a poll is worth before it is held. ValueError where the numbers make no sense."""
    _check(asked)
    chances, means = outcomes(asked)
    prior_mean = asked.prior[0] / sum(asked.prior)
    takes_other = prior_mean > asked.threshold + _SMALL
    better_by = (asked.threshold - means) if takes_other else (means - asked.threshold)
    turned = better_by > _SMALL
    scale = asked.people * asked.months
    gain = scale * float(np.sum(chances[turned] * better_by[turned]))
    best = max(prior_mean, asked.threshold)
    cost = asked.delay_months * asked.people * best + asked.work
    return Worth(scale * best, gain, cost, gain - cost, float(np.sum(chances[turned])))


def outcomes(asked: Inquiry) -> tuple[Numbers, Numbers]:
    """Of k = 0…n answers for the other option: their chance, and the expected share θ once they are in."""
    n, (a, b) = asked.answers, asked.prior
    if asked.called == 0:
        k = np.arange(n + 1)
        exact = numbers((a + k) / (a + b + n))
        return _beta_binomial(k, n, a, b), exact
    chances, weighted = np.zeros(n + 1), np.zeros(n + 1)
    for side, share in ((1, asked.called_for_other), (0, 1 - asked.called_for_other)):
        for j in range(n + 1) if share > 0 else ():
            x = np.arange(n - j + 1)
            joint = share * _binomial(j, n, asked.called) * _beta_binomial(x, n - j, a, b)
            at = slice(side * j, side * j + n - j + 1)
            chances[at] += joint
            weighted[at] += joint * (a + x) / (a + b + n - j)
    means: Numbers = np.divide(weighted, chances, out=np.full(n + 1, a / (a + b)), where=chances > 0)
    return chances, means


def _beta_binomial(k: Integers, n: int, a: float, b: float) -> Numbers:
    choose = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    made: Numbers = np.exp(choose + special.betaln(k + a, n - k + b) - special.betaln(a, b))
    return made


def _binomial(j: int, n: int, share: float) -> float:
    choose = special.gammaln(n + 1) - special.gammaln(j + 1) - special.gammaln(n - j + 1)
    return float(np.exp(choose + special.xlogy(j, share) + special.xlog1py(n - j, -share)))


def _check(asked: Inquiry) -> None:
    most = MOST_ANSWERS if asked.called == 0 else MOST_ANSWERS_OF_CALLED
    shares = (asked.threshold, asked.called, asked.called_for_other)
    if not all(0 <= one <= 1 for one in shares) or min(asked.prior) <= 0 or not 0 <= asked.answers <= most:
        raise ValueError(f"shares are 0–1, the prior is positive, answers are at most {most}")
    if min(asked.people, asked.months, asked.delay_months, asked.work) < 0:
        raise ValueError("people, months, delay and work are not negative")
