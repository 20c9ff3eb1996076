"""The responsible body behind a name in a file; a renamed or merged body gives way to its successor on its last day."""

from collections import defaultdict
from datetime import date
from functools import lru_cache

import sqlalchemy as sa

from data.decisions import corrections
from data.store.tables import municipalities, places, recipient_labels, recipients
from etl.structure.labels import REMEMBERED, Eras, Label, Labels
from etl.structure.recipients.bodies import Bodies, Body, Places, Spelling
from etl.structure.recipients.names import Reading

_KEPT = 8
"""Readings of the tables kept: the sources of one store, before and after a change."""


class RecipientResolver:
    """Recipients of one source's names. A known spelling wins over one that only reads alike, and that over a name
    known from corrected records; what none of them knows waits for a person.
    """

    def __init__(self, connection: sa.Connection, source: str) -> None:
        r, t = recipients, recipient_labels
        self._bodies = {row.recipient_id: row for row in connection.execute(sa.select(r))}
        rows = [
            (row.source_code, None, row.label, Label(row.recipient_id))
            for row in connection.execute(sa.select(t.c.source_code, t.c.label, t.c.recipient_id))
        ]
        for body in self._bodies.values():
            rows += [(None, None, name, Label(body.recipient_id)) for name in {body.name, body.short_name}]
        mine = tuple(dict.fromkeys(row for row in rows if row[0] in (None, source)))
        self._labels, self._alike = _readings(mine, source, *self._all_bodies(connection))
        self._learn(corrections.recipients_said(connection, source))
        self._eras = Eras((None, body.valid_to) for body in self._bodies.values())
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._resolve)

    def _all_bodies(self, connection: sa.Connection) -> tuple[tuple[Body, ...], Places]:
        """The bodies, and what the reading of their names has to know of our places."""
        p, m = places.c, municipalities.c
        areas = {row.municipality_id: row for row in connection.execute(sa.select(m.municipality_id, m.name, m.centre))}
        named = connection.execute(sa.select(p.name, p.postal_code)).all()
        bodies = [
            Body(b.recipient_id, b.code, b.name, b.kind, b.parent_id, b.successor_id) for b in self._bodies.values()
        ]
        centres = [
            (b.recipient_id, areas[b.municipality_id].centre or "")
            for b in self._bodies.values()
            if b.kind == "settlement" and b.municipality_id in areas
        ]
        names = (*(row.name for row in named), *(area.name for area in areas.values()))
        codes = frozenset(row.postal_code for row in named if row.postal_code)
        return tuple(bodies), Places(names, tuple(centres), codes)

    def _learn(self, said: list[tuple[str, int]]) -> None:
        """What corrected records say of names that nothing else knows; people who disagree teach nothing."""
        self._said: dict[Reading, set[int]] = defaultdict(set)
        for name, recipient_id in said:
            if self._body_of(name) is None and self._alike.is_telling(name):
                self._said[self._alike.read(name)].add(recipient_id)

    def resolve(self, name: str, on: date) -> int | None:
        """Id of the body that bears the duty on the day of receipt, or nothing."""
        return self._remembered(name, self._eras.first_day(on))

    def _resolve(self, name: str, on: date) -> int | None:
        found = self._body_of(name) or self._from_corrections(name)
        seen = set()
        while found is not None and found not in seen:
            seen.add(found)
            body = self._bodies[found]
            if body.valid_to is None or body.valid_to >= on or body.successor_id is None:
                break
            found = body.successor_id
        return found

    def _body_of(self, name: str) -> int | None:
        return self._labels.one(name) if self._labels.candidates(name) else self._alike.body_of(name)

    def _from_corrections(self, name: str) -> int | None:
        said = self._said.get(self._alike.read(name), set()) if self._said else set()
        return next(iter(said)) if len(said) == 1 else None

    def candidates(self, name: str) -> dict[str, float]:
        """Codes of the bodies a name may mean with a likeness, 0–1: for a person to choose from, not to assign."""
        return {self._bodies[found].code: likeness for found, likeness in self._alike.candidates(name).items()}


@lru_cache(maxsize=_KEPT)
def _readings(
    rows: tuple[tuple[str | None, str | None, str, Label], ...], source: str, bodies: tuple[Body, ...], known: Places
) -> tuple[Labels, Bodies]:
    """Labels and bodies read from their tables, which takes longer than a small import: the same tables are read once.

    Asked by everything they hold, so a changed table is another question; nothing of what is received stays in them.
    """
    labels = Labels(rows, source)
    spellings = [Spelling(text, row.target, own == source) for own, _, text, row in rows]
    return labels, Bodies(bodies, spellings, known, labels.one)
