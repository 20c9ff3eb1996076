"""What a letter asks, and which of it no sentence of the reply answers."""

import pytest

from etl.structure.replies.questions import asked
from etl.structure.replies.signals import read


def texts(letter):
    return [one.text for one in asked(letter)]


def test_questions_and_requests_are_told_apart_within_one_sentence():
    assert texts("Когда отремонтируют мост и почему не чистят снег?") == [
        "Когда отремонтируют мост",
        "почему не чистят снег?",
    ]
    assert texts("Прошу убрать снег и посыпать дорогу песком.") == ["Прошу убрать снег", "посыпать дорогу песком."]


def test_commands_in_a_row_ask_each_and_what_is_no_command_stays():
    assert texts("Почините дорогу, уберите мусор и спилите дерево.") == [
        "Почините дорогу", "уберите мусор", "спилите дерево.",
    ]  # fmt: skip
    assert texts("Почините дорогу, видите ямы, люди падают.") == ["Почините дорогу, видите ямы, люди падают."]


def test_a_question_needs_no_question_mark():
    assert texts("Нет воды. Когда дадут воду. Сосед пьёт.") == ["Когда дадут воду."]


def test_an_enumeration_is_as_many_questions():
    assert len(asked("Прошу ответить:\n1) когда починят мост\n2) кто отвечает за дорогу\n3) сколько стоит ремонт")) == 3


@pytest.mark.parametrize(
    "letter",
    [
        "Просим: 1. Починить мост. 2. Убрать мусор. 3. Поставить фонарь.",
        "На основании изложенного прошу:\n- починить мост;\n- убрать мусор;\n- поставить фонарь.",
        "Прошу починить мост. Убрать мусор. Поставить фонарь.",
        "Просим вас:\nпочинить мост\nубрать мусор и поставить фонарь",
    ],
)
def test_what_is_listed_behind_a_request_is_asked_each(letter):
    assert len(asked(letter)) == 3
    assert len(read(letter, "Мост починен 3 мая. Мусор вывезен.").unanswered) == 1


def test_what_only_looks_like_a_list_stays_one_request():
    assert texts("Прошу починить мост на ул. Мира, д. 5. Часть досок сгнила.") == [
        "Прошу починить мост на ул. Мира, д. 5."
    ]
    assert texts("Прошу убрать снег. Мы живём в д. 7. Подъехать нельзя.") == ["Прошу убрать снег."]


def test_a_letter_that_only_complains_asks_for_one_thing():
    assert texts("На улице Мира темно.") == ["На улице Мира темно."]
    assert asked("") == []


@pytest.mark.parametrize("letter", ["Дорога разбита. Сколько можно? Когда починят дорогу?", "Ау! Почините дорогу."])
def test_a_rhetorical_question_asks_nothing(letter):
    assert len(asked(letter)) == 1


def left(letter, reply):
    return [one.text for one in read(letter, reply).unanswered]


def test_a_question_that_no_sentence_is_about_stays_unanswered():
    letter = "Когда починят мост через Абакан? И почему не ходит автобус?"
    assert left(letter, "Мост починят до 15 июля.") == ["И почему не ходит автобус?"]
    assert left(letter, "Мост починят до 15 июля. Автобус не ходит из-за поломки двигателя.") == []


def test_a_sentence_about_another_question_answers_this_one_by_no_shared_deed():
    letter = "Прошу отремонтировать дорогу. Также прошу восстановить освещение."
    assert left(letter, "Освещение восстановлено.") == ["Прошу отремонтировать дорогу."]
    letter = "Когда починят дорогу и почему не чистят снег?"
    assert left(letter, "Снег не чистят, так как сломана техника.") == ["Когда починят дорогу"]


def test_a_formal_reply_answers_nothing():
    letter = "Когда починят мост? Кто за него отвечает?"
    assert len(left(letter, "Ваше обращение рассмотрено, вопрос на контроле.")) == 2


@pytest.mark.parametrize(
    ("letter", "count"),
    [
        ("Кому звонить, когда гаснет свет?", 1),
        ("Почему, когда идёт дождь, вода стоит?", 1),
        ("Когда идёт дождь, почему вода не уходит?", 1),
        ("Почему закрыли магазин, где мы покупали хлеб?", 1),
        ("Никто не знает, кто отвечает за колонку?", 1),
        ("Почему дорога, как и раньше, не чищена?", 1),
        ("Света нет, когда дадут?", 1),
        ("Когда починят, почему молчите?", 2),
        ("Сколько ждать, как подать заявление?", 2),
        ("Где площадка, куда делись деньги?", 2),
    ],
)
def test_a_comma_between_question_words_parts_only_what_asks_each(letter, count):
    assert len(asked(letter)) == count


def test_things_listed_behind_a_colon_are_asked_each():
    assert texts("Требуем: урны, скамейки и свет.") == ["урны", "скамейки", "свет."]
    assert texts("Наши требования: ремонт дороги, новый, тёплый автобус.") == [
        "ремонт дороги",
        "новый, тёплый автобус.",
    ]
    assert len(asked("Просим: ремонт дороги.")) == 1


def test_what_is_to_be_done_may_open_a_letter_and_a_complaint_may_look_so():
    assert texts("Починить мост, завезти песок на пляж.") == ["Починить мост", "завезти песок на пляж."]
    assert len(asked("Ходить опасно, тротуар разбит.")) == 1


def test_a_reply_about_another_thing_answers_no_question():
    letter = "Когда газ? Почему дорого?"
    assert left(letter, "Лампы заменят в июне, ремонт ведёт подрядчик.") == ["Когда газ?", "Почему дорого?"]
    assert left("Когда газ?", "Газ дадут в июне.") == []
