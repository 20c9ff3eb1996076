"""Names of places, municipalities and recipients in the cases of a sentence: «в Верхней Базе», «на станции Камышта».

Forms are data: they come with the reference lists and can be mended there. A name whose forms nobody has written down
keeps its nominative behind its declined kind: «в аале Анхаков», never a guess.
"""

from collections.abc import Mapping
from typing import Any, Literal

from words import format

Case = Literal["genitive", "dative", "prepositional"]

KINDS: Mapping[str, tuple[str, str, str]] = {
    "аал": ("аала", "аалу", "в аале"),
    "аул": ("аула", "аулу", "в ауле"),
    "улус": ("улуса", "улусу", "в улусе"),
    "село": ("села", "селу", "в селе"),
    "деревня": ("деревни", "деревне", "в деревне"),
    "хутор": ("хутора", "хутору", "на хуторе"),
    "выселок": ("выселка", "выселку", "в выселке"),
    "станица": ("станицы", "станице", "в станице"),
    "слобода": ("слободы", "слободе", "в слободе"),
    "заимка": ("заимки", "заимке", "на заимке"),
    "кордон": ("кордона", "кордону", "на кордоне"),
    "разъезд": ("разъезда", "разъезду", "на разъезде"),
    "станция": ("станции", "станции", "на станции"),
    "посёлок": ("посёлка", "посёлку", "в посёлке"),
    "посёлок при станции": ("посёлка при станции", "посёлку при станции", "в посёлке при станции"),
    "рабочий посёлок": ("рабочего посёлка", "рабочему посёлку", "в рабочем посёлке"),
    "посёлок городского типа": ("посёлка городского типа", "посёлку городского типа", "в посёлке городского типа"),
    "город": ("города", "городу", "в городе"),
    "городское поселение": ("городского поселения", "городскому поселению", "в городском поселении"),
    "сельское поселение": ("сельского поселения", "сельскому поселению", "в сельском поселении"),
    "муниципальный округ": ("муниципального округа", "муниципальному округу", "в муниципальном округе"),
}
"""Genitive, dative and prepositional with its preposition of a kind of place or municipality."""
_UNKNOWN_KIND = ("населённого пункта", "населённому пункту", "в населённом пункте")
_ORDER: tuple[Case, ...] = ("genitive", "dative", "prepositional")


def territory(member: Mapping[str, Any], case: Case) -> str:
    """A place or a municipality: «Верхней Базы», «Верхней Базе», «в Верхней Базе».

    member: name, kind and the forms, as `data.metrics.members` gives them; forms may be missing or empty.
    """
    told = member.get(case)
    if not format.is_missing(told) and told:
        return str(told)
    kind = KINDS.get(str(member.get("kind") or "").replace("поселок", "посёлок"), _UNKNOWN_KIND)
    return f"{kind[_ORDER.index(case)]} {member['name']}"


def body(member: Mapping[str, Any], case: Literal["genitive", "dative"]) -> str:
    """A recipient: «Отдела полиции»; without forms «органа «Водоканал»»."""
    told = member.get(case)
    if not format.is_missing(told) and told:
        return str(told)
    return f"{'органа' if case == 'genitive' else 'органу'} «{member['name']}»"


PostCase = Literal["nominative", "genitive", "dative", "accusative", "instrumental"]
_HOLDER: Mapping[PostCase, str] = {
    "genitive": "занимающего должность",
    "dative": "занимающему должность",
    "accusative": "занимающего должность",
    "instrumental": "занимающим должность",
}


def post(forms: Mapping[str, str], case: PostCase) -> str:
    """A post: «Главы района»; one that nobody has declined: «занимающего должность «дорожный мастер»».

    forms: as `data.posts` gives them, the nominative at least.
    """
    if case in forms:
        return forms[case]
    return f"{_HOLDER[case]} «{forms['nominative']}»"
