"""The effect of a measure: whether its interval holds what was planted, and how often chance is called a fall."""

from collections.abc import Sequence
from itertools import product

import numpy as np

from analysis.effect import FEWEST_DONORS, Effect, Series, Verdict, estimate
from bench.planted.effects import Kind, planted
from bench.trials import Effort, Figure, Trial, share

RATES = (0.5, 1.0, 2.0, 4.0, 8.0)
CHANGES = (0.0, -0.3, -0.6, 0.5)
STARTS = (52, 78, 91)
_SEEN = -0.6
"""The fall that must be found where at least four records come a week."""
_OFTEN = 4.0


def effects(item: tuple[Kind, int, int]) -> list[Effect]:
    """Estimates of some districts of a kind: kind, seed, how many."""
    kind, seed, runs = item
    rng = np.random.default_rng([seed, kinds().index(kind)])
    return [estimate(Series(planted(rng, kind), 0, kind.start)) for _ in range(runs)]


def kinds() -> list[Kind]:
    """Every rate, change, start, donors like and unlike; and donors too few for placebos."""
    made = [
        Kind(weekly, change, start, is_like=is_like)
        for weekly, change, start, is_like in product(RATES, CHANGES, STARTS, (True, False))
    ]
    return [*made, *(Kind(weekly, change, donors=5) for weekly, change in product(RATES, CHANGES))]


def run(effort: Effort) -> list[Figure]:
    """Coverage by rate and by kind of donors, false falls, and the fall that must be found."""
    asked = kinds()
    told = list(effort.each(effects, [(kind, effort.seed, effort.runs(60, 3)) for kind in asked]))
    every = [(kind, one) for kind, found in zip(asked, told, strict=True) for one in found if one.low is not None]
    few = {kind for kind in asked if kind.donors < FEWEST_DONORS}
    return [
        *(
            _coverage(f"накрытие, {rate:g} в неделю", [pair for pair in every if pair[0].weekly == rate])
            for rate in RATES
        ),
        _coverage("накрытие, доноры похожи", [pair for pair in every if pair[0].is_like and pair[0] not in few]),
        _coverage("накрытие, доноры не похожи", [pair for pair in every if not pair[0].is_like]),
        _coverage("накрытие, доноров мало: только блоки", [pair for pair in every if pair[0] in few]),
        Figure("ложное «снизилось»", *_fell([pair for pair in every if pair[0].change == 0]), high=0.05),
        Figure(
            "найдено −60 % за 26 недель, от 4 в неделю", *_fell([pair for pair in every if _must_see(pair[0])]), low=0.8
        ),
    ]


def _must_see(kind: Kind) -> bool:
    return kind.change == _SEEN and kind.weekly >= _OFTEN and kind.start == 78 and kind.donors >= FEWEST_DONORS


def _coverage(name: str, pairs: Sequence[tuple[Kind, Effect]]) -> Figure:
    held = [one.low <= kind.change <= one.high for kind, one in pairs]  # type: ignore[operator]
    return Figure(name, *share(held), 0.88, 0.99)


def _fell(pairs: Sequence[tuple[Kind, Effect]]) -> tuple[float, float, int]:
    return share([one.verdict is Verdict.FELL for _, one in pairs])


TRIAL = Trial(
    "effects", "эффект мер: интервал 90 % держит истину в 88–99 % случаев, ложных «снизилось» не больше 5 %", run
)
