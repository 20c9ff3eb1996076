"""«Отличается» beyond the limits of a funnel, and shares made comparable: equals are left alone, a bad one is found."""

from itertools import chain

import numpy as np

from analysis import funnel, standardisation
from bench.planted import mixes
from bench.trials import Effort, Figure, Trial, share

SPREADS = (0.0, 0.08, 0.15)
"""Usual differences between peers, in arcsin √share: none, small, large."""


def _told(table: mixes.Mixes) -> np.ndarray:
    made = _standardised(table)
    found = funnel.fit(made.share, made.among, table.kind)
    return funnel.differs(found, made.share, made.among, table.kind)[0]


def _standardised(table: mixes.Mixes) -> standardisation.Standardised:
    members, topics = np.indices(table.hits.shape)
    cells = (table.hits.ravel(), table.among.ravel(), members.ravel(), topics.ravel())
    return standardisation.indirect(*cells, len(table.kind))


def of_dispersed(item: tuple[int, int, int]) -> list[bool]:
    """Of every recipient of a district where nobody is bad: whether it was said to differ."""
    spread = SPREADS[item[2]]
    return (_told(mixes.dispersed(np.random.default_rng([*item, 11]), spread)) != 0).tolist()


def of_bad(item: tuple[int, int]) -> bool:
    """Whether one who keeps terms in 40 points fewer of a hundred is found among usual differences."""
    table = mixes.dispersed(np.random.default_rng([*item, 12]), SPREADS[1], worse=0.4)
    return bool(_told(table)[table.bad] == -1)


def of_mixes(item: tuple[int, int]) -> tuple[list[bool], list[bool], list[bool]]:
    """Of recipients who differ only by their topics: whether the interval holds the common share, made comparable and
    as counted; and whether anybody was said to differ.
    """
    table = mixes.mixes(np.random.default_rng([*item, 13]))
    made = _standardised(table)
    raw_low, raw_high = standardisation.wilson(made.raw, made.among, 1.645)
    held = (made.low <= made.overall) & (made.overall <= made.high)
    as_counted = (raw_low <= made.overall) & (made.overall <= raw_high)
    return held.tolist(), as_counted.tolist(), (_told(table) != 0).tolist()


def of_bad_mix(item: tuple[int, int]) -> bool:
    """Whether one who does worse with every topic is found among different mixes."""
    table = mixes.mixes(np.random.default_rng([*item, 14]), worse=2.0)
    return bool(_told(table)[table.bad] == -1)


def run(effort: Effort) -> list[Figure]:
    """False and missed differences, coverage of the comparable share."""
    runs = effort.runs(400, 20)
    seeds = [(effort.seed, number) for number in range(runs)]
    figures = []
    for place, spread in enumerate(SPREADS):
        differ = [one for found in effort.each(of_dispersed, [(*seed, place) for seed in seeds]) for one in found]
        name = f"равные, разброс {spread:.2f}: «отличается»".replace(".", ",")
        figures.append(Figure(name, *share(differ), high=0.01))
    held, as_counted, told = zip(*effort.each(of_mixes, seeds), strict=True)
    return [
        *figures,
        Figure("плохой найден", *share(list(effort.each(of_bad, seeds))), low=0.80),
        Figure("разные темы: приведённая доля накрыта", *share(list(chain(*held))), low=0.88),
        Figure("разные темы: доля как есть накрыта", *share(list(chain(*as_counted))), high=0.88),
        Figure("разные темы: «отличается»", *share(list(chain(*told))), high=0.01),
        Figure("разные темы: плохой найден", *share(list(effort.each(of_bad_mix, seeds))), low=0.80),
    ]


TRIAL = Trial("funnel", "«отличается» не говорится о равных, плохой найден, темы не мешают", run)
