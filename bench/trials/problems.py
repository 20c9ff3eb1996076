"""Proposed problems: of pairs put together the share that belongs together, of pairs that belong the share found."""

from collections.abc import Sequence

import numpy as np

from bench.planted.problems import planted_problems
from bench.problems import pair_shares
from bench.trials import Effort, Figure, Trial, mean
from etl.structure.problems.propose import propose

LEAST_PRECISION, LEAST_RECALL, LEAST_PRECISION_LARGE = 0.80, 0.75, 0.75


def district(seed: int) -> tuple[float, float, float]:
    """Precision, recall, and precision in large places (a missing number without proposals) in one planted district."""
    planted = planted_problems(seed)
    numbers = planted.records["record_id"]
    members = propose(planted.records).members.set_index("record_id")["first_record_id"]
    proposed = numbers.map(members).fillna(numbers).to_numpy()
    precision, recall = pair_shares(proposed, planted.truth)
    large = planted.is_large
    return precision, recall, pair_shares(proposed[large], planted.truth[large])[0]


def _run(effort: Effort) -> Sequence[Figure]:
    seeds = [effort.seed * 1000 + 7 * run for run in range(effort.runs(40, 3))]
    shares = np.array(list(effort.each(district, seeds)))
    named = (
        ("точность пар", LEAST_PRECISION),
        ("полнота пар", LEAST_RECALL),
        ("точность пар в местах больше 5000 человек", LEAST_PRECISION_LARGE),
    )
    return [
        Figure(name, *mean(column[~np.isnan(column)].tolist()), low=low)
        for (name, low), column in zip(named, shares.T, strict=True)
    ]


TRIAL = Trial("problems", "записи об одном и том же предложены вместе", _run)
