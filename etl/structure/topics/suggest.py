"""Topics of our own tree for texts without a label: by the learnt model where there is one, else by rules.

    suggest(texts, model=None) -> Suggestions     three likeliest topics of each text with probabilities

Where the model is not sure and the rules are, the rules speak: a model knows only topics that the history had.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from etl.structure.topics import model_files, rules
from etl.structure.topics.model import LinearModel
from etl.structure.topics.verdict import Answers

RULE, MODEL = "rule", "model"
READING = 1
"""To be raised with every change of the program after which the same lexicon or model may tell other topics."""


@dataclass(frozen=True)
class Suggestions:
    """Answers and who gave each: labels are topic codes; methods: 'rule' or 'model' per text."""

    answers: Answers
    methods: list[str]


def suggest(texts: Sequence[str], model: Path | None = None) -> Suggestions:
    """The three likeliest topics of each text; a text nothing is known of has ''.

    model: file of the learnt model (`model_files.newest`, asked once by who reads many texts: it may change meanwhile);
    without one rules alone answer.
    Raises InputError when the model is damaged.
    """
    told = rules.shipped_rules().answers(texts)
    if model is None or not texts:
        return Suggestions(told, [RULE] * len(texts))
    return _either(told, _loaded(model).answers(texts))


def digest_of_rules(model: Path | None = None) -> str:
    """Digest of what tells topics: the lexicon, this learnt model, how both are read. Equal ones tell the same."""
    told = (READING, rules.digest(), model.stem.rpartition("-")[2] if model else "")
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _loaded(path: Path) -> LinearModel:
    return model_files.load(path)


def _either(told: Answers, learnt: Answers) -> Suggestions:
    is_rule = np.asarray(~learnt.is_sure & told.is_sure)
    labels = [one if rule else other for rule, one, other in zip(is_rule, told.labels, learnt.labels, strict=True)]
    probabilities: Any = np.where(is_rule[:, None], told.probabilities, learnt.probabilities)
    is_sure = learnt.is_sure | told.is_sure
    return Suggestions(Answers(labels, probabilities, is_sure), [RULE if rule else MODEL for rule in is_rule])
