"""How past forecasts erred, and what that makes of a new one: logistic recalibration (Cox 1958, Platt 1999)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

LEAST_PAIRS = 200
"""Forecasts with known outcomes below which nothing is recalibrated: two numbers can be fitted to chance as well."""
_PRIOR_PAIRS = 10.0
"""How strongly «the forecasts are right» holds before anything was seen."""
_EDGE = 1e-6
_STEPS = 25


@dataclass(frozen=True)
class Calibration:
    """logit P′ = intercept + slope · logit P; 0 and 1 leave a forecast as it is."""

    intercept: float = 0.0
    slope: float = 1.0
    n: int = 0

    def apply(self, probability: Any) -> npt.NDArray[np.float64]:
        """Recalibrated probabilities of any shape; missing stays missing."""
        logit = special.logit(np.clip(np.asarray(probability, dtype=float), _EDGE, 1 - _EDGE))
        return special.expit(self.intercept + self.slope * logit)


def calibrate(probability: Any, missed: Any) -> Calibration:
    """Fit on past forecasts and what became of them; with fewer than LEAST_PAIRS pairs, no change.

    Maximum likelihood with a weak normal prior at «no change», by Newton's steps; the order of forecasts is kept: a
    slope that would turn it round is taken as no change.
    """
    probability, missed = np.asarray(probability, dtype=float), np.asarray(missed, dtype=float)
    known = ~np.isnan(probability)
    if known.sum() < LEAST_PAIRS:
        return Calibration()
    logit = special.logit(np.clip(probability[known], _EDGE, 1 - _EDGE))
    design = np.column_stack([np.ones_like(logit), logit])
    start = np.array([0.0, 1.0])
    weights = start.copy()
    for _ in range(_STEPS):
        mean = special.expit(design @ weights)
        gradient = design.T @ (missed[known] - mean) - _PRIOR_PAIRS * (weights - start)
        curvature = (design * (mean * (1 - mean))[:, None]).T @ design + _PRIOR_PAIRS * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    if not np.isfinite(weights).all() or weights[1] <= 0:
        return Calibration()
    return Calibration(float(weights[0]), float(weights[1]), int(known.sum()))
