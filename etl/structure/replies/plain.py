# ruff: noqa: E501 - a list of words is easier to check on long lines
"""Facts of the world that a sentence tells in plain words: what is missing, what has happened, how much there is.

Texts are in small letters with е for ё.
"""

import re

from etl.structure.replies.phrases import holds_any, register, search, tokens
from etl.structure.replies.shapes import counts

_FEWEST, _MOST_OFFICIAL = 2, 0.26
_NO_MEANS = r"(?:нарушени|основани|сомнени|замечани|возможност|претензи|данн|информаци|сведени|вопрос|равнодуш|ничего|никого|предела|необходимост|смысл|времени|ответа|права|проблем)"
_MISSING = re.compile(
    rf"\b(?!{_NO_MEANS})[\w-]{{3,}}(?:\s[\w-]+){{0,4}}?\s(?:(?:пока|уже|еще|больше|сейчас|вообще|просто)\s)?нет(?:у)?\b(?!\s[а-я]{{4,}}(?:ий|ей|ти|ний)\b)"
    rf"|\bнет(?:у)?\s(?:\w+\s)?(?!{_NO_MEANS})[\w-]{{3,}}"
    rf"|\b(?!{_NO_MEANS})[\w-]{{4,}}(?:\s[\w-]+){{0,3}}?\sотсутству(?:ет|ют)\b|\bотсутству(?:ет|ют)\s(?!{_NO_MEANS})\w{{4,}}"
    r"|\bне (?:хвата(?:ет|ют|ло)|хватит|осталось|нашлось|нашлось|набра(?:лось|лась|лся|лись|ли|но|на))\b|\b(?:законч|конч)ил(?:ся|ась|ось|ись)\b|\b(?:израсходован|исчерпан|распродан|роздан|занят)[аоы]?\b|\bни одн(?:ой|ого|а|о)\b"
)
"""A means or a thing that is not there, on whichever side of the verb it is named."""
_MAY_MISS = register(
    "missing",
    re.compile(
        "нету?|отсутству(?:ет|ют)|хвата(?:ет|ют|ло)|хватит|осталось|нашлось|набра\\w+|(?:законч|конч)ил\\w+|израсходован[аоы]?|исчерпан[аоы]?|распродан[аоы]?|роздан[аоы]?|занят[аоы]?|одн(?:ой|ого|а|о)"
    ).fullmatch,
)
_HAPPENED = register(
    "happened",
    re.compile(
        r"(?:с|по|вы)?лома(?:л\w*|н[аоы]?)|(?:с|пере|вы|об)гор(?:е\w*|ает)|лопну\w+|(?:по|про|со|обо|разо|ото)рва(?:л\w*|н[аоы]?)|рухну\w+|(?:об|раз|за)?(?:руш|вал)ил(?:ся|ась|ось|ись)|упал[аои]?|просел[аои]?|"
        r"(?:раз|под|с|про)мы(?:л[аои]?|т[аоы]?|ва\w+)|(?:за|под)топ(?:ил\w*|лен\w*)|(?:пере|за|про|вы)мерз\w*|(?:за)(?:бил|сорил)(?:ся|ась|ось|ись)|(?:про|по)тек(?:ла|ло|ли|ает)?|украл\w*|украден[аоы]?|срезал[аи]?|срезан[аоы]?|похи[тщ]\w+|"
        r"разби(?:л[аи]?|т[аоы]?)|выби(?:л[оаи]?|ло|вает|вало|т[аоы]?)|(?:с|про|от|пере)гни\w+|износил\w+|изношен[аоы]?|заболе\w+|уволил(?:ся|ась|ись)|умер(?:ла|ли)?|отказал(?:ся|ась|ись)|обанкрот\w+|сорва(?:н[аоы]?|л\w*)|"
        r"задерж(?:ал\w*|ан[аоы]?|ива\w+)|застрял\w*|списан[аоы]?|опечатан[аоы]?|отключен[аоы]?|отключил[аи]?|перегруж\w+|закрыл(?:и|ся|ась|ось)|подорожал\w*|просроч\w+|пуст(?:ует|уют)|рассыпал\w+|треснул\w*|перекры(?:т[аоы]?|л[аи]?)|"
        r"отпуске|больничном|декрете|ремонте|командировке|каникулах|поверке|реставрации|карантине|утечк\w+|порыв\w?|авари[яи]|обрыв\w?|(?:недо)?поставил[аи]?|привез(?:ли|ла)?|везут|едет|идет|пришл[аои]|пришел|ошиб(?:ся|лась|лись|ка|ся)|перепута\w+|забыл[аи]?"
    ).fullmatch,
)
"""Words of what happens to things and people."""
_AMOUNT = re.compile(
    r"(?<![№\d.,/:-])(?<!\bст )(?<!\bдом )(?<!\bкаб )\b\d[\d\s]*(?:,\d+)?(?:\s?[-–]\s?\d+)?\s(?!январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|год|г\b|гг\b|фз|стать|пункт|час|числ|кабинет|дня|дней|рабочих|календарных)[а-я]{2,}"
    r"|\d\s?(?:%|₽)|\b(?:один|одна|одно|два|две|двое|три|трое|четыре|пять|дважды|трижды)\s(?:из|на|раза?|в|машин|человек|на всю?|\w+(?:ов|ей|ика?|ера?|ора?|а|ы))\b|\bна (?:весь|всю|все)\s(?:район|село|поселени|республик)\w*"
)
_DIGIT = re.compile(r"\d")
_COUNTED = register(
    "counted", re.compile("один|одна|одно|два|две|двое|три|трое|четыре|пять|дважды|трижды|весь|всю|все").fullmatch
)


def is_plain(low: str) -> bool:
    """Whether a sentence is told in plain words and tells the reader to do nothing."""
    words = [word for word in tokens(low) if len(word) > 2 and not word.isdigit()]
    if len(words) < _FEWEST:
        return False
    shapes = counts(words)
    return (
        not shapes["imperative"]
        and shapes["official"] <= _MOST_OFFICIAL * len(words)
        and not search(low, "turn", "hollow")
    )


def is_missing(low: str) -> bool:
    """Whether a means or a thing is said to be absent, used up or not enough."""
    return holds_any(low, _MAY_MISS) and _MISSING.search(low) is not None


def has_happened(low: str) -> bool:
    """Whether it is told what has happened to a thing or somebody."""
    return holds_any(low, _HAPPENED)


def has_amount(low: str) -> bool:
    """Whether it is told how much or how many; days, laws and numbers of documents aside."""
    return (holds_any(low, _COUNTED) or _DIGIT.search(low) is not None) and _AMOUNT.search(low) is not None
