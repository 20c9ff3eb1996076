"""Facts told without words for reasons or terms, by which a reply is no formal one; and what only looks like them."""

import pytest

from etl.structure.replies.signals import read

TELLING = [
    "Администрация не вправе давать указания управляющей компании.",
    "Вы поставлены на учёт под номером 57.",
    "Денег на асфальт в бюджете нет.",
    "Финансирование отсутствует.",
    "Точная дата не определена, ждём насос с завода.",
    "Убирать не будем. Его поставили после того, как тут сбили ребёнка.",
    "Колонка отключена за долги, включение после оплаты.",
    "Летом через протоку ходит лодка, мост ради девяти дач строить не станут.",
]
EMPTY = [
    "Ваше обращение поставлено на учёт под номером 57.",
    "Отказ принят обоснованно, в соответствии с законодательством.",
    "Строительство школы в 2026 году невозможно.",
    "Вопрос находится в поле зрения отдела экономики.",
    "Не представляется возможным. Благодарим за обращение.",
]
DATED = [
    "Ремонт насоса — 3 недели.", "Пустим воду ориентировочно к 20:00.", "Срок — март.",
    "Плановый период — 2031–2033 годы.",
    "Управятся за две недели.", "Дойдёт дней через десять.", "Врач в отпуске по 28-е.", "Восьмого, в клубе.",
]  # fmt: skip
UNDATED = [
    "Прибор просрочен с мая.", "Пятый день без отключений.", "Гарантийный срок составляет 5 лет.",
    "Уведомим по следующим причинам.",
]  # fmt: skip
NAMED = [
    "Перевозчик — ИП Майнагашев.", "В субботу ТОС «Мечта» выходит на берег.", "Это дело Роспотребнадзора.",
    "Замена внесена в ремонтную программу РЭС.", "Пастуха предупредили.",
]  # fmt: skip
NOBODY = [
    "Проведена служебная проверка.", "Вопрос на контроле у администрации.", "Комиссия обращение рассмотрела.",
    "Средства направлены на школу.", "Право возникает со следующего месяца.",
]  # fmt: skip


def _signals(reply: str) -> frozenset[str]:
    return read("Сделайте что-нибудь с этим.", reply).signals


@pytest.mark.parametrize("reply", TELLING)
def test_a_fact_that_answers_is_no_formal_reply(reply: str) -> None:
    assert "is_formal" not in _signals(reply)


@pytest.mark.parametrize("reply", EMPTY)
def test_words_of_the_same_kind_that_tell_nothing_are_formal(reply: str) -> None:
    assert "is_formal" in _signals(reply)


@pytest.mark.parametrize(("reply", "holds"), [*((one, True) for one in DATED), *((one, False) for one in UNDATED)])
def test_how_long_a_deed_takes_is_a_term_and_how_long_a_trouble_lasts_is_none(reply: str, holds: bool) -> None:
    assert ("has_date" in _signals(reply)) is holds


@pytest.mark.parametrize(("reply", "holds"), [*((one, True) for one in NAMED), *((one, False) for one in NOBODY)])
def test_who_has_a_part_in_the_matter_is_named_and_who_only_read_the_letter_is_not(reply: str, holds: bool) -> None:
    assert ("has_responsible" in _signals(reply)) is holds


@pytest.mark.parametrize("reply", ["Сняли, спасибо!", "Уже включили, автомат выбивало."])
def test_a_short_deed_is_a_solution(reply: str) -> None:
    assert "claims_solution" in _signals(reply)


@pytest.mark.parametrize("reply", ["Приняли, спасибо!", "Посмотрели, подумаем."])
def test_a_letter_that_was_only_taken_is_none(reply: str) -> None:
    assert "claims_solution" not in _signals(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "Ждём запчасть.",
        "Свет дали.",
        "Фонд пуст.",
        "Меняем кабель.",
        "Пилим тополя.",
        "Насос сгорел.",
        "Вышка обесточена.",
    ],
)
def test_a_few_words_of_the_matter_are_no_formal_reply(reply: str) -> None:
    assert "is_formal" not in _signals(reply)


@pytest.mark.parametrize(
    "reply", ["Информация принята.", "Ждите.", "Меры приняты.", "Всему своё время.", "Связь в селе появится."]
)
def test_a_few_words_of_nothing_are_formal(reply: str) -> None:
    assert "is_formal" in _signals(reply)
