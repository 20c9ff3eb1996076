"""Whether intervals held on the latest weeks, and how much wider they must be if they did not: split conformal.

The model learns until some weeks ago and forecasts the records open then; their terms have ended since. Of the records
of one recipient on one such day O missed their term where P were expected; the score |O − P| / √(Σ p(1 − p) + (Σ s)²),
s being the interval's half-width over z, is below z in nine cases of ten when the intervals are right. When more scores
lie above than chance would leave there, all half-widths are multiplied by what brings the 90 % quantile of the scores
back to z (Vovk, Gammerman, Shafer. Algorithmic Learning in a Random World. 2005, ch. 4).
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import special

from analysis.arrays import Numbers
from analysis.discrete import binomial_quantile
from analysis.forecast.model import Model, fit
from analysis.forecast.origin import history_as_of
from analysis.intervals import LEVEL

CUTS = (35, 70, 105)
"""Days before today on which the model is tried: most terms of 30 days have ended since."""
LEAST_SCORES = 20
WIDEST = 3.0
_FEWEST = 3
"""Records of a recipient below which their misses are one coin thrown."""
_BY_CHANCE = 0.95


def learn(lives: pd.DataFrame, day: int) -> Model:
    """`fit` on what was known on the morning of a day, its intervals held to the weeks before it.

    lives: `origin.LIVES`.
    """
    model = fit(history_as_of(lives, day)[0])
    return replace(model, widening=widening(lives, day))


def widening(lives: pd.DataFrame, day: int) -> float:
    """By how much intervals must be wider than the model makes them; 1 when the latest weeks do not speak against."""
    parts = [_misses(lives, day - cut, day) for cut in CUTS]
    sums = pd.concat(parts, ignore_index=True)
    sums = sums[sums["records"] >= _FEWEST]
    z = float(special.ndtri(0.5 + LEVEL / 2))
    gap, chance, spread = (sums[name].to_numpy(dtype=float) for name in ("gap", "chance", "spread"))
    above = int((_scores(gap, chance, spread, 1.0) > z).sum())
    if len(sums) < LEAST_SCORES or above <= binomial_quantile(_BY_CHANCE, len(sums), 1 - LEVEL):
        return 1.0
    share = min(np.ceil((len(sums) + 1) * LEVEL) / len(sums), 1.0)
    widths = np.arange(1.0, WIDEST + 0.05, 0.05)
    enough = [np.quantile(_scores(gap, chance, spread, width), share) <= z for width in widths]
    return float(widths[int(np.argmax(enough))]) if any(enough) else WIDEST


def _misses(lives: pd.DataFrame, cut: int, day: int) -> pd.DataFrame:
    """By recipient, of the records open on the morning of `cut` whose last day is before `day`: records, gap (missed
    less expected), chance (its variance if the probabilities are right), spread (sum of the half-widths over z).
    """
    history, ahead = history_as_of(lives, cut)
    ahead = ahead[(ahead["days_left"] >= 0) & (ahead["days_left"] + cut < day)]
    told = fit(history).miss_probability(ahead)
    p, known = told["probability"], lives.loc[ahead.index]
    missed = ~(known["resolved_day"] <= known["due_day"])
    z = float(special.ndtri(0.5 + LEVEL / 2))
    each = pd.DataFrame(
        {
            "recipient": ahead["recipient"].astype("object").where(ahead["recipient"].notna(), ""),
            "records": 1.0,
            "gap": missed.astype(float) - p,
            "chance": p * (1 - p),
            "spread": (told["high"] - told["low"]) / (2 * z),
        }
    )
    return each[p.notna()].groupby("recipient", sort=True).sum()


def _scores(gap: Numbers, chance: Numbers, spread: Numbers, width: float) -> Numbers:
    return np.abs(gap) / np.sqrt(np.maximum(chance + (width * spread) ** 2, 1e-12))
