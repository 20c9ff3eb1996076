"""Proposals for decision: plain rules over a recipient's duties and numbers, each with its reason and its records.

A proposal is a draft for a person, never a conclusion. What a rule asks for is written beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.intervals import rate_ratio
from answers.recipient.duties import DutyNumbers
from data.metrics.enough import FEW
from words import format

LEAST_RISE, LEAST_RECORDS = 1.3, 10
"""A duty has grown when it has so many records, so many times those of the period before, hardly by chance."""
LEAST_OUTSIDE, OUTSIDE_SHARE = 5, 0.1
LEAST_MESSAGES = 5
"""Messages of one problem from which its cause deserves a roadmap."""


@dataclass(frozen=True)
class Proposal:
    """text: what to decide; reason: the numbers it comes of; link: parameters of the address that shows them, beside
    those of the filters; path: the screen.
    """

    text: str
    reason: str
    path: str
    link: Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """What is known of a recipient. district_on_time: share on time of all recipients in the period, None: unknown.

    signals: code → how many; problems: (title, messages) of the largest ones.
    """

    code: str
    overdue: int
    burning: int
    duties: Sequence[DutyNumbers]
    district_on_time: float | None
    signals: Mapping[str, int]
    problems: Sequence[tuple[str, int]]


def proposals(facts: Facts) -> list[Proposal]:
    """All that the rules propose, the most urgent first."""
    made: list[Proposal] = []
    for rule in (_overdue, _burning, _grown, _late, _of_signals, _of_problems, _outside, _unconfirmed):
        made += rule(facts)
    return made


def _overdue(facts: Facts) -> list[Proposal]:
    if not facts.overdue:
        return []
    worst = max(facts.duties, key=lambda one: _number(one, "overdue_now"), default=None)
    share = _number(worst, "overdue_now") if worst else 0
    where = f"; больше всего по обязанности «{worst.name}»: {share}" if worst and share and worst.duty else ""
    reason = f"Просрочено и не закрыто: {format.records(facts.overdue)}{where}."
    return [Proposal("Назначить день закрытия просроченного", reason, "/register", {"state": "overdue"})]


def _burning(facts: Facts) -> list[Proposal]:
    if not facts.burning:
        return []
    reason = f"Срок в ближайшие три рабочих дня: {format.records(facts.burning)}."
    return [Proposal("Распределить срочное между исполнителями", reason, "/deadlines", {"view": "burning"})]


def _grown(facts: Facts) -> list[Proposal]:
    found = [one for one in facts.duties if one.duty and has_grown(_number(one, "records"), one.before)]
    return [
        Proposal(
            f"Выяснить причину роста по обязанности «{one.name}»",
            f"{format.records(_number(one, 'records'))} против {one.before} за предыдущий такой же период.",
            "/hotspots",
            {"view": "growth", "topic": ",".join(one.topics)},
        )
        for one in found
    ]


def has_grown(now: int, before: int | None) -> bool:
    """Whether so many records are more than chance makes of as many as before (90 % interval of their ratio)."""
    if before is None or now < LEAST_RECORDS or now < LEAST_RISE * before:
        return False
    return float(rate_ratio(now, before)[0]) > 1


def _late(facts: Facts) -> list[Proposal]:
    if facts.district_on_time is None:
        return []
    district = format.percent(facts.district_on_time, 0)
    return [
        Proposal(
            f"Пересмотреть порядок ответа по обязанности «{one.name}»",
            f"В срок {format.percent(one.now['on_time_share'], 0)} из {format.number(one.now['on_time_share_n'])}; по "
            f"району {district}, и случайностью это не объяснить.",
            "/register",
            {"behind": "late", "topic": ",".join(one.topics)},
        )
        for one in facts.duties
        if one.duty is not None and is_later(one.now, facts.district_on_time)
    ]


def is_later(now: Mapping[str, Any], district: float) -> bool:
    """Whether even the upper end of a share on time is below that of the district. now: an answer with intervals."""
    high, n = now["on_time_share_high"], now["on_time_share_n"]
    return not format.is_missing(high) and float(n) >= FEW and float(high) < district


_SIGNALS = {
    "complaint": (1, "Передать на рассмотрение другому органу", "59-ФЗ, ст. 8 ч. 6: жалоба у того, на кого жалуются"),
    "broken_promise": (1, "Ответить по обещаниям, день которых прошёл", "Обещали и не сделали в срок"),
    "repeated": (2, "Проверить на месте закрытое как решённое", "После «решено» написали снова"),
    "im_unfinished": (1, "Дать окончательные ответы в «Инцидент менеджмент»", "Закрыто после промежуточного ответа"),
    "formal": (3, "Пересмотреть формальные ответы", "Ответы без сделанного, срока и объяснения"),
    "conflict": (1, "Вмешаться в конфликтную переписку", "Грубость в письме или в ответе"),
    "last_day": (1, "Разобрать массовое закрытие в последний день", "Необычно много в последний день срока"),
    "ping_pong": (3, "Определить, кто отвечает, до передачи", "Передавали два раза и больше"),
}  # fmt: skip
"""Signal → from how many records it proposes, what, and why."""


def _of_signals(facts: Facts) -> list[Proposal]:
    return [
        Proposal(text, f"{reason}: {format.records(facts.signals[code])}.", "/answers", {"signal": code})
        for code, (least, text, reason) in _SIGNALS.items()
        if facts.signals.get(code, 0) >= least
    ]


def _of_problems(facts: Facts) -> list[Proposal]:
    found = [(title, count) for title, count in facts.problems if count >= LEAST_MESSAGES]
    return [
        Proposal(
            f"Подготовить дорожную карту: {title}",
            f"Об одном написали: {format.plural(count, 'сообщение', 'сообщения', 'сообщений')}.",
            "/problems",
            {"view": "made"},
        )
        for title, count in found[:2]
    ]


def _outside(facts: Facts) -> list[Proposal]:
    total = sum(_number(one, "records") for one in facts.duties)
    outside = next((one for one in facts.duties if one.duty is None), None)
    count = _number(outside, "records") if outside else 0
    if outside is None or count < LEAST_OUTSIDE or count < OUTSIDE_SHARE * total:
        return []
    text = "Уточнить обязанности или адресата"
    reason = f"По тематикам, которых нет в обязанностях: {format.records(count)}."
    return [Proposal(text, reason, "/register", {"topic": ",".join(outside.topics)})]


def _unconfirmed(facts: Facts) -> list[Proposal]:
    duties = [one.duty for one in facts.duties if one.duty]
    loose = [one for one in duties if one.confidence != "H" or not one.document]
    if not duties:
        return [Proposal("Записать обязанности получателя", "В таблице обязанностей его нет.", "/duties", {})]
    if not loose:
        return []
    reason = f"Без документа: {len(loose)} из {len(duties)}."
    return [Proposal("Подтвердить обязанности документом", reason, "/duties", {})]


def _number(one: DutyNumbers | None, name: str) -> int:
    value: Any = None if one is None else one.now.get(name)
    return 0 if format.is_missing(value) else int(value)
