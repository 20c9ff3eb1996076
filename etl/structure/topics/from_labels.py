"""Topic of a question from its source labels: exact label, then shorter ССТУ code, then the group's own «прочее»."""

import re
from datetime import date
from functools import lru_cache

import sqlalchemy as sa

from data.store.tables import topic_labels, topics
from etl.structure.labels import REMEMBERED, Eras, Label, Labels

_CODE = re.compile(r"\d{4}(?:\.\d{4})+|\d{4}")


class TopicResolver:
    """Topics of one source's labels; what is unknown stays without a topic and is counted. A topic that has ended gives
    way to its successor on its last day.
    """

    def __init__(self, connection: sa.Connection, source: str) -> None:
        ended = topics.c.valid_to.is_not(None) & topics.c.successor_id.is_not(None)
        told = connection.execute(sa.select(topics.c.topic_id, topics.c.valid_to, topics.c.successor_id).where(ended))
        self._after = {topic_id: (last, successor) for topic_id, last, successor in told}
        t = topic_labels
        columns = (t.c.source_code, t.c.group_label, t.c.label, t.c.topic_id, t.c.weight, t.c.valid_from, t.c.valid_to)
        rows = [(row[0], row[1], row[2], Label(*row[3:])) for row in connection.execute(sa.select(*columns))]
        self._labels = Labels(rows, source)
        validities = [(label.valid_from, label.valid_to) for *_, label in rows]
        self._eras = Eras([*validities, *((None, last) for last, _ in self._after.values())])
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._resolve)

    def resolve(self, topic: str, group: str, on: date) -> int | None:
        """Id of the topic, or nothing. `on` is the day of receipt."""
        return self._remembered(topic, group, self._eras.first_day(on))

    def in_force(self, topic_id: int, on: date) -> int:
        """The topic itself, or who has followed it by a day."""
        seen = {topic_id}
        while topic_id in self._after and self._after[topic_id][0] < on:
            topic_id = self._after[topic_id][1]
            if topic_id in seen:
                break
            seen.add(topic_id)
        return topic_id

    def _resolve(self, topic: str, group: str, on: date) -> int | None:
        found = self._named(topic, group, on)
        return None if found is None else self.in_force(found, on)

    def _named(self, topic: str, group: str, on: date) -> int | None:
        found = self._labels.one(topic, group, on) or self._by_code(topic, on)
        if found is not None or topic.strip():  # an unknown topic waits in the queue; its group does not replace it
            return found
        return self._labels.one(group, "", on) or self._by_code(group, on)

    def _by_code(self, text: str, on: date) -> int | None:
        match = _CODE.search(text)
        parts = match.group().split(".") if match else []
        while parts:
            found = self._labels.one(".".join(parts), "", on)
            if found is not None:
                return found
            parts.pop()
        return None
