"""Place and municipality of a record from its address fields, then from its coordinates, then from its text. Nothing is
guessed: several candidates stay ambiguous.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache

import sqlalchemy as sa

from data.reference import label_key
from data.tables import municipalities, municipality_labels, place_labels, places
from etl.structure import gazetteer, mentions
from etl.structure.labels import REMEMBERED
from etl.structure.point import Point

FOUND, MUNICIPALITY, AMBIGUOUS, NONE = "found", "municipality", "ambiguous", "none"
"""By words: the place, only its municipality, several places, nothing known."""
POINT, POINT_MUNICIPALITY, OUTSIDE, CONFLICT = "point", "point_municipality", "outside", "conflict"
"""By coordinates: the place, only its municipality, outside the district; or they contradict the words, which stand."""
TEXT, TEXT_MUNICIPALITY = "text", "text_municipality"
"""By the text of the question, where fields and coordinates say nothing."""
UNKNOWN = (NONE, AMBIGUOUS, OUTSIDE)
_PARTS = re.compile(r"[,;\n]")
_POSTAL = re.compile(r"\b\d{6}\b")


@dataclass(frozen=True)
class Located:
    """Where a record belongs: ids, how sure, and the places it could be when ambiguous."""

    place_id: int | None
    municipality_id: int | None
    status: str
    candidates: tuple[int, ...] = ()


NOWHERE = Located(None, None, NONE)


class PlaceResolver:
    """Known names and spellings of places and municipalities."""

    def __init__(self, connection: sa.Connection) -> None:
        rows = connection.execute(sa.select(places)).all()
        self._municipality = {row.place_id: row.municipality_id for row in rows}
        self._postal: dict[str, set[int]] = defaultdict(set)
        self._places: dict[str, set[int]] = defaultdict(set)
        self._areas: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            for name in (row.name, f"{row.kind} {row.name}", f"{row.name} ({row.kind})", f"{row.name} {row.kind}"):
                self._places[label_key(name)].add(row.place_id)
            if row.postal_code:
                self._postal[row.postal_code].add(row.place_id)
        for label, place_id in connection.execute(sa.select(place_labels.c.label, place_labels.c.place_id)):
            self._places[label_key(label)] = {place_id}
        m, ml = municipalities, municipality_labels
        for query in (sa.select(m.c.name, m.c.municipality_id), sa.select(ml.c.label, ml.c.municipality_id)):
            for label, municipality_id in connection.execute(query):
                self._areas[label_key(label)].add(municipality_id)
        self._texts = _finder(connection)
        self._key = lru_cache(maxsize=REMEMBERED)(label_key)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._resolve)

    def resolve(self, place: str, municipality: str, address: str, postal_code: str = "") -> Located:
        """Place from its own field, else from the parts of the address; the municipality narrows namesakes."""
        return self._remembered(place, municipality, address, postal_code)

    def _resolve(self, place: str, municipality: str, address: str, postal_code: str) -> Located:
        parts = [place, *_PARTS.split(address)]
        area = self._area([municipality, *parts])
        postal = postal_code.strip() or next(iter(_POSTAL.findall(address)), "")
        for part in parts:
            found = self._places.get(self._key(part), set())
            if found:
                return self._narrowed(found, area, postal)
        return Located(None, area, MUNICIPALITY) if area is not None else NOWHERE

    def weighed(self, told: Located, point: Point) -> Located:
        """What words say stands; coordinates fill in what it leaves open, and are noted where they contradict it."""
        if told.status == AMBIGUOUS:
            return self._chosen(told, point)
        if told.status == NONE and point.municipality_id is None:
            return Located(None, None, OUTSIDE)
        if told.status == NONE or (told.status == MUNICIPALITY and told.municipality_id == point.municipality_id):
            status = told.status if told.status == MUNICIPALITY else POINT_MUNICIPALITY
            return Located(point.place_id, point.municipality_id, status if point.place_id is None else POINT)
        return told if told.municipality_id == point.municipality_id else replace(told, status=CONFLICT)

    def by_text(self, text: str) -> Located:
        """What a text says, of a record whose fields and coordinates say nothing."""
        found = self._texts.find(text) if text else mentions.NOTHING
        if found.municipality is None:
            return NOWHERE
        status = TEXT if found.place is not None else TEXT_MUNICIPALITY
        return Located(_number(found.place), _number(found.municipality), status)

    def _chosen(self, told: Located, point: Point) -> Located:
        """The namesake in the municipality of the point, or the one it is at."""
        left = [place for place in told.candidates if self._municipality[place] == point.municipality_id]
        place = left[0] if len(left) == 1 else point.place_id
        return Located(place, point.municipality_id, POINT) if place in left else told

    def _area(self, parts: list[str]) -> int | None:
        for part in parts:
            found = self._areas.get(self._key(part), set())
            if len(found) == 1:
                return next(iter(found))
        return None

    def _narrowed(self, found: set[int], area: int | None, postal: str) -> Located:
        """One candidate is the place; namesakes are told apart by municipality, then by postal code."""
        inside = {p for p in found if self._municipality[p] == area} if area is not None else found
        if area is not None and not inside:  # the fields contradict each other
            return Located(None, None, AMBIGUOUS, tuple(sorted(found)))
        by_post = inside & self._postal.get(postal, set())
        left = by_post if len(inside) > 1 and by_post else inside
        if len(left) == 1:
            place_id = next(iter(left))
            return Located(place_id, self._municipality[place_id], FOUND)
        areas = {self._municipality[p] for p in left}
        shared = next(iter(areas)) if len(areas) == 1 else None
        return Located(None, shared, AMBIGUOUS, tuple(sorted(left)))


def _number(key: gazetteer.Key | None) -> int | None:
    return None if key is None else int(key)


def _finder(connection: sa.Connection) -> mentions.TextPlaces:
    """A finder of the places in force in the store, by their ids."""
    p, m, labels = places.c, municipalities.c, defaultdict(list)
    for label, place_id in connection.execute(sa.select(place_labels.c.label, place_labels.c.place_id)):
        labels[place_id].append(label)
    columns = (p.place_id, p.name, p.kind, p.municipality_id, p.postal_code)
    rows = connection.execute(sa.select(*columns).where(p.valid_to.is_(None)))
    known = [
        gazetteer.Place(
            row.place_id, row.name, row.kind, row.municipality_id, row.postal_code or "", tuple(labels[row.place_id])
        )
        for row in rows
    ]
    areas = connection.execute(sa.select(m.municipality_id, m.name).where(m.valid_to.is_(None)))
    return mentions.TextPlaces(gazetteer.Gazetteer(known), [(row.municipality_id, row.name) for row in areas])
