"""Answers whose completeness is known, and hints of it that are right, useless or misleading."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Chance = np.random.Generator
MARKS = np.array([40.0, 20.0, 15.0, 15.0, 10.0])
HINTS = ("perfect", "good", "rarely_wrong", "useless", "flat", "misleading")
_SHAPES = ((2.0, 2.0), (8.0, 1.5), (1.0, 5.0), (1.0, 1.0))
"""Shapes of the betas that the chance of each mark comes from: middling, good, bad, anything."""


@dataclass(frozen=True)
class Answers:
    """score: what a reader would give, 0–100; hint: what rules say, missing where no file holds the text."""

    score: Numbers
    hint: Numbers


def answers(rng: Chance, count: int, hints: str) -> Answers:
    """Of one recipient: marks apart from one another, or every fourth time all or nothing, which is very skewed."""
    if rng.random() < 0.25:
        is_good = rng.random(count) < rng.beta(5, 1)
        score = np.where(is_good, rng.choice([75.0, 85.0, 100.0], count), rng.choice([0.0, 15.0, 20.0], count))
    else:
        score = (rng.random((count, 5)) < rng.beta(*_SHAPES[rng.integers(len(_SHAPES))], 5)) @ MARKS
    hint = _hint(rng, score, hints)
    return Answers(score, np.where(rng.random(count) < 0.2, np.nan, hint))


def _hint(rng: Chance, score: Numbers, kind: str) -> Numbers:
    if kind == "good":
        wrong = np.where(rng.random(len(score)) < 0.25, rng.choice([-40, -20, -15, 15, 20, 40], len(score)), 0)
        return np.clip(score + wrong, 0, 100)
    if kind == "rarely_wrong":
        return np.where(rng.random(len(score)) < 0.1, 100 - score, score)
    if kind == "useless":
        return rng.integers(0, 101, len(score)).astype(float)
    if kind == "flat":
        return np.full(len(score), 60.0)
    return 100 - score if kind == "misleading" else score
