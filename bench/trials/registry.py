"""Every trial of `python -m analysis.benchmark`, in the order in which they are run."""

from bench.trials import (
    Trial,
    candidates,
    completeness,
    effects,
    funnel,
    hotspots,
    intervals,
    medians,
    misses,
    problems,
    ranks,
    recipient_index,
)

TRIALS: tuple[Trial, ...] = (
    intervals.TRIAL,
    medians.TRIAL,
    ranks.TRIAL,
    recipient_index.TRIAL,
    funnel.TRIAL,
    candidates.TRIAL,
    misses.TRIAL,
    completeness.TRIAL,
    problems.TRIAL,
    hotspots.TRIAL,
    effects.TRIAL,
)
