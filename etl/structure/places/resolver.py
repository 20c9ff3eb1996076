"""Place and municipality of a record from its address fields, then from its coordinates, then from its text. Nothing is
guessed: several candidates stay ambiguous.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from data.store.reference import label_key
from data.store.tables import municipalities, municipality_labels, place_labels, places
from etl.structure.labels import REMEMBERED
from etl.structure.places import gazetteer, mentions
from etl.structure.places.point import Point

FOUND, MUNICIPALITY, AMBIGUOUS, NONE = "found", "municipality", "ambiguous", "none"
"""By words: the place, only its municipality, several places, nothing known."""
POINT, POINT_MUNICIPALITY, OUTSIDE, CONFLICT = "point", "point_municipality", "outside", "conflict"
"""By coordinates: the place, only its municipality, outside the district; or they contradict the words, which stand."""
TEXT, TEXT_MUNICIPALITY = "text", "text_municipality"
"""By the text of the question, where fields and coordinates say nothing."""
UNKNOWN = (NONE, AMBIGUOUS, OUTSIDE)

_NUMBER = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
"""Of a house or a flat: a postal code has six digits."""


@dataclass(frozen=True)
class ResolvedPlace:
    """Where a record belongs: ids, how sure, and the places it could be when ambiguous."""

    place_id: int | None
    municipality_id: int | None
    status: str
    candidates: tuple[int, ...] = ()


_KEPT = 4
"""Readings of the tables kept; asked by everything they hold, so a changed table is another question."""

NOWHERE = ResolvedPlace(None, None, NONE)


class PlaceResolver:
    """Known names and spellings of places and municipalities."""

    def __init__(self, connection: sa.Connection) -> None:
        rows = connection.execute(sa.select(places)).all()
        self._municipality = {row.place_id: row.municipality_id for row in rows}
        labels = _pairs(connection, sa.select(place_labels.c.label, place_labels.c.place_id))
        m, ml = municipalities.c, municipality_labels.c
        areas = _pairs(connection, sa.select(m.name, m.municipality_id))
        more = _pairs(connection, sa.select(ml.label, ml.municipality_id))
        self._places = _by_key(tuple((row.place_id, row.name, row.kind) for row in rows), labels)
        self._areas = _areas_by_key(areas + more)
        self.texts = PlacesOfTexts(_known(connection, rows, labels))
        self._key = lru_cache(maxsize=REMEMBERED)(label_key)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._resolve)

    def resolve(self, place: str, municipality: str, address: str, postal_code: str = "") -> ResolvedPlace:
        """Place by the known label of its own field, else as the text finder reads all the fields together.

        Answers are remembered; the houses of one street share theirs.
        """
        return self._remembered(place, municipality, _NUMBER.sub("0", address), postal_code)

    def _resolve(self, place: str, municipality: str, address: str, postal_code: str) -> ResolvedPlace:
        areas = self._areas.get(self._key(municipality), set())
        known = areas if len(areas) == 1 else set()
        labelled = self._places.get(self._key(place)) or self._places.get(self._key(address))
        told = self._narrowed(labelled, known) if labelled else NOWHERE
        if told.place_id is not None:
            return told
        fields = (postal_code, municipality, place, address)
        read = self._read(", ".join(filter(None, map(str.strip, fields))), known)
        return told if told.candidates and read.place_id not in told.candidates else read

    def _read(self, fields: str, known: set[int]) -> ResolvedPlace:
        found = self.texts.finder.find(fields, known)
        if found is mentions.NOTHING:
            return NOWHERE
        candidates = () if found.is_of_areas else tuple(map(int, found.candidates))
        return ResolvedPlace(_number(found.place), _number(found.municipality), found.status, candidates)

    def combine(self, told: ResolvedPlace, point: Point) -> ResolvedPlace:
        """What words say stands; coordinates fill in what it leaves open, and are noted where they contradict it."""
        if told.status == AMBIGUOUS:
            return self._chosen(told, point)
        if told.status == NONE and point.municipality_id is None:
            return ResolvedPlace(None, None, OUTSIDE)
        if told.status == NONE or (told.status == MUNICIPALITY and told.municipality_id == point.municipality_id):
            status = told.status if told.status == MUNICIPALITY else POINT_MUNICIPALITY
            return ResolvedPlace(point.place_id, point.municipality_id, status if point.place_id is None else POINT)
        return told if told.municipality_id == point.municipality_id else replace(told, status=CONFLICT)

    def _chosen(self, told: ResolvedPlace, point: Point) -> ResolvedPlace:
        """The namesake in the municipality of the point, or the one it is at."""
        left = [place for place in told.candidates if self._municipality[place] == point.municipality_id]
        place = left[0] if len(left) == 1 else point.place_id
        return ResolvedPlace(place, point.municipality_id, POINT) if place in left else told

    def _narrowed(self, found: set[int], known: set[int]) -> ResolvedPlace:
        """One candidate is the place; namesakes are told apart by the known municipality."""
        left = {place for place in found if self._municipality[place] in known} if known else found
        if len(left) == 1:
            place_id = next(iter(left))
            return ResolvedPlace(place_id, self._municipality[place_id], FOUND)
        candidates = left or found  # none left: the fields contradict each other
        shared = {self._municipality[place] for place in left}
        return ResolvedPlace(
            None, next(iter(shared)) if len(shared) == 1 else None, AMBIGUOUS, tuple(sorted(candidates))
        )


def _number(key: gazetteer.Key | None) -> int | None:
    return None if key is None else int(key)


def _pairs(connection: sa.Connection, query: sa.Select[Any]) -> tuple[tuple[str, int], ...]:
    return tuple((str(label), int(target)) for label, target in connection.execute(query))


@lru_cache(maxsize=_KEPT)
def _by_key(named: tuple[tuple[int, str, str], ...], labels: tuple[tuple[str, int], ...]) -> dict[str, set[int]]:
    """Places by the keys of (id, name, kind) in their usual orders; a known spelling wins over them."""
    found: dict[str, set[int]] = defaultdict(set)
    for place_id, name, kind in named:
        for spelling in (name, f"{kind} {name}", f"{name} ({kind})", f"{name} {kind}"):
            found[label_key(spelling)].add(place_id)
    return found | {label_key(label): {place_id} for label, place_id in labels}


@lru_cache(maxsize=_KEPT)
def _areas_by_key(named: tuple[tuple[str, int], ...]) -> dict[str, set[int]]:
    """Municipalities by the keys of their names and known spellings."""
    found: dict[str, set[int]] = defaultdict(set)
    for label, municipality_id in named:
        found[label_key(label)].add(municipality_id)
    return found


@dataclass(frozen=True)
class KnownPlaces:
    """Places and municipalities in force in a store, by their ids: (id, name) of a municipality."""

    places: tuple[gazetteer.Place, ...]
    municipalities: tuple[tuple[int, str], ...]


def _known(connection: sa.Connection, rows: Sequence[Any], labels: tuple[tuple[str, int], ...]) -> KnownPlaces:
    spellings: dict[int, list[str]] = defaultdict(list)
    for label, place_id in labels:
        spellings[place_id].append(label)
    known = tuple(
        gazetteer.Place(
            row.place_id, row.name, row.kind, row.municipality_id, row.postal_code or "", tuple(spellings[row.place_id])
        )
        for row in rows
        if row.valid_to is None
    )
    m = municipalities.c
    areas = connection.execute(sa.select(m.municipality_id, m.name).where(m.valid_to.is_(None)))
    return KnownPlaces(known, tuple((row.municipality_id, row.name) for row in areas))


class PlacesOfTexts:
    """Finds the places of a store in texts; needs the store no more."""

    def __init__(self, known: KnownPlaces) -> None:
        self.known = known
        self.finder = mentions.TextPlaces(_forms_of(known.places).copy_without_memory(), known.municipalities)

    def of(self, text: str) -> ResolvedPlace:
        """What a text says, of a record whose fields and coordinates say nothing."""
        found = self.finder.find(text) if text else mentions.NOTHING
        if found.municipality is None:
            return NOWHERE
        status = TEXT if found.place is not None else TEXT_MUNICIPALITY
        return ResolvedPlace(_number(found.place), _number(found.municipality), status)


@lru_cache(maxsize=_KEPT)
def _forms_of(known: tuple[gazetteer.Place, ...]) -> gazetteer.Gazetteer:
    """All forms of the names of places, which take longer to make than a small import: made once."""
    return gazetteer.Gazetteer(known)
