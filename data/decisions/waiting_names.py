"""Names that no reference row knows, waiting for a person, and what each may mean.

Grain: one name of one source. A suggestion rests on the likeness of names and, for topics, on what the records under
the name say: a bounded number of the newest masked texts, of those only that the asker may open.
Everything counts all time, spam left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import sqlalchemy as sa

from data import store
from data.decisions.flaws import Kind, newest, questions_with_records, raw, within
from data.district import District
from data.scope import Scope
from data.settings import Settings, district
from data.store import bulk, reference, similarity, tables
from data.store.citizens import are_citizens

Name = tuple[str, str, str]
"""Source code, group of names (topics only, else ''), the name as received."""
_MOST_SUGGESTIONS = 3
_MOST_TEXTS = 10
"""Texts read under one name."""
_LEAST_SHARE = 0.2
"""A topic of fewer of the texts is chance."""


@dataclass(frozen=True)
class Suggestion:
    """What a name may mean and why. likeness: of the names, 0–1, 0 when too little to count; texts: how many of `read`
    texts under the name speak of it.
    """

    code: str
    name: str
    likeness: float = 0.0
    texts: int = 0
    read: int = 0

    @property
    def weight(self) -> float:
        """Likeness and share of the texts together; either alone is enough."""
        return self.likeness + (self.texts / self.read if self.read else 0.0)


@dataclass(frozen=True)
class UnknownName:
    """A name that waits for a person. group: of a topic only; options: likely targets, the best first.

    may_map: every record with this name is open to the asker, so that a decision touches nothing unseen.
    """

    kind: Kind
    source_code: str
    source_name: str
    group: str
    label: str
    records: int
    first_on: date
    last_on: date
    options: tuple[Suggestion, ...] = field(default=())
    may_map: bool = True


class ImportReader(Protocol):
    """What the import would read in texts and names, for a person to choose from."""

    def topics_of(self, texts: Sequence[str]) -> list[str]:
        """For each masked text the code of the topic it likely speaks of, '' where that is not clear."""

    def recipients_like(
        self, connection: sa.Connection, source_code: str, names: Sequence[str]
    ) -> list[dict[str, float]]:
        """For each name codes of the bodies it may mean with a likeness, 0–1."""


def names_of_kind(
    kind: Kind, settings: Settings, scope: Scope, reading: ImportReader, most: int = 50
) -> tuple[int, list[UnknownName]]:
    """How many names of a kind wait, and those that stand in the most records, with suggestions."""
    sees_all = scope.at_least("records").is_everything
    with store.reading(settings) as connection:
        rows = [row for row in connection.execute(_queue(kind, within(scope))) if not _names_no_place(kind, row[3])]
        shown = rows[:most]
        whole = _counts(connection, kind) if shown and not sees_all else {}
        options = _suggestions(connection, kind, [(row[0], row[2], row[3]) for row in shown], scope, reading)
    return len(rows), [
        UnknownName(
            kind, row.code, row.name, row[2], row[3], row.records, *_days(row, settings), tuple(found),
            sees_all or whole.get(tuple(row[:4])) == row.records,
        )
        for row, found in zip(shown, options, strict=True)
    ]  # fmt: skip


def _counts(connection: sa.Connection, kind: Kind) -> dict[tuple[Any, ...], int]:
    """How many records carry each name, whoever may open them."""
    return {tuple(row[:4]): row.records for row in connection.execute(_queue(kind, sa.true()))}


def likely(kind: Kind, name: Name, settings: Settings, scope: Scope, reading: ImportReader) -> list[Suggestion]:
    """What a name most likely means, the best first."""
    with store.reading(settings) as connection:
        return _suggestions(connection, kind, [name], scope, reading)[0]


def _suggestions(
    connection: sa.Connection, kind: Kind, asked: Sequence[Name], scope: Scope, reading: ImportReader
) -> list[list[Suggestion]]:
    """Suggestions for each name."""
    targets = dict(_targets(connection, kind))
    known = similarity.KnownSpellings(_spellings(connection, kind, targets))
    spoken = _spoken_of(connection, asked, scope, reading) if kind == "topic" else {}
    read = _read_as(connection, asked, reading) if kind == "recipient" else {}
    return [
        _weightiest(targets, _likest(known.likest(name[2]), read.get(name, {})), spoken.get(name, [])) for name in asked
    ]


def _read_as(connection: sa.Connection, asked: Sequence[Name], reading: ImportReader) -> dict[Name, dict[str, float]]:
    """What the import's own reading finds alike in each name of a body."""
    made: dict[Name, dict[str, float]] = {}
    for source in {name[0] for name in asked}:
        own = [name for name in asked if name[0] == source]
        made |= dict(zip(own, reading.recipients_like(connection, source, [name[2] for name in own]), strict=True))
    return made


def _likest(by_letters: dict[str, float], by_words: dict[str, float]) -> dict[str, float]:
    """What letters and what words say, each for half; letters alone where words say nothing."""
    if not by_words:
        return by_letters
    codes = by_letters.keys() | by_words.keys()
    return {code: (by_letters.get(code, 0.0) + by_words.get(code, 0.0)) / 2 for code in codes}


def _weightiest(targets: dict[str, str], alike: dict[str, float], said: Sequence[str]) -> list[Suggestion]:
    """The weightiest targets; said: the topic of each text, '' where it is not clear."""
    counts = {code: n for code, n in Counter(said).items() if code in targets and n >= _LEAST_SHARE * len(said)}
    made = [
        Suggestion(code, targets[code], alike.get(code, 0.0), counts.get(code, 0), len(said))
        for code in alike.keys() | counts.keys()
    ]
    return sorted(made, key=lambda one: (-one.weight, one.code))[:_MOST_SUGGESTIONS]


def _spoken_of(
    connection: sa.Connection, asked: Sequence[Name], scope: Scope, reading: ImportReader
) -> dict[Name, list[str]]:
    """The topic of each text read under each name."""
    texts = _texts(connection, asked, scope) if asked else []
    topics = reading.topics_of([text for _, text in texts]) if texts else []
    made: dict[Name, list[str]] = {}
    for (name, _), topic in zip(texts, topics, strict=True):
        made.setdefault(name, []).append(topic)
    return made


def _texts(connection: sa.Connection, asked: Sequence[Name], scope: Scope) -> list[tuple[Name, str]]:
    """The newest texts under each name that the asker may open, no more than _MOST_TEXTS of each."""
    r, q, s = tables.records.c, tables.questions.c, tables.sources.c
    group, label, unknown = raw("topic")
    order = (r.received_at.desc(), q.question_id.desc())
    number = sa.func.row_number().over(partition_by=(s.code, group, label), order_by=order)
    columns = (q.question_id, s.code, group.label("g"), label.label("l"), number.label("n"))
    found = sa.select(*columns).select_from(questions_with_records())
    found = found.where(unknown, label.in_({name[2] for name in asked}), are_citizens(r), q.text != "")
    numbered = found.where(within(scope)).subquery()
    wanted = sa.select(*numbered.c).where(numbered.c.n <= _MOST_TEXTS)
    names = {row.question_id: (row.code, row.g, row.l) for row in connection.execute(wanted)}
    asked_for = [key for key, name in sorted(names.items()) if name in set(asked)]
    query = sa.select(q.question_id, q.text)
    rows = (row for part in bulk.parts(asked_for) for row in connection.execute(query.where(q.question_id.in_(part))))
    return [(names[row.question_id], row.text) for row in rows]


def _wide(own: District) -> re.Pattern[str]:
    """Names of the whole district or its region: no place is meant."""
    return re.compile(
        rf"(?:муниципальн\S+ |мо )*(?:{re.escape(own.stem)}\S+ )?(?:район|р-н)"
        rf"|(?:республика )?{re.escape(own.region_stem)}.*|(?:республика|область|край).*"
    )


def _names_no_place(kind: Kind, label: str) -> bool:
    """Whether a name of a place says only the district or the republic: nothing a person could decide."""
    return kind == "place" and _wide(district()).fullmatch(reference.label_key(label)) is not None


def _queue(kind: Kind, seen: sa.ColumnElement[bool]) -> sa.Select[Any]:
    r, s = tables.records.c, tables.sources.c
    group, label, unknown = raw(kind)
    count = sa.func.count(r.record_id.distinct()).label("records")
    columns = (s.code, s.name, group.label("group_label"), label.label("label"), count)
    ends = (sa.func.min(r.received_at).label("first"), sa.func.max(r.received_at).label("last"))
    query = sa.select(*columns, *ends).select_from(questions_with_records())
    query = query.where(unknown, label.is_not(None), label != "", are_citizens(r), seen)
    return query.group_by(s.code, s.name, group, label).order_by(count.desc(), sa.literal_column("label"))


def _days(row: Any, settings: Settings) -> tuple[date, date]:
    """Local days of the first and the last receipt."""
    return store.local_day(row.first, settings), store.local_day(row.last, settings)


def members(kind: Kind, settings: Settings) -> list[tuple[str, str]]:
    """Everything a name of a kind may mean: (code, name); of places also the settlements as «municipality:ОКТМО»."""
    with store.reading(settings) as connection:
        return list(dict.fromkeys(_targets(connection, kind)))


def _targets(connection: sa.Connection, kind: Kind) -> list[tuple[str, str]]:
    if kind == "topic":
        t, g = tables.topics, tables.topics.alias("g")
        query = sa.select(t.c.code, g.c.name, t.c.name).outerjoin(g, g.c.topic_id == t.c.group_id)
        rows = connection.execute(query.order_by(sa.func.coalesce(g.c.sort_order, t.c.sort_order), t.c.sort_order))
        return [(code, f"{group} · {name}" if group else name) for code, group, name in rows]
    if kind == "recipient":
        r = tables.recipients.c
        return [(code, name) for code, name in connection.execute(sa.select(r.code, r.name).order_by(r.name))]
    if kind == "status":
        s = tables.statuses.c
        return [(code, name) for code, name in connection.execute(sa.select(s.code, s.name).order_by(s.sort_order))]
    p, m = tables.places.c, tables.municipalities.c
    places = connection.execute(sa.select(p.oktmo, p.name, p.kind).order_by(p.name))
    areas = connection.execute(sa.select(m.oktmo, m.name).order_by(m.name))
    found = [(code, f"{name} ({kind})") for code, name, kind in places]
    return [*found, *((f"municipality:{code}", name) for code, name in areas)]


def _spellings(connection: sa.Connection, kind: Kind, targets: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Known spellings: (spelling, code) of targets and of labels already learnt."""
    joins = {
        "topic": (tables.topic_labels, tables.topics, "code"),
        "recipient": (tables.recipient_labels, tables.recipients, "code"),
        "place": (tables.place_labels, tables.places, "oktmo"),
        "status": (tables.status_labels, tables.statuses, "code"),
    }
    labels, owners, code = joins[kind]
    rows = connection.execute(sa.select(labels.c.label, owners.c[code]).join(owners)).all()
    own = [(name.rsplit(" · ", 1)[-1], code) for code, name in targets.items()]
    return own + [(label, found) for label, found in rows if found in targets]


def of_name(kind: Kind, name: Name, settings: Settings, scope: Scope, most: int = 100) -> tuple[int, list[int]]:
    """How many records carry a waiting name, and the newest of them."""
    source, group, label = name
    r = tables.records.c
    groups, labels, unknown = raw(kind)
    query = sa.select(r.record_id, r.received_at).select_from(questions_with_records()).distinct()
    query = query.where(unknown, tables.sources.c.code == source, groups == group, labels == label)
    return newest(query.where(are_citizens(r), within(scope)), settings, most)
