"""Completeness told from a few answers read by people: right on average and inside its interval, whatever the hints."""

from itertools import product

import numpy as np

from analysis.allocation import allocate, draw
from analysis.sampling_estimate import assisted_means, strata_of
from bench.planted import answers
from bench.trials import Effort, Figure, Trial, mean, share

READ = (3, 5, 8, 15, 30)
"""Answers of one recipient that are read, in one plan or in weekly ones of two."""
LEAST, FURTHEST = 0.88, 1.0
"""Of the «90 %»; points the mean error may be away from zero, three standard errors allowed for."""
Case = tuple[bool, float]


def one_recipient(item: tuple[str, int, int, int]) -> Case:
    """Whether the interval holds the truth, and the error: hints, answers read, seed, number."""
    hints, read, *seed = item
    rng = np.random.default_rng([*seed, read, answers.HINTS.index(hints)])
    weeks = read // 2 if read > 5 and rng.random() < 0.5 else 1
    planned = np.full(weeks, read // weeks)
    return _estimated(rng, planned + rng.integers(0, 12 * planned), planned, hints, of_one=True)


def district(item: tuple[str, int, int]) -> Case:
    """The same of 5 to 40 recipients at once, each with few answers read."""
    hints, *seed = item
    rng = np.random.default_rng([*seed, answers.HINTS.index(hints)])
    sizes = rng.integers(2, 60, rng.integers(5, 41))
    taken = allocate(sizes, np.full(len(sizes), 30.0), 3 * len(sizes), 2)
    return _estimated(rng, sizes, taken, hints, of_one=False)


def _estimated(rng: np.random.Generator, sizes: np.ndarray, taken: np.ndarray, hints: str, *, of_one: bool) -> Case:
    """of_one: the strata of the plan are weeks of one recipient, whose estimate has a single stratum."""
    planned = np.repeat(np.arange(len(sizes)), sizes)
    groups = [answers.answers(rng, int(n), hints) for n in ([sizes.sum()] if of_one else sizes)]
    score, hint = (np.concatenate([getattr(one, name) for one in groups]) for name in ("score", "hint"))
    chosen = draw(planned, taken, int(rng.integers(2**31)))
    weight = np.where(chosen, (sizes / np.maximum(taken, 1))[planned], np.nan)
    strata = strata_of(np.zeros(len(score), int) if of_one else planned, hint, np.where(chosen, score, np.nan), weight)
    found, true, slack = assisted_means(strata, 1), float(score.mean()), 1e-9
    return bool(found.low[0] - slack <= true <= found.high[0] + slack), float(found.value[0] - true)


def run(effort: Effort) -> list[Figure]:
    """Coverage for each kind of hints and number read, and the mean error of each kind of hints."""
    figures, errors = [], dict[str, list[float]]()
    numbers = range(effort.runs(4000, 40))
    for hints, read in product(answers.HINTS, READ):
        found = list(effort.each(one_recipient, [(hints, read, effort.seed, i) for i in numbers]))
        figures.append(Figure(f"{hints}: накрыто, прочитано {read}", *share([held for held, _ in found]), low=LEAST))
        errors[hints] = errors.get(hints, []) + [error for _, error in found]
    for hints in answers.HINTS:
        found = list(effort.each(district, [(hints, effort.seed, i) for i in numbers]))
        figures.append(Figure(f"{hints}: накрыто, район", *share([held for held, _ in found]), low=LEAST))
        error = mean(errors[hints])
        limits = {"low": -FURTHEST, "high": FURTHEST, "is_share": False}
        figures.append(Figure(f"{hints}: средняя ошибка, баллов", *error, **limits))  # type: ignore[arg-type]
    return figures


TRIAL = Trial("completeness", "полнота по проверенным ответам верна, как бы ни ошибались подсказки", run)
