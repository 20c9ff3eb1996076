# ruff: noqa: E501 - a pattern is easier to check on one line
"""What stands around a name in a text and decides whether a place is meant: kind words, prepositions, streets, rivers.

All patterns read lower-case text with е for ё, of a bounded length, and are linear in it.
"""

import re
from typing import NamedTuple

_KIND = re.compile(
    r"(?:^|[^а-я])(?:(?P<station>п\. ?ст\.?|ст\.|станци[а-я]{1,3}|раз[ъь]езд[а-я]{0,2}|полустан[а-я]{2,4}|пос[а-я]{2,6} при станции)"
    r"|(?P<town>р\. ?п\.?|рп|п\. ?г\. ?т\.?|пгт\.?|п\.|пос\.?|посел(?:ок|ка|ку|ком|ке|оке))"
    r"|(?P<village>с\.|с|сел[оауе]|селом)|(?P<hamlet>д\.|дер\.?|деревн[а-я]{1,3})|(?P<aal>аал[а-я]{0,2}|а\.)"
    r"|(?P<any>н\. ?п\.?|населенн[а-я]{2,3} пункт[а-я]{0,2}))[ \u00a0]*[«\"]?$"
)
_BARE = re.compile(r"(?:^|[^а-я])с[ \u00a0]+$")
_ACCUSATIVE = re.compile(r"(?:село|деревню|аал|поселок|станцию|разъезд)[ \u00a0]*[«\"]?$")
_PREPOSITION = re.compile(
    r"(?:^|[^а-я])(в|во|из|от|до|на|к|ко|через|между|около|возле|мимо|за|под|перед|по|у|с|со|о|об|про|для)[ \u00a0]+$"
)
_NOT_A_PLACE = re.compile(
    r"(?:^|[^а-я])(?:ул|улиц[а-я]{1,3}|пер|переул[а-я]{1,4}|просп[а-я]{0,6}|пр-т|площад[а-я]{1,3}|пл|мкр|микрорайон[а-я]{0,2}|им|имени|тупик[а-я]{0,2}|проезд[а-я]{0,2}"
    r"|рек[аеиуо]й?|речк[а-я]{1,2}|р|руч[а-я]{2,4}|оз|озер[а-я]{1,2}|гор[аеуы]|горой|хребт?[а-я]{0,2}|музе[а-я]{1,3}|заповедник[а-я]{0,2}|кафе|магазин[а-я]{0,2}"
    r"|ооо|ип|ао|оао|зао|пао|газет[а-я]{1,2}|гостиниц[а-я]{1,2}|санатори[а-я]{1,2}|курорт[а-я]{0,2}|лагер[а-я]{1,2}|колхоз[а-я]{0,2}|совхоз[а-я]{0,2}|фирм[а-я]{1,2}"
    r"|компани[а-я]{1,2}|такси|турбаз[а-я]{1,2}|хор[а-я]{0,2}|ансамбл[а-я]{1,2}|клуб[а-я]{0,2} [«\"]|команд[а-я]{1,2})\.?[ \u00a0]*(?:[а-я-]{3,15}(?:ая|яя|ой|ей|ую|юю|ый|ий) )?[«\"]?$"
)
_CITIZENS = re.compile(
    r"(?:жител[а-я]{1,3}|житель|населени[а-я]{1,2}|территори[а-я]{1,2}|центр[а-я]{0,2}|окраин[а-я]{1,2}|въезд[а-я]{0,2} в)[ \u00a0]+$"
)
_STREET_BEHIND = re.compile(r"[ \u00a0]{0,2}(?:улиц|переул|просп|площад|тупик)")
_ADDRESS_BEHIND = re.compile(
    r"[ ,.;:]{1,3}(?:ул|улиц[а-я]{0,2}|пер|переул[а-я]{0,3}|мкр|кв-л|д\. ?\d|дом \d|\d)(?![а-я])"
)
_KIND_BEHIND = re.compile(r"[ \u00a0](?:аал|село|деревня|поселок|станция)(?![а-я])")
_ORDINARY_BEHIND = re.compile(r"[ \u00a0](?:данн|отдых|снабж|хранен)")
_ELSEWHERE = re.compile(
    r"[^.!?\n]{0,30}?(?<![а-я])(?!аскизск)(?!хакас)[а-я-]{2,25}[сцз]к(?:ого|ий|ом|ому|им) (?:район|округ)|[ ,(]{1,3}[а-я-]{3,20}[сцз]к(?:ого|ий|ая|ой) (?:кра[йя]|област)"
)
_COUNCIL_BEHIND = re.compile(
    r"[ \u00a0](?:сельсовет|поссовет|сельск[а-я]{2,3} (?:совет|поселен)|с/с|п/с|с/совет|муниципал|район)"
)
_DASH = re.compile(r"[ \u00a0]?[-–—][ \u00a0]?")
_LOOK_BACK = 40

FIRM, FROM, TOWARDS = 3, 2, 1
"""How firmly a mention says where the matter is: it is there; the writer is from there; something leads there."""
_TOWARDS = frozenset(
    (
        "от",
        "до",
        "к",
        "ко",
        "через",
        "между",
        "около",
        "возле",
        "мимо",
        "за",
        "под",
        "перед",
        "у",
        "о",
        "об",
        "про",
        "для",
    )
)


class Context(NamedTuple):
    """Around a name. kind: station, town, village, hamlet, aal, any or ''; preposition before name and kind, or ''."""

    kind: str
    preposition: str
    is_towards: bool
    is_other: bool
    is_address: bool
    is_of_citizens: bool


def read(low: str, start: int, end: int, cases: str) -> Context:
    """The surroundings of low[start:end]; is_other: a street, river, firm, council or place of another district."""
    before, behind = low[max(0, start - _LOOK_BACK) : start], low[end : end + 80]
    kind = _KIND.search(before)
    if kind and _BARE.search(before) and "n" not in cases:
        kind = None  # «с Аскизом» is a preposition
    told = kind.lastgroup or "" if kind else ""
    # «р. п.» is a kind; «р.» alone is a river, so the kind is looked for first
    is_other = (not kind and bool(_NOT_A_PLACE.search(before))) or _is_other_behind(behind)
    is_quoted = before.rstrip(" ")[-1:] in ("«", '"', "“", "„") and not kind
    stripped = before[: kind.start() + (0 if kind.start() == 0 and before[0].isalpha() else 1)] if kind else before
    preposition = _PREPOSITION.search(stripped)
    towards = bool(kind and _ACCUSATIVE.search(before) and preposition)
    is_address = bool(_ADDRESS_BEHIND.match(behind) or _KIND_BEHIND.match(behind))
    is_of_citizens = bool(_CITIZENS.search(before))
    return Context(
        told, preposition[1] if preposition else "", towards, is_other or is_quoted, is_address, is_of_citizens
    )


def _is_other_behind(behind: str) -> bool:
    return any(
        pattern.match(behind) for pattern in (_STREET_BEHIND, _COUNCIL_BEHIND, _ORDINARY_BEHIND, _ELSEWHERE)
    ) or (behind[:1] == "-" and behind[1:2].isalpha() and not _is_route(behind))


def _is_route(behind: str) -> bool:
    return len(behind) > 4 and not re.match(r"-(?:то|ка|сервис|транс|авто|энерго)", behind)


def firmness(around: Context, cases: str) -> int:
    """FIRM, FROM or TOWARDS by the preposition and the case."""
    if around.preposition == "из":
        return FROM
    if around.is_towards or around.preposition in _TOWARDS:
        return TOWARDS
    if around.preposition in ("в", "во", "на"):
        return FIRM if around.kind or "p" in cases or "o" in cases else TOWARDS
    return FIRM


def is_dash(gap: str) -> bool:
    """Whether only a dash stands between two names: a route."""
    return _DASH.fullmatch(gap) is not None
