"""Every trial of `python -m analysis.benchmark`, in the order in which they are run."""

from bench.trials import Trial, candidates, effects, hotspots, intervals, medians, misses, problems, ranks

TRIALS: tuple[Trial, ...] = (
    intervals.TRIAL,
    medians.TRIAL,
    ranks.TRIAL,
    candidates.TRIAL,
    misses.TRIAL,
    problems.TRIAL,
    hotspots.TRIAL,
    effects.TRIAL,
)
