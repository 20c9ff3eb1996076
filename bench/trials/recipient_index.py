"""Places by the index of several shares: all of a table right at once, equals not told apart."""

from collections.abc import Mapping

import numpy as np

from analysis import recipient_index
from analysis.standardisation import wilson
from bench.planted.tables import KINDS
from bench.trials import Effort, Figure, Trial, mean, share
from bench.trials.ranks import covers

WEIGHTS = (35.0, 35.0, 15.0, 10.0, 5.0)
_CENTRE = (1.2, 0.5, 0.3, 2.0, 3.0)
_PART = (1.0, 0.3, 0.15, 0.8, 1.0)
"""What part of the records has a term, a checked answer, a mark, a traceable applicant, a known way."""
SPREADS: Mapping[str, float] = {"близкие": 0.3, "обычные": 0.9, "разные": 1.5}


def _table(rng: np.random.Generator, kind: np.ndarray, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """Ranges of one table and the true index of its members."""
    cases = np.maximum(np.round(rng.lognormal(4.3, 1.0, len(kind))), 5).astype(np.int64)
    own, true, components = rng.normal(0, spread, len(kind)), np.zeros(len(kind)), []
    for weight, centre, part in zip(WEIGHTS, _CENTRE, _PART, strict=True):
        n = rng.binomial(cases, part).astype(float)
        noise = rng.normal(0, spread, len(kind))
        odds = rng.normal(centre, 0.3, len(KINDS))[kind] + 0.7 * (own + noise)
        p = 1 / (1 + np.exp(-odds))
        value = np.divide(rng.binomial(n.astype(np.int64), p), n, out=np.full(len(kind), np.nan), where=n > 0)
        components.append(recipient_index.Component(value, *wilson(value, n, 1.645), n, weight))
        true += weight * p
    return recipient_index.index(components, kind).places(kind), true


def of_different(item: tuple[int, int, int]) -> tuple[bool, float]:
    """Of one table of a district: whether all ranges are right, and how wide they are."""
    kind = np.repeat(np.arange(len(KINDS)), KINDS)
    ranges, true = _table(np.random.default_rng([*item, 21]), kind, list(SPREADS.values())[item[2]])
    return covers(ranges, true, kind), float((ranges[:, 1] - ranges[:, 0]).mean())


def of_equals(item: tuple[int, int]) -> bool:
    """Whether any two of twenty equals were told apart."""
    kind = np.zeros(20, dtype=np.int64)
    ranges, _ = _table(np.random.default_rng([*item, 22]), kind, 0.0)
    return bool((ranges != [1, len(kind)]).any())


def run(effort: Effort) -> list[Figure]:
    """Coverage where recipients differ little, as usual and much; mistakes where they do not."""
    seeds = [(effort.seed, number) for number in range(effort.runs(300, 12))]
    figures = []
    for place, words in enumerate(SPREADS):
        right, width = zip(*effort.each(of_different, [(*seed, place) for seed in seeds]), strict=True)
        figures.append(Figure(f"{words}: все места таблицы верны", *share(right), low=0.88))
        figures.append(Figure(f"{words}: ширина промежутка, мест", *mean(width), high=10.0, is_share=False))
    equals = list(effort.each(of_equals, seeds))
    return [*figures, Figure("равные: кто-то различён", *share(equals), high=0.12)]


TRIAL = Trial("index", "места по индексу получателя верны все сразу", run)
