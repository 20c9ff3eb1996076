"""Every trial of `python -m analysis.benchmark`, in the order in which they are run."""

from bench.trials import Trial, problems

TRIALS: tuple[Trial, ...] = (problems.TRIAL,)
