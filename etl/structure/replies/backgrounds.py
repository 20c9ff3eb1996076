# ruff: noqa: E501 - a pattern is easier to check on one line
"""Dates and spans that are no day or term of what is done: of the past, of an account, of a condition.

Texts are in small letters with е for ё.
"""

import re

PLANNED = re.compile(
    r"\b(?:(?:\w*йд|\w{2,}ед)(?:ет|ут|ем)\b|буд[еу]т|придет|придут|даст|дадут|включ[аи]т|пойд[еу]т|поед[еу]т|заканчива|планиру|обяз(?:ал|ую)|обеща|запланирова|намечен|включен|внесен|перенес|провед|выполн|приступ|заверш|жд[еу]|устран|отремонт|начн|законч|предусмотр|рассчитыва|ждите\b|дадим\b|"
    r"(?!находят|относят|производят)(?:из|ис|от|по|за|вы|с|у|про|на|при|до|раз|рас|пере|об|вос|воз)\w{2,}(?:\w(?:ут|ят|ат|им|ем)|[^яаеу]ет|\w[^д]ит)(?:ся)?\b)"
)

_SINCE = re.compile(r"со?\s(?!\w+\sпо\b)")
_LASTED = re.compile(
    r"\b(?:нет|не|просроч\w+|сто(?:ит|ят)|сломан\w?|пусту\w+|лежит|лежат|болеет|сгорел\w?|закрыт\w?|отключен\w?|бесхоз\w+)\b"
)
"""«Просрочен с мая», «стоит здесь с 1974 года»: since when it has been so is no day of a deed."""
_STANDS_SINCE = re.compile(r"\bсто(?:ит|ят)\sс\s(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)")
_CONDITION = re.compile(
    r"\bесли\b|\bпри\s(?:\w+\s){0,2}(?:температур|понижени|похолодани|снижени|повышени|превышени|порыв|скорост|мороз|устойчив)|\bтемператур\w*\s(?:\w+\s){0,3}(?:ниже|выше)|\bградус"
)
_IN_A_ROW = re.compile(r"\s(?:\w+\s)?(?:подряд|кряду)\b")
"""«Пять дней подряд» is how long something lasts, no day or term."""
_HOLDS = re.compile(r"\s(?:\w+\s){0,3}(?:температур|держ[аи]тся|сохраня)")
_NOT_GIVEN = re.compile(
    r"\s(?:года?|г\.?)?\s?(?:\w+\s){0,3}не\s(?:\w+\s)?(?:выделен|предусмотр|заложен|запланир|планиру|утвержд)"
)
_BUDGET = re.compile(r"\b(?:бюджет|квитанци|начислени|показани|оплат|плат)\w*\s(?:\w+\s){0,2}$")
"""«Субсидия на 2026 год не выделена», «в бюджете на 2026 год» tell of money, not of a day."""
_WAS = re.compile(
    r"\b\w{3,}(?:лся|лась|лось|лись)\b|\b(?:обраща|поступа|закупа|ремонтирова|получа|выделя)\w*(?:л|ла|ло|ли)\b"
)
_OF_WORDS = re.compile(r"(?:в|во)\s20\d\d\s?(?:год\w*|г\b)|20\d\d")
_PAID = re.compile(
    r"\b(?:перерасч|начисл|доначисл|плат|оплат|уплат|переплат|доплат|выплат|долг|задолж|недоимк|пен[ияюей]\b|сч[её]т|квитанц|сумм|руб|тариф|стаж|архив|зарплат|отпускны|"
    r"пенси|пособи|субсиди|компенсац|показани|расход|потреблен|отч[её]т|справк|удерж|зачтен|списан)\w*"
)
_BILL = re.compile(r"\bквитанци\w+\s$")
_FOR_SPAN = re.compile(r"за\s")
_LEASE = re.compile(
    r"\b(?:аренд|гаранти|лицензи|концесси|собственност|пользовани|патент|полномочи|подписк|мандат|сертификат)\w*"
)
_UNTIL = re.compile(r"(?:до|по)\s")
_ELAPSED = re.compile(r"(?:через|спустя)\s(?:\S+\s)?(?:минут|час)")
_DID = re.compile(r"\b\w{2,}(?:ли|л[ао]?)\b")
_READER_DID = re.compile(r"\bвы\s(?:[\w-]+\s){0,3}\w{2,}(?:ли|лись)\b|\b\w{2,}(?:ли|лись)\sвы\b")
"""«Ветераном Вы стали в феврале»: what the reader did is no deed of who replies."""
_PART_OF_DAY = re.compile(r"до\s(?:вечера|утра|ночи|полуночи|обеда)$")


def _is_of_the_past(low: str, match: re.Match[str]) -> bool:
    """Whether a year or an hour only tells of what was before: «торги сорвались в 2023 году», «искали до вечера»."""
    if PLANNED.search(_WAS.sub(" ", low)):
        return False
    if (_OF_WORDS.match(match[0]) and _WAS.search(low)) or _READER_DID.search(low):
        return True
    if _ELAPSED.match(match[0]):
        return _DID.search(low) is not None
    return _PART_OF_DAY.match(match[0]) is not None and _SOUGHT.search(low[: match.start()]) is not None


_SOUGHT = re.compile(r"\b(?!по|за|вы|с|у|от|про|на|при|раз|пере)\w{3,}(?:ли|л|ла)\s(?:[\w-]+\s){0,3}$")


def is_of_account(low: str, match: re.Match[str]) -> bool:
    """Whether a span is what money or a record is of, or how long a thing is let: «начислено за июнь», «в аренде до 2031»."""
    if _FOR_SPAN.match(match[0]):
        in_bill = _BILL.search(low[: match.start()]) and PLANNED.search(low)
        return _PAID.search(low) is not None and not in_bill
    return _UNTIL.match(match[0]) is not None and is_let(low)


def is_let(low: str) -> bool:
    """Whether a thing is said to be let, guaranteed or licensed: the day of that is no day of a deed."""
    return _LEASE.search(low) is not None and not PLANNED.search(low)


def is_background(low: str, match: re.Match[str]) -> bool:
    """Whether a term only says how long something must last: «ниже +8 градусов в течение пяти дней подряд»."""
    if _is_of_the_past(low, match) or is_of_account(low, match):
        return True
    if _IN_A_ROW.match(low, match.end()):
        return True
    is_of_bill = match[0].startswith(("на ", "за ")) and _BUDGET.search(low[: match.start()])
    if _NOT_GIVEN.match(low, match.end()) or (is_of_bill and not _BILL.search(low[: match.start()])):
        return True
    if _SINCE.match(match[0]) and _LASTED.search(low) and not (PLANNED.search(low) or _STANDS_SINCE.search(low)):
        return True
    if match[0].startswith("после ") and low[: match.start()].endswith("возможно "):
        return True
    is_span = match[0].startswith("течени")
    return is_span and bool(_HOLDS.match(low, match.end()) or _CONDITION.search(low[: match.start()]))
