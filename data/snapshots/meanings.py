"""The same records under another topic: names whose meaning has changed, and topics that ended and have a successor.

A changed meaning (a mapping learnt anew, a new list of names) holds for what is loaded from then on; what was loaded
before keeps its topic. It is told from the records themselves, by the topics that one name led to and the days of their
records. Only topics that a name gave are looked at: what people or the classifier have decided is no mapping.

A topic that ended gives way to its successor whoever decides, names, the classifier or people. Where the successor has
no records of its own from before, all of its records would have been the former topic's.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data.store.reference import label_key
from data.store.tables import questions, records, topics

_Name = tuple[int, str, str]
"""Source, group and name, however they are spelled."""


@dataclass(frozen=True)
class Meaning:
    """One topic that a name has led to. name: the number of the name; position: of its meanings, the oldest is 0. A
    topic and its successors are numbered like a name.
    """

    meaning_id: int
    name: int
    position: int
    topic_id: int


@dataclass(frozen=True)
class Meanings:
    """The meanings of all names that have had several, and of topics with successors. by: name and topic → id; spelled:
    the names as files write them; by_topic: a topic, former or succeeding → id.
    """

    known: tuple[Meaning, ...]
    by: dict[tuple[_Name, int], int]
    spelled: frozenset[str]
    by_topic: dict[int, int]

    def as_text(self) -> str:
        """Changes whenever a record's meaning may."""
        return repr((sorted(self.by.items()), sorted(self.by_topic.items())))

    def rows(self) -> list[dict[str, Any]]:
        """Rows of a dimension. The names themselves stay in the store: a file may have written anything there."""
        return [
            {
                "meaning_id": one.meaning_id, "code": f"{one.name}.{one.position}",
                "name": f"Название № {one.name}, значение № {one.position + 1}", "name_no": one.name,
                "position": one.position, "topic_id": one.topic_id,
            }
            for one in self.known
        ]  # fmt: skip


NONE = Meanings((), {}, frozenset(), {})


def read(connection: sa.Connection) -> Meanings:
    """Names that led to one topic first and to another one since: the records of each meaning begin and end later than
    those of the meaning before it. Where they do not, a name means several things at once and has changed nothing.
    """
    changed, spelled = _changed_names(connection)
    return _numbered(changed, spelled, _successions(connection))


def _changed_names(connection: sa.Connection) -> tuple[dict[_Name, list[int]], list[str]]:
    """Topics of each such name, the oldest first; the names as files write them."""
    several = _of_several_topics(connection)
    if not several:
        return {}, []
    q, r = questions.c, records.c
    columns = (r.source_id, q.topic_group_raw, q.topic_raw, q.topic_id)
    query = sa.select(*columns, sa.func.min(r.received_at), sa.func.max(r.received_at)).select_from(questions)
    query = query.join(records, r.record_id == q.record_id).where(_by_name(), _has_name(several)).group_by(*columns)
    spans: dict[_Name, dict[int, tuple[Any, Any]]] = defaultdict(dict)
    spelled: dict[_Name, set[str]] = defaultdict(set)
    for source_id, group, label, topic_id, first, last in connection.execute(query):
        name = _name(source_id, group, label)
        known = spans[name].get(topic_id, (first, last))
        spans[name][topic_id] = min(known[0], first), max(known[1], last)
        spelled[name].add(label or "")
    changed = {name: sorted(own, key=lambda topic: own[topic]) for name, own in spans.items() if _has_changed(own)}
    return changed, [one for name in changed for one in spelled[name]]


def _successions(connection: sa.Connection) -> list[list[int]]:
    """Topics that ended, each with who has followed it, the oldest first: the only one that ended in the successor, and
    all of its records come before those of the successor.
    """
    t, q, r = topics.c, questions.c, records.c
    ended = sa.select(t.topic_id, t.successor_id).where(t.valid_to.is_not(None), t.successor_id.is_not(None))
    pairs = connection.execute(ended.order_by(t.topic_id)).all()
    if not pairs:
        return []
    asked = sorted({topic for pair in pairs for topic in pair})
    spans = sa.select(q.topic_id, sa.func.min(r.received_at), sa.func.max(r.received_at)).select_from(questions)
    spans = spans.join(records, r.record_id == q.record_id).where(q.topic_id.in_(asked)).group_by(q.topic_id)
    known = {topic: (first, last) for topic, first, last in connection.execute(spans)}
    before = Counter(successor for _, successor in pairs)
    after = {
        former: successor
        for former, successor in pairs
        if before[successor] == 1 and former in known and successor in known and known[former][1] < known[successor][0]
    }
    return [_chain(after, first) for first in after if first not in after.values()]


def _chain(after: dict[int, int], first: int) -> list[int]:
    chain = [first]
    while chain[-1] in after:
        chain.append(after[chain[-1]])
    return chain


def _of_several_topics(connection: sa.Connection) -> set[str]:
    """Names as files write them that led to more than one topic, in one source or in several: nearly always none."""
    columns = (questions.c.topic_group_raw, questions.c.topic_raw, questions.c.topic_id)
    meant: dict[tuple[str, str], set[int]] = defaultdict(set)
    spelled: dict[tuple[str, str], set[str]] = defaultdict(set)
    named = sa.select(*columns).where(_by_name())
    several = sorted({"", *_of_several_in_all_groups(connection)})
    parts = (named.where(questions.c.topic_raw.in_(several)), named.where(questions.c.topic_raw.is_(None)))
    for group, label, topic_id in connection.execute(sa.union(*parts)):
        name = label_key(group or ""), label_key(label or "")
        meant[name].add(topic_id)
        spelled[name].add(label or "")
    return {one for name, own in meant.items() if len(own) > 1 for one in spelled[name]}


def _of_several_in_all_groups(connection: sa.Connection) -> list[str]:
    """The same whatever their groups. Each name is looked up in the index behind the one before it, with the least and
    the greatest of its topics: more questions of the same names take no longer.
    """
    q = questions.c

    def end(which: Any, column: sa.Column[Any], *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
        return sa.select(which(column)).where(q.topic_method == "label", *where).scalar_subquery()

    names = sa.select(end(sa.func.min, q.topic_raw).label("name")).cte("names", recursive=True)
    name = names.c.name
    names = names.union_all(sa.select(end(sa.func.min, q.topic_raw, q.topic_raw > name)).where(name.is_not(None)))
    name = names.c.name
    ends = [end(which, q.topic_id, q.topic_raw == name) for which in (sa.func.min, sa.func.max)]
    meant: dict[str, set[int]] = defaultdict(set)
    spelled: dict[str, list[str]] = defaultdict(list)
    for label, *topics_at_ends in connection.execute(sa.select(name, *ends).where(name.is_not(None))):
        spelled[label_key(label)].append(label)
        meant[label_key(label)].update(one for one in topics_at_ends if one is not None)
    return [one for key, own in meant.items() if len(own) > 1 for one in spelled[key]]


def _has_name(spelled: Collection[str]) -> sa.ColumnElement[bool]:
    """Told by the index, for questions of all months."""
    is_spelled = questions.c.topic_raw.in_(sorted(spelled))
    return sa.or_(is_spelled, questions.c.topic_raw.is_(None)) if "" in spelled else is_spelled


def _is_one_of(spelled: Iterable[str]) -> sa.ColumnElement[bool]:
    """The same, told by the question: those of a month are found by their records."""
    return sa.func.coalesce(questions.c.topic_raw, "").in_(sorted(spelled))


def _by_name() -> sa.ColumnElement[bool]:
    return sa.and_(questions.c.topic_method == "label", questions.c.topic_id.is_not(None))


def _name(source_id: int, group: str | None, label: str | None) -> _Name:
    return source_id, label_key(group or ""), label_key(label or "")


def _has_changed(spans: dict[int, tuple[Any, Any]]) -> bool:
    in_order = sorted(spans.values())
    return len(in_order) > 1 and all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(in_order))


def _numbered(changed: dict[_Name, list[int]], spelled: Iterable[str], successions: list[list[int]]) -> Meanings:
    names = sorted(changed)
    known: list[Meaning] = []
    for number, own in enumerate([*(changed[name] for name in names), *successions], start=1):
        for position, topic_id in enumerate(own):
            known.append(Meaning(len(known) + 1, number, position, topic_id))
    by = {(names[one.name - 1], one.topic_id): one.meaning_id for one in known if one.name <= len(names)}
    by_topic = {one.topic_id: one.meaning_id for one in known if one.name > len(names)}
    return Meanings(tuple(known), by, frozenset(spelled), by_topic)


def column(connection: sa.Connection, month: int, frame: pd.DataFrame, meanings: Meanings) -> npt.NDArray[np.float64]:
    """The id of the meaning by which each row of a month has its topic; NaN of names that have always meant one thing.

    frame: record_id, question_no, topic_id.
    """
    found = _of_month(connection, month, meanings) if meanings.by else {}
    asked = zip(frame["record_id"].tolist(), frame["question_no"].tolist(), strict=True)
    by_name = np.array([found.get((int(record), int(number)), np.nan) for record, number in asked], dtype=float)
    by_topic = frame["topic_id"].map(meanings.by_topic).to_numpy(dtype=float)
    return np.where(np.isnan(by_topic), by_name, by_topic)


def _of_month(connection: sa.Connection, month: int, meanings: Meanings) -> dict[tuple[int, int], int]:
    """Record and question → the id of the meaning."""
    q, r = questions.c, records.c
    query = sa.select(r.record_id, q.question_no, r.source_id, q.topic_group_raw, q.topic_raw, q.topic_id)
    query = query.join(questions, q.record_id == r.record_id).where(r.received_month == month, _by_name())
    rows = connection.execute(query.where(_is_one_of(meanings.spelled)))
    named = {(record, number): meanings.by.get((_name(*raw), topic)) for record, number, *raw, topic in rows}
    return {key: meaning for key, meaning in named.items() if meaning}
