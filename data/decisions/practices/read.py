"""Best practices as they are in the store: no applicant and no number of a recipient is in them, so all may read."""

from dataclasses import dataclass

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store.tables import practices, topics


@dataclass(frozen=True)
class Practice:
    """One practice. topic: code of a topic or a group; is_own: shown to work here; roadmap: its code, '' of none."""

    key: int
    version: int
    code: str
    title: str
    topic: str
    topic_name: str
    situation: str
    action: str
    result: str
    place: str
    source: str
    is_own: bool
    roadmap: str

    def helps(self, topic: str) -> bool:
        """Whether it is about a topic or its group; a practice of one topic is offered for its whole group too."""
        return self.topic in (topic, topic.partition(".")[0]) or self.topic.partition(".")[0] == topic

    def holds(self, words: str) -> bool:
        """Whether every typed word begins some word of the practice."""
        told = f"{self.title} {self.topic_name} {self.situation} {self.action} {self.result} {self.place}"
        known = [f" {word}" for word in _plain(told).split()]
        return all(any(word.startswith(f" {part}") for word in known) for part in _plain(words).split())


def listed(settings: Settings) -> list[Practice]:
    """All practices, own ones first, then by number."""
    p, t = practices.c, topics.c
    columns = (
        p.practice_id, p.version, p.code, p.title, t.code, t.name, p.situation, p.action, p.result, p.place, p.source,
        p.is_own, p.roadmap,
    )  # fmt: skip
    named = [column.label(f"c{number}") for number, column in enumerate(columns)]
    query = sa.select(*named).select_from(practices.join(topics, t.topic_id == p.topic_id))
    with store.reading(settings) as connection:
        return [Practice(*row) for row in connection.execute(query.order_by(p.is_own.desc(), p.code))]


def topic_choices(settings: Settings) -> list[tuple[str, str]]:
    """Code and name of every topic and group, in the order of the list."""
    t = topics.c
    query = sa.select(t.code, t.name, t.group_id).order_by(t.sort_order, t.code)
    with store.reading(settings) as connection:
        rows = connection.execute(query)
        return [(row.code, row.name if row.group_id else f"Вся группа «{row.name}»") for row in rows]


def _plain(text: str) -> str:
    signs = (sign if sign.isalnum() else " " for sign in text.lower().replace("ё", "е"))
    return "".join(signs)
