# ruff: noqa: E501 - a pattern is easier to check on one line
"""Whether a sentence refuses what was asked for, and whether it says why."""

import re

from etl.structure.replies.phrases import found, search

_WE_WILL_NOT = re.compile(
    r"\bне\s(?:[а-я]{2,}(?:им|ем)(?:ся)?)\b(?<!всем)(?<!чем)(?<!\sим)|\bне\s(?:за|по|вы|от|у|с|при|про|на|рас|до|пере)[а-я]{3,}(?:им|ем)\b(?<!всем)"
    r"|\b(?:муниципалитет|администрация|сельсовет|поселение|район)\s(?:[\w-]+\s){0,3}не\s\w+[еи]т\b"
    r"|(?<!чтобы )(?<!просим )(?<!просьба )\bне\s(?:открыть|поставить|сделать|вернуть|выделить|построить|установить|перенести|убрать|починить|закрыть|провести|повесить|отдать|успеть)\b(?=\s?[:,.—–-]|$)"
)
_NOWHERE = re.compile(
    r"\b\w+(?:ть|ти)\s(?:\w+\s)?(?:негде|нечем|некому|некуда|не на что)\b|\b(?:негде|нечем|некому|некуда)\s\w+(?:ть|ти)\b"
)
_SHORTEST = 2
_IF = re.compile(r"\b(?:если|чтобы|когда)\b[^,.;]*$|\bиначе\b[^.;]*$")
_REFUSED_THING = re.compile(
    r"\b(?:в|во|о|об)\s(?:выделении|предоставлении|выплате|оказании|ремонте|включении|приеме|компенсации)\s[^,.:;]*?(?=отказ)|отказан\w*\s(?:в|во)\s[^,.:;]*?(?=\s(?:из-за|в связи|по причине|так как|согласно|на основании)|[,.:;]|$)"
)
"""What is refused: «в выделении средств отказано» gives no reason."""
_NO_CAUSE = r"(?!(?:из|за|из-за|связи|ввиду|вследствие|причин\w*|силу|отсутств\w*|нехватк\w*|недостат\w*|нет|без|так|поскольку|согласно|соответствии|основани\w*|статье\w*|только|лишь|при|запре\w*|\w*собственност\w*|балансе|полномоч\w*|компетенц\w*)\b)"
_CANNOT = r"(?:не представляется возможн\w*|невозможно|не (?:может|можем|сможем|удастся))\b"
_DEED_REFUSED = re.compile(
    rf"\b(?:{_NO_CAUSE}[\w-]+\s){{0,4}}[а-я]+(?:ть|ти)\s(?:{_NO_CAUSE}[\w-]+\s){{0,6}}(?={_CANNOT})|{_CANNOT}\s[а-я]+(?:ть|ти)\b(?:\s{_NO_CAUSE}[\w-]+){{0,6}}"
)
"""The deed that cannot be done: neither «проверку провести» nor «выделить средства» is why."""
_NOT_PUT_OFF = re.compile(
    r"не (?:будет|будут|осталось|останется) (?:без внимания|отклад|забыт|оставлен)|не вправе вмешива|основани\w* для принятия мер"
)
_FIRM = re.compile(
    r"\bне\s\w+(?:им|ем)\b[^,]*,\s(?!что|котор|как|если|о |но |а )|\bне (?:может|могут|сможем|будет|будут)\b[^,]*,\s(?!что|котор|как|если|о |но |а |чтобы|пока)|\b(?:нельзя|невозможно|нечем|некем|никак|негде)\b[^,]*,\s(?!что|котор|как|если|о )|\bне (?:станем|станут|будем|дадим|поставим|можем|разрешаем|вернут|вернем|положен[аоы]?)\b[^,]*,\s"
)
_REASON_BEHIND = re.compile(
    r":\s|\s[-–—]\s|,\s(?:а|но|там|их|ее|его|у|нет|дом|дорога|квартир|\w+\s(?:один|одна|одно|нет|негде|некому|занят\w*))\b"
)


_NOT_ENTITLED = re.compile(
    r"\bне (?:вправе|име(?:ет|ем|ют) права|уполномочен\w*)\s(?:[\w-]+\s){0,2}?(?!вмешив|разглаш)\w+(?:ть|ти)(?:ся)?\b"
)
_READER = re.compile(r"\b(?:вы|граждан\w*|заявител\w+|жител\w+|собственник\w*|владел\w+|никто)\s(?:[\w-]+\s){0,3}$")


_NO_MONEY = re.compile(r"\b(?:денег|средств|финансировани[ея]|дотаци[йия])\b[^,.;:]*\bнет\b")


def is_unable(low: str) -> bool:
    """Whether who replies says that he has no right or no money for it: «не вправе давать указания», «денег нет»."""
    if "нет" in low and _NO_MONEY.search(low):
        return True
    match = _NOT_ENTITLED.search(low) if "не " in low else None
    return match is not None and not _READER.search(low[: match.start()])


def refuses(low: str) -> bool:
    """Whether a sentence in small letters refuses."""
    if "не " in low and _NOT_PUT_OFF.search(low):
        return False
    return _refusal(low) is not None


def _refusal(low: str) -> re.Match[str] | None:
    if (match := _NOWHERE.search(low)) or ("не " in low and (match := _WE_WILL_NOT.search(low))):
        return match
    return next((match for match in found(low, "refusal") if not _IF.search(low[: match.start()])), None)


def names_reason(low: str) -> bool:
    """Whether a sentence has a word for a reason, the thing refused aside."""
    if search(low, "reason") is None:
        return False
    return search(_DEED_REFUSED.sub(" ", _REFUSED_THING.sub(" ", low)), "reason") is not None


def gives_reason(low: str) -> bool:
    """Whether a sentence that refuses says why itself: by a word for a reason, or by what stands behind the refusal."""
    if names_reason(low):
        return True
    refusal = _refusal(low)
    return bool(_REASON_BEHIND.search(low, refusal.start() if refusal else _SHORTEST) or _FIRM.search(low))
