# ruff: noqa: E501 - a pattern is easier to check on one line
"""Words made of places' names: what belongs to a village («усть-есинская школа») and who lives there («бирикчульцы»).

An adjective counts only before a thing that stands where it is named after: «бирикчульская дорога» leads there, a street
only bears the name. The adjective of the district is said of the whole of it, so no place has it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from data.settings import district
from data.store.reference import label_key, table
from etl.structure.places.gazetteer import EXACT, PART, TYPED, WORD, Key, Place
from etl.structure.places.inflection import plain

_ADJECTIVE = re.compile(r"(.{3,}ск)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)")
_RESIDENTS = re.compile(r"(.{3,})(?:ц(?:ы|ев|ам|ами|ах)|чан(?:е|ам|ами|ах)?)")
_FIRST = {"нижняя": "нижне", "верхняя": "верхне", "вершина": "вершино"}
_FIRST_WORDS = frozenset(("усть", "верх", "нижне", "верхне", "вершино", "улуг", "анчыл", "тюрт"))
_GAPS = frozenset((" ", "-", "‐", "‑", "–", "\u00a0"))
_THING = re.compile(
    r"[ \u00a0](?:(?:средн|основн|начальн|участков|районн|сельск|детск|музыкальн|железнодорожн|старо?|нов)[а-я]{2,4} )?"
    r"(?:школ|фап|фельдшерск|больниц|амбулатор|поликлин|клуб(?![а-я]{3})|с?дк(?![а-я])|дом[ауе]? культур|мост(?![а-я]{3})|котельн"
    r"|кладбищ|детск|детсад|садик|сад[ауе]?(?![а-я])|почт|магазин|библиотек|переезд|вокзал|станци|перрон|платформ|остановк|пекарн"
    r"|водокачк|водозабор|водопровод|колонк|скважин|стадион|спортзал|интернат|аптек|свалк|дамб|водонапорн|бан[яиею](?![а-я])"
    r"|подстанц|водоем|пруд(?![а-я]{3})|площадк|пожарн"
    r"|фельдшер|врач|педиатр|дет(?:и|ей|ям)(?![а-я])|школьник|библиотекар|почтальон|учител|жител|пенсионер)"
)
_NAME_OF_ELSE = re.compile(r"(?:(?:^|[^а-я])(?:ул|улиц[а-я]{1,3}|пер|переул[а-я]{1,4}|газет[а-я]{1,2})\.? |[«\"„“])$")
_LEADS = re.compile(r"(?:^|[^а-я])(?:до|в|во|на) $")


class PlaceWords:
    """Finds such words. A stem of several places (Камышта, станция Камышта) stands for all of them."""

    def __init__(self, places: Iterable[Place]) -> None:
        own = district().stem
        self._rules = {label_key(name): rule for name, rule in table("place_mentions")[["name", "rule"]].to_numpy()}
        self._places: dict[str, set[Key]] = defaultdict(set)
        self._ends: set[str] = set()
        for place in places:
            if self._rules.get(label_key(place.name)) in (WORD, TYPED, EXACT, PART) and " " not in place.name:
                continue  # «луговская», «николаевский» are said of anything
            for first, last in _parts(place.name):
                for stem in _stems(last):
                    if first + stem != own:
                        self._places[first + stem].add(place.key)
                        self._ends.add(stem)

    def is_one(self, word: str) -> bool:
        """Whether a word may be such a word or the end of one: «есинская» of «усть-есинская»."""
        return any(stem in self._places or stem in self._ends for stem, _ in _taken_apart(word))

    def find(self, low: str, words: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int, frozenset[Key], bool]]:
        """Start, end, places, and whether it only leads there, of each such word of a lower-case text."""
        for i, (start, word) in enumerate(words):
            for stem, is_adjective in _taken_apart(word):
                first, begin = _first(low, words, i)
                places = self._places.get(first + stem) or (self._places.get(stem) if not first else None)
                end = start + len(word)
                if not places or _NAME_OF_ELSE.search(low[max(0, begin - 20) : begin]):
                    continue
                if low[begin - 1 : begin] != "-" and (not is_adjective or _THING.match(low, end)):
                    yield begin, end, frozenset(places), is_adjective and _is_way(low, begin, word)


def is_first_part(word: str) -> bool:
    """Whether a word may stand before such a word as a part of it: «усть» of «усть-есинская»."""
    return word in _FIRST_WORDS


def _is_way(low: str, begin: int, word: str) -> bool:
    """«Возят в бирикчульскую школу», «до бирикчульской школы»: the matter need not be there."""
    leads = _LEADS.search(low[max(0, begin - 6) : begin])
    return leads is not None and (word.endswith(("ую", "ий")) or leads[0].strip().endswith("до"))


def _first(low: str, words: Sequence[tuple[int, str]], i: int) -> tuple[str, int]:
    """The first part of a word of two, and where the whole begins: «усть-» of «усть-есинская»."""
    start = words[i][0]
    if i:
        before, word = words[i - 1]
        if word in _FIRST_WORDS and low[before + len(word) : start] in _GAPS:
            return word, before
    return "", start


@lru_cache(maxsize=200_000)
def _taken_apart(word: str) -> tuple[tuple[str, bool], ...]:
    """The stem as adjectives have it, and whether the word is an adjective; nothing of any other word."""
    if found := _ADJECTIVE.fullmatch(word):
        return ((found[1], True),)
    if found := _RESIDENTS.fullmatch(word):
        return ((f"{found[1]}ск", False),)
    return ()


def _parts(name: str) -> Iterator[tuple[str, str]]:
    """First part, as it stands in a compound, and last word."""
    words = plain(name).replace("-", " ").split()
    first = "".join(_FIRST.get(word, word) for word in words[:-1])
    yield first, words[-1]
    if words[0] == "вершина":
        yield "вершина", words[-1]


def _stems(word: str) -> Iterator[str]:
    """The adjective without its ending; two where people say both."""
    if word.endswith(("ское", "ская")):
        yield word[:-2]
    elif word in ("тея", "теи"):
        yield from ("тейск", "теинск")
    elif word.endswith(("есь", "а", "я", "ы", "и")):
        yield f"{word[:-1]}инск"
    elif word.endswith(("у", "о", "е")):
        return
    else:
        yield f"{word}ск"
        if word.endswith("л"):
            yield f"{word}ьск"
