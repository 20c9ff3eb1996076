"""What a classifier says of each text: the likeliest label, how likely, whether that is enough, and the next two."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

SHOWN = 3


@dataclass(frozen=True)
class Answers:
    """Column by column, one value per text. labels and probabilities: SHOWN per text, likeliest first, '' and 0 where
    there is no further label; is_sure: whether the first is likely enough to stand without a person.
    """

    labels: list[tuple[str, ...]]
    probabilities: Any
    is_sure: Any

    def __len__(self) -> int:
        return len(self.labels)


def best(probabilities: Any, classes: Sequence[str], sure: float) -> Answers:
    """Answers from an n_texts × n_classes array of probabilities; sure: the least probability that is enough."""
    count = min(SHOWN, len(classes))
    top = np.argsort(-probabilities, axis=1, kind="stable")[:, :count]
    told = np.take_along_axis(probabilities, top, axis=1).astype(np.float64)
    labels = [
        tuple(classes[at] if share > 0 else "" for at, share in zip(places, shares, strict=True))
        + ("",) * (SHOWN - count)
        for places, shares in zip(top.tolist(), told.tolist(), strict=True)
    ]
    padded = np.pad(told, ((0, 0), (0, SHOWN - count)))
    return Answers(labels, padded, padded[:, 0] >= sure)
