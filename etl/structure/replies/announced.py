# ruff: noqa: E501 - a pattern is easier to check on one line
"""Who is announced rather than told of by a verb: «РЭС: авария устранена», «ждите мастера», «тел. 9-11-22, диспетчер»."""

import re

from etl.structure.replies import actors, own_names
from etl.structure.replies.phrases import found, holds_any, search
from etl.structure.replies.shapes import is_active, is_passive

PHONE = re.compile(r"\b(?:\+7|8)[\s(-]*\d{3,5}|\b\d-\d\d-\d\d\b|\b\d{2,3}-\d\d-\d\d\b|\bтел\w*\.?:?\s?\d|\b112\b")
_LABEL = re.compile(r"^\W*((?:[\w«»\"№/.-]+\s){0,5}?[\w«»\"№/.-]+)(?::|\s[—–-])\s(?=\S)")
_NO_LABEL = re.compile(
    r"^\W*(?:в|во|на|по|о|об|у|из|для|от|с|со|к|ко|за|при)\s|администраци|глав[аы]\b|жител|собственник|родител|граждан|сообща|отвеча"
)
_WE_DO = re.compile(r"\b\w{3,}(?:[аеяу]ем|им)\b")
_SPEAKS = re.compile(
    r"\b(?:школ[аы]|садик|детский сад|гимнази[яи]|лицей|больниц[аы]|поликлиник[аи]|почт[аы]|почтамт|клуб|библиотек[аи])\b"
)
"""Bodies that seldom do what a reply is about, but do where they speak for themselves."""
_HASTE = (
    r"(?:(?:к\s)?(?:вам|вас|сегодня|завтра|туда|сюда|уже|еще|наш\w*|дежурн\w+|аварийн\w+|участков\w+|местн\w+|втор\w+|нов\w+|двух|трех)\s"
    r"|на (?:место|адрес|объект|участок)\s){0,3}$"
)
_SENT_FOR = re.compile(
    r"\b(?:жд(?:ите|ем)|встречайте|ожидайте|(?:на|от)прав(?:ил[аи]?|им|ляем)|(?:по|при)(?:шлем|слал[аи]?)|посылаем|вы(?:звал[аи]?|зовем|зываем)|"
    rf"пригла(?:сил[аи]?|шаем)|выделил[аи]?)\s{_HASTE}"
)
_PUNISHED = re.compile(r"^[^.;]{0,40}\b(?:оштраф|наказ|предупре)\w*ли\b")
_CALLED = re.compile(r"^\s(?:уже\s|сегодня\s)?(?:(?:по|вы)звали|пригласили|наняли|отправили|послали|направили)\b")
_ON_SITE = re.compile(
    r"\b(?:на (?:месте|участке|объекте|линии|аварии|крыше|вызове|дороге)|там|здесь)\s(?:(?:уже|сейчас|сегодня|наш\w*|\w+(?:ая|ый|ий|ые))\s)?$"
)
_BUSY = re.compile(
    r"\w+(?:ом|ем|ой|ей|ами|ями|ью|им)\s(?:здесь\s|сейчас\s|теперь\s)?занят[аы]?\s(?:[\w-]+(?:ая|яя|ый|ий|ые|ие)\s)?$"
)
_BEFORE, _BEHIND = 45, 25
_CALL = re.compile(r"\bзвон|\bобращ|\bобрат")
"""The reader is told whom to call, not who answers for the matter."""


def is_announced(sentence: str, low: str) -> bool:
    """Whether a sentence announces somebody who acts: as a label before what is done, as sent or awaited, as being
    there, or beside a telephone. low: the same in small letters.
    """
    if _is_label(sentence, low) or _is_beside_phone(low):
        return True
    if not holds_any(low, actors.ANY):
        return False
    awaited = (*actors.found(low, "accusative"), *actors.found(low, "genitive"))
    there = actors.found(low, "nominative")
    return any(
        _SENT_FOR.search(low[: one.start()]) or _PUNISHED.match(low[one.end() :]) or _CALLED.match(low[one.end() :])
        for one in awaited
    ) or any(_ON_SITE.search(low[: one.start()]) or _BUSY.search(low[: one.start()]) for one in there)


def _is_label(sentence: str, low: str) -> bool:
    match = _LABEL.match(low)
    if match is None or _NO_LABEL.search(match[1]) or is_active(match[1]):
        return False
    behind = low[match.end() :]
    if search(behind, "handling") or not (is_passive(behind) or is_active(behind) or _WE_DO.search(behind)):
        return False
    bodies = (*actors.found(match[1], "nominative"), *found(match[1], "proper"))
    return bool(bodies or _SPEAKS.search(match[1])) or any(own_names.acronyms(sentence[: match.end()]))


def _is_beside_phone(low: str) -> bool:
    phone = PHONE.search(low)
    if phone is None or _CALL.search(low) or search(low, "turn", "vague_body"):
        return False
    near = low[max(0, phone.start() - _BEFORE) : phone.end() + _BEHIND]
    return any(True for _ in actors.found(near, "nominative"))
