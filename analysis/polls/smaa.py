"""Candidates by a weighted sum on fixed scales, and in which share of all weights each is the first.

A part is 0–1 and depends on nothing but its own candidate, so who else is on the list turns no two round (TOPSIS does:
rank reversal). An unknown part is left out and its weight is spread over the known ones; with less than half of the
weight known there is no score. Shares: weights drawn evenly from all that sum to 1 (Lahdelma R., Salminen P. SMAA-2 //
Operations Research. 2001. 49(3). P. 444–454); a measure whose weight is zero keeps zero.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.arrays import Flags, Integers, Numbers, numbers

LEAST_KNOWN = 0.5
DRAWS = 5_000
"""At a share of ½ their chance error is 0.7 points."""


@dataclass(frozen=True)
class Standing:
    """One value per candidate. score: 0–1, missing with too little known; known: share of the weight that is known.

    rank: 1 is the first, equal scores share the better place, 0 without a score. first: share of the draws in which
    nobody is better; first_error: its standard error; dominated: another candidate with the same known measures is
    nowhere worse and somewhere better — such a one is never the first.
    """

    score: Numbers
    known: Numbers
    rank: Integers
    first: Numbers
    first_error: Numbers
    dominated: Flags


def standing(parts: Any, weights: Any, *, draws: int = DRAWS, seed: int = 0) -> Standing:
    """Order candidates. parts: (candidates, measures), 0–1, missing is unknown; weights: one a measure, not negative.

    ValueError when all weights are zero or one is negative.
    """
    table, weight = numbers(parts), numbers(weights)
    if not (weight >= 0).all() or weight.sum() <= 0:
        raise ValueError("weights must not be negative and not all zero")
    share = weight / weight.sum()
    known = (~np.isnan(table)) @ share
    has_score = known >= LEAST_KNOWN - 1e-12
    score = np.where(has_score, _means(table, share[None, :])[:, 0], np.nan)
    worse = _dominated(table[:, weight > 0])
    first = _first(table, weight > 0, has_score, worse, draws, seed)
    error = np.sqrt(first * (1 - first) / draws)
    return Standing(score, known, _ranks(score), first, error, worse)


def _means(table: Numbers, weights: Numbers) -> Numbers:
    """Weighted means of the known parts: (candidates, draws)."""
    known = ~np.isnan(table)
    weight = known.astype(float) @ weights.T
    return np.divide(np.where(known, table, 0.0) @ weights.T, weight, out=np.zeros_like(weight), where=weight > 0)


def _first(table: Numbers, is_used: Flags, has_score: Flags, worse: Flags, draws: int, seed: int) -> Numbers:
    made = np.full(len(table), np.nan)
    able = np.flatnonzero(has_score & ~worse)
    made[has_score & worse] = 0.0
    if len(able):
        gammas = np.random.default_rng(seed).standard_gamma(1.0, size=(draws, int(is_used.sum())))
        scores = _means(table[np.ix_(able, np.flatnonzero(is_used))], gammas / gammas.sum(axis=1, keepdims=True))
        made[able] = (scores >= scores.max(axis=0) - 1e-12).mean(axis=1)
    return made


def _dominated(table: Numbers) -> Flags:
    """Whether another with the same known measures is at least as good everywhere and better somewhere."""
    known, filled = ~np.isnan(table), np.nan_to_num(table)
    made = np.zeros(len(table), dtype=bool)
    for i in range(len(table)):
        same = (known == known[i]).all(axis=1)
        made[i] = bool((same & (filled >= filled[i]).all(axis=1) & (filled > filled[i]).any(axis=1)).any())
    return made


def _ranks(score: Numbers) -> Integers:
    rounded = np.round(score, 12)
    better = (rounded[None, :] > rounded[:, None]).sum(axis=1)
    return np.where(np.isnan(score), 0, better + 1).astype(np.int64)
