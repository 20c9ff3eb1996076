# ruff: noqa: E501 - a pattern is easier to check on one line
"""What stands around a capitalised word: a cue that a person follows, or signs that it names a street, a town, a firm."""

import re
from functools import cache, lru_cache

from etl.structure.people.cues import Cue
from etl.structure.people.name_words import streets

_LOOK_BACK = 30
_LIST_BACK = 90
_WINDOW = 40

_PLACE_WORD = (
    r"(?:улиц[а-я]{0,3}|ул\.?|переул[а-я]{1,4}|пер\.|просп[а-я.]{0,7}|пр-?к?-?т[а-я]{0,2}\.?|пр\.|проезд[а-я]{0,2}|площад[а-я]{1,3}|пл\.|имени|им\.|шоссе|тупик[а-я]{0,2}"
    r"|бульвар[а-я]{0,2}|б-р[а-я]?|алле[яеийю]{1,2}|набережн[а-я]{2}|микрорайон[а-я]{0,2}|мкр\.?|мкрн\.?|парк[а-я]{0,2}|сквер[а-я]{0,2}|аал[а-я]{0,2}|сел[аоеу]|селом|деревн[а-я]{1,3}"
    r"|пос[её]л[а-я]{1,4}|пос\.|станци[а-я]{1,3}|ст\.|город[а-я]{0,2}|хутор[а-я]{0,2}|[асдпгх]\.|рек[аеиуо]й?|озер[а-я]{1,2}|пгт|рп|разъезд[а-я]{0,2}|остановк[а-я]{1,3}|ост\.|платформ[а-я]{1,3}"
    r"|маршрут(?:а|у|е|ом|ы)?|поезд[а-я]{0,2}|рейс[а-я]{0,2}|автостанци[а-я]{1,2}|отправлени[а-я]{1,2} (?:с|из)|памятник[а-я]{0,2}|бюст[а-я]{0,2}|мемориал[а-я]{0,2}|по адресу:?|адрес:|в районе|в сторону|со стороны|в направлении|по направлению|перекр[её]ст[а-я]{2,3}(?: с)?|развилк[а-я]"
    r"|пересечени[а-я]{1,2}(?: с)?|угл[уа]|поворот[а-я]{0,2} на|въезд[а-я]{0,2} на|магазин[а-я]{0,2}|кафе|ресторан[а-я]{0,2}|аптек[а-я]{1,2}|салон[а-я]{0,2}|кинотеатр[а-я]{0,2}|гостиниц[а-я]{1,2}|санатори[а-я]{1,2}|музе[а-я]{1,2}|библиотек[а-я]{1,2}|театр[а-я]{0,2}|колледж[а-я]{0,2}|институт[а-я]{0,2}|закон[а-я]{0,2}|лагер[а-я]{1,2}"
    r"|ансамбл[а-я]{1,2}|фирм[а-я]{1,2}|медцентр[а-я]{0,2}|ООО|ОАО|ЗАО|АО|УК|ЖК|ТСЖ|СНТ|ДНТ|ТЦ|ТРЦ|АЗС|МУП|МКУ|КФХ|ИП КФХ)"
)
_PLACE_BEFORE = Cue(
    rf"(?:^|[^А-ЯЁа-яё]){_PLACE_WORD}[ \u00a0]*(?:(?:генерала|маршала|академика|адмирала|космонавта|героя|капитана|лейтенанта|малой|малая|большой|большая|новой|новая|старой|старая|верхней|верхняя|нижней|нижняя) )?[«\"]?$",
    before=(
        "улица ", "пр-", "прк-", "пр-к-", "б-", "по ", "в ", "со ", "перекрестке ", "пересечении ", "поворот ", "въезд ",
        "отправление ", "ИП ",
    ),
    behind=("", ".", ":", " "),
)  # fmt: skip
_PLACE_LIST = re.compile(
    rf"(?:^|[^А-ЯЁа-яё])(?:{_PLACE_WORD}|между)[ \u00a0:]{{1,2}}(?:[А-ЯЁ][А-Яа-яЁё.-]{{1,20}}(?: [А-ЯЁ][А-Яа-яЁё-]{{1,20}})?(?: ?[,–—/-] ?| и с | и | с | до )){{1,4}}$"
)
_PLACE_AFTER = re.compile(
    r" (?:улиц|ул\b|переул|площад|проспект|пр-т|шоссе|набережн|сельсовет|район[аеу]?\b|област|тракт(?:а|у|ом|е)?\b)"
)
_JOINS = (",", "–", "—", "/", "-")
"""Marks between two names of a list, or of a route."""
_HOUSE = re.compile(r" ?,? ?(?:д\.|дом[ае]? ) ?№? ?\d", re.IGNORECASE)
_ROUTE = re.compile(
    r"(?:маршрут|поезд|электричк|автобус|рейс|трасс|дорог|станци|направлени|отправлени)[а-яё]{0,4}[^.!?]{0,60}$",
    re.IGNORECASE,
)
_TO_TOWN = re.compile(r" ?[-–—] ?[А-ЯЁ]| до [А-ЯЁ]| ?\((?:АС|АВ)\)")
_FROM_TOWN = re.compile(r"[А-ЯЁа-яё)] ?[-–—] ?$|\b[А-ЯЁ][а-яё]{2,20} до $")

_INSIDE = re.compile(r"(?:^|[^А-ЯЁа-яё])(?:во?|из)[ \u00a0](?:(?:том же|самом|этом|нашем) )?$", re.IGNORECASE)
_ALONG = re.compile(r"(?:^|[^А-ЯЁа-яё])(?:на|по)[ \u00a0](?:(?:самой|всей|углу|нашей) )?$", re.IGNORECASE)
_UNTIL = re.compile(r"(?:^|[^А-ЯЁа-яё])до[ \u00a0]$", re.IGNORECASE)
_LONGEST_PREPOSITION = 16
"""Characters that _INSIDE, _ALONG and _UNTIL read, and more: what is cut off decides nothing."""
_OF_PERSON = re.compile(r"(?:[оеё]в|[иы]н)[ауы]$|(?:[оеё]в|[иы]н)ых$", re.IGNORECASE)
_OF_STREET = re.compile(r"(?:[оеё]ва|[иы]на|ого|[оеё]й|ых|их|[оеё]в)$", re.IGNORECASE)
_AGAINST = re.compile(
    r"жал[оу]|жалу|кляуз|заявлен|обид|обиж|надея|надеж|рассчит|кри[чк]|\bор[её]т|\bорал|руга|напад|напал|повлия|подал|подад|подать|суд|управ[ауы]|похож|донос|донес|донёс"
    r"|смотр|злит|злой|злая|злы|протокол|штраф|вин[аыу]|винит|претензи|наехал|замах|возлож|ссыла|сосла|ответственн|молит|жени|оформ|записан|дозвон|достуч|докрич|довест|довед",
    re.IGNORECASE,
)

CUE = Cue(
    r"(?:(?<![а-яё])|(?=\[))(?:\[телефон\],?|зовут|уважением[,.]?|уважаем[а-я]{2,3}|гражданин[а-я]{0,2}|гражданк[а-я]{1,2}|гр\.|гр-н[а-я]?|г-н[а-я]?|г-ж[аеу]|гр-к[ае]|ФИО:?|[Фф]амили[а-я]{1,2}:?|"
    r"заявител[а-я]{1,4}:?|семь[а-я]{1,3}|сосед[а-я]{0,4}|(?:^|[\s(])[Яя],|от имени|подпис[а-я]{1,4}:?|автор:?|мо[её] имя[:\s-]{0,3}|пенсионер[а-я]{0,4}|"
    r"инвалид[а-я]{0,3}|врач[а-я]{0,3}|доктор[а-я]{0,2}|терапевт[а-я]{0,2}|инспектор[а-я]{0,2}|фельдшер[а-я]{0,3}|директор[а-я]{0,3}|начальник[а-я]{0,2}|глав[аеыу]|участков[а-я]{2,3}|депутат[а-я]{0,3}|"
    r"специалист[а-я]{0,3}|водител[а-я]{1,3}|мастер[а-я]{0,2}|бригадир[а-я]{0,2}|председател[а-я]{1,3}|учител[а-я]{1,6}|воспитател[а-я]{1,6}|диспетчер[а-я]{0,3}|продав[а-я]{2,4}|"
    r"медсестр[а-я]{1,2}|бухгалтер[а-я]{0,3}|секретар[а-я]{1,2}|староста|старосте|старосту|консультант[а-я]{0,2}|сотрудни[а-я]{1,3}|судья|судьи|судье|адвокат[а-я]{0,2}|фермер[а-я]{0,2}|"
    r"предпринимател[а-я]{1,3}|ИП|господин[а-я]{0,2}|госпож[а-я]{1,2}|товарищ[а-я]{0,2}|дочь|дочери|дочк[а-я]|сын[а-я]{0,2}|муж[а-я]{0,2}|жен[а-я]{1,2}|мать|матери|мам[аеыу]|пап[аеыу]|"
    r"брат[а-я]{0,2}|сестр[а-я]{1,2}|внук[а-я]{0,2}|внучк[а-я]|т[её]т[яеюи]|дяд[яеюи]|баб[аеыу]|дед[ауы]?|ребёнк[а-я]{1,2}|бабушк[а-я]{1,2}|дедушк[а-я]{1,2}|заяв(?:ил|ила)|здравствуйте,?|добрый день,?|спасибо)[ \u00a0]+$",
    before=("[", "г-", "гр-", "мое ", "от ", "добрый "),
    behind=(" ", ", ", ". ", ": ", "] "),
)
"""A person is likely to follow."""
STRONG_CUE = Cue(
    r"(?<![а-яё])(?:зовут|уважением[,.!]?|ФИО:?|фамили[а-я]{1,2}:?|заявител[а-я]{1,4}:|мо[её] имя[:\s-]{0,3}|подпись:?|гражданин[а-я]{0,2}|гражданк[а-я]{1,2}|сосед(?:ка|ке|ку|кой|у|ом)?|внук[а-я]{0,2}|внучк[а-я]|дочк[а-я]|дочь|дочери|сын[ау]?|т[её]т[яеюи]|дяд[яеюи]|баб[аеы]|брат[ау]?)\s+$",
    before=("мое ",),
    behind=(" ", ": "),
)
"""A person follows, whatever the word looks like."""
_OFFICE = Cue(
    r"(?<![а-яё])(?:врач|учител|воспитател|директор|начальник|фельдшер|участков|депутат|водител|бухгалтер|медсестр|продав)[а-я]{0,6}[ \u00a0]+$"
)
_INTRODUCING = frozenset(
    "зов ува фио фам зая имя под гра сос вну доч сын тёт тет дяд баб бра вра учи вос дир нач фел уча деп вод бух мед про".split()
)
"""How the words of STRONG_CUE and _OFFICE begin."""
_END_OF_PERSON = "бвгдзклнпрстфцчшь"
"""Letters that a surname ends with after «врач» or «водитель»; the genitive of an office («врач Поликлиники») does not."""
_NOMINATIVE = re.compile(r"ск(?:ий|ая)$|цк(?:ий|ая)$", re.IGNORECASE)
_ACTS = re.compile(r" (?:не |опять |вчера |сегодня |уже |всё |нам |мне )?[а-яё]{2,15}(?:лся|л)(?![а-яё])")
_SHE_ACTS = re.compile(
    r" (?:не |опять |вчера |сегодня |уже |всё |нам |мне )?[а-яё]{2,15}(?:лась|ла|[аеиё]ет|ит|ется|ится)(?![а-яё])"
)
_SUBJECT = re.compile(r"([оеё]в)(а?)$", re.IGNORECASE)
_QUOTES = {"«": "»", '"': '"', "“": "”", "`": "`", "„": "“"}


@lru_cache(maxsize=100_000)
def opens_place(word: str) -> bool:
    """Whether a capitalised word announces a place: «Аал Чаптыков», «Проспект Щетинкина»."""
    return _PLACE_BEFORE.pattern.search(f" {word} ") is not None


@cache
def _streets_of_people() -> re.Pattern[str]:
    names = [re.escape(name).replace("е", "[её]").split(r"\ ") for name in streets()]
    whole = "|".join(rf"(?:{first}|{first[0]}\.) ?{last}" for first, last in names)
    return re.compile(rf"(?<![А-ЯЁа-яё])(?:{whole})(?![а-яё])", re.IGNORECASE)


def street_spans(text: str) -> list[tuple[int, int]]:
    """Where whole names that streets bear stand, in the genitive: «Карла Маркса», «К. Маркса»; nowhere in a text without
    the last name of one (`name_signs.STREET`).
    """
    return [found.span() for found in _streets_of_people().finditer(text)]


def may_introduce(word: str) -> bool:
    """Whether a word can be the last one of those by which `is_introduced` tells a person."""
    return STRONG_CUE.may_end(word) or _OFFICE.may_end(word)


def is_introduced(text: str, start: int, word: str) -> bool:
    """Whether the words before say that a person follows, whatever the word looks like: «зовут Тархан», «врач Шнайдер»."""
    words = text[max(0, start - _LOOK_BACK) : start].rstrip(" \u00a0\n,.:!-").rsplit(None, 1)
    if not words or words[-1].lstrip('(«"')[:3].lower() not in _INTRODUCING:  # spares two searches in most texts
        return False
    if STRONG_CUE.is_before(text, start):
        return True
    return word[-1] in _END_OF_PERSON and _OFFICE.is_before(text, start)


def is_announced_place(text: str, start: int, end: int) -> bool:
    """Whether words around text[start:end] say that it is a place: «улица …», «…, д. 5», «… сельсовет»."""
    return _PLACE_BEFORE.is_before(text, start) or bool(_HOUSE.match(text, end)) or bool(_PLACE_AFTER.match(text, end))


def is_likely_place(text: str, start: int, end: int) -> bool:
    """Whether a bare surname at text[start:end] is rather a street, a town or a firm, by preposition, case and neighbours."""
    if CUE.is_before(text, start):
        return False
    before = text[max(0, start - _LIST_BACK) : start]
    return (
        _is_in_quotes(text, start, end)
        or _is_by_preposition(text, before, text[start:end], end)
        or _is_in_list(before, text[start:end])
        or _is_on_route(text, before, end)
    )


def _is_in_quotes(text: str, start: int, end: int) -> bool:
    return start > 0 and _QUOTES.get(text[start - 1]) == text[end : end + 1] != ""


def _is_in_list(before: str, word: str) -> bool:
    """`улицы Ленина, Щетинкина`."""
    may_go_on = before.rstrip(" ")[-1:] in _JOINS or before.endswith((" и ", " с ", " до "))
    return may_go_on and _OF_STREET.search(word) is not None and _PLACE_LIST.search(before) is not None


def _is_by_preposition(text: str, before: str, word: str, end: int) -> bool:
    """`в Саратове`, `на Щетинкина`; not `жалоба на Петрова`, `верю в Петрова`."""
    near = before[-_LONGEST_PREPOSITION:]
    if _INSIDE.search(near):
        return not _OF_PERSON.search(word)
    if not _OF_STREET.search(word) or not (_ALONG.search(near) or _UNTIL.search(near)):
        return False
    return not _AGAINST.search(before[-_WINDOW:] + " " + text[end : end + _WINDOW])


def _is_on_route(text: str, before: str, end: int) -> bool:
    """`поезд Томск — Саратов`, `Томск — Саратов — Пенза`."""
    may_lead = before.rstrip(" ")[-1:] in _JOINS or before.endswith(" до ")
    to_town, from_town = bool(_TO_TOWN.match(text, end)), may_lead and bool(_FROM_TOWN.search(before))
    return (to_town and from_town) or ((to_town or from_town) and _ROUTE.search(before) is not None)


def is_nominative(word: str) -> bool:
    """`Заболоцкая`; not `Абаканской`."""
    return _NOMINATIVE.search(word) is not None


def is_person_in_nominative(text: str, start: int, word: str) -> bool:
    """`врач Заболоцкая`; not `врач Абаканской больницы`."""
    return is_nominative(word) and CUE.is_before(text, start)


def is_followed_by_number(text: str, end: int) -> bool:
    """`Щетинкина 24`."""
    return text[end : end + 3].lstrip(" ,")[:1].isdigit()


def begins_sentence(text: str, start: int) -> bool:
    """Whether nothing of its sentence stands before text[start]."""
    before = text[max(0, start - 3) : start].rstrip(' «"(')
    return not before or before[-1] in ".!?\n…"


def acts(text: str, word: str, end: int) -> bool:
    """Whether a verb agrees with the word as its subject: «Сулеков обещал», «Сулекова не пришла», never «Столбов не хватает»."""
    shape = _SUBJECT.search(word)
    if not shape:
        return False
    return bool((_SHE_ACTS if shape[2] else _ACTS).match(text, end))
