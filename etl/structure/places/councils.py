"""Municipalities a text names by their council: «Есинский сельсовет», «глава Кызласского с/с»."""

import re
from collections.abc import Iterable, Mapping

from etl.structure.places.gazetteer import Key, is_one_letter_off
from etl.structure.places.inflection import plain

_ADJECTIVE = r"(?:[а-я]{3,8}-|(?:верх|усть|вершин[оа]) )?[а-я]{3,20}ск"
_ENDING = r"(?:ий|ого|ому|им|ом|ое|ая|ой|ую)"
_VILLAGE = r"сельсовет|сельск[а-я]{2,3} (?:совет|поселен)|с[/\\]с|с/совет|сс(?![а-я])"
_TOWN = r"поссовет|п[/\\]с(?!т)|городск[а-я]{2,3} поселен"
_EITHER = r"поселени|(?:сельск[а-я]{2,3} )?администрац"
_COUNCIL = re.compile(
    rf"(?<![а-я])(?P<name>{_ADJECTIVE}){_ENDING}[ \u00a0](?:(?P<village>{_VILLAGE})|(?P<town>{_TOWN})|{_EITHER})"
    r"|(?<![а-я])(?:(?P<village_first>сельсовет)|(?P<town_first>поссовет))[а-я]{0,2}[ \u00a0]"
    rf"(?P<named>{_ADJECTIVE}){_ENDING}"
    r"(?![а-я]| (?:район|р-н|муниц|сельсов|пос))"
)
_HINTS = ("овет", "с/с", "с\\с", "п/с", "п\\с", " сс", "поселени", "администрац")
"""A text without any of them names no council; looked for first, because nearly all texts end here."""
_SHORTEST_MISSPELT = 8


class Councils:
    """Known councils by the adjective of their names: adjective without hyphens → is it a town's council → keys."""

    def __init__(self, municipalities: Iterable[tuple[Key, str]]) -> None:
        """municipalities: (key, name) of each."""
        self._known: dict[str, dict[bool, set[Key]]] = {}
        for key, name in municipalities:
            adjective, _, noun = plain(name).rpartition(" ")
            kinds = self._known.setdefault(_bare(re.sub(r"[иы]й$", "", adjective)), {})
            kinds.setdefault(noun == "поссовет", set()).add(key)

    def municipalities_in(self, low: str) -> set[Key]:
        """Keys of the municipalities named in lower-case text; namesakes are told apart by the kind of council."""
        if not any(hint in low for hint in _HINTS):
            return set()
        return set().union(*map(self._of, _COUNCIL.finditer(low)))

    def _of(self, match: re.Match[str]) -> set[Key]:
        kinds = self._like(_bare(match["name"] or match["named"]))
        is_village, is_town = (bool(match[kind] or match[f"{kind}_first"]) for kind in ("village", "town"))
        if len(kinds) > 1:  # «верхнинская администрация» may even be the district's
            return kinds[is_town] if is_village or is_town else set()
        return set().union(*kinds.values())

    def _like(self, adjective: str) -> Mapping[bool, set[Key]]:
        """The councils of an adjective, also of one misspelt by a letter."""
        if adjective in self._known:
            return self._known[adjective]
        near = [
            known for known in self._known if len(known) >= _SHORTEST_MISSPELT and is_one_letter_off(adjective, known)
        ]
        return self._known[near[0]] if len(near) == 1 else {}


def _bare(adjective: str) -> str:
    return adjective.replace("-", "").replace(" ", "")
