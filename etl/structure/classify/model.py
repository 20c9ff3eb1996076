"""A linear model over n-grams that learns any set of labels: probabilities held against texts it was not trained on.

What is learnt are numbers and the labels themselves: no text, no word of a text is kept. A saved model is an archive of
plain arrays, read without unpickling.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from data.errors import InputError
from etl.structure.classify import rules
from etl.structure.classify.answer import Answers, best
from etl.structure.classify.features import BUCKETS, counts

LEAST_TEXTS = 30
"""Fewer labelled texts are no history."""
LEAST_LABELS = 2
WANTED_ACCURACY = 0.9
"""«Уверен» must be right this often on texts held out of training; the threshold is the lowest that keeps it."""
_NEVER_SURE = 1.01
_STEPS_OF_CURVE, _LEAST_IN_STEP = 12, 20
_FOLDS = 5
_MOST_FEATURES = 120_000
_AT_ONCE = 2_000
_LEAST_TEXTS_WITH = (1, 1, 2)
_LEXICON_WEIGHT = 0.5
_PENALTY = 1.0


@dataclass(frozen=True)
class Vocabulary:
    """Buckets of one kind of n-gram that the training texts had, and their inverse document frequency."""

    buckets: Any
    idf: Any

    @staticmethod
    def of(found: sparse.csr_matrix, least: int) -> "Vocabulary":
        """Buckets that at least so many texts have; the most frequent when there are too many."""
        texts_with = np.bincount(found.indices, minlength=BUCKETS)
        kept = np.flatnonzero(texts_with >= least)
        if len(kept) > _MOST_FEATURES:
            kept = np.sort(kept[np.argsort(-texts_with[kept], kind="stable")[:_MOST_FEATURES]])
        idf = np.log((1 + found.shape[0]) / (1 + texts_with[kept])) + 1
        return Vocabulary(kept.astype(np.int32), idf.astype(np.float32))

    def weighed(self, found: sparse.csr_matrix) -> sparse.csr_matrix:
        """TF–IDF rows of unit length, n_texts × n_buckets; logarithms of the found."""
        positions = np.full(BUCKETS, -1, dtype=np.int32)
        positions[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
        columns = positions[found.indices]
        known = columns >= 0
        columns = columns[known]
        data = (1 + np.log(found.data[known])) * self.idf[columns]
        before = np.concatenate([[0], np.cumsum(known)])
        starts = before[found.indptr]
        lengths = np.sqrt(np.add.reduceat(np.append(data**2, 0), np.minimum(starts[:-1], len(data))))
        lengths[starts[1:] == starts[:-1]] = 1
        data /= np.repeat(lengths, np.diff(starts))
        shape = (found.shape[0], len(self.buckets))
        return sparse.csr_matrix((data.astype(np.float32), columns, starts), shape=shape)


@dataclass(frozen=True)
class LinearModel:
    """Labels and what speaks for each.

    scale: sharpness of the shares; curve: shares of the first label and how often it was right with such a share;
    sure: the least probability that is enough.
    """

    classes: tuple[str, ...]
    vocabularies: tuple[Vocabulary, ...]
    weights: Any
    intercepts: Any
    scale: float = 1.0
    curve: tuple[tuple[float, ...], tuple[float, ...]] = ((0.0, 1.0), (0.0, 1.0))
    sure: float = _NEVER_SURE

    def margins(self, texts: Sequence[str]) -> Any:
        """How far each text lies on the side of each label, n_texts × n_labels."""
        parts = [self._some(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.classes)), dtype=np.float32)

    def _some(self, texts: Sequence[str]) -> Any:
        return np.asarray(_features(texts, self.vocabularies) @ self.weights) + self.intercepts

    def probabilities(self, texts: Sequence[str]) -> Any:
        """Calibrated probabilities, n_texts × n_labels; each row adds up to 1, and its likeliest label stays so."""
        return _bent(softmax(self.margins(texts) * self.scale), self.curve)

    def answers(self, texts: Sequence[str]) -> Answers:
        """The three likeliest labels of each text; is_sure by the threshold found in training."""
        return best(self.probabilities(texts), self.classes, self.sure)


def softmax(values: Any) -> Any:
    """Rows of positive shares that add up to 1."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _features(texts: Sequence[str], vocabularies: Sequence[Vocabulary]) -> sparse.csr_matrix:
    scores = rules.own().scores_with_groups(texts)
    told = scores / (np.linalg.norm(scores, axis=1, keepdims=True) + 1) * _LEXICON_WEIGHT
    parts = [one.weighed(found) for one, found in zip(vocabularies, counts(texts), strict=True)]
    return sparse.hstack([*parts, sparse.csr_matrix(told)], format="csr", dtype=np.float32)


def learn(texts: Sequence[str], labels: Sequence[str]) -> LinearModel:
    """A model of labelled texts, its probabilities calibrated on texts held out in turn.

    Texts without a label are left out. Raises InputError when there is too little to learn from.
    """
    told = [(text, label) for text, label in zip(texts, labels, strict=True) if label and text.strip()]
    kept, named = [text for text, _ in told], np.array([label for _, label in told], dtype=object)
    if len(kept) < LEAST_TEXTS or len(set(named)) < LEAST_LABELS:
        raise InputError(
            f"Учиться не на чем: текстов с меткой {len(kept)}, разных меток {len(set(named))}. Нужно не меньше "
            f"{LEAST_TEXTS} текстов и {LEAST_LABELS} меток."
        )
    margins, classes = held_out_margins(kept, named)
    is_known = np.isin(named, classes)
    at = np.searchsorted(np.array(classes, dtype=object), named[is_known])
    scale = _calibrated(margins[is_known], at)
    shares = softmax(margins * scale)
    is_right = np.array(classes, dtype=object)[shares.argmax(axis=1)] == named
    curve = reliability(shares.max(axis=1), is_right)
    sure = threshold(_bent(shares, curve).max(axis=1), is_right)
    return replace(fitted(kept, named), scale=scale, curve=curve, sure=sure)


def fitted(texts: Sequence[str], labels: Any) -> LinearModel:
    """A model without calibration."""
    from sklearn.svm import LinearSVC  # dear to import, and only learning needs it

    vocabularies = tuple(map(Vocabulary.of, counts(texts), _LEAST_TEXTS_WITH))
    classes, sizes = np.unique(labels.astype(str), return_counts=True)
    weight = dict(zip(classes.tolist(), np.sqrt(len(labels) / len(classes) / sizes).tolist(), strict=True))
    made = LinearSVC(C=_PENALTY, tol=1e-3, random_state=0)
    weights_of_texts = np.array([weight[str(label)] for label in labels])
    made.fit(_features(texts, vocabularies), labels.astype(str), sample_weight=weights_of_texts)
    weights, intercepts = made.coef_, made.intercept_
    if len(classes) == 2:  # one side is said, the other is its opposite
        weights, intercepts = np.vstack([-weights, weights]), np.concatenate([-intercepts, intercepts])
    weights = np.ascontiguousarray(weights.T, dtype=np.float32)
    return LinearModel(tuple(map(str, classes)), vocabularies, weights, intercepts.astype(np.float32))


def held_out_margins(texts: Sequence[str], labels: Any) -> tuple[Any, tuple[str, ...]]:
    """Margins of each text by a model that has not seen it, over all labels; far below all others where that model
    does not know a label.
    """
    from sklearn.model_selection import KFold

    classes = tuple(sorted({str(label) for label in labels}))
    margins = np.full((len(texts), len(classes)), -3.0, dtype=np.float32)
    for train, test in KFold(_FOLDS, shuffle=True, random_state=0).split(margins):
        if len(set(labels[train])) < LEAST_LABELS:
            continue
        made = fitted([texts[i] for i in train], labels[train])
        columns = [classes.index(name) for name in made.classes]
        margins[np.ix_(test, columns)] = made.margins([texts[i] for i in test])
    return margins, classes


def _calibrated(margins: Any, at: Any) -> float:
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


def _bent(shares: Any, curve: tuple[tuple[float, ...], tuple[float, ...]]) -> Any:
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
    return float(probabilities[order[enough[-1]]]) if len(enough) else _NEVER_SURE
