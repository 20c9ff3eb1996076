"""Which problem to ask the people about first: a transparent order and how far it depends on the weights.

Every candidate has four measures; each becomes a part of 0–1 by a value function on a fixed scale, the score is their
weighted mean. No part depends on the other candidates, so a third one that comes or goes turns no two round:

- people affected: ln(1 + people) / ln(1 + MOST_PEOPLE), at most 1: a village still counts, ten times more people add
  the same ¼ everywhere;
- persistence: share of the weeks looked at in which the problem was reported (0–1 as given);
- growth: (r − 1)/(r + 1) of the lower end r of the ratio to the norm, 0 when r ≤ 1 — doubt lowers the part;
- within own powers: 1 own, ½ shared with a settlement, 0 others' (0–1 as given).

Weighted sums and their trial by random weights: Figueira J., Greco S., Ehrgott M. Multiple Criteria Decision Analysis.
2005, ch. 7; Lahdelma R., Salminen P. SMAA-2 // Operations Research. 2001. 49(3). P. 444–454.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.arrays import Integers, Numbers, numbers

MEASURES = ("people", "persistence", "growth", "powers")
MOST_PEOPLE = 10_000
"""Residents affected that are worth the whole part: more than any settlement of a rural district has."""
DEFAULT_WEIGHTS: Mapping[str, float] = {"people": 35, "persistence": 25, "growth": 20, "powers": 20}


@dataclass(frozen=True)
class Order:
    """Scores 0–1 and places of the candidates, one per candidate in the given order.

    rank: 1 is the first; equal scores share the better place; 0 without a score. best, worst: the places between which
    90 % of the draws of weights keep the candidate. in_top: share of draws that leave it among the first k.
    parts: (candidates, measures) 0–1. A candidate with a missing measure has a missing score.
    """

    score: Numbers
    rank: Integers
    best: Integers
    worst: Integers
    in_top: Numbers
    parts: Numbers


def prioritise(
    people: Any,
    persistence: Any,
    growth_low: Any,
    powers: Any,
    *,
    weights: Mapping[str, float] = DEFAULT_WEIGHTS,
    top: int = 5,
    draws: int = 2000,
    concentration: float = 40.0,
    seed: int = 0,
) -> Order:
    """Order candidates and try the order.

    people: persons in the places concerned; persistence and powers: 0–1; growth_low: lower end of the ratio to the norm
    (records / expected). Missing stays missing. weights: one per measure of `MEASURES`, not negative, any scale.
    Trial: weights drawn from Dirichlet(concentration · weights), 40 moving a weight of 35 % mostly within 23–48 %; a
    weight of zero stays zero. ValueError on a missing, unknown or negative weight, or when all are zero.
    """
    parts = np.column_stack(
        [people_part(numbers(people)), numbers(persistence), growth_part(numbers(growth_low)), numbers(powers)]
    )
    share = _shares(weights)
    tried = _dirichlet_draws(share, draws, concentration, np.random.default_rng(seed))
    ranks = _ranks(parts @ tried.T)
    known = ~np.isnan(parts).any(axis=1)
    ends = np.quantile(ranks, [0.05, 0.95], axis=1, method="inverted_cdf") if len(parts) else np.zeros((2, 0))
    best, worst = np.where(known, ends, 0).astype(np.int64)
    in_top = np.where(known, (ranks <= top).mean(axis=1), np.nan)
    score = parts @ share
    return Order(score, np.where(known, _ranks(score[:, None])[:, 0], 0), best, worst, in_top, parts)


def people_part(people: Numbers) -> Numbers:
    """ln(1 + people) / ln(1 + MOST_PEOPLE), at most 1; missing stays missing."""
    return np.minimum(np.log1p(people) / np.log1p(MOST_PEOPLE), 1.0)


def growth_part(low: Numbers) -> Numbers:
    """(r − 1)/(r + 1): 0 at the norm, ⅓ at twice, ½ at thrice; missing stays missing."""
    grown = np.maximum(low, 1.0)
    return np.where(np.isnan(low), np.nan, (grown - 1) / (grown + 1))


def _shares(weights: Mapping[str, float]) -> Numbers:
    if set(weights) != set(MEASURES):
        raise ValueError(f"weights must name {', '.join(MEASURES)}")
    given = np.array([weights[name] for name in MEASURES], dtype=float)
    if not (given >= 0).all() or given.sum() <= 0:
        raise ValueError("weights must not be negative and not all zero")
    return given / given.sum()


def _dirichlet_draws(share: Numbers, draws: int, concentration: float, rng: np.random.Generator) -> Numbers:
    """Dirichlet by normalised Gamma draws; a shape of zero gives zero."""
    gammas = rng.standard_gamma(concentration * share, size=(draws, len(share)))
    return gammas / gammas.sum(axis=1, keepdims=True)


def _ranks(scores: Numbers) -> Integers:
    """Places in every column: 1 + how many are higher; a missing score pushes nobody."""
    filled = np.where(np.isnan(scores), -np.inf, np.round(scores, 12))
    ordered = np.sort(-filled, axis=0)
    columns = [np.searchsorted(ordered[:, i], -filled[:, i], side="left") + 1 for i in range(scores.shape[1])]
    return np.column_stack(columns).astype(np.int64)
