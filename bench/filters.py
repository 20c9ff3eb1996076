"""Random filters of the kind a curator sets: mostly one or two narrowings, every period."""

from collections.abc import Iterator

import numpy as np

from data.filters import PERIODS, Filters, parse
from data.metrics import members

_LISTS = {
    "group": "topic_group",
    "topic": "topic",
    "municipality": "municipality",
    "place": "place",
    "channel": "channel",
    "recipient": "recipient",
}


def random_filters(count: int, seed: int = 1) -> Iterator[Filters]:
    """Filters with zero, one or two lists of one to three members each, the period any preset; no two of them alike."""
    chance = np.random.default_rng(seed)
    codes = {key: members(dimension)["code"].to_numpy() for key, dimension in _LISTS.items()}
    asked: set[Filters] = set()
    while len(asked) < count:
        keys = chance.choice(list(_LISTS), size=chance.choice(3, p=(0.3, 0.5, 0.2)), replace=False)
        lists = {str(k): chance.choice(codes[k], size=chance.integers(1, 4), replace=False).tolist() for k in keys}
        filters = parse({"period": str(chance.choice(PERIODS))} | lists)
        if filters not in asked:
            asked.add(filters)
            yield filters
