"""A mean over all answers when a few of them were read by people and all of them by rules.

    mean of the hints of all + weighted mean of (checked − hint) over those checked by plan

The second part takes back whatever the hints do wrong, so the estimate is right on average however bad they are; good
hints only make its interval narrow. Strata are estimated each for itself and put together by their known sizes
(Särndal C.-E., Swensson B., Wretman J. Model Assisted Survey Sampling. Springer, 1992: difference estimator, ch. 6).

Interval: Student's quantile with Satterthwaite's degrees of freedom. Three answers that happen to agree with their
hints do not say that all do, so the spread of a stratum is learnt from its own answers and from USUAL_ANSWERS usual
ones beside them: those of the other strata, or a difference of USUAL_DIFFERENCE points where there are none. What is
checked in whole has no error. What it covers is measured by `python -m analysis.benchmark --only completeness`.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from analysis.arrays import Integers, Numbers, numbers
from analysis.intervals import LEVEL

SCALE = (0.0, 100.0)
USUAL_DIFFERENCE = 40.0
"""Points between a checked score and its hint, before anything was checked."""
USUAL_ANSWERS = 2.0
"""So many checked answers that is worth."""
_LATE = 0.01
"""Part of a stratum that may have come after its plan was drawn without its being a sample for that."""
_STRANGE = 15.0
"""Standard deviation, points, of the mean difference from stratum to stratum: for strata nobody has checked."""


@dataclass(frozen=True)
class Strata:
    """Sums over the answers of each stratum; all are additive, so parts of a stratum may be added up.

    group: whose mean the stratum belongs to, from 0. answers; hinted: those with a hint, hints: sum of these. Of those
    checked: checked; sampled: how many stand for others too, their weight being above 1; with w the weight, z the score
    less its hint, or the score itself where there is no hint (then b = 1, else 0), sums of w, w·z, w·z², w·b, w·z·b in
    weights, wz, wzz, wb, wzb, and the same of w² in squares, qz, qzz, qb, qzb.
    """

    group: Integers
    answers: Numbers
    hinted: Numbers
    hints: Numbers
    checked: Numbers
    sampled: Numbers
    weights: Numbers
    wz: Numbers
    wzz: Numbers
    wb: Numbers
    wzb: Numbers
    squares: Numbers
    qz: Numbers
    qzz: Numbers
    qb: Numbers
    qzb: Numbers


SUMS = tuple(one.name for one in fields(Strata) if one.name != "group")


@dataclass(frozen=True)
class Means:
    """One value per group, missing where nothing of it was checked; low, high: a 90 % interval within SCALE.

    value is not cut to the scale, or it would not be right on average.
    """

    value: Numbers
    low: Numbers
    high: Numbers


def strata_of(stratum: Any, hint: Any, score: Any, weight: Any, *, group_of: Any = None) -> Strata:
    """Sums of single answers: the stratum of each (from 0), its hint (missing: none), its checked score and its weight
    (missing: not checked by plan). group_of: the group of each stratum, by default one for all.
    """
    code, h, y = np.asarray(stratum, dtype=np.int64), numbers(hint), numbers(score)
    count = int(code.max(initial=-1)) + 1
    w = np.where(np.isnan(y), 0.0, np.nan_to_num(numbers(weight)))
    z, b, q = np.nan_to_num(y) - np.nan_to_num(h), np.isnan(h).astype(float), w * w
    parts = {
        "answers": np.ones(len(h)), "hinted": 1 - b, "hints": np.nan_to_num(h), "checked": w > 0, "sampled": w > 1,
        "weights": w, "wz": w * z, "wzz": w * z * z, "wb": w * b, "wzb": w * z * b,
        "squares": q, "qz": q * z, "qzz": q * z * z, "qb": q * b, "qzb": q * z * b,
    }  # fmt: skip
    groups = np.zeros(count, dtype=np.int64) if group_of is None else np.asarray(group_of, dtype=np.int64)
    return Strata(groups, **{name: _totals(code, values, count) for name, values in parts.items()})


def _totals(code: Integers, values: Any, count: int) -> Numbers:
    return np.asarray(np.bincount(code, weights=numbers(values), minlength=count), dtype=float)


def assisted_means(strata: Strata, groups: int) -> Means:
    """Estimates of so many groups from the sums of their strata."""

    def per_group(values: Numbers) -> Numbers:
        return _totals(strata.group, values, groups)

    def of_group(values: Numbers) -> Numbers:
        return per_group(values)[strata.group]

    with np.errstate(divide="ignore", invalid="ignore"):
        hint = _hint(strata, of_group)
        is_checked = strata.weights > 0
        difference = np.where(is_checked, (strata.wz - hint * strata.wb) / strata.weights, 0.0)
        share = np.where(is_checked, strata.answers, 0.0) / of_group(np.where(is_checked, strata.answers, 0.0))
        every = per_group(strata.answers)
        value = per_group(strata.answers * hint) / every + per_group(share * difference)
        variance, freedom = _variance(strata, difference, hint, of_group)
        error = share**2 * np.where(is_checked, variance, 0.0)
        strange = per_group(np.where(is_checked, 0.0, strata.answers)) / every * _STRANGE
        total = per_group(error)
        steps = per_group(np.where(is_checked, error**2 / freedom, 0.0))
        half = _quantile(total, steps) * np.sqrt(total + strange**2)
    return Means(value, np.clip(value - half, *SCALE), np.clip(value + half, *SCALE))


def _hint(strata: Strata, of_group: Any) -> Numbers:
    """The mean hint of each stratum, which stands for those that are missing: its group's without any, else the middle
    of the scale. Any constant would do.
    """
    own, wide = strata.hints / strata.hinted, of_group(strata.hints) / of_group(strata.hinted)
    return np.where(strata.hinted > 0, own, np.where(np.isnan(wide), sum(SCALE) / 2, wide))


def _variance(strata: Strata, difference: Numbers, hint: Numbers, of_group: Any) -> tuple[Numbers, Numbers]:
    """Of each stratum's mean difference, and its degrees of freedom.

    The weights are brought to the answers there are: where some come from weeks without a plan, those read stand for
    them too, and what was read in whole is no longer all.
    """
    k = strata.answers / strata.weights
    stands_for_more = k > 1 + _LATE
    total, squares = _deviations(strata, difference, hint)
    u = np.maximum(k**2 * strata.squares - k * strata.weights, 0.0)
    u = np.where(stands_for_more | (strata.sampled > 0), u, 0.0)
    spread = np.where(u > 0, np.maximum(k**2 * squares - k * total, 0.0) / u, 0.0)
    evenness = strata.weights**2 / (strata.squares * strata.checked)
    reading = np.where(stands_for_more, strata.checked, strata.sampled)
    effective = np.where(reading > 0, np.maximum(reading * evenness, 1.0), 1.0)
    own, freedom = spread * effective, effective - 1
    elsewhere, elsewhere_freedom = of_group(own) - own, of_group(freedom) - freedom
    usual = (elsewhere + USUAL_ANSWERS * USUAL_DIFFERENCE**2) / (elsewhere_freedom + USUAL_ANSWERS)
    learnt = (own + USUAL_ANSWERS * usual) / (freedom + USUAL_ANSWERS)
    return learnt * u / strata.answers**2, freedom + USUAL_ANSWERS


def _deviations(strata: Strata, difference: Numbers, hint: Numbers) -> tuple[Numbers, Numbers]:
    """Sums of w and of w² times the squared deviation from the mean difference."""
    made = []
    for one, z, zz, b, zb in (
        (strata.weights, strata.wz, strata.wzz, strata.wb, strata.wzb),
        (strata.squares, strata.qz, strata.qzz, strata.qb, strata.qzb),
    ):
        mean, of_squares = z - hint * b, zz - 2 * hint * zb + hint**2 * b
        made.append(np.maximum(of_squares - 2 * difference * mean + difference**2 * one, 0.0))
    return made[0], made[1]


def _quantile(total: Numbers, steps: Numbers) -> Numbers:
    """Student's with Satterthwaite's degrees of freedom; of what is known in whole any number will do."""
    from scipy import special  # dear to import, and most starts never ask

    freedom = np.where(total > 0, total**2 / steps, 1.0)
    return np.asarray(special.stdtrit(freedom, 0.5 + LEVEL / 2))
