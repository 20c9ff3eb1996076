"""Proposals for decision: each rule fires on its numbers and not below them, and says which they are."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from answers.recipient.duties import DutyNumbers
from answers.recipient.proposals import Facts, has_grown, is_later, proposals
from data.decisions.duties.read import Duty, Recipient, Topic

WATER = Recipient("water_utility", "Водоканал", "utility", None, None, None)


def duty(name: str, code: str, confidence: str = "H") -> Duty:
    """confidence: «H» of a document that is named, «H?» of one that is not."""
    topic, document = Topic(code, name, "x"), "" if confidence.endswith("?") else "Положение № 5"
    return Duty(1, 1, code, WATER, name, document, (topic,), None, date(2099, 1, 1), confidence[0])


def numbers(
    name: str | None, records: int, before: int | None = None, confidence: str = "H", **more: Any
) -> DutyNumbers:
    now = {"records": records, "overdue_now": 0, "on_time_share": 0.9, "on_time_share_high": 1.0, "on_time_share_n": 10}
    own = duty(name, f"x.{name}", confidence) if name else None
    return DutyNumbers(own, (f"x.{name}",), now | more, before)


QUIET = Facts("water_utility", 0, 0, (numbers("вода", 20, 20),), 0.8, {}, ())


def texts(facts: Facts) -> list[str]:
    return [one.text for one in proposals(facts)]


def test_where_nothing_is_wrong_nothing_is_proposed() -> None:
    assert proposals(QUIET) == []


@pytest.mark.parametrize(
    ("facts", "text", "reason", "path"),
    [
        (
            replace(
                QUIET, overdue=7, duties=(numbers("вода", 20, 20, overdue_now=2), numbers("стоки", 9, 9, overdue_now=5))
            ),
            "Назначить день закрытия просроченного",
            "Просрочено и не закрыто: 7 записей; больше всего по обязанности «стоки»: 5.",
            "/register",
        ),
        (
            replace(QUIET, burning=1),
            "Распределить срочное между исполнителями",
            "Срок в ближайшие три рабочих дня: 1 запись.",
            "/deadlines",
        ),
        (
            replace(QUIET, duties=(numbers("вода", 40, 20),)),
            "Выяснить причину роста по обязанности «вода»",
            "40 записей против 20 за предыдущий такой же период.",
            "/hotspots",
        ),
        (
            replace(QUIET, duties=(numbers("вода", 20, 20, on_time_share=0.5, on_time_share_high=0.7),)),
            "Пересмотреть порядок ответа по обязанности «вода»",
            "В срок 50 % из 10; по району 80 %, и случайностью это не объяснить.",
            "/register",
        ),
        (
            replace(QUIET, signals={"repeated": 2, "formal": 2}),
            "Проверить на месте закрытое как решённое",
            "После «решено» написали снова: 2 записи.",
            "/answers",
        ),
        (
            replace(QUIET, problems=(("Прорыв на Ленина", 5), ("Люк", 4))),
            "Подготовить дорожную карту: Прорыв на Ленина",
            "Об одном написали: 5 сообщений.",
            "/problems",
        ),
        (
            replace(QUIET, duties=(numbers("вода", 20, 20), numbers(None, 5))),
            "Уточнить обязанности или адресата",
            "По тематикам, которых нет в обязанностях: 5 записей.",
            "/register",
        ),
        (
            replace(QUIET, duties=(numbers("вода", 20, 20, "L"), numbers("стоки", 3, 3))),
            "Подтвердить обязанности документом",
            "Без документа: 1 из 2.",
            "/duties",
        ),
        (
            replace(QUIET, duties=(numbers("вода", 20, 20, "H?"), numbers("стоки", 3, 3))),
            "Подтвердить обязанности документом",
            "Без документа: 1 из 2.",
            "/duties",
        ),
        (
            replace(QUIET, duties=()),
            "Записать обязанности получателя",
            "В таблице обязанностей его нет.",
            "/duties",
        ),
    ],
)
def test_a_rule_proposes_with_its_reason_and_the_way_to_its_records(
    facts: Facts, text: str, reason: str, path: str
) -> None:
    (found,) = proposals(facts)
    assert (found.text, found.reason.replace("\u00a0", " "), found.path) == (text, reason, path)


@pytest.mark.parametrize(
    "facts",
    [
        replace(QUIET, duties=(numbers("вода", 9, 1),)),  # too few to speak of growth
        replace(QUIET, duties=(numbers("вода", 24, 19),)),  # within chance
        replace(QUIET, duties=(numbers("вода", 40, None),)),  # nothing to compare with
        replace(QUIET, duties=(numbers("вода", 20, 20, on_time_share_high=0.5, on_time_share_n=4),)),
        replace(QUIET, district_on_time=None, duties=(numbers("вода", 20, 20, on_time_share_high=0.5),)),
        replace(QUIET, signals={"formal": 2, "repeated": 1, "ping_pong": 2, "reopened": 50}),
        replace(QUIET, problems=(("Люк", 4),)),
        replace(QUIET, duties=(numbers("вода", 20, 20), numbers(None, 4))),
        replace(QUIET, duties=(numbers("вода", 200, 200), numbers(None, 5))),
    ],
)
def test_what_is_below_a_rule_proposes_nothing(facts: Facts) -> None:
    assert texts(facts) == []


def test_the_urgent_comes_first() -> None:
    facts = replace(QUIET, overdue=1, burning=1, signals={"complaint": 1}, duties=(numbers("вода", 40, 20, "M"),))
    assert texts(facts) == [
        "Назначить день закрытия просроченного",
        "Распределить срочное между исполнителями",
        "Выяснить причину роста по обязанности «вода»",
        "Передать на рассмотрение другому органу",
        "Подтвердить обязанности документом",
    ]


@pytest.mark.parametrize(("now", "before", "grown"), [(10, 2, True), (10, 4, False), (13, 10, False), (130, 100, True)])
def test_growth_is_what_chance_does_not_explain(now: int, before: int, grown: bool) -> None:
    """Of 12 records 10 in the second half: 79 of 4096 coins. Of 14 so many: 9 %. 13 of 23: 34 %. 130 of 230: 3 %."""
    assert has_grown(now, before) == grown


def test_a_share_without_data_is_not_called_late() -> None:
    assert not is_later({"on_time_share_high": None, "on_time_share_n": 0}, 0.8)
