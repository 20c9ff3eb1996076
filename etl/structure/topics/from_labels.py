"""Topic of a question from its source labels: exact label, then shorter ССТУ code, then the group's own «прочее»."""

import re
from datetime import date
from functools import lru_cache

import sqlalchemy as sa

from data.store.tables import topic_labels
from etl.structure.labels import REMEMBERED, Eras, Label, Labels

_CODE = re.compile(r"\d{4}(?:\.\d{4})+|\d{4}")


class TopicResolver:
    """Topics of one source's labels; what is unknown stays without a topic and is counted."""

    def __init__(self, connection: sa.Connection, source: str) -> None:
        t = topic_labels
        columns = (t.c.source_code, t.c.group_label, t.c.label, t.c.topic_id, t.c.weight, t.c.valid_from, t.c.valid_to)
        rows = [(row[0], row[1], row[2], Label(*row[3:])) for row in connection.execute(sa.select(*columns))]
        self._labels = Labels(rows, source)
        self._eras = Eras((label.valid_from, label.valid_to) for *_, label in rows)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._resolve)

    def resolve(self, topic: str, group: str, on: date) -> int | None:
        """Id of the topic, or nothing. `on` is the day of receipt."""
        return self._remembered(topic, group, self._eras.first_day(on))

    def _resolve(self, topic: str, group: str, on: date) -> int | None:
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
