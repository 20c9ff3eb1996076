"""Whether a reply is a formal one: a weighted sum of its features, with weights that anybody can read.

The shipped weights, `formal_weights.csv`, were learnt from our own labelled set (docs/answers.md); a district moves
them by what its own people have said of checked replies.
"""

import csv
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import InputError
from etl.structure.replies.phrases import HERE

_FILE = "replies-formal.json"
_FORMAT = 1
FEWEST = 20
"""Marks of each kind that are worth learning from."""
_STEPS = 50


@dataclass(frozen=True)
class Judge:
    """Weights by feature, and from which probability on a reply is called formal."""

    weights: Mapping[str, float]
    threshold: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Of being formal; a feature without a weight says nothing."""
        told = sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(min(told, 30.0), -30.0)))

    def is_formal(self, features: Mapping[str, float]) -> bool:
        """Whether the reply is called formal."""
        return self.probability(features) >= self.threshold


@cache
def shipped() -> Judge:
    """The judge that comes with the program."""
    with (HERE / "formal_weights.csv").open(encoding="utf-8", newline="") as file:
        told = {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}
    return Judge({name: weight for name, weight in told.items() if name != "threshold"}, told["threshold"])


def learn(rows: Sequence[Mapping[str, float]], marks: Sequence[bool], start: Judge, strength: float = 1.0) -> Judge:
    """Weights nearest to those of `start` that the marks agree with: logistic regression whose penalty pulls towards
    them, so a few marks move little. Raises InputError when there are fewer than FEWEST marks of either kind.
    """
    told = sum(marks)
    if min(told, len(marks) - told) < FEWEST:
        raise InputError(
            f"Отметок мало: отписок {told}, содержательных ответов {len(marks) - told}, а нужно не меньше {FEWEST} тех "
            "и других. Проверьте ещё ответы и повторите."
        )
    names = sorted({name for row in rows for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    prior = np.array([start.weights.get(name, 0.0) for name in names])
    weights = _fitted(table, np.array(marks, dtype=float), prior, strength)
    return Judge(dict(zip(names, weights.tolist(), strict=True)), start.threshold)


def _fitted(table: Any, marks: Any, prior: Any, strength: float) -> Any:
    """Newton's steps; the penalty makes the matrix regular."""
    weights = prior.copy()
    for _ in range(_STEPS):
        told = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (told - marks) + strength * (weights - prior)
        curve = (table * (told * (1 - told))[:, None]).T @ table + strength * np.eye(len(prior))
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def save(judge: Judge, folder: Path) -> Path:
    """Keep what an installation has learnt; the file appears whole."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _FILE
    scratch = path.with_suffix(".new")
    told = {"format": _FORMAT, "threshold": judge.threshold, "weights": dict(judge.weights)}
    scratch.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    scratch.replace(path)
    return path


def in_force(folder: Path) -> Judge:
    """What the installation has learnt, else the shipped judge. Raises InputError when the file is damaged."""
    path = folder / _FILE
    return _read(path, path.stat().st_mtime_ns) if path.exists() else shipped()


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Judge:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != _FORMAT:
            raise ValueError(told["format"])
        weights = {str(name): float(weight) for name, weight in told["weights"].items()}
        return Judge(weights, float(told["threshold"]))
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise InputError(
            f"Выученное об отписках «{path.name}» не читается. Удалите файл и выполните: python -m etl learn-answers."
        ) from error
