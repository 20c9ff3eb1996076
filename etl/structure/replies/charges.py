# ruff: noqa: E501 - a pattern is easier to check on one line
"""Whose order, help, money or charge it is: «по поручению главы», «на исполнении у мастера», «перевозчику начислен штраф»."""

import re
from collections.abc import Iterator

from etl.structure.replies import actors, own_names
from etl.structure.replies.phrases import found, holds_any, register

_ADJECTIVES = r"(?:[\w-]+(?:ого|его|ой|ей|ых|их|ым|им|ыми|ими|ую|юю|ому|ему)\s){0,3}"
_WORD_OF = re.compile(
    r"\b(?:(?:по|согласно)\s(?:поручени|указани|распоряжени|решени|инициатив|задани|заказ|наряд|заявк|предписани|"
    r"слов|заключени|информаци|данн|сообщени|сведени|заверени|предложени)\w{1,3}|по (?:договоренности|соглашению|согласованию|договору|контракту) с|"
    r"со слов|(?:совместно|вместе|согласован\w?) с|с участием|с помощью|при (?:участии|содействии|поддержке|помощи)|под (?:опек\w+|контролем|руководством)|"
    r"(?:в|по|согласно)\s(?:\w+ую\s|\w+ой\s)?(?:инвестпрограмм|инвестиционн\w+ программ|ремонтн\w+ программ|план работ|график работ)\w*|в ведени[еи]|в адрес|на заседании|(?:на|за) баланс\w?|за счет средств|руками|усилиями|силами|"
    r"(?:техник|флюорограф|маммограф|трактор|грейдер|автогрейдер|машин|экскаватор|погрузчик|водовозк|кран|вышк|автовышк|бульдозер|самосвал|камаз|каток|косилк|"
    r"комбайн|снегоуборщик|мусоровоз|экипаж|звено|смен|рабочие|люди|силы|ребята|мужики)[аы]?|"
    rf"под присмотром)\s{_ADJECTIVES}[«\"]?$"
)
"""Whose word, help, money or charge it is: what stands behind in the genitive, or behind «с» in the instrumental."""
_NOT_KEPT = re.compile(r"\bбаланс\w*\s[^,;]*\b(?:не\s(?:числ|сост|наход|сто)|отсутству)")
_HELD_BY = re.compile(
    rf"\b(?:(?:находит\w+|остается|остаются|леж[иа]т|хранится|хранятся|(?:в работе|в проработке)|на (?:исполнении|рассмотрении|подписи|контроле|доработке)|теперь|сейчас) у|под присмотром)\s"
    rf"{_ADJECTIVES}[«\"]?$"
)
"""Who has it in hand: no verb is needed."""
_OF_COURT = re.compile(r"^(?:суд|прокур|заявител|жител|владел)")
_OF_DOCUMENT = re.compile(r"^[^,;.]{0,60}?(?:№|\bот \d)")
_MADE_TO = re.compile(
    r"\b(?:поручен[аоы]?|поручил[аи]?|поручаю|указан[аоы]?|вынесен[аоы]?|объявлен[аоы]?|выписан[аоы]?|вручен[аоы]?|начислен[аоы]?|снижен[аоы]?|выставлен[аоы]?|предписан[аоы]?|"
    r"предъявлен[аоы]?|рекомендовано|велено|(?:сделан|дан|дал|выдан|вручен|объявлен|вынес|сдела)(?:[аоыи]|ли|л|ла)? (?:требовани|замечани|внушени|указани|поручени|задани|предписани|предостережени)\w+|"
    r"назначен штраф|поставлена задача)\b"
)
_FOR_WHOM_IT_IS = re.compile(
    r"^(?:ветеран|пенсионер|школьник|студент|владел|молодеж|сын|муж|брат|сосед|юннат|фермер|выпускник)"
)
_LAID_ON = re.compile(rf"\b(?:на|за)\s{_ADJECTIVES}$")

_MONEY_SENT = re.compile(
    r"\b(?:средств|деньг|денежн|субсиди|дотаци|рубл|пособи|пенси|выплат|зарплат|компенсаци|стипенди|перевод)\w*(?:\s\w+){0,2}\s(?:(?:пере)?(?:направлен|отдан|передан)|ушл|отправлен|перечислен)"
)
_HAS_READ = re.compile(r"\b(?:комисси\w+|совет\w*)\s(?:[\w-]+\s){0,6}(?:рассмотрел|изучил|обсудил)[аи]?\b")
"""A commission that has only read the letter."""
_IN_GENERAL = re.compile(
    r"\b(?:решени[ея]|заключени[ея])\s(?:[\w-]+\s){0,4}?принима[ею]тся\b|\bвозможн[аоы]?\s(?:\w+\s)?по решению\b|\bв поле зрения\b|\bпод контролем\b(?!.*\b(?:провод|выполн|ремонт|стро|мен|кла))"
    r"|\b(?:порядок|правил\w+|требовани\w+|регламент\w*|полномочи\w+|стандарт\w*)\s(?:[\w-]+\s){0,3}?(?:установлен|утвержд[её]н|определ[её]н|регламентирован|регулиру)\w*"
    r"|^(?:в соответствии с|согласно)\s(?:[\w-]+\s){0,2}?(?:регламент|порядк|правил|положени|устав)\w*\s(?!№|от\b)"
    r"|\bна (?:\w+\s)?контроле у\s(?:\w+\s){0,2}(?:администраци|руководств|район|сельсовет|ведомств)"
)
"""How things are decided or watched in general."""
_MAY_BE_GENERAL = register(
    "in_general",
    re.compile(
        r"принима[ею]тся|решению|поле|контролем|контроле|порядок|правил\w+|требовани\w+|регламент\w*|полномочи\w+|стандарт\w*|соответствии|согласно"
    ).fullmatch,
)


def is_money_sent(low: str) -> bool:
    """Whether money, and no letter, was sent."""
    return _MONEY_SENT.search(low) is not None


def has_only_read(low: str) -> bool:
    """Whether a commission has only read the letter."""
    return _HAS_READ.search(low) is not None


def is_in_general(low: str) -> bool:
    """Whether it is said who decides or watches in general."""
    return holds_any(low, _MAY_BE_GENERAL) and _IN_GENERAL.search(low) is not None


def is_by_word_of(clause: str, low: str) -> bool:
    """Whether it was done, said or paid by order, with help or at the charge of somebody named; low: the clause in
    small letters.
    """
    return not _NOT_KEPT.search(low) and _stands_behind(_WORD_OF, clause, low)


def is_held(clause: str, low: str) -> bool:
    """Whether somebody named has it in hand."""
    return _stands_behind(_HELD_BY, clause, low)


def is_made_to(low: str) -> bool:
    """Whether somebody was told, charged or fined."""
    return _MADE_TO.search(low) is not None and any(
        not _FOR_WHOM_IT_IS.match(one[0]) for one in (*actors.found(low, "dative"), *found(low, "whom"))
    )


def is_laid_on(low: str) -> bool:
    """Whether the duty that a clause speaks of is laid on somebody: «возложено на отдел»."""
    objects = (*actors.found(low, "accusative"), *actors.found(low, "genitive"), *found(low, "whom"))
    return any(_LAID_ON.search(low[: match.start()]) for match in objects)


def _stands_behind(before: re.Pattern[str], clause: str, low: str) -> bool:
    return any(
        before.search(low[max(0, one.start() - _REACH) : one.start()])
        and not (_OF_COURT.match(one[0]) or _OF_DOCUMENT.match(low[one.end() :]))
        for one in _candidates(clause, low)
    )


_REACH = 90


def _candidates(clause: str, low: str) -> Iterator[re.Match[str]]:
    yield from actors.found(low, "genitive")
    yield from actors.found(low, "instrumental")
    yield from found(low, "proper", "whom")
    if len(clause) == len(low):  # else places in the two are not the same
        yield from own_names.acronyms(clause)
        yield from own_names.quoted(clause)
