"""Topics by the district's own lexicon: which words together speak of which topic, and how strongly. Learns nothing.

`topic_lexicon.csv` has a row for each rule: `words` are groups apart by spaces, all of which must occur; a group is
alternatives apart by `/`, each the beginning of a word, or a whole word behind `=`. The weights of the rules that hold
are added up by topic.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import numpy as np

from data.store.reference import table
from etl.structure.places.inflection import plain
from etl.structure.topics.verdict import Answers, best

_NOTHING_SAID = 1.5
"""Score of «no topic is spoken of»: what a text scores below it is as likely about something else."""
_LONGEST_TEXT = 4_000
_WORD = re.compile(r"[а-яa-z]+")
SURE = 0.6
"""Below this share of the scores the rules are not sure; how often they are right above it: docs/structuring.md."""


class Rules:
    """The lexicon, ready to score texts."""

    def __init__(self, rows: Iterable[tuple[str, str, float]]) -> None:
        """Rows are (topic code, words, weight)."""
        self.topics: list[str] = []
        self._whole: dict[str, set[int]] = {}
        self._beginnings: dict[str, set[int]] = {}
        self._by_group: dict[int, list[tuple[int, frozenset[int], float]]] = {}
        numbers: dict[str, int] = {}
        positions: dict[str, int] = {}
        told = [
            (
                positions.setdefault(topic, len(positions)),
                frozenset(self._group(numbers, group) for group in words.split()),
                weight,
            )
            for topic, words, weight in rows
        ]
        uses = Counter(group for _, groups, _ in told for group in groups)
        for rule in told:  # each under one group only, that of the fewest rules: few are tried in vain
            self._by_group.setdefault(min(rule[1], key=lambda group: (uses[group], group)), []).append(rule)
        self.topics = list(positions)
        self._longest = max(map(len, self._beginnings), default=0)
        self._of_word = lru_cache(maxsize=200_000)(self._groups_of)

    def _group(self, numbers: dict[str, int], group: str) -> int:
        if group not in numbers:
            numbers[group] = len(numbers)
            for word in plain(group).split("/"):
                known = self._whole if word.startswith("=") else self._beginnings
                known.setdefault(word.lstrip("="), set()).add(numbers[group])
        return numbers[group]

    def _groups_of(self, word: str) -> frozenset[int]:
        found = set(self._whole.get(word, ()))
        for length in range(2, min(len(word), self._longest) + 1):
            found |= self._beginnings.get(word[:length], set())
        return frozenset(found)

    def scores(self, texts: Sequence[str]) -> Any:
        """Sums of weights, n_texts × n_topics."""
        made = np.zeros((len(texts), len(self.topics)), dtype=np.float32)
        for row, text in enumerate(texts):
            for topic, weight in self._matching(text):
                made[row, topic] += weight
        return made

    def scores_with_groups(self, texts: Sequence[str]) -> Any:
        """The scores, and behind them their sums by the group of the topics."""
        scores = self.scores(texts)
        groups = [topic.partition(".")[0] for topic in self.topics]
        sums = np.array([[group == one for one in sorted(set(groups))] for group in groups], dtype=np.float32)
        return np.hstack([scores, scores @ sums])

    def _matching(self, text: str) -> list[tuple[int, float]]:
        groups: frozenset[int] = frozenset().union(*map(self._of_word, set(_words(text))))
        tried = chain.from_iterable(map(self._by_group.__getitem__, groups & self._by_group.keys()))
        return [(topic, weight) for topic, needed, weight in tried if needed <= groups]

    def answers(self, texts: Sequence[str]) -> Answers:
        """The three topics that score best, each with its share; is_sure where the first has at least SURE of it."""
        scores = self.scores(texts)
        shares = np.exp(scores) * (scores > 0)
        shares /= shares.sum(axis=1, keepdims=True) + np.exp(_NOTHING_SAID)
        return best(shares, self.topics, SURE)


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text[:_LONGEST_TEXT]))


@cache
def shipped_rules() -> Rules:
    """The rules of the program's own lexicon."""
    rows = table("topic_lexicon")[["topic_code", "words", "weight"]].to_numpy().tolist()
    return Rules((topic, words, float(weight)) for topic, words, weight in rows)


@cache
def digest() -> str:
    """Of the program's own lexicon and of how sure it must be."""
    rows = table("topic_lexicon")[["topic_code", "words", "weight"]].to_csv(index=False)
    return hashlib.sha256(repr((rows, _NOTHING_SAID, SURE)).encode()).hexdigest()
