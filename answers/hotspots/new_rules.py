"""Records that other rules of telling a topic from a text moved from one topic to another (`data.snapshots.rulings`).

Where the records of two periods were read by different rules, both are counted as if the last ones had read them: each
topic has changed by so much more or less than it seems, and all together by nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from answers.hotspots import new_meanings
from answers.hotspots.new_meanings import TOPIC
from data.filters import MISSING, Filters
from data.metrics import members, query
from data.scope import Scope

RULING, RULES = "ruling", "topic_rules"


def by(keys: Sequence[str]) -> tuple[str, ...]:
    """The keys of a question about rulings: a ruling has its topics."""
    return tuple(RULING if key == TOPIC else key for key in keys)


def known(filters: Filters) -> pd.DataFrame:
    """`ruling`, `topic`, `former`: a topic that was given and the one by the last rules; empty where all agree."""
    found = members(RULING, filters)
    if not len(found):
        return found
    named = found.rename(columns={"code": RULING, "ruled": "former"})[[RULING, TOPIC, "former"]]
    return named.fillna({TOPIC: MISSING, "former": MISSING})


def were_several(periods: Sequence[Filters], scope: Scope) -> bool:
    """Whether the records of some periods, of whatever topic, were read by different rules."""
    every = [replace(period, topics=(), topic_groups=()) for period in periods]
    told = [query(["records"], [RULES], period, scope)[RULES].dropna() for period in every]
    return len({rules for one in told for rules in one}) > 1


def moved(cells: pd.DataFrame, rulings: pd.DataFrame) -> pd.DataFrame:
    """Records moved: the keys, `former` (the topic by the last rules) and `change`. cells: `before`, `after` by the
    keys of `by`.
    """
    other = cells[cells[RULING] != MISSING].merge(rulings, on=RULING, validate="m:1")
    found = other.assign(change=other["after"] - other["before"])
    return found[found["change"] != 0].drop(columns=["before", "after", RULING])


def words(found: pd.DataFrame, filters: Filters) -> str:
    """«Ямы на дорогах» → «Освещение» 12: what used to be read as the one is read as the other; empty without such."""
    pairs = found.groupby([TOPIC, "former"])["change"].sum().reset_index()
    rows = zip(pairs[TOPIC], pairs["former"], pairs["change"], strict=True)
    told = (((given, ruled) if change < 0 else (ruled, given), abs(change)) for given, ruled, change in rows)
    return new_meanings.moves(((old, new, count) for (old, new), count in told), filters)
