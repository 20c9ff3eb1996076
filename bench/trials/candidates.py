"""The order of candidates for a poll: two keep their order whoever else is on the list."""

import numpy as np

from analysis.priority import prioritise
from bench.planted import measured
from bench.trials import Effort, Figure, Trial, share


def turned(item: tuple[int, int]) -> bool:
    """Whether a third candidate turned two round."""
    rows = measured.candidates(np.random.default_rng(item), 3)
    alone, among = (prioritise(*some, draws=2) for some in (rows[:, :2], rows))
    return bool((alone.rank[0] < alone.rank[1]) != (among.rank[0] < among.rank[1]))


def run(effort: Effort) -> list[Figure]:
    """One figure: it must not happen at all."""
    items = [(effort.seed, number) for number in range(effort.runs(4000, 300))]
    return [Figure("третий перевернул двух", *share(list(map(turned, items))), high=0.0)]


TRIAL = Trial("candidates", "порядок двух кандидатов не зависит от третьего", run)
