# ruff: noqa: E501 - a pattern is easier to check on one line
"""Dates and terms of what is or will be done, told from those of laws, documents, the letter itself and office hours.

Texts are in small letters with е for ё.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from etl.structure.replies.phrases import holds_any, register

_MONTHS = "январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр"
_MONTH_OF = "(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|янв|фев|апр|авг|сент|окт|нояб|дек)"
_MONTH_ANY = "(?:(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)(?:[ьяюе]|ем)|(?:март|август)(?:[ауе]|ом)?|ма[йяюе]|маем)"
_ORDINAL = (
    "(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят|(?:оди|две|три|четыр|пят|шест|сем|восем|девят)н?надцат|"
    "двадцат|тридцат)(?:ого|его|ьего|ому|ему|ьему|ое|ье)"
)
_COUNT = (
    r"(?:\d{1,3}(?:\s?[-–]?\s?х|-ти|-и)?(?:\s?[-–]\s?\d{1,3})?|одн\w+|дв\w+|тр\w+|четыр\w+|пят\w+|шест\w+|сем\w+|восьм\w+|"
    r"девят\w+|десят\w+|пятнадцат\w+|двадцат\w+|тридцат\w+|нескольк\w+|полутора|полтора)"
)
_UNIT = r"(?:рабоч\w+\s|календарн\w+\s|банковск\w+\s)?(?:дн\w+|ден\w*|сут\w+|недел\w+|месяц\w*|час\w*|минут\w*|декад\w*|квартал\w*|год\w*|лет)"
_DAY = r"(?:понедельник\w{0,2}|вторник\w{0,2}|сред[уыеа]|четверг\w{0,2}|пятниц\w|суббот\w|воскресень\w)"
_THIS = r"(?:эт|текущ|следующ|будущ|прошл|прошедш|ближайш|предстоящ|нынешн|наступ\w{1,4}щ|минувш|т)(?:ий|ей|ую|ая|ого|его|ем|ом|ой|их|ых|ие|ые|ую|у|ему|ому|им|ым|юю|ее|ю)"
_SEASON = r"(?:весн|лет|осен|зим)\w{0,3}"
_PERIOD = rf"(?:недел\w+|месяц\w*|год\w{{0,2}}|квартал\w*|сезон\w*|декад\w+|выходн\w+|полугоди\w+|праздник\w+|{_SEASON}|{_DAY})"
_BEFORE = r"(?:в|во|до|к|ко|на|с|со|по|после|не позднее|не ранее|позже|позднее|ранее|за|через|течение|около|конце|начале|конца|начала|концу|началу|середине|середины|весь|весной|летом|осенью|зимой)"

_NUMBERS = re.compile(
    rf"(?<![\d.,/№-])(?P<day>0?[1-9]|[12]\d|3[01])(?:\s?[-–]\s?(?:[12]\d|3[01]|0?[1-9])|(?:-?го|-?е|-?ому|-?му))?"
    rf"(?:\s(?:и|по|до|или)\s(?:\d\d?))?\s(?P<month>{_MONTH_OF})\b"
    r"|(?<![\d.,/№§-])(?P<d>0?[1-9]|[12]\d|3[01])[./](?P<m>0[1-9]|1[0-2]|[1-9])(?:[./](?P<y>(?:20)?\d\d)(?![\d.]\d))?(?!\d|[.,/-]\d)"
    r"|(?<![\d.,/№-])(?P<d2>0[1-9]|[12]\d|3[01])-(?P<m2>0[1-9]|1[0-2])-20\d\d(?![\d-])"
    r"|(?<![\d.,/№-])20\d\d-(?P<m3>0[1-9]|1[0-2])-(?P<d3>0[1-9]|[12]\d|3[01])(?!\d)"
)
_WORDS = re.compile(
    rf"\b(?:{_ORDINAL}\s{_MONTH_OF}\b"
    rf"|{_BEFORE}\s(?:{_THIS}\s)?{_MONTH_ANY}(?:\s?[-–]\s?{_MONTH_ANY}|\sи\s{_MONTH_ANY})?\b(?!\s?\d{{1,2}}\b)"
    rf"|{_MONTH_ANY}(?:\s?[-–]\s?{_MONTH_ANY})?\s20\d\d\b"
    r"|(?:завтра|послезавтра|сегодня|вчера|позавчера|(?:завтрашн|сегодняшн|вчерашн)\w+)\b"
    rf"|{_THIS}\s(?:рабоч\w+\s|календарн\w+\s|учебн\w+\s|финансов\w+\s|отопительн\w+\s|летн\w+\s|зимн\w+\s|строительн\w+\s|дорожн\w+\s|весенн\w+\s)?{_PERIOD}"
    rf"|ближайш\w+\s{_COUNT}\s?{_UNIT}"
    rf"|течени[еи]\s(?:ближайш\w+\s|последующ\w+\s|эт\w+\s|тр\w+\s|не\sболее\s)?(?:{_COUNT}\s?(?:\(\w+\s?\w*\)\s)?{_UNIT}|(?:одного\s)?(?:рабочего\s)?(?:дня|суток|недели|месяца|года|часа|квартала|полугодия|сезона|лета|зимы|весны|осени)|{_MONTH_ANY}|(?:отопительн|весенн|летн|зимн|осенн)\w+\s\w+)"
    rf"|(?:через|спустя)\s(?:{_COUNT}\s{_UNIT}|(?:день|сутки|неделю|месяц|год|час|полгода)\b)"
    rf"|(?:\d+|одно|двух|трех|пяти|семи|десяти|пятнадцати|тридцати)?-?\s?(?:дневн|недельн|месячн|суточн|часов)\w+\sсрок\w*"
    r"|срок\w*\s(?:\w+\s){0,4}?(?:\d+|дв\w+|тр\w+|пят\w+|десят\w+)\s(?:рабоч\w+\s|календарн\w+\s)?(?:дн\w+|сут\w+|недел\w+|месяц\w*)"
    rf"|(?:до|к|ко|в|с|со|после)\s(?:конц\w|начал\w|середин\w|исход\w)\s(?:{_THIS}\s|20\d\d\s|учебного\s|отопительного\s|календарного\s|рабочего\s|дорожного\s|строительного\s|летнего\s|зимнего\s|весеннего\s|пожароопасного\s|первого\s|второго\s|третьего\s|четвертого\s|[iv]+\s|\d\s)*(?:недел\w+|месяц\w*|год\w*|г\b|квартал\w*|сезон\w*|дня|период\w*|смены|полугоди\w+|декад\w+|каникул|{_SEASON}|{_MONTH_ANY}|20\d\d)"
    r"|(?:перв|втор|трет|последн)\w+\s(?:декад|половин)\w+"
    r"|(?:перв|втор|трет|четверт)\w+\s(?:квартал|полугоди)\w*|(?:[1-4]|i{1,3}|iv|l{1,3}|і{1,3})(?:-?(?:м|ом|ем|го|й))?\s?[-–]?\s?(?:[1-4ivі]{0,3}\s)?(?:квартал|полугоди|декад)\w*"
    r"|(?:[1-4]|i{1,3}|iv)\s?кв\.?\s(?:20\d\d|текущ\w+|следующ\w+|этого)"
    rf"|(?:в|на|до|к|с|по|после)\s(?:20\d\d\s?[-–]\s?)?20\d\d(?:\s?[-–]\s?20\d\d)?\s?(?:год\w*|гг?\b|учебн\w+\s\w+)"
    rf"|(?:во?|на|до|к|ко|со?|не\sпозднее|после)\s(?:ближайш\w+\s|следующ\w+\s|прошл\w+\s|эт\w+\s|будущ\w+\s)?{_DAY}(?!\w)"
    rf"|(?:не\s)?(?:раньше|позже|позднее|ранее)\s(?:{_THIS}\s)?(?:{_SEASON}|{_MONTH_ANY}|20\d\d|{_DAY})"
    r"|\b\d{1,2}-?го\b|(?:лето|весна|осень|зима)\s20\d\d|\b(?:три|два|пять|десять|\d+)\sрабочих\sд(?:ня|ней)\b"
    r"|(?:на\s)?(?:следующий|второй|третий|другой)\sдень|в\s(?:следующ|ближайш)\w+\s(?:выплат|рейс|смен|заезд|раздач|выдач|сесси)\w+"
    r"|(?:до|с|к|на|не\sпозднее|по)\s\d{1,2}(?:-?го|-?му|-?е)?\sчисл\w+|\d{1,2}(?:-?го)?\sчисла"
    r"|(?:на|после|до|перед|к)\s(?:майск|новогодн|январск|рождественск|пасхальн|ноябрьск|июньск)\w+(?:\s(?:праздник|каникул|выходн)\w+)?"
    r"|(?:на|после|до|перед)\s(?:праздник|каникул|выходн|праздничн)\w+|в\sвыходн\w+|на\sвыходн\w+"
    r"|(?:до|к|ко|после|перед|на)\s(?:нов\w+\sгод\w*|дн\w+\sпобед\w|пасх\w|троиц\w|дн\w+\sзнаний|дн\w+\sрайона|дн\w+\sсела|рождеств\w)"
    r"|в\s(?:тот\sже|этот\sже)\sдень|день\sв\sдень"
    rf"|(?:этой|прошлой|будущей|нынешней|ранней|поздней)\s(?:весной|осенью|зимой)|(?:этим|прошлым|будущим)\sлетом|(?:весной|летом|осенью|зимой)\s(?:20\d\d|этого|текущего|следующего|прошлого)"
    rf"|\b(?:конец|начало|середин[аы])\s{_MONTH_ANY}|(?:в|на|до|к|с)\s20\d\d-(?:й|м|го|му)\b"
    r"|(?:до|после|перед)\s(?:ледоход|паводк|половодь|снегопад|заморозк|мороз|посевн|уборочн|сенокос|отопительн|учебн)\w*"
    r"|(?:в|со?|до|к|на|после)\s(?:перв|втор|трет|четверт|последн)\w+\sчетверт\w+|(?<!раз\s)(?<!раза\s)на\s(?:этой\s|той\s)?неделе|к\sвыходным|к\s(?:юбилею|празднику|открытию|приезду|началу)"
    r"|на\s(?:\d{1,3}|двое|трое|пять|десять|неделю|две\sнедели)\s(?:сут\w+|дн\w+|недел\w+|час\w+)|срок\w*\s?[—–:-]\s?(?:\w+\s)?20\d\d"
    rf"|срок\w*\s?[—–:-]\s?(?:\w+\s)?{_DAY}"
    r"|сегодня|к\sвечеру|с\sутра|к\sутру|(?:к|в|после|до)\sобед\w*|до\sполугода"
    r"|(?:полчаса|час|сутки|неделю|месяц|год|(?:\w+\s)?(?:дн\w+|недел\w+|час\w+|минут\w*|месяц\w+))\sназад"
    rf"|(?:займет|займут|готовится|длится|продлится|потребуется|продолжительность|очередь)\s(?:еще\s|около\s|примерно\s|до\s|\w+\s)?(?:{_COUNT}\s{_UNIT}|неделю|месяц|сутки|полгода)"
    r"|(?:до|к|ко|после|перед)\s(?:родительск\w+\sд\w+|масленниц\w|крещени\w|покров\w?|радониц\w|дн\w\s(?:города|защит\w+|республики|россии|учителя|пожилого|семьи|матери)|маевк\w|ярмарк\w|выборов|переписи)"
    r"|(?:после|до)\s(?:спада|схода|таяния|оттаивания|просыхания|вскрытия)\s(?:\w+\s)?(?:вод\w|снег\w|снежн\w+|льда|грунта|земли|дорог\w?|рек\w?|покрова))"
)
_SEASONS = re.compile(
    r"\b(?:весной|летом|осенью|зимой|(?:в|на|до|к)\s(?:весн[уеы]|лет[оуае]|осен[ьи]|зим[уеы])|в\s(?:весенн|летн|осенн|зимн|весенне-летн|осенне-зимн|летне-осенн)\w+\s(?:период|сезон|время))\b"
)
_OF_DAY = re.compile(
    r"\b(?:утром|ночью|вечером|днем)\b|\b(?:до|к|в|около|после)\s(?:\d{1,2}(?:[:.]\d\d|\sчас\w*)|(?:час\w*\s)?(?:пяти|шести|семи|восьми|девяти|десяти|двенадцати)(?:\sчас\w*|\sвечера|\sутра)?)\b(?!\sдо\b)"
    r"|\bчас\w*\sк\s\w+|\b(?:минут|час\w*|дн\w+|недел\w+)\s(?:через|на)\s\w+"
)
"""Hours and parts of a day: a term only of what somebody will do or, by its part of the day, has done."""
_AT_WORK = re.compile(r"\b(?:режим|график|прием|перерыв|ежедневн|касс|открыт|закрыт|работа(?:ет|ем|ют|ть))\w*")
_PARTS = frozenset(("утром", "ночью", "вечером", "днем"))
_SPAN = re.compile(r"течени|через|спустя|не (?:позднее|позже|ранее|раньше)")
"""Terms that no document is dated by."""
_SENT_UNDER, _SENT = re.compile(r"\bисх\w*\.?\s(?:№?\s?\S+\s)?от\s$"), re.compile(r"направл|передан|переадрес|отправл")
_HAS_DONE = re.compile(r"\b(?:за|от|по|вы|с|у|про|на|при|до|раз|рас|пере|об)\w{2,}(?:ли|л|ла)\b")
_PLANNED = re.compile(
    r"\b(?:буд[еу]т|придет|придут|даст|дадут|включ[аи]т|пойд[еу]т|поед[еу]т|заканчива|планиру|запланирова|намечен|включен|внесен|перенес|провед|выполн|приступ|заверш|устран|отремонт|начн|законч|предусмотр|рассчитыва|"
    r"(?:ис|от|по|за|вы|с|у|про|на|при|до|раз|рас|пере|об)\w{2,}(?:\w(?:ут|ят|ат|им|ем)|[^яаеу]ет|\w[^д]ит)\b)"
)
_OF_DOCUMENT = re.compile(
    r"(?:\bот|\bдат\w*|\bутв\w*\.?|\bред(?:акци[ия])?\.?|\bпринят\w*|\bпоступивш\w+|\bзарегистрированн\w+|\bнаправленн\w+|"
    r"\bразмещенн\w+|признанн\w+|построенн\w+|введенн\w+|\bопубликованн\w+|\bоставленн\w+|\bподанн\w+|\bвх\.?|\bисх\.?|\bперенаправленн\w+|\bпереданн\w+|\bпереадресованн\w+|\bполученн\w+)"
    r"(?:\s(?:вами|к нам|нам|в наш адрес|в администрацию|на сайте|на портале|на платформе|через (?:\w+\s){0,3}\w+|таковыми?|таковым|в ходе))?[\s(«\"]*(?:за\s|в\s|до\s|после\s)?$"
    r"|\b(?:федеральн\w+ )?(?:закон|кодекс|постановлени|распоряжени|приказ|решени|указ|гост|снип|санпин|правил|договор|контракт|протокол|соглашени|акт)\w*(?:\s\S+){0,3}(?<!\bдо)(?<!\bк)(?<!\bпозднее)\s$"
)
_HOUSE_OR_STREET = re.compile(
    r"(?:\bул\.?|\bулиц\w+|\bпл\.?|\bплощад\w+|\bпереул\w+|\bпер\.?|\bпроспект\w*|\bпр\.?|\bим(?:ени|\.)?|\bсквер\w*|\bколхоз\w*|"
    r"\bп(?:ункт\w*|п)?\.?|\bст(?:ать\w+)?\.?|\bч(?:аст[иь])?\.?|\bраздел\w*|\bсп|\bглав\w+|\bверси\w+|\bтел\w*\.?:?|№|\bподпункт\w*|\bприложени\w+|\bтаблиц\w+|\bрис\w*\.?)\s?$"
)
_TIME_BEFORE = re.compile(r"(?:\bв|\bво|\bдо|\bс|\bк|[-–])\s?$")
_OFFICE = re.compile(
    r"\b(?:час\w*|режим|график\w*|прием\w*|перерыв|обед\w*|ежедневн\w*|работа(?:ет|ем|ют)|понедельник\w*|пн|вторник\w*|четверг\w*|пятниц\w*|выходн\w*)\b"
)
_UNIT_BEHIND = re.compile(
    r"\s?(?:м\b|км|см|мм|%|руб|тыс|млн|млрд|га\b|куб|кв|кг|тонн|т\b|гкал|раза?\b|час|мин|балл|градус|процент|метр|м2|м3|мпа|атм|ампер|вольт|мг|литр|л\b|ед|шт|₽|°)"
)
_FREQUENCY = re.compile(
    r"\b(?:кажд\w+|ежегодн\w*|ежемесячн\w*|еженедельн\w*|ежедневн\w*|как правило|обычно|по\s(?:понедельникам|вторникам|средам|четвергам|пятницам|субботам|воскресеньям)|режим|прием(?!\w*\s(?:\w+\s)?(?:перенес|назнач|состо|отмен|измен))\w*|график (?:работы|приема)|часы работы)\b"
    r"|\b(?:производится|осуществляется|ведется)\b.*\bрабочего дня\b|\bс понедельника по\b"
)
_FROM_THEN = re.compile(r"со?\s(?!\w+\sпо\b)")
"""«С ноября топим и по средам» is the day from which something is so, «с мая по сентябрь» may be of every year."""
_IDIOM = re.compile(
    r"\bна сегодня(?:шний день)?\b|\bокружающ\w+ сред\w+|\bпо сегодняшний день|\bв настоящ\w+ врем\w+|\bна завтрашн\w+ д\w+"
)
_HAS_IDIOM = re.compile(r"сегодня|окружающ|настоящ|завтрашн")
_DIGIT = re.compile(r"\d")
_MAY_BE = re.compile(
    r"январ|феврал|март|апрел|ма[йяюе]м?$|июн|июл|август|сентябр|октябр|ноябр|декабр|завтра|сегодн|вчера|позавчера|недел|месяц|год|"
    r"квартал|сезон|декад|выходн|полугод|празднич|праздник|весн|лет[оаеу]?м?$|летн|осен|зим|понедел|вторник|сред[уеыа]$|четверг|пятниц|"
    r"суббот|воскрес|ближайш|течени|через|спустя|срок|конц|начал|середин|исход|20\d\d|числ|майск|новогод|юбиле|ледоход|паводк|половодь|снегопад|заморозк|мороз|посевн|уборочн|сенокос|открыти|приезд|четверт|ноч|неделю|двое|трое|январск|рождеств|каникул|"
    r"нов(?:ый|ого|ому|ым|ом)$|дн(?:я|ей|ю|и|ем|ям|ями|ях|ев\w+)?$|день|пасх|троиц|вечер|утр|обед|\d{1,2}го$|го$|рабоч|следующ|ранее|"
    r"спада$|схода$|таяни|оттаив|просых|вскрыт|назад|полугод|ночью|днем$|родительск|масленниц|крещени|радониц|ярмарк|выборов|"
    r"раньше|позже|позднее|половин|окружающ|настоящ|сут|послезавтра|ноябрьск|июньск|пасхальн|час|минут|гг?$"
)
_YEAR = re.compile(r"\b20\d\d-|\d:\d\d")
_IN_WORDS = register("dated", _MAY_BE.match)
_CONDITION = re.compile(
    r"\bесли\b|\bпри\s(?:\w+\s){0,2}(?:температур|понижени|похолодани|снижени|повышени|превышени|порыв|скорост|мороз|устойчив)|\bтемператур\w*\s(?:\w+\s){0,3}(?:ниже|выше)|\bградус"
)
_IN_A_ROW = re.compile(r"\s(?:\w+\s)?(?:подряд|кряду)\b")
"""«Пять дней подряд» is how long something lasts, no day or term."""
_HOLDS = re.compile(r"\s(?:\w+\s){0,3}(?:температур|держ[аи]тся|сохраня)")
_NOT_GIVEN = re.compile(r"\s(?:года?|г\.?)?\s?(?:\w+\s){0,3}не\s(?:\w+\s)?(?:выделен|предусмотр|заложен|запланир|планиру|утвержд)")
_BUDGET = re.compile(r"\b(?:бюджет|квитанци|начислени|показани|оплат|плат)\w*\s(?:\w+\s){0,2}$")
"""«Субсидия на 2026 год не выделена», «в бюджете на 2026 год» tell of money, not of a day."""
_NORM = re.compile(r"\b(?:вступ\w+ в силу|действующ\w+|утвержденн\w+|принят\w+ закон|обжалова\w+|в редакции)\b")
_MONTH_NUMBERS = {
    name: number for number, name in enumerate("янв фев мар апр мая июн июл авг сен окт ноя дек".split(), 1)
}


class Mention(NamedTuple):
    """A date or a term in a text. day: (day, month), where it is written so."""

    start: int
    end: int
    day: tuple[int, int] | None


def days_named(low: str) -> frozenset[tuple[int, int]]:
    """Days and months that a text writes as numbers or as a number and a month."""
    if not _DIGIT.search(low):
        return frozenset()
    return frozenset(day for match in _NUMBERS.finditer(low) if (day := _day_of(match)))


def may_be_in_words(low: str) -> bool:
    """Whether a text has words that dates and schedules are made of."""
    return holds_any(low, _IN_WORDS) or _YEAR.search(low) is not None


def mentions(low: str) -> Iterator[Mention]:
    """Dates and terms of deeds in a clause; those of documents, norms, streets and office hours are left out."""
    may_be_words = may_be_in_words(low)
    if may_be_words and _HAS_IDIOM.search(low):
        low = _IDIOM.sub(lambda match: "_" * len(match[0]), low)
    numbers = list(_NUMBERS.finditer(low)) if _DIGIT.search(low) else []
    for match in numbers:
        if not _is_of_document(low, match) and _is_date(low, match):
            yield Mention(match.start(), match.end(), _day_of(match))
    if may_be_words:
        yield from _in_words(low, numbers)


def _in_words(low: str, numbers: Sequence[re.Match[str]]) -> Iterator[Mention]:
    """Dates in words; «мая 2011» of «6 мая 2011» is the month of a date that is judged already."""
    is_usual = _FREQUENCY.search(low) is not None
    for match in _WORDS.finditer(low):
        is_judged = any(one.start() < match.start() < one.end() for one in numbers)
        if is_usual and not (_PLANNED.search(low) and _FROM_THEN.match(low, match.start())):
            continue
        if not (is_judged or _is_of_document(low, match) or _is_condition(low, match)):
            yield Mention(match.start(), match.end(), None)
    if not is_usual:
        yield from (Mention(match.start(), match.end(), None) for match in _of_plans(low))


def _of_plans(low: str) -> Iterator[re.Match[str]]:
    """Seasons, parts of a day and hours, which are a term only beside what somebody will do or has done."""
    if _PLANNED.search(low):
        yield from _SEASONS.finditer(low)
        yield from () if _AT_WORK.search(low) else _OF_DAY.finditer(low)
    elif _HAS_DONE.search(low):
        yield from (match for match in _OF_DAY.finditer(low) if match[0] in _PARTS)


def _is_condition(low: str, match: re.Match[str]) -> bool:
    """Whether a term only says how long something must last: «ниже +8 градусов в течение пяти дней подряд»."""
    if _IN_A_ROW.match(low, match.end()):
        return True
    if _NOT_GIVEN.match(low, match.end()) or (match[0].startswith(("на ", "за ")) and _BUDGET.search(low[: match.start()])):
        return True
    if match[0].startswith("после ") and low[: match.start()].endswith("возможно "):
        return True
    is_span = match[0].startswith("течени")
    return is_span and bool(_HOLDS.match(low, match.end()) or _CONDITION.search(low[: match.start()]))


def _day_of(match: re.Match[str]) -> tuple[int, int] | None:
    if match["month"]:
        return int(match["day"]), _MONTH_NUMBERS[match["month"][:3]]
    day, month = match["d"] or match["d2"] or match["d3"], match["m"] or match["m2"] or match["m3"]
    return (int(day), int(month)) if day else None


def _is_of_document(low: str, match: re.Match[str]) -> bool:
    before = low[max(0, match.start() - 90) : match.start()]
    if _SPAN.match(match[0]) or (_SENT_UNDER.search(before) and _SENT.search(before)):
        return _NORM.search(low) is not None
    return bool(_OF_DOCUMENT.search(before) or _HOUSE_OR_STREET.search(before[-24:]) or _NORM.search(low))


def _is_date(low: str, match: re.Match[str]) -> bool:
    """Whether «12.05» is no time of day and no measure, and «8 марта» no street."""
    if not match["d"] or match["y"]:
        return True
    before, behind = low[max(0, match.start() - 12) : match.start()], low[match.end() : match.end() + 9]
    if _UNIT_BEHIND.match(behind):
        return False
    if "/" in match[0] or len(match["m"]) == 1:
        return False
    is_time = re.search(r"\bв(?:о)?\s?$", before) or (_TIME_BEFORE.search(before) and _OFFICE.search(low))
    return not is_time
