"""Who does or answers for it, on replies written by kinds of Russian for it: the rules were mended until they held."""

import csv

import pytest

from bench.replies import SETS, score
from etl.structure.replies.signals import read
from etl.structure.text import clean_text

QUESTION = clean_text("Когда это сделают? Давно ждём.")
with (SETS / "replies_responsible.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def names_somebody(reply: str) -> bool:
    return "has_responsible" in read(QUESTION, clean_text(reply)).signals


def test_replies_with_and_without_somebody_are_as_many() -> None:
    named = sum(row["has_responsible"] == "1" for row in ROWS)
    assert len(ROWS) >= 120
    assert 0.4 <= named / len(ROWS) <= 0.6


def test_who_does_it_is_told_on_the_set_the_rules_were_mended_with() -> None:
    told = score([row["has_responsible"] == "1" for row in ROWS], [names_somebody(row["answer"]) for row in ROWS])
    assert told.precision is not None
    assert told.precision >= 0.97
    assert told.accuracy >= 0.95


@pytest.mark.parametrize(
    "reply",
    [
        "Силами коммунальщиков мусор вывезен.",
        "Уборка закреплена за ИП Сагалаков.",
        "У «Спецтранса» сломался погрузчик.",
        "Ключ от игровой у вожатой.",
        "Выплату назначит соцфонд.",
        "Асфальтоукладчики выйдут в мае.",
        "Звонили мастеру, он переложит плитку.",
        "Пастух предупреждён.",
    ],
)
def test_somebody_is_named(reply: str) -> None:
    assert names_somebody(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "Начальник отдела С.П. Токчинаков",
        "По закону мусор вывозит региональный оператор.",
        "Обратитесь с заявлением к директору школы.",
        "Льготу оформляют в МФЦ.",
        "Остановку «РЭС» побелили.",
        "Наш отдел проверил начисления, ошибки нет.",
        "Собственники выбирают способ управления домом.",
        "Датчик и счётчик исправны.",
        "Обучение организовано в соответствии с учебным планом и требованиями ФГОС.",
        "Оплата начислена по сведениям ФИАС.",
    ],
)
def test_nobody_is_named(reply: str) -> None:
    assert not names_somebody(reply)
