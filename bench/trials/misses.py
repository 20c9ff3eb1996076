"""The forecast of misses in three districts: a steady one, one that has changed, one that has a season."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis import forecast
from answers.deadlines import expected_misses
from bench.planted import misses
from bench.trials import Effort, Figure, Trial, mean

WORDS = {"stationary": "ровно", "drift": "перемена", "season": "сезон"}
LEAST, MOST = 0.86, 0.94
WORST_BRIER, WORST_AUC = 1.08, 0.05
_OUTCOMES = 20
"""Outcomes drawn for every district: its truth is a chance, not what came."""
_FIGURES = ("held", "ours", "truth", "auc", "sum_held", "said", "came")


def measure(item: tuple[str, int, int]) -> dict[str, float]:
    """Of one district: held, the share of records whose true chance lies in its interval; ours and truth, the expected
    Brier scores; auc, by how much the truth's own is larger; sum_held, how often the number of misses lies in what is
    said of it; said and came, mean chances.
    """
    kind, seed, number = item
    rng = np.random.default_rng([seed, misses.KINDS.index(kind), number])
    planted = misses.district(rng, kind)
    _, ahead = forecast.history_as_of(planted.lives, planted.today)
    ahead = ahead.loc[planted.missing.index]
    told = forecast.learn(planted.lives, planted.today).miss_probability(ahead)
    known = told["probability"].notna().to_numpy()
    p, low, high = (told[name].to_numpy(dtype=float)[known] for name in ("probability", "low", "high"))
    true = planted.missing.to_numpy()[known]
    came = rng.random((_OUTCOMES, len(true))) < true
    told = told[known].assign(days_left=ahead["days_left"], recipient=ahead["recipient"])
    return {
        "held": float(((low <= true) & (true <= high)).mean()),
        "ours": float((true * (1 - true) + (p - true) ** 2).mean()),
        "truth": float((true * (1 - true)).mean()),
        "auc": float(np.mean([_auc(true, one) - _auc(p, one) for one in came])),
        "sum_held": _sums(told, came.sum(axis=1)),
        "said": float(p.mean()),
        "came": float(true.mean()),
    }


def _auc(said: np.ndarray, came: np.ndarray) -> float:
    """How often a record that missed was given a higher chance than one that did not."""
    ranks, n = stats.rankdata(said), int(came.sum())
    return float((ranks[came].sum() - n * (n + 1) / 2) / (n * (len(came) - n)))


def _sums(told: pd.DataFrame, came: np.ndarray) -> float:
    said = expected_misses(told)
    return float("nan") if said is None else float(((said[1] <= came) & (came <= said[2])).mean())


def run(effort: Effort) -> list[Figure]:
    """Six figures for each kind of district."""
    figures = []
    for kind, word in WORDS.items():
        items = [(kind, effort.seed, number) for number in range(effort.runs(30, 2))]
        every = list(effort.each(measure, items))
        of = {name: [one[name] for one in every] for name in _FIGURES}
        ratio = [ours / truth for ours, truth in zip(of["ours"], of["truth"], strict=True)]
        apart = [abs(said - came) for said, came in zip(of["said"], of["came"], strict=True)]
        figures += [
            Figure(f"{word}: интервал вероятности держит", *mean(of["held"]), LEAST, MOST),
            Figure(f"{word}: интервал числа нарушений держит", *mean(of["sum_held"]), 0.85, 0.96),
            Figure(f"{word}: Brier к истинному", *mean(ratio), high=WORST_BRIER, is_share=False),
            Figure(f"{word}: AUC ниже истинной на", *mean(of["auc"]), high=WORST_AUC, is_share=False),
            Figure(f"{word}: сказано и случилось расходятся на", *mean(apart), high=0.06),
        ]
    return figures


TRIAL = Trial("misses", "прогноз срывов сроков: интервалы, Brier и порядок в трёх районах", run)
