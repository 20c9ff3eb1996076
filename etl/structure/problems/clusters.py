"""Pairs → groups. A joins B and B joins C is not enough: every two members of a group must be allowed together, and two
groups unite only when a strong pair joins them and the mean of their pairs does not speak against it.

Without this, messages of a whole spring hang together by neighbours that resemble each other a little.
"""

from typing import Any

import numpy as np

from etl.structure.problems.evidence import Pairs

_UNITES = -1.0
"""Mean evidence (log odds) from which two groups are one. Below even odds: one pair that joins and others that do not
contradict are better witnesses than a pair alone (chosen on planted districts of `bench.planted.problems`).
"""


def clusters(pairs: Pairs, count: int, joins: float) -> Any:
    """Group of each of `count` positions: the smallest position of its group, its own when it stands alone.

    The strongest pairs are joined first, equal ones in the order of positions. Two groups unite only if all pairs
    between them are in `pairs` (a pair left out of it keeps its two records apart for good), and their mean reaches
    `_UNITES`; two records that nobody else supports need more, `joins`.
    """
    is_join = pairs.evidence >= _UNITES
    touched = _components(pairs.first[is_join], pairs.second[is_join], count)
    is_near = touched[pairs.first] == touched[pairs.second]
    first, second = pairs.first[is_near], pairs.second[is_near]
    groups = _Groups(first.tolist(), second.tolist(), pairs.evidence[is_near].tolist(), joins)
    edges = np.flatnonzero(is_join[is_near])
    strongest = edges[np.lexsort((second[edges], first[edges], -pairs.evidence[is_near][edges]))]
    for one, other in zip(first[strongest].tolist(), second[strongest].tolist(), strict=True):
        groups.unite(one, other)
    return groups.leaders(count)


def _components(first: Any, second: Any, count: int) -> Any:
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    graph = sparse.coo_matrix((np.ones(len(first), dtype=bool), (first, second)), shape=(count, count))
    return connected_components(graph, directed=False)[1]


class _Groups:
    """Groups that grow; how many allowed pairs lie between any two of them, and the sum of their evidence."""

    def __init__(self, first: list[int], second: list[int], evidence: list[float], joins: float) -> None:
        self._joins = joins
        self._members: dict[int, list[int]] = {}
        self._owner: dict[int, int] = {}
        self._between: dict[int, dict[int, tuple[int, float]]] = {}
        for one, other, each in zip(first, second, evidence, strict=True):
            self._begin(one)[other] = (1, each)
            self._begin(other)[one] = (1, each)

    def _begin(self, position: int) -> dict[int, tuple[int, float]]:
        if position not in self._owner:
            self._owner[position] = position
            self._members[position] = [position]
            self._between[position] = {}
        return self._between[position]

    def unite(self, one: int, other: int) -> None:
        """Make one group of two if everybody in them is allowed together and their pairs speak for it."""
        big, small = self._owner[one], self._owner[other]
        if big == small:
            return
        allowed, evidence = self._between[big].get(small, (0, 0.0))
        wanted = len(self._members[big]) * len(self._members[small])
        if allowed < wanted or evidence < (self._joins if wanted == 1 else _UNITES * wanted):
            return
        if len(self._members[big]) < len(self._members[small]):
            big, small = small, big
        self._swallow(big, small)

    def _swallow(self, big: int, small: int) -> None:
        for member in self._members[small]:
            self._owner[member] = big
        self._members[big] += self._members.pop(small)
        for neighbour, (allowed, evidence) in self._between.pop(small).items():
            del self._between[neighbour][small]
            if neighbour != big:
                more, sum_of_evidence = self._between[big].get(neighbour, (0, 0.0))
                both = (allowed + more, evidence + sum_of_evidence)
                self._between[big][neighbour] = self._between[neighbour][big] = both

    def leaders(self, count: int) -> Any:
        """The smallest position of everybody's group."""
        leaders = np.arange(count)
        for members in self._members.values():
            leaders[members] = min(members)
        return leaders
