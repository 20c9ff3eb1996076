"""Margins as probabilities held against texts the model has not seen, and the probability that is enough."""

from typing import Any

import numpy as np

WANTED_ACCURACY = 0.9
"""«Уверен» must be right this often on texts held out of training; the threshold is the lowest that keeps it."""
NEVER_SURE = 1.01
_STEPS_OF_CURVE, _LEAST_IN_STEP = 12, 20


def softmax(values: Any) -> Any:
    """Rows of positive shares that add up to 1."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def sharpness(margins: Any, at: Any) -> float:
    """The sharpness under which the labels that came true are likeliest."""
    scales = np.geomspace(0.3, 30, 60)
    rows = np.arange(len(at))
    losses = [-np.log(softmax(margins * scale)[rows, at] + 1e-12).mean() for scale in scales]
    return float(scales[int(np.argmin(losses))])


def reliability(shares: Any, is_right: Any) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean share and share of right answers in even groups of texts, smoothed towards each other and never falling."""
    order = np.argsort(shares, kind="stable")
    groups = np.array_split(order, max(1, min(_STEPS_OF_CURVE, len(order) // _LEAST_IN_STEP)))
    told = [float(shares[group].mean()) for group in groups]
    right = [
        float((is_right[group].sum() + share) / (len(group) + 1)) for group, share in zip(groups, told, strict=True)
    ]
    return tuple(told), tuple(np.maximum.accumulate(right).tolist())


def bent(shares: Any, curve: tuple[tuple[float, ...], tuple[float, ...]]) -> Any:
    """Shares with the first of each row as often right as the curve says; the others share what is left."""
    if not shares.size:
        return shares
    rows, first = np.arange(len(shares)), shares.argmax(axis=1)
    before = shares[rows, first]
    others = np.partition(shares, -2, axis=1)[:, -2] if shares.shape[1] > 1 else 0 * before
    rest = np.maximum(1 - before, 1e-9)
    least = others / (rest + others)  # below it the second would come first
    after = np.clip(np.interp(before, *curve), least, 1 - 1e-6)
    made = shares * ((1 - after) / rest)[:, None]
    made[rows, first] = after
    return made


def threshold(probabilities: Any, is_right: Any) -> float:
    """The lowest probability above which answers were right WANTED_ACCURACY of the time; above 1 when never."""
    order = np.argsort(-probabilities, kind="stable")
    share = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((share >= WANTED_ACCURACY) & (np.arange(len(order)) >= 9))
    return float(probabilities[order[enough[-1]]]) if len(enough) else NEVER_SURE
