"""Every way a place of the district may be written in a text: names and known spellings, declined, joined or misspelt.

The list of places comes from the store or from the reference tables; `place_mentions.csv` says which names are also
ordinary words or surnames, and so need more than their letters to be taken for a place.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from functools import lru_cache
from typing import NamedTuple

from data.store.reference import label_key, table
from etl.structure.places.inflection import initial_of, name_forms, plain

WORD, SURNAME, TYPED, EXACT, PART, NOT = "word", "surname", "typed", "exact", "part", "not"
"""Rules of names, as in `place_mentions.csv`; a name in -ов, -ев, -ин is taken for a surname without being listed."""
JOINED = "joined"
"""Two words written as one: «Устьесь»; misspellings of these come too near to ordinary words."""
_SPELT_RIGHT = (EXACT, WORD, PART, JOINED)
Key = int | str
_SHORTEST_MISSPELT = 6
_SHORTEST_WITH_NEIGHBOUR = 5
_SURNAME_ENDINGS = ("ов", "ев", "ин")
_KIND_WORDS = frozenset(
    "с село д дер деревня п пос поселок рп пгт аал а ст станция при рабочий городского типа г т р разъезд".split()
)


class Place(NamedTuple):
    """One place: key and municipality are ids of the store or ОКТМО codes; labels: other known spellings."""

    key: Key
    name: str
    kind: str
    municipality: Key
    postal_code: str = ""
    labels: tuple[str, ...] = ()


class Entry(NamedTuple):
    """What a first word may go on to be: the words behind it, their cases, the places, the rule of the name.

    needs_mark: the first word is one letter and stands for more with a full stop or hyphen behind it.
    """

    tail: tuple[str, ...]
    cases: str
    places: frozenset[Key]
    rule: str
    needs_mark: bool = False


class _Form(NamedTuple):
    words: tuple[str, ...]
    rule: str
    needs_mark: bool = False


class Gazetteer:
    """Forms of all names, by their first word."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = {place.key: place for place in places}
        self._rules = {label_key(name): rule for name, rule in table("place_mentions")[["name", "rule"]].to_numpy()}
        found: dict[_Form, list[tuple[str, Key]]] = defaultdict(list)
        for place in self.places.values():
            for form, cases in self._forms(place):
                found[form].append((cases, place.key))
        self.by_head: dict[str, list[Entry]] = defaultdict(list)
        for form, told in found.items():
            cases = "".join(sorted({case for some, _ in told for case in some}))
            meant = frozenset(key for _, key in told)
            self.by_head[form.words[0]].append(Entry(form.words[1:], cases, meant, form.rule, form.needs_mark))
        for entries in self.by_head.values():
            entries.sort(key=lambda entry: -len(entry.tail))
        self._misspelt = self._index()
        heads = {head for heads in self._misspelt.values() for head in heads}
        self._shapes = {(head[0], len(head) + more) for head in heads for more in (-1, 0, 1)}
        ordinary = [name_forms(name) for name, rule in self._rules.items() if rule == NOT]
        self._ordinary = frozenset(form[0] for forms in ordinary for form in forms)
        self.near = lru_cache(maxsize=200_000)(self._near)

    def copy_without_memory(self) -> "Gazetteer":
        """The same names, with nothing remembered of the texts they were looked for in."""
        made = copy(self)
        made.near = lru_cache(maxsize=200_000)(made._near)
        return made

    def _forms(self, place: Place) -> Iterator[tuple[_Form, str]]:
        names = dict.fromkeys([place.name, *(name for label in place.labels if (name := _without_kind(label)))])
        for name in names:
            rule, initial = self._rule(name), initial_of(name)
            for form, cases in name_forms(name).items():
                yield _Form(form, rule), cases
                if len(form) > 1 and rule != WORD:
                    yield _Form(("".join(form),), JOINED), cases
                if len(form) > 1 and initial:
                    yield _Form((initial, *form[1:]), rule, needs_mark=True), cases
        for part, rule in self._rules.items():
            if rule == PART and part[:-1] in label_key(place.name).split()[-1]:
                yield from ((_Form(form, PART), cases) for form, cases in name_forms(part).items())

    def _rule(self, name: str) -> str:
        told = self._rules.get(label_key(name), "")
        is_surname = not told and " " not in name and "-" not in name and name.endswith(_SURNAME_ENDINGS)
        return SURNAME if is_surname else told

    def _index(self) -> dict[str, list[str]]:
        """Single words with one letter left out → the forms they may come from."""
        index: dict[str, list[str]] = defaultdict(list)
        for head, entries in self.by_head.items():
            if len(head) >= _SHORTEST_WITH_NEIGHBOUR and any(entry.rule not in _SPELT_RIGHT for entry in entries):
                for key in {head, *_without_one(head)}:
                    index[key].append(head)
        return dict(index)

    def _near(self, word: str) -> tuple[str, ...]:
        """First words that a word of five letters or more misspells by one letter; never an ordinary word."""
        is_near = (word[:1], len(word)) in self._shapes  # nearly all words of a text end here
        if not is_near or word in self.by_head or word in self._ordinary:
            return ()
        found = {head for key in (word, *_without_one(word)) for head in self._misspelt.get(key, ())}
        return tuple(sorted(head for head in found if head[0] == word[0] and is_one_letter_off(word, head)))


def is_long_enough(word: str) -> bool:
    """Whether a word alone, with no exact neighbour, is long enough to be taken for a misspelt name."""
    return len(word) >= _SHORTEST_MISSPELT


def is_one_letter_off(left: str, right: str) -> bool:
    """One letter put in, left out, changed, or two neighbours swapped."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    if len(left) == len(right):
        differs = [i for i, (one, other) in enumerate(zip(left, right, strict=True)) if one != other]
        if len(differs) != 2:
            return len(differs) == 1
        first, second = differs
        return second == first + 1 and left[first] == right[second] and left[second] == right[first]
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return shorter in _without_one(longer)


def _without_one(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _without_kind(label: str) -> str:
    """The name in a known spelling; '' when a kind of place is said with it, since the plain name is known already."""
    words = plain(label).replace(".", " ").split()
    return "" if any(word in _KIND_WORDS for word in words) or "(" in label else label


def reference_places() -> list[Place]:
    """Places of the reference tables, keyed by ОКТМО."""
    labels: dict[str, list[str]] = defaultdict(list)
    for label, oktmo in table("place_labels")[["label", "place_oktmo"]].to_numpy():
        labels[oktmo].append(label)
    rows = table("places").fillna("")
    fields = ["oktmo", "name", "kind", "municipality_oktmo", "postal_code"]
    current = rows.loc[rows["valid_to"] == "", fields].to_numpy(dtype=object).tolist()
    return [
        Place(oktmo, name, kind, area, postal_code, tuple(labels[oktmo]))
        for oktmo, name, kind, area, postal_code in current
    ]
