# ruff: noqa: E501 - a pattern is easier to check on one line
"""What stands around a name in a text and decides whether a place is meant: kind words, prepositions, streets, rivers.

All patterns read lower-case text with е for ё, of a bounded length, and are linear in it.
"""

import re
from typing import NamedTuple

from etl.structure.places.elsewhere import Elsewhere

_KINDS = (
    r"(?P<station>(?:п(?:ос)?\.?[ /]?(?:при )?|посел[а-я]{2,3} (?:при )?)?(?:ж[./]? ?д\.? ?)?(?:ст\.?|станци[а-я]{1,3}|ст-ц?и[а-я]|платформ[а-я]{1,2}|раз[ъь]езд[а-я]{0,2}|полустан[а-я]{2,4}))"
    r"|(?P<town>р\. ?п\.?|рп\.?|п\. ?г\. ?т\.?|пгт\.?|п\.?|пос\.?|посел(?:ок|ка|ку|ком|ке)(?: городского типа)?)"
    r"|(?P<village>с\.?|сел[оауе]|селом)|(?P<hamlet>д\.?|дер\.?|деревн[а-я]{1,3})|(?P<aal>аал[а-я]{0,3}|а\.)"
    r"|(?P<any>н\. ?п\.?|населенн[а-я]{2,3} пункт[а-я]{0,2})"
)
_KIND = re.compile(rf"(?:^|[^а-я])(?:{_KINDS})[ \u00a0]*[«\"]?$")
_LISTED = re.compile(
    r"(?:^|[^а-я])(?P<any>(?:аал(?:ах|ами|ов|ы)|сел(?:ах|ами)|деревн(?:ях|ями|и)|поселк(?:ах|ами|и)) (?:[а-я-]{3,20}(?: [а-я]{3,8})?(?:, | и )){1,4})$"
)
"""«в аалах Политов и Илиморов»: the kind is said once for all of them."""
_KIND_BEHIND = re.compile(
    rf"(?:[ \u00a0]\(?|\()(?:{_KINDS})\.?\)?(?:(?=[ \u00a0]?[,;)\n]|$| (?:ул|пер)[. а-я]| [а-я-]{{3,20}},? (?:д\.? ?)?\d)|(?<=рп)(?= )|(?<=пгт)(?= ))"
)
_KIND_AFTER_COMMA = re.compile(
    r", ?(?:(?P<aal>аал)|(?P<village>село)|(?P<hamlet>деревня)|(?P<town>поселок|рп|пгт)|(?P<station>станция|разъезд))(?=[ \u00a0]?[,;)\n]|$| (?:ул|пер)[. а-я])"
)
"""«Аев, аал, ул. Степная»: the kind as a part of the address by itself."""
_KIND_WORD_BEHIND = re.compile(
    r"[ \u00a0](?:(?P<aal>аал[а-я]{0,3})|(?P<village>сел[ое])|(?P<hamlet>деревн[яеи])|(?P<town>посел(?:ок|ке))|(?P<station>станци[яи]|разъезде?))"
    r"(?:(?=[.:!?]| ?[-–—] )|(?<=аал)(?= (?:без|не|нет|остал[а-я]{1,3}|жител[а-я]|прос[яи]т|уже|втор[а-я]{2}|трет[а-я]{2}|опять|снова|когда|где|тоже|давно)(?![а-я]))|(?<=аале)(?= ))"
)
"""«Сафронов аал — …», «Картоев аал без света»: the kind behind the name, written out."""
_BARE = re.compile(r"(?:^|[^а-я])с[ \u00a0]+$")
_ACCUSATIVE = re.compile(r"(?:село|деревню|аал|поселок|станцию|разъезд)[ \u00a0]*[«\"]?$")
_PREPOSITION = re.compile(
    r"(?:^|[^а-я])(в|во|из|от|до|на|к|ко|через|между|около|возле|мимо|за|под|перед|по|у|с|со|о|об|про|для)[ \u00a0]+$"
)
_NOT_A_PLACE = re.compile(
    r"(?:^|[^а-я])(?:ул|улиц[а-я]{1,3}|пер|переул[а-я]{1,4}|просп[а-я]{0,6}|пр-т|площад[а-я]{1,3}|пл|мкр|микрорайон[а-я]{0,2}|им|имени|тупик[а-я]{0,2}|берег[а-я]{0,3}|пойм[а-я]{1,2}|русл[а-я]{1,2}|усть[еюя]|долин[а-я]{1,2}|проезд[а-я]{0,2}"
    r"|рек[аеиуо]й?|речк[а-я]{1,2}|р|руч[а-я]{2,4}|оз|озер[а-я]{1,2}|гор[аеуы]|горой|хребт?[а-я]{0,2}|музе[а-я]{1,3}|усадьб[а-я]|подстанци[а-я]{1,2}|урочищ[а-я]{1,2}|перевал[а-я]{0,2}|сопк[а-я]{1,2}|отдыха|заповедник[а-я]{0,2}|кафе|магазин[а-я]{0,2}"
    r"|ооо|ип|ао|оао|зао|пао|газет[а-я]{1,2}|гостиниц[а-я]{1,2}|санатори[а-я]{1,2}|курорт[а-я]{0,2}|лагер[а-я]{1,2}|колхоз[а-я]{0,2}|совхоз[а-я]{0,2}|фирм[а-я]{1,2}"
    r"|компани[а-я]{1,2}|такси|турбаз[а-я]{1,2}|хор[а-я]{0,2}|ансамбл[а-я]{1,2}|клуб[а-я]{0,2} [«\"]|команд[а-я]{1,2})\.?[ \u00a0]*(?:[а-я-]{3,15}(?:ая|яя|ой|ей|ую|юю|ый|ий) )?[«\"]?$"
)
_CITIZENS = re.compile(
    r"(?:жител[а-я]{1,3}|житель|населени[а-я]{1,2}|территори[а-я]{1,2}|центр[а-я]{0,2}|окраин[а-я]{1,2}|въезд[а-я]{0,2} в)[ \u00a0]+$"
)
_STREET_BEHIND = re.compile(r"[ \u00a0]{0,2}(?:улиц|переул|просп|площад|тупик)")
_NUMBER_BEHIND = re.compile(r"[ ,.;:]{1,3}\d(?![а-я])")
_OF_A_STREET = ("ая", "ой", "ую", "ов", "ев", "ова", "ева")
"""Ends of names that agree with a street: «Луговая улица», «Катанова улица»; «Устьчуль улица Ленина» is an address."""
_AT_STREET = re.compile(r"[ ,.;:]{1,3}(?:ул|улиц[а-я]{0,2}|пер|переул[а-я]{0,3}|мкр|кв-л|д\. ?\d|дом \d)(?![а-я])")
_PART_BEHIND = re.compile(r"[ \u00a0]?(?:,|$|\d)")
_RESIDENT = re.compile(r"(?:жив(?:у|ем|ут|ет)|прожива[а-я]{2,4}|прописан[а-я]?|зарегистрирован[а-я]?) во? $")
_PAIRED = re.compile(r"(?:верхн|нижн)[а-я]{2} (?:и|или) $")
_RIVER_BEHIND = re.compile(r" (?:[а-я]{2,10} )?(?:разлив|разлил|обмелел|пересох|выш(?:ла|ел) из берег)")
_ORDINARY_BEHIND = re.compile(r"[ \u00a0](?:данн|отдых|снабж|хранен)")
_COUNCIL_BEHIND = re.compile(
    r"[ \u00a0](?:сельсовет|поссовет|сельск[а-я]{2,3} (?:совет|поселен)|с/с|п/с|с/совет|муниципал|район)"
)
_DASH = re.compile(r"[ \u00a0]?[-–—][ \u00a0]?")
_LOOK_BACK, _LOOK_FAR_BACK = 40, 90

CERTAIN, FROM, TOWARDS = 3, 2, 1
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
    """Around a name. kind: station, town, village, hamlet, aal, any or ''; preposition before name and kind, or ''.

    is_at_street: a street or a house behind it; is_address: these or any number; is_part: a part of an address by itself;
    is_resident: «живу в …»; is_paired: «в Верхней и …».
    """

    kind: str
    preposition: str
    is_towards: bool
    is_other: bool
    is_address: bool
    is_at_street: bool
    is_part: bool
    is_of_citizens: bool
    is_resident: bool
    is_paired: bool


def context_of(low: str, start: int, end: int, cases: str, elsewhere: Elsewhere) -> Context:
    """The surroundings of low[start:end]; is_other: a street, river, firm, council or place of another district."""
    before, behind = low[max(0, start - _LOOK_BACK) : start], low[end : end + 80]
    kind = _KIND.search(before) or _LISTED.search(before)
    if kind and _BARE.search(before) and "n" not in cases:
        kind = None  # «с Лугой» is a preposition
    told = kind or _KIND_BEHIND.match(behind) or _KIND_AFTER_COMMA.match(behind) or _KIND_WORD_BEHIND.match(behind)
    # «в селе Луга»: the preposition stands before the kind, so it is looked for in what is left without the kind.
    stripped = before[: kind.start() + (0 if kind.start() == 0 and before[0].isalpha() else 1)] if kind else before
    preposition = _PREPOSITION.search(stripped)
    is_bare = not told and not preposition and "n" in cases
    is_street = not kind and bool(_STREET_BEHIND.match(behind)) and low[start:end].endswith(_OF_A_STREET)
    # «р. п.» is a kind; «р.» alone is a river, so the kind is looked for first
    is_other = is_street or (not kind and bool(_NOT_A_PLACE.search(before))) or _is_other_behind(behind, elsewhere)
    is_quoted = before.rstrip(" ")[-1:] in ("«", '"', "“", "„") and not kind
    is_river = is_bare and bool(_RIVER_BEHIND.match(behind))
    far = low[max(0, start - _LOOK_FAR_BACK) : start - len(before) + len(stripped)]
    is_at_street = bool(_AT_STREET.match(behind))
    return Context(
        kind=(told.lastgroup or "") if told else "",
        preposition=preposition[1] if preposition else "",
        is_towards=bool(kind and _ACCUSATIVE.search(before) and preposition),
        is_other=is_other or is_quoted or is_river or elsewhere.is_before(far),
        is_address=is_at_street or bool(_NUMBER_BEHIND.match(behind)),
        is_at_street=is_at_street,
        is_part=bool(_PART_BEHIND.match(behind) and elsewhere.is_address_before(before)),
        is_of_citizens=bool(_CITIZENS.search(before)),
        is_resident=bool(_RESIDENT.search(stripped)),
        is_paired=bool(_PAIRED.search(before)),
    )


def _is_other_behind(behind: str, elsewhere: Elsewhere) -> bool:
    if _COUNCIL_BEHIND.match(behind) or _ORDINARY_BEHIND.match(behind) or elsewhere.is_behind(behind):
        return True
    return behind[:1] == "-" and behind[1:2].isalpha() and not _is_route(behind)


def _is_route(behind: str) -> bool:
    return len(behind) > 4 and not re.match(r"-(?:то|ка|рек[аеиу]|озер[оау]|сервис|транс|авто|энерго)", behind)


def certainty(around: Context, cases: str) -> int:
    """CERTAIN, FROM or TOWARDS by the preposition and the case."""
    if around.preposition == "из":
        return FROM
    if around.is_towards or around.preposition in _TOWARDS or cases.strip("o") == "i":
        return TOWARDS
    if around.preposition in ("в", "во", "на") and not around.kind:
        return (
            TOWARDS if "a" in cases and not set("po") & set(cases) else CERTAIN
        )  # «в Нижней Теи» is misspelt, not a way
    return CERTAIN


def is_dash(gap: str) -> bool:
    """Whether only a dash stands between two names: a route."""
    return _DASH.fullmatch(gap) is not None
