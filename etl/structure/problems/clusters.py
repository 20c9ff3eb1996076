"""Pairs → groups. A joins B and B joins C is not enough: every two members of a group must be allowed together.

Without this, messages of a whole spring hang together by neighbours that resemble each other a little.
"""

from collections import Counter
from typing import Any

import numpy as np

from etl.structure.problems.evidence import Pairs


def clusters(pairs: Pairs, count: int, joins: float) -> Any:
    """Group of each of `count` positions: the smallest position of its group, its own when it stands alone.

    The strongest pairs are joined first, equal ones in the order of positions. Two groups unite only if all pairs
    between them are in `pairs`; a pair left out of it keeps its two records apart for good.
    """
    is_join = pairs.evidence >= joins
    touched = _components(pairs.first[is_join], pairs.second[is_join], count)
    is_near = touched[pairs.first] == touched[pairs.second]
    first, second = pairs.first[is_near], pairs.second[is_near]
    groups = _Groups(first.tolist(), second.tolist())
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
    """Groups that grow, and how many allowed pairs lie between any two of them."""

    def __init__(self, first: list[int], second: list[int]) -> None:
        self._members: dict[int, list[int]] = {}
        self._owner: dict[int, int] = {}
        self._between: dict[int, Counter[int]] = {}
        for one, other in zip(first, second, strict=True):
            self._begin(one)[other] += 1
            self._begin(other)[one] += 1

    def _begin(self, position: int) -> Counter[int]:
        if position not in self._owner:
            self._owner[position] = position
            self._members[position] = [position]
            self._between[position] = Counter()
        return self._between[position]

    def unite(self, one: int, other: int) -> None:
        """Make one group of two if everybody in them is allowed together."""
        big, small = self._owner[one], self._owner[other]
        wanted = len(self._members[big]) * len(self._members[small])
        if big == small or self._between[big][small] < wanted:
            return
        if len(self._members[big]) < len(self._members[small]):
            big, small = small, big
        self._swallow(big, small)

    def _swallow(self, big: int, small: int) -> None:
        for member in self._members[small]:
            self._owner[member] = big
        self._members[big] += self._members.pop(small)
        for neighbour, allowed in self._between.pop(small).items():
            del self._between[neighbour][small]
            if neighbour != big:
                self._between[big][neighbour] += allowed
                self._between[neighbour][big] += allowed

    def leaders(self, count: int) -> Any:
        """The smallest position of everybody's group."""
        found = np.arange(count)
        for members in self._members.values():
            found[members] = min(members)
        return found
