"""Nouns with their numbers in every case a sentence needs: «на 21 запись больше», «в 3 сёлах», «по 12 обращениям».

Forms are written down, not guessed: morphology packages miss what officials write every day.
"""

from dataclasses import dataclass
from typing import Any, Literal

from data.metrics.words import form
from words import format

Case = Literal["nominative", "genitive", "dative", "accusative", "prepositional"]


@dataclass(frozen=True)
class Noun:
    """Forms of the singular and the plural. accusative: of the singular; the plural's is not needed beside a number."""

    nominative: str
    genitive: str
    dative: str
    accusative: str
    prepositional: str
    many_nominative: str
    many_genitive: str
    many_dative: str
    many_prepositional: str


def noun(singular: str, plural: str) -> Noun:
    """singular: nominative, genitive, dative, accusative, prepositional; plural the same without the accusative."""
    return Noun(*singular.split(), *plural.split())


RECORD = noun("запись записи записи запись записи", "записи записей записям записях")
APPEAL = noun("обращение обращения обращению обращение обращении", "обращения обращений обращениям обращениях")
PROBLEM = noun("проблема проблемы проблеме проблему проблеме", "проблемы проблем проблемам проблемах")
VILLAGE = noun("село села селу село селе", "сёла сёл сёлам сёлах")
PLACE = Noun(
    "населённый пункт",
    "населённого пункта",
    "населённому пункту",
    "населённый пункт",
    "населённом пункте",
    "населённые пункты",
    "населённых пунктов",
    "населённым пунктам",
    "населённых пунктах",
)
TOPIC = noun("тема темы теме тему теме", "темы тем темам темах")
RECIPIENT = noun(
    "получатель получателя получателю получателя получателе", "получатели получателей получателям получателях"
)
ANSWER = noun("ответ ответа ответу ответ ответе", "ответы ответов ответам ответах")
DAY = noun("день дня дню день дне", "дни дней дням днях")
WEEK = noun("неделя недели неделе неделю неделе", "недели недель неделям неделях")
MONTH = noun("месяц месяца месяцу месяц месяце", "месяцы месяцев месяцам месяцах")
TIME = noun("раз раза разу раз разе", "разы раз разам разах")
MEASURE = noun(
    "мероприятие мероприятия мероприятию мероприятие мероприятии",
    "мероприятия мероприятий мероприятиям мероприятиях",
)
POLL = noun("опрос опроса опросу опрос опросе", "опросы опросов опросам опросах")
ROADMAP = Noun(
    "дорожная карта",
    "дорожной карты",
    "дорожной карте",
    "дорожную карту",
    "дорожной карте",
    "дорожные карты",
    "дорожных карт",
    "дорожным картам",
    "дорожных картах",
)
POINT = noun("точка точки точке точку точке", "точки точек точкам точках")


def counted(n: Any, of: Noun, case: Case = "nominative", *, digits: int = 1) -> str:
    """A number with its noun: «21 запись», «3 сёлах» (prepositional), «1,5 дня»; «нет данных» for a missing one.

    Beside a number in the nominative or accusative a noun stands in the singular after 1, in the genitive singular
    after 2–4 and a fraction, in the genitive plural otherwise; in the other cases in that case, singular after 1.
    """
    if format.is_missing(n):
        return format.NO_DATA
    value = abs(float(n))
    is_whole = round(value, digits) == int(round(value, digits))
    return f"{format.number(n, 0 if is_whole else digits)}{format.NBSP}{_form(value, of, case, is_whole=is_whole)}"


def _form(value: float, of: Noun, case: Case, *, is_whole: bool) -> str:
    if not is_whole:
        return of.genitive
    one: str = getattr(of, case)
    if case in ("nominative", "accusative"):
        return form(round(value), one, of.genitive, of.many_genitive)
    many: str = getattr(of, f"many_{case}")
    return form(round(value), one, many, many)


def agreeing(n: Any, one: str, few: str, many: str) -> str:
    """The form of a verb or an adjective that goes with a number: «поступила 21 запись», «поступили 3 записи»."""
    value = float(n)
    return form(int(value), one, few, many) if value.is_integer() else many
