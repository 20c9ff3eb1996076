"""A linear model over n-grams that learns any set of labels: probabilities held against texts it was not trained on.

What is learnt are numbers and the labels themselves: no text, no word of a text is kept. A saved model is an archive of
plain arrays, read without unpickling.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from data.errors import InputError
from etl.structure.topics import rules
from etl.structure.topics.calibration import NEVER_SURE, bent, reliability, sharpness, softmax, threshold
from etl.structure.topics.features import BUCKETS, counts
from etl.structure.topics.verdict import Answers, best

if TYPE_CHECKING:
    from scipy import sparse

LEAST_TEXTS = 30
"""Fewer labelled texts are no history."""
LEAST_LABELS = 2
_FOLDS = 5
_MOST_FEATURES = 120_000
_AT_ONCE, _MOST_THREADS = 1_000, min(4, os.cpu_count() or 1)
_LEAST_TEXTS_WITH = (1, 1, 2)
_LEXICON_WEIGHT = 0.5
_TEXTS_OF_NAME = 2
"""For how many texts the name of a label counts: it says what the label is about, and a rare label has little else."""
_PENALTY, _PENALTY_OF_ODDS = 1.0, 0.3


@dataclass(frozen=True)
class Vocabulary:
    """Buckets of one kind of n-gram that the training texts had, and their inverse document frequency."""

    buckets: Any
    idf: Any

    @staticmethod
    def of(found: "sparse.csr_matrix", least: int) -> "Vocabulary":
        """Buckets that at least so many texts have; the most frequent when there are too many."""
        texts_with = np.bincount(found.indices, minlength=BUCKETS)
        kept = np.flatnonzero(texts_with >= least)
        if len(kept) > _MOST_FEATURES:
            kept = np.sort(kept[np.argsort(-texts_with[kept], kind="stable")[:_MOST_FEATURES]])
        idf = np.log((1 + found.shape[0]) / (1 + texts_with[kept])) + 1
        return Vocabulary(kept.astype(np.int32), idf.astype(np.float32))

    def tf_idf(self, found: "sparse.csr_matrix") -> "sparse.csr_matrix":
        """TF–IDF rows of unit length, n_texts × n_buckets; logarithms of the found."""
        from scipy import sparse

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

    weights, intercepts: a column for each label, then one for each finer label; finer_of: the number of the label that
    each finer one is within, rising, empty without finer labels; scale: sharpness of the shares; curve: shares of the
    first label and how often it was right with such a share; sure: the least probability that is enough.
    """

    classes: tuple[str, ...]
    vocabularies: tuple[Vocabulary, ...]
    weights: Any
    intercepts: Any
    finer_of: tuple[int, ...] = ()
    scale: float = 1.0
    curve: tuple[tuple[float, ...], tuple[float, ...]] = ((0.0, 1.0), (0.0, 1.0))
    sure: float = NEVER_SURE

    def margins(self, texts: Sequence[str]) -> Any:
        """How far each text lies on the side of each label, n_texts × n_labels."""
        spoken_of = _spoken_of(texts)
        starts = range(0, len(texts), _AT_ONCE)
        with ThreadPoolExecutor(_MOST_THREADS) as pool:  # arrays are worked on outside of the interpreter's lock
            parts = list(
                pool.map(lambda at: self._some(texts[at : at + _AT_ONCE], spoken_of[at : at + _AT_ONCE]), starts)
            )
        return np.concatenate(parts) if parts else np.zeros((0, len(self.classes)), dtype=np.float32)

    def _some(self, texts: Sequence[str], spoken_of: Any) -> Any:
        # Column by column: a row of the weights is fetched once for all texts, and their sums stay in the cache.
        told = np.asarray(_features(texts, spoken_of, self.vocabularies) @ self.weights) + self.intercepts
        return margins_per_label(told, self.finer_of, len(self.classes))

    def probabilities(self, texts: Sequence[str]) -> Any:
        """Calibrated probabilities, n_texts × n_labels; each row adds up to 1, and its likeliest label stays so."""
        return bent(softmax(self.margins(texts) * self.scale), self.curve)

    def answers(self, texts: Sequence[str]) -> Answers:
        """The three likeliest labels of each text; is_sure by the threshold found in training."""
        return best(self.probabilities(texts), self.classes, self.sure)


def margins_per_label(told: Any, finer_of: Sequence[int], count: int) -> Any:
    """Margins of labels, n_texts × count: a label's own and its strongest finer one's. A wide label («ЖКХ») is many
    narrow things, and no one plane parts them from the rest.
    """
    if not finer_of:
        return told
    return told[:, :count] + np.maximum.reduceat(told[:, count:], np.searchsorted(finer_of, range(count)), axis=1)


def _spoken_of(texts: Sequence[str]) -> Any:
    """What the lexicon says of each text, n_texts × n_topics and their groups; rows of less than unit length."""
    scores = rules.shipped_rules().scores_with_groups(texts)
    return scores / (np.linalg.norm(scores, axis=1, keepdims=True) + 1) * _LEXICON_WEIGHT


def _features(texts: Sequence[str], spoken_of: Any, vocabularies: Sequence[Vocabulary]) -> "sparse.csc_matrix":
    from scipy import sparse

    parts = [one.tf_idf(found).tocsc() for one, found in zip(vocabularies, counts(texts), strict=True)]
    return sparse.hstack([*parts, sparse.csc_matrix(spoken_of)], format="csc", dtype=np.float32)


def learn(
    texts: Sequence[str],
    labels: Sequence[str],
    finer: Sequence[str] | None = None,
    names: Mapping[str, str] | None = None,
) -> LinearModel:
    """A model of labelled texts, its probabilities calibrated on texts held out in turn.

    finer: a narrower label of each text, within its label; it helps to tell labels and is never answered. names: what
    labels that are codes are called. Texts without a label are left out. Raises InputError when there is too little to
    learn from.
    """
    told = [at for at, (text, label) in enumerate(zip(texts, labels, strict=True)) if label and text.strip()]
    kept, named = [texts[at] for at in told], np.array([labels[at] for at in told], dtype=object)
    narrower = None if finer is None else np.array([finer[at] for at in told], dtype=object)
    if len(kept) < LEAST_TEXTS or len(set(named)) < LEAST_LABELS:
        raise InputError(
            f"Учиться не на чем: текстов с меткой {len(kept)}, разных меток {len(set(named))}. Нужно не меньше "
            f"{LEAST_TEXTS} текстов и {LEAST_LABELS} меток."
        )
    margins, classes = held_out_margins(kept, named, narrower, names)
    is_known = np.isin(named, classes)
    at = np.searchsorted(np.array(classes, dtype=object), named[is_known])
    scale = sharpness(margins[is_known], at)
    shares = softmax(margins * scale)
    is_right = np.array(classes, dtype=object)[shares.argmax(axis=1)] == named
    curve = reliability(shares.max(axis=1), is_right)
    sure = threshold(bent(shares, curve).max(axis=1), is_right)
    return replace(fit(kept, named, narrower, names), scale=scale, curve=curve, sure=sure)


def fit(texts: Sequence[str], labels: Any, finer: Any = None, names: Mapping[str, str] | None = None) -> LinearModel:
    """A model without calibration."""
    texts, labels, finer = _with_names(texts, labels, finer, names or {})
    vocabularies = tuple(map(Vocabulary.of, counts(texts), _LEAST_TEXTS_WITH))
    features = _features(texts, _spoken_of(texts), vocabularies).tocsr()
    classes, at = np.unique(labels.astype(str), return_inverse=True)
    if finer is None:
        return LinearModel(tuple(map(str, classes)), vocabularies, *_parted(features, at))
    fine, within = np.unique(finer.astype(str), return_inverse=True)
    pairs, narrow = np.unique(at * len(fine) + within, return_inverse=True)
    stems = sum(len(one.buckets) for one in vocabularies[:-1])
    wide, finest = _parted_by_odds(features, at), _parted(features[:, stems:], narrow)
    weights = np.hstack([wide[0], np.pad(finest[0], ((stems, 0), (0, 0)))])
    finer_of = tuple((pairs // len(fine)).tolist())
    return LinearModel(tuple(map(str, classes)), vocabularies, weights, np.hstack([wide[1], finest[1]]), finer_of)


def _with_names(texts: Sequence[str], labels: Any, finer: Any, names: Mapping[str, str]) -> tuple[list[str], Any, Any]:
    """The texts and behind them the name of every label, the finest there is, as texts about it."""
    pairs = zip(labels, labels if finer is None else finer, strict=True)
    told = sorted({(str(label), str(fine)) for label, fine in pairs})
    told *= _TEXTS_OF_NAME
    wide, fine = (np.array(part, dtype=object) for part in zip(*told, strict=True))
    known = [*texts, *(names.get(one, one) for one in fine)]
    return known, np.concatenate([labels, wide]), None if finer is None else np.concatenate([finer, fine])


def _parted(features: "sparse.csr_matrix", at: Any) -> tuple[Any, Any]:
    """For each number of `at` the plane that parts its texts from all others: n_features × n_numbers, n_numbers."""
    from sklearn.svm import LinearSVC  # dear to import, and only learning needs it

    made = LinearSVC(C=_PENALTY, tol=1e-3, random_state=0)
    made.fit(features, at, sample_weight=_evened(at))
    weights, intercepts = made.coef_, made.intercept_
    if len(intercepts) == 1:  # one side is said, the other is its opposite
        weights, intercepts = np.vstack([-weights, weights]), np.concatenate([-intercepts, intercepts])
    return np.ascontiguousarray(weights.T, dtype=np.float32), intercepts.astype(np.float32)


def _parted_by_odds(features: "sparse.csr_matrix", at: Any) -> tuple[Any, Any]:
    """As `_parted`, but a feature counts for a number by how much oftener its texts have it than all others do.

    NB-SVM (Wang, Manning 2012). It stands beside plain planes of the finer labels, which see letters and the lexicon
    but no stems: the two err on different texts.
    """
    from scipy import sparse
    from sklearn.svm import LinearSVC

    total, weight, planes = np.asarray(features.sum(axis=0)).ravel(), _evened(at), []
    for number in range(at.max() + 1):
        own = np.asarray(features[at == number].sum(axis=0)).ravel()
        odds = np.abs(_shares(own) - _shares(total - own))
        telling = (0.25 + 0.75 * odds / max(odds.mean(), 1e-9)).astype(np.float32)
        made = LinearSVC(C=_PENALTY_OF_ODDS, tol=1e-3, random_state=0)
        made.fit(features @ sparse.diags(telling), at == number, sample_weight=weight)
        planes.append((made.coef_[0] * telling, made.intercept_[0]))
    weights, intercepts = (np.array(part, dtype=np.float32) for part in zip(*planes, strict=True))
    return np.ascontiguousarray(weights.T), intercepts


def _shares(sums: Any) -> Any:
    """Logarithms of the shares of features in a sum, none of them 0."""
    return np.log((sums + 0.1) / (sums + 0.1).sum())


def _evened(at: Any) -> Any:
    """Weights of texts under which rare numbers count for more, though not as much as frequent ones."""
    sizes = np.bincount(at)
    return np.sqrt(len(at) / len(sizes) / sizes)[at]


def held_out_margins(
    texts: Sequence[str], labels: Any, finer: Any = None, names: Mapping[str, str] | None = None
) -> tuple[Any, tuple[str, ...]]:
    """Margins of each text by a model that has not seen it, over all labels; far below all others where that model
    does not know a label.
    """
    from sklearn.model_selection import KFold

    classes = tuple(sorted({str(label) for label in labels}))
    margins = np.full((len(texts), len(classes)), -3.0 if finer is None else -6.0, dtype=np.float32)
    for train, test in KFold(_FOLDS, shuffle=True, random_state=0).split(margins):
        if len(set(labels[train])) < LEAST_LABELS:
            continue
        made = fit([texts[i] for i in train], labels[train], None if finer is None else finer[train], names)
        columns = [classes.index(name) for name in made.classes]
        margins[np.ix_(test, columns)] = made.margins([texts[i] for i in test])
    return margins, classes
