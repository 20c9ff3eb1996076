"""Every trial of `python -m analysis.benchmark`, in the order in which they are run."""

from bench.trials import Trial

TRIALS: tuple[Trial, ...] = ()
