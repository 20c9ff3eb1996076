"""Weights of the build of replies (`etl.structure.replies.grammar`), learnt from our own labelled sets."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from etl.structure.replies import grammar

FEWEST, MOST = 2, 3_000
"""Replies that a feature must stand in, and how many features of each signal are kept: those that decide most."""
_LOOSE = 3.0
_MOST_STEPS = 3_000
Weights = Mapping[str, float]


def learn(replies: Sequence[str], labels: Sequence[bool]) -> Weights:
    """Feature → weight; 'one' is what is added to every sum. Logistic regression with a quadratic penalty."""
    seen = Counter(name for reply in replies for name in set(grammar.features(reply)))
    names = sorted(name for name, count in seen.items() if count >= FEWEST)
    told = _fitted(replies, labels, names)
    decides = {name: abs(told[name]) * np.sqrt(seen[name]) for name in names}
    kept = sorted(sorted(names, key=lambda name: -decides[name])[:MOST])
    return _fitted(replies, labels, kept)


def evidence(weights: Weights, reply: str) -> float:
    """What the weights say of a reply, as `grammar.evidence` does."""
    told = sum(weights.get(name, 0.0) for name in grammar.features(reply))
    return weights["one"] + told / grammar.scale(reply)


def left_out(sets: Sequence[tuple[Sequence[str], Sequence[bool]]]) -> Iterator[float]:
    """What is said of each reply by weights that its own set had no part in."""
    for place, (replies, _) in enumerate(sets):
        others = [one for near, one in enumerate(sets) if near != place]
        weights = learn([one for told, _ in others for one in told], [one for _, held in others for one in held])
        yield from (evidence(weights, reply) for reply in replies)


def write(path: Path, is_formal: Weights, has_responsible: Weights) -> None:
    """Keep the weights of both signals beside each other."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "is_formal", "has_responsible"))
        for name in sorted({*is_formal, *has_responsible}):
            writer.writerow((name, *(_cell(one.get(name, 0.0)) for one in (is_formal, has_responsible))))


def _cell(weight: float) -> str:
    return f"{weight:.2f}".rstrip("0").rstrip(".") if round(weight, 2) else ""


def _fitted(replies: Sequence[str], labels: Sequence[bool], names: Sequence[str]) -> dict[str, float]:
    places = {name: place for place, name in enumerate(names)}
    values, columns, starts = [], [], [0]
    for reply in replies:
        counted = Counter(name for name in grammar.features(reply) if name in places)
        values += [count / grammar.scale(reply) for count in counted.values()]
        columns += [places[name] for name in counted]
        starts.append(len(values))
    table = csr_matrix((values, columns, starts), shape=(len(replies), len(names)))
    made = LogisticRegression(C=_LOOSE, max_iter=_MOST_STEPS).fit(table, np.array(labels, dtype=bool))
    return dict(zip(names, made.coef_[0].tolist(), strict=True)) | {"one": float(made.intercept_[0])}
