"""Which dates of a reply are those of deeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.structure.replies.signals import read

NAMED = [
    "Работы будут завершены до 15 июля",
    "Засыплем на следующей неделе.",
    "Ремонт проведём в мае.",
    "Приедем на майских.",
    "Грейдер пройдёт в первой декаде августа.",
    "Устраним не позднее 1 сентября.",
    "Ответ получите в течение 30 дней.",
    "Бригада приедет пятого мая.",
    "Яма засыпана 12.05.",
    "Вывезено 12.05.2026, фото прилагаем.",
    "Отключение с 5 по 12 мая.",
    "Построят до конца года.",
    "Работы в III квартале.",
    "Приедем завтра.",
    "Домофон починили 7-го.",
    "Включено в план на 2027 год.",
    "Заменим через две недели.",
    "Установим в 10-дневный срок.",
    "Дорогу отремонтируют летом 2027 года.",
    "Не раньше осени 2027 года.",
    "Подача воды — в пятницу.",
    "Обращение направлено 12.03.2026 в отдел ЖКХ.",
]
NOT_NAMED = [
    "Согласно Федеральному закону от 02.05.2006 № 59-ФЗ обращение рассмотрено.",
    "На Ваше обращение от 05.03.2026 № 12 сообщаем, что вопрос изучен.",
    "Ваше обращение, поступившее 5 марта, рассмотрено.",
    "Постановление от 12.01.2020 № 5 отменено.",
    "По СанПиН 2.1.3684-21 нарушений нет.",
    "Мы работаем с 8 до 17.",
    "Приём с 8.00 до 17.00, тел. 9-12-05.",
    "Звоните 8 (39045) 9-12-05.",
    "Дом на ул. 8 Марта, д. 12 осмотрен.",
    "Будет сделано в ближайшее время.",
    "В кратчайшие сроки, по мере возможности.",
    "Длина участка 3.5 км.",
    "На сегодняшний день вопрос изучается.",
    "Вывоз ежегодно в мае, как правило.",
    "Выброс в окружающую среду исключён.",
    "Мастер участка ответит.",
]


@pytest.mark.parametrize("reply", NAMED)
def test_a_date_or_a_term_of_a_deed_is_found(reply):
    assert "has_date" in read("Когда?", reply).signals


@pytest.mark.parametrize("reply", NOT_NAMED)
def test_dates_of_documents_and_hours_of_work_are_no_dates_of_deeds(reply):
    assert "has_date" not in read("Когда?", reply).signals


def test_a_day_that_the_letter_itself_has_named_counts_only_beside_a_deed():
    letter = "Света нет с 5 марта. Обещали до 15 июля, когда сделают?"
    assert "has_date" not in read(letter, "По вопросу отсутствия света 5 марта информация принята.").signals
    assert "has_date" in read(letter, "Работы будут завершены 15 июля.").signals


@given(st.integers(1, 28), st.sampled_from("января мая августа декабря".split()))
def test_any_day_of_a_month_is_found_in_small_letters_and_in_capitals(day, month):
    reply = f"Мусор вывезен {day} {month}."
    assert "has_date" in read("Мусор?", reply).signals
    assert "has_date" in read("Мусор?", reply.upper()).signals
