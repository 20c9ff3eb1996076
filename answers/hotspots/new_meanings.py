"""Records that a name's new meaning moved from one topic to another between two periods (`data.snapshots.meanings`).

What a name brought since is counted as if it still meant what it meant in the earlier period: the topic it means now
has so many more, the former one so many fewer, and in all topics together nothing has changed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from data.filters import MISSING, Filters
from data.metrics import members

TOPIC, MEANING = "topic", "meaning"
NO_TOPIC = "без темы"


def by(keys: Sequence[str]) -> tuple[str, ...]:
    """The keys of a question about meanings: a meaning has its topic."""
    return tuple(MEANING if key == TOPIC else key for key in keys)


def known(filters: Filters) -> pd.DataFrame:
    """`meaning`, `name_no`, `position`, `topic`; empty where no name has changed its meaning."""
    found = members(MEANING, filters)
    return found.rename(columns={"code": MEANING})[[MEANING, "name_no", "position", TOPIC]] if len(found) else found


def moved(cells: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Records moved: the keys, `former` (a topic) and `change`. cells: `before`, `after` by the keys of `by`.

    A name is taken at the oldest meaning that it had in the earlier period; without records then nothing is moved.
    """
    told = cells[cells[MEANING] != MISSING].merge(names, on=MEANING, validate="m:1")
    then = told[told["before"] > 0].sort_values("position").drop_duplicates("name_no")
    base = then[["name_no", "position", TOPIC]].rename(columns={"position": "base", TOPIC: "former"})
    newer = told.merge(base, on="name_no", validate="m:1")
    newer = newer[newer["position"] > newer["base"]]
    return newer.assign(change=newer["after"] - newer["before"]).drop(columns=["before", "after", "base", "position"])


def changes(found: pd.DataFrame, keys: Sequence[str], filters: Filters) -> pd.DataFrame:
    """`change` by the keys, of the topics asked for: what came to one topic and what it took from the other."""
    sides = found[[*keys, "change"]], found.assign(topic=found["former"], change=-found["change"])[[*keys, "change"]]
    both = pd.concat(sides, ignore_index=True)
    return both[both[TOPIC].map(_is_asked(filters)).astype(bool)]


def _is_asked(filters: Filters) -> dict[str, bool]:
    """Of every topic, and of none."""
    topics = members(TOPIC, filters)
    in_group = topics["group"].fillna(topics["code"]).isin(filters.topic_groups) | (not filters.topic_groups)
    asked = topics["code"].isin(filters.topics) | (not filters.topics)
    is_any = not (filters.topics or filters.topic_groups)
    return dict(zip(topics["code"], in_group & asked, strict=True)) | {MISSING: is_any}


def words(found: pd.DataFrame, filters: Filters) -> str:
    """«Ямы на дорогах» → «Дороги» 12; empty where nothing was moved."""
    pairs = found.groupby(["former", TOPIC])["change"].sum().reset_index()
    return moves(zip(pairs["former"], pairs[TOPIC], pairs["change"], strict=True), filters)


def moves(told: Iterable[tuple[Any, Any, Any]], filters: Filters) -> str:
    """Former topics, topics and how many records, in words; those of no records are left out."""
    topics = members(TOPIC, filters)
    labels = {MISSING: NO_TOPIC} | dict(zip(topics["code"], topics["label"], strict=True))
    return ", ".join(f"«{labels[old]}» → «{labels[new]}» {count}" for old, new, count in told if count)
