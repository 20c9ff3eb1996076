"""Places and municipalities named in a free text, and what they come to: a place, a municipality, several, nothing.

A name counts when what stands around it says so; where it does not, or several places remain, nothing is chosen.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from data.settings import district
from data.store.reference import table
from etl.structure.places import gazetteer, mention_context, mention_rules
from etl.structure.places.councils import Councils
from etl.structure.places.elsewhere import Elsewhere
from etl.structure.places.gazetteer import Entry, Gazetteer, Key
from etl.structure.places.inflection import plain, reading
from etl.structure.places.mention_context import FROM, TOWARDS, Context
from etl.structure.places.words import PlaceWords, is_first_part

STATUSES = FOUND, MUNICIPALITY, AMBIGUOUS, NONE = "found", "municipality", "ambiguous", "none"
_WORD = re.compile(r"[а-я]{2,}|[а-я](?=[.-])")
_JOINT = re.compile(r"[ \u00a0‐‑–—-]|\.?[ -]| - ?|- |\.")
"""What may stand between two words of one name."""
_MARGIN = 20
"""Characters by which a name as it is written is longer than twice the name, at most."""
_POSTAL = re.compile(r"(?<!\d)65\d{4}(?!\d)")
_KINDS = {
    "station": ("посёлок при станции", "станция", "рабочий посёлок"),
    "town": ("рабочий посёлок", "посёлок", "посёлок при станции"),
    "village": ("село",),
    "hamlet": ("деревня",),
    "aal": ("аал",),
}


@dataclass(frozen=True)
class PlaceOfText:
    """Where a text belongs. place: key or None; status: found, municipality, ambiguous or none; candidates: keys of the
    places it may be, or of the municipalities when only those are named (is_of_areas).
    """

    place: Key | None
    municipality: Key | None
    status: str
    candidates: tuple[Key, ...] = ()
    is_of_areas: bool = False


NOTHING = PlaceOfText(None, None, NONE)


class _Mention(NamedTuple):
    """A name at low[start:end], the places it may mean, and how firmly; namesakes: also those its kind rules out."""

    start: int
    end: int
    places: frozenset[Key]
    certainty: int
    namesakes: frozenset[Key]


class TextPlaces:
    """Finds places in texts."""

    def __init__(self, names: Gazetteer, municipalities: Iterable[tuple[Key, str]]) -> None:
        """municipalities: (key, name) of each."""
        self._gazetteer = names
        self._places = names.places
        self._area = {key: place.municipality for key, place in self._places.items()}
        self._councils = Councils(municipalities)
        self._postal: dict[str, set[Key]] = {}
        for place in self._places.values():
            if place.postal_code:
                self._postal.setdefault(place.postal_code, set()).add(place.municipality)
        self._heads = frozenset(names.by_head)
        self._widest = 2 * max((len(place.name) for place in self._places.values()), default=0) + _MARGIN
        self._words = PlaceWords(self._places.values())
        self._elsewhere = Elsewhere(district())
        self._knows = lru_cache(maxsize=200_000)(self._is_head)
        self._tails = frozenset(word for entries in names.by_head.values() for entry in entries for word in entry.tail)
        self._may_be_part = lru_cache(maxsize=200_000)(self._is_part)

    def _is_head(self, word: str) -> bool:
        return word in self._heads or bool(self._gazetteer.near(word)) or self._words.is_one(word)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where places are named in a text, in its order."""
        low = reading(text)
        if len(low) != len(text) or not any(map(self._knows, _WORD.findall(low))):
            return []
        return [(mention.start, mention.end) for mention in self._mentions(text, low)]

    def _is_part(self, word: str) -> bool:
        """Whether a word may be one of those of a place as `_mentions` finds it: its first, or one behind that."""
        if self._knows(word) or word in self._tails or is_first_part(word):
            return True
        return any(tail[0] == word[0] and gazetteer.is_one_letter_off(word, tail) for tail in self._tails)

    def may_hold(self, text: str, start: int, end: int) -> bool:
        """Whether the whole of text[start:end] may be a place, or a part of one; far cheaper than `spans`."""
        is_whole = not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha())
        if is_whole and not all(map(self._may_be_part, _WORD.findall(reading(text[start:end])))):
            return False
        near = text[max(0, start - self._widest) : end + self._widest]
        return any(map(self._knows, _WORD.findall(reading(near))))

    def find(self, text: str, known_areas: Iterable[Key] = ()) -> PlaceOfText:
        """What a text says of its place; known_areas: municipalities that are named outside it."""
        low = reading(text)
        if len(low) != len(text):  # a few foreign letters become two in lower case
            text = low
        areas = self._councils.municipalities_in(low).union(known_areas)
        if not any(map(self._knows, _WORD.findall(low))):
            return self._only_areas(areas)
        return self._place_from(low, self._mentions(text, low), areas)

    def _mentions(self, text: str, low: str) -> list[_Mention]:
        """Names that mean a place, in the order of the text."""
        words = [(match.start(), match[0]) for match in _WORD.finditer(low)]
        heads = [i for i, (_, word) in enumerate(words) if self._knows(word)]
        kept: list[_Mention] = []
        waiting: _Mention | None = None  # the last name, meant or not: «дорога Бельтирское – Полтаков» needs both
        behind = 0
        for i in heads:
            if words[i][0] < behind:
                continue
            is_route = waiting is not None and mention_context.is_dash(low[waiting.end : words[i][0]])
            mention, is_meant, end = self._read(text, low, words, i, is_route)
            behind = max(behind, end)
            if mention and is_meant:
                if is_route and waiting:
                    kept = [*(kept[:-1] if waiting in kept else kept), waiting._replace(certainty=TOWARDS)]
                kept.append(
                    mention._replace(certainty=TOWARDS) if is_route or _goes_on(low, kept, mention) else mention
                )
            waiting = kept[-1] if mention and is_meant else mention or waiting
        return sorted([*kept, *self._made_of_names(low, words)], key=lambda mention: mention.start)

    def _made_of_names(self, low: str, words: list[tuple[int, str]]) -> Iterator[_Mention]:
        """Schools and residents of a place say where a text is from, less firmly than its name does."""
        for start, end, places, is_way in self._words.find(low, words):
            yield _Mention(start, end, places, TOWARDS if is_way else FROM, places)

    def _read(
        self, text: str, low: str, words: list[tuple[int, str]], i: int, is_route: bool
    ) -> tuple[_Mention | None, bool, int]:
        """The name that begins with word i, whether a place is meant, and where what it takes up ends (0: nothing)."""
        start, unsure = words[i][0], None
        for entry, end, is_exact in self._readings(low, words, i):
            around = mention_context.context_of(low, start, end, entry.cases, self._elsewhere)
            if around.is_other or self._is_joined(low, start, is_route):
                if is_exact and entry.tail:
                    return None, False, end  # a hostel «Нижняя Тея» says nothing by its second word either
                continue
            mention = self._mention(start, end, entry, around)
            if is_route or mention_rules.is_meant(text, entry, around, start, end, is_exact):
                return mention, True, end
            unsure = unsure or (mention if is_exact else None)
        return unsure, False, 0

    def _is_joined(self, low: str, start: int, is_route: bool) -> bool:
        """`Усть-Луга` is not Луга."""
        return not is_route and low[start - 1 : start] == "-" and low[start - 2 : start - 1].isalpha()

    def _readings(self, low: str, words: list[tuple[int, str]], i: int) -> Iterator[tuple[Entry, int, bool]]:
        """What the words from position i on may be, the longest name first: entry, end, whether spelt right."""
        word = words[i][1]
        exact = [(entry, True) for entry in self._gazetteer.by_head.get(word, ())]
        near = [(entry, False) for head in self._gazetteer.near(word) for entry in self._gazetteer.by_head[head]]
        for entry, is_exact in sorted(exact + near, key=lambda one: -len(one[0].tail)):
            end = self._end(low, words, i, entry, is_exact)
            if end and (is_exact or entry.tail or gazetteer.is_long_enough(word)):
                yield entry, end[0], is_exact and end[1]

    def _end(
        self, low: str, words: list[tuple[int, str]], i: int, entry: Entry, is_exact: bool
    ) -> tuple[int, bool] | None:
        """Where a name of several words ends, and whether its tail is spelt right; None when other words follow."""
        end, right = words[i][0] + len(words[i][1]), True
        for k, wanted in enumerate(entry.tail, start=i + 1):
            if k >= len(words):
                return None
            start, word = words[k]
            gap = low[end:start]
            if not _JOINT.fullmatch(gap) or (entry.needs_mark and gap == " "):
                return None
            if word != wanted:
                if not is_exact or not right or not self._is_near_tail(word, wanted, entry, gap):
                    return None
                right = False
            end = start + len(word)
        return None if entry.needs_mark and not entry.tail else (end, right)

    def _is_near_tail(self, word: str, wanted: str, entry: Entry, gap: str) -> bool:
        """A first word spelt right vouches for a shorter second one than would do alone: «Усть-Чюль»."""
        is_long = len(wanted) >= (3 if gap == "-" else 4)
        is_vouched = entry.rule == "" and is_long and word[0] == wanted[0] and gazetteer.is_one_letter_off(word, wanted)
        return is_vouched or wanted in self._gazetteer.near(word)

    def _mention(self, start: int, end: int, entry: Entry, around: Context) -> _Mention:
        places = entry.places
        kinds = _KINDS.get(around.kind, ())
        fitting = {key for key in places if self._places[key].kind in kinds}
        if len(places) > 1 and fitting:
            places = frozenset(fitting)
        elif around.kind == "station" and not fitting:
            places |= self._stations_like(places)
        if around.is_paired:
            places |= self._paired(places)
        return _Mention(start, end, places, mention_context.certainty(around, entry.cases), entry.places)

    def _stations_like(self, places: frozenset[Key]) -> set[Key]:
        """Stations whose names begin as these do: «станция Казановка» may be Казановская."""
        stems = {plain(self._places[key].name)[:6] for key in places}
        return {
            key
            for key, place in self._places.items()
            if "станци" in place.kind and plain(place.name)[:6] in stems and len(place.name) > 6
        }

    def _paired(self, places: frozenset[Key]) -> set[Key]:
        """«В Верхней и Нижней Базе»: the place whose second word is said once for both."""
        said = {plain(self._places[key].name).partition(" ")[2] for key in places} - {""}
        pairs = [(key, plain(place.name).partition(" ")) for key, place in self._places.items()]
        return {key for key, (first, _, second) in pairs if second in said and first[:4] in ("верх", "нижн")}

    def _place_from(self, low: str, mentions: list[_Mention], areas: set[Key]) -> PlaceOfText:
        if not mentions:
            return self._only_areas(areas)
        posted = (
            set().union(*(self._postal.get(code, set()) for code in _POSTAL.findall(low))) if "65" in low else set()
        )
        sets = [(mention, self._candidates(mention, areas, posted)) for mention in mentions]
        top = max(mention.certainty for mention in mentions)
        chosen = _distinct([places for mention, places in sets if mention.certainty == top])
        everything = frozenset().union(*(places for _, places in sets))
        if top == TOWARDS or (top == FROM and self._is_journey(low, mentions)):
            return self._only_areas(areas) if areas and top == TOWARDS else self._ambiguous(everything)
        if len(chosen) == 1 and len(chosen[0]) == 1:
            key = next(iter(chosen[0]))
            if not areas or self._area[key] in areas:
                return PlaceOfText(key, self._area[key], FOUND)
        return self._ambiguous(frozenset().union(*chosen))

    def _is_journey(self, low: str, mentions: list[_Mention]) -> bool:
        return any(
            mention.certainty == TOWARDS and low[: mention.start].rstrip().endswith(" до") for mention in mentions
        )

    def _candidates(self, mention: _Mention, areas: set[Key], posted: set[Key]) -> frozenset[Key]:
        """Namesakes told apart by the named municipalities, then by those of the postal code.

        A postal code that means another namesake than the kind does leaves both.
        """
        places = mention.places
        disputed = frozenset(key for key in mention.namesakes if self._area[key] in posted)
        if disputed and not areas and not disputed & places:
            return places | disputed
        for allowed in (areas, posted):
            left = frozenset(key for key in places if self._area[key] in allowed)
            if len(places) > 1 and left:
                places = left
        return places

    def _only_areas(self, areas: set[Key]) -> PlaceOfText:
        if len(areas) == 1:
            return PlaceOfText(None, next(iter(areas)), MUNICIPALITY)
        return PlaceOfText(None, None, AMBIGUOUS, tuple(sorted(areas, key=str)), is_of_areas=True) if areas else NOTHING

    def _ambiguous(self, places: frozenset[Key]) -> PlaceOfText:
        shared = {self._area[key] for key in places}
        only = next(iter(shared)) if len(shared) == 1 else None
        return PlaceOfText(None, only, AMBIGUOUS, tuple(sorted(places, key=str)))


def _goes_on(low: str, kept: list[_Mention], mention: _Mention) -> bool:
    """`между Лугой и Усть-Лугой`: the second name is led to as the first is."""
    return bool(kept) and kept[-1].certainty == TOWARDS and low[kept[-1].end : mention.start] in (" и ", ", ", " или ")


def _distinct(sets: list[frozenset[Key]]) -> list[frozenset[Key]]:
    """Sets without those that only repeat a narrower one: «село Луга … в Луге» is one place."""
    smallest = sorted(set(sets), key=len)
    kept: list[frozenset[Key]] = []
    for one in smallest:
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept


def from_reference() -> TextPlaces:
    """A finder of the reference tables' places; its keys are ОКТМО codes."""
    rows = table("municipalities").fillna("")
    current = rows[rows["valid_to"] == ""]
    return TextPlaces(
        Gazetteer(gazetteer.reference_places()), list(current[["oktmo", "name"]].itertuples(index=False, name=None))
    )
