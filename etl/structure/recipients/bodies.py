"""Which body a name means: known spellings that read alike, held against where the body works and whose it is.

Nothing is ranked and the first is never taken: one body is the answer, several are none.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from math import log
from typing import NamedTuple

from etl.structure.recipients.names import CHAIN, Reader, Reading, parts
from etl.structure.recipients.words import words

_ADMINISTRATION = frozenset(words("администрация"))
_TERRITORIAL = frozenset(words("территориальный"))
_HEAD = "administration"
_LEAST_LIKENESS = 0.15
"""Below it a name has only common words in common with a body."""
LONGEST, _LONGEST_NUMBER = 400, 3
"""Letters of a name (the store keeps no more of it either) and digits of a number within."""
_OF_PLACES = ("", "а", "ский", "инский", "овский")
"""What makes a case form or an adjective of the name of a place: «Катановская», «Балыксинская»."""
_SOFT, _VOWELS = "ь", "аяыиоеь"
_DISTRICT_KINDS = ("district_department", "institution")
_AREAS_OF = {
    "settlement": ("", "district", "republic"),
    "district": ("", "seat", "district"),
    "republic": ("", "republic"),
    "any": ("", "seat", "district", "republic"),
}
"""Where a body works → the areas its name may say without meaning another one: a head office, a branch elsewhere."""


class Body(NamedTuple):
    """One recipient of the list."""

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    successor_id: int | None


class Spelling(NamedTuple):
    """A known way to write a body. is_own: a row of the source itself, which wins over the common ones."""

    text: str
    body_id: int
    is_own: bool = False


class Places(NamedTuple):
    """Names of our places and settlements, (body, centre) of each settlement's administration, codes of the places."""

    names: tuple[str, ...]
    centres: tuple[tuple[int, str], ...]
    postal_codes: frozenset[str]


class Bodies:
    """Bodies by the readings of their spellings."""

    def __init__(
        self, bodies: Iterable[Body], spellings: Iterable[Spelling], places: Places, exact: Callable[[str], int | None]
    ) -> None:
        """Exact says whom a known spelling means; it is asked for the parts of a name first."""
        self._bodies = {body.id: body for body in bodies}
        self._exact, self._postal_codes = exact, places.postal_codes
        known = [*spellings]
        self._reader = Reader([*(spelling.text for spelling in known if not spelling.is_own), *places.names])
        by_code = {body.code: body.id for body in self._bodies.values()}
        self._collective = {by_code[code]: own for code, own in self._reader.collective.items() if code in by_code}
        self._places = frozenset(_words_of_places(places.names, self._reader))
        self._areas = {body.id: _AREAS_OF[self._works_in(body)] for body in self._bodies.values()}
        self._alike: dict[tuple[bool, Reading], set[int]] = defaultdict(set)
        self._worded: dict[tuple[bool, frozenset[str]], set[int]] = defaultdict(set)
        for spelling in (*known, *self._implied(dict(places.centres))):
            self._know(spelling)

    def _implied(self, centres: Mapping[int, str]) -> Iterator[Spelling]:
        """Short ways to name the administration of a settlement; those that two would share are not made."""
        for body in self._bodies.values():
            if body.code == _HEAD:
                yield Spelling("район администрация", body.id)
            if body.kind == "settlement":
                known = self._reader.read(body.name).words
                yield from (Spelling(f"администрация {word}", body.id) for word in known & self._places)
                centre = centres.get(body.id)
                if centre and list(centres.values()).count(centre) == 1:
                    yield Spelling(f"администрация {centre}", body.id)

    def _know(self, spelling: Spelling) -> None:
        reading = self._reader.read(spelling.text)
        if not (reading.is_empty and not reading.person):
            self._alike[spelling.is_own, reading].add(spelling.body_id)
        if not reading.person and not reading.is_branch and reading.words - self._reader.general:
            self._worded[spelling.is_own, reading.words].add(spelling.body_id)

    def _works_in(self, body: Body) -> str:
        reading = self._reader.read(body.name)
        if body.kind == "settlement":
            return "settlement"
        if reading.area in ("district", "republic"):
            return reading.area
        return "district" if body.kind in _DISTRICT_KINDS or reading.words & _TERRITORIAL else "any"

    def body_of(self, name: str) -> int | None:
        """The body a name means, the earliest of its line where it was renamed; nothing when none or several."""
        if len(name) > LONGEST:
            return None
        for pieces in (parts(name, CHAIN), parts(name)):
            if len(pieces) > 1:
                told, is_whole = self._told(pieces)
                if (told and is_whole) or (len(told) > 1 and self._lowest(told) is None):
                    return self._lowest(told)
        return self._single(name)

    def _told(self, pieces: list[str]) -> tuple[set[int], bool]:
        """Bodies that pieces of a name mean, each by itself, and whether every piece that says anything means one."""
        found = [self._exact(piece) or self.body_of(piece) for piece in pieces]
        is_whole = all(
            body is not None or self._reader.read(piece).is_empty for body, piece in zip(found, pieces, strict=True)
        )
        return {body for body in found if body is not None}, is_whole

    def _lowest(self, told: set[int]) -> int | None:
        """The body below all the others: a department beside its head office."""
        if len(told) > 1 and (earliest := self._earliest(told)) is not None:
            return earliest
        below = [one for one in told if told - {one} <= set(self._above(one))]
        return below[0] if below else None

    def _above(self, body_id: int) -> list[int]:
        above: list[int] = []
        parent = self._bodies[body_id].parent_id
        while parent is not None and parent not in above:
            above.append(parent)
            parent = self._bodies[parent].parent_id
        return above

    def _line(self, body_id: int) -> list[int]:
        """A body and those that came after it."""
        line = [body_id]
        while (after := self._bodies[line[-1]].successor_id) is not None and after not in line:
            line.append(after)
        return line

    def _earliest(self, told: set[int]) -> int | None:
        """The only body, or the one that all the others have succeeded."""
        return next((one for one in sorted(told) if told <= set(self._line(one))), None)

    def _single(self, name: str) -> int | None:
        found = self._meant(self._reader.read(name))
        if not found:
            found = set().union(*(self._meant(reading) for reading in self._reader.spellings_near(name)))
        return self._earliest(found) if found else None

    def _meant(self, reading: Reading) -> set[int]:
        """Bodies of the strictest comparison that has any."""
        if reading.is_foreign:
            return set()
        for wanted, is_own in product((reading, replace(reading, person=frozenset())), (True, False)):
            if found := self._alike.get((is_own, wanted)):
                return found
        for wanted, is_own in product(self._loosened(reading), (True, False)):
            if found := {i for i in self._worded.get((is_own, wanted.words), ()) if self._may_be(i, wanted)}:
                return found
        return {i for i, may_be_named in self._collective.items() if self._is_one_of(i, reading, may_be_named)}

    def _is_one_of(self, body_id: int, reading: Reading, may_be_named: bool) -> bool:
        """Whether a name is that of one of a body's many: it may have a place, a number, or a name of its own."""
        bare = reading.words - self._places - self._numbers(reading)
        if may_be_named:
            bare -= reading.proper
        is_known = any(body_id in self._worded.get((is_own, bare), ()) for is_own in (True, False))
        return is_known and self._may_be(body_id, reading)

    @staticmethod
    def _loosened(reading: Reading) -> list[Reading]:
        """The reading, and the same with «администрации» as the owner."""
        made = [reading]
        if reading.words > _ADMINISTRATION:
            made.append(replace(reading, words=reading.words - _ADMINISTRATION, is_of_administration=True))
        return made

    def _may_be(self, body_id: int, reading: Reading) -> bool:
        if reading.is_branch and not (reading.is_here and self._bodies[body_id].code in self._reader.branches):
            return False
        if reading.is_of_administration and not self._is_of_administration(body_id):
            return False
        return reading.area in self._areas[body_id]

    def _is_of_administration(self, body_id: int) -> bool:
        return any(self._bodies[above].code == _HEAD for above in self._above(body_id))

    def _numbers(self, reading: Reading) -> frozenset[str]:
        """Numbers of schools and of post offices: short ones, and the postal codes of our places."""
        numbers = (word for word in reading.words if word.isdigit())
        return frozenset(word for word in numbers if len(word) <= _LONGEST_NUMBER or word in self._postal_codes)

    def read(self, name: str) -> Reading:
        """How a name is compared with others."""
        return self._reader.read(name)

    def is_telling(self, name: str) -> bool:
        """Whether one corrected record may teach a name: it says something, and no other territory or two bodies."""
        reading = self._reader.read(name)
        if reading.is_foreign:
            return False
        pieces = parts(name)
        told = {body for piece in pieces if (body := self._exact(piece) or self._single(piece)) is not None}
        return bool(reading.words - self._reader.general or reading.person) and (len(pieces) < 2 or len(told) < 2)

    def candidates(self, name: str) -> dict[int, float]:
        """Bodies a name may mean: 1 for those its parts name, else the share of the rare words in common."""
        asked = self._reader.read(name).words
        spread = Counter(word for _, known in self._worded for word in known)
        found: dict[int, float] = defaultdict(float)
        for (_, known), owners in self._worded.items():
            shared = sum(1 / (1 + log(spread[word])) for word in known & asked)
            likeness = shared / (len(known | asked) or 1)
            for body in owners:
                found[body] = max(found[body], likeness)
        told = [self._exact(piece) or self._single(piece) for piece in (name, *parts(name))]
        found |= {body: 1.0 for body in told if body is not None}
        return {body: likeness for body, likeness in found.items() if likeness >= _LEAST_LIKENESS}


def _words_of_places(names: Iterable[str], reader: Reader) -> Iterator[str]:
    """Words that only say where: names in their cases and the adjectives made of them."""
    for name in names:
        bases = {name, name.rstrip(_SOFT), name.rstrip(_VOWELS)}
        for base, more in product(bases, _OF_PLACES):
            yield from reader.read(base + more).words - reader.general
