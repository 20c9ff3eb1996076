# ruff: noqa: E501 - a pattern is easier to check on one line
"""What bodies are called by: names in quotation marks and names of capital letters."""

import re
from collections.abc import Iterator

MARKS = re.compile('[«"\\[]')
_QUOTED = re.compile(r"[«\"][А-ЯЁA-Z][^»\"]{2,40}[»\"]")
ACRONYM = re.compile(r"(?<![\w«№-])([А-ЯЁ]{3,6})(?![\w»]|-[\wа-яё]|\.[А-Яа-яё])")
_NO_ACRONYM = frozenset(
    "РФ ЖКХ ЛПХ ИЖС ТКО ТБО КГО СНИП ГОСТ УИН СНИЛС ИНН НДС ФАП ЕГЭ ГТО ДТП ЛЭП КТП МРОТ ОГРН ПТО СМС ЖКУ ОДН СВО РХ ЕНС СРО "
    "ПДД ОСАГО ЕСИА ГВС ХВС БКТП ЗОЖ ОВЗ ЭДО ПСД ПЗЗ ЕГРН КФХ МЖД МКД ЦОД ГСМ ВИЧ ОРВИ КРС УАЗ РТП КАМАЗ ЗИЛ ДОС ПОС ВКС СССР "
    "США ЖКО АПК ЧОП КБК ДК ИП АЗС ГРП КНС ВНС ПЭТ УЗИ МРТ ЭКГ ОМС ДМС СКУД ТОС ВОВ ЧАЭС ЗАО МСП НПА ФОК ДШИ ЦДТ СДК ТСР ИПРА "
    "МФЦ ЖЭК БЭСТ СНТ ФГИС ИСОГД ГИСОГД АСУ СМЭВ ЕПГУ СМИ ПГУ АТС АИИС АИС ГИС САУ "
    "ФГОС ФАОП ФОП ОГЭ ВПР ГВЭ ФИАС ЕГРЮЛ ЕГРИП ЕФС СОУТ САНПИН СНТИП ВСН ППБ ПУЭ ПТЭ ОКВЭД ОКТМО КПП БИК".split()
)


def quoted(clause: str) -> Iterator[re.Match[str]]:
    """Names in quotation marks, whoever or whatever bears them."""
    return _QUOTED.finditer(clause) if MARKS.search(clause) else iter(())


def acronyms(clause: str) -> Iterator[re.Match[str]]:
    """Capital letters that name a body; nothing where the whole clause is written so."""
    if clause.isupper():
        return iter(())
    return (match for match in ACRONYM.finditer(clause) if match[1] not in _NO_ACRONYM)
