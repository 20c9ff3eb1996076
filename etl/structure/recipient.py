"""The responsible body behind a name in a file; a renamed or merged body gives way to its successor on its last day."""

from datetime import date
from functools import lru_cache

import sqlalchemy as sa

from data.tables import recipient_labels, recipients
from etl.structure.labels import REMEMBERED, Eras, Label, Labels


class RecipientResolver:
    """Recipients of one source's names, by known spellings only: nothing is guessed."""

    def __init__(self, connection: sa.Connection, source: str) -> None:
        r, t = recipients, recipient_labels
        self._bodies = {row.recipient_id: row for row in connection.execute(sa.select(r))}
        rows = [
            (row.source_code, None, row.label, Label(row.recipient_id))
            for row in connection.execute(sa.select(t.c.source_code, t.c.label, t.c.recipient_id))
        ]
        for body in self._bodies.values():
            rows += [(None, None, name, Label(body.recipient_id)) for name in {body.name, body.short_name}]
        self._labels = Labels(dict.fromkeys(rows), source)
        self._eras = Eras((None, body.valid_to) for body in self._bodies.values())
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._resolve)

    def resolve(self, name: str, on: date) -> int | None:
        """Id of the body that bears the duty on the day of receipt, or nothing."""
        return self._remembered(name, self._eras.first_day(on))

    def _resolve(self, name: str, on: date) -> int | None:
        found = self._labels.one(name)
        seen = set()
        while found is not None and found not in seen:
            seen.add(found)
            body = self._bodies[found]
            if body.valid_to is None or body.valid_to >= on or body.successor_id is None:
                break
            found = body.successor_id
        return found
