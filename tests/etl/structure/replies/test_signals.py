"""The signals of a reply as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store.reply_signals import SIGNALS
from etl.structure.replies.hints import points
from etl.structure.replies.phrases import pattern, search
from etl.structure.replies.reason import reason_of
from etl.structure.replies.signals import read
from etl.structure.text import clean_text

FORMAL = [
    "Ваше обращение рассмотрено.",
    "Вопрос на контроле.",
    "Обращение направлено 12.03 в отдел ЖКХ для рассмотрения.",
    "Информация передана ответственным, о результате сообщим 12 мая.",
    "Приняты меры, проведена беседа.",
    "Благодарим за неравнодушие. В рамках имеющихся полномочий проводится системная работа, направленная на повышение "
    "качества дорог.",
    "В соответствии со статьёй 16 Федерального закона № 131-ФЗ к вопросам местного значения относится дорожная "
    "деятельность.",
    "ВАШЕ ОБРАЩЕНИЕ РАССМОТРЕНО, МЕРЫ ПРИНЯТЫ",
    "Ответ на Ваше обращение будет дан в срок, установленный законом, то есть в течение 30 дней.",
    "О результатах Вы будете проинформированы дополнительно, не позднее 15 июля.",
    "Ваша заявка № 4471 зарегистрирована. Срок рассмотрения — 30 дней. Спасибо, что Вы с нами!",
    "Обращение зарегистрировано. Срок рассмотрения обращения: 30 дней.",
    clean_text("<p>Здравствуйте!</p><p>[club1|Администрация] благодарит Вас. Вопрос взят на контроль.</p>"),
]
NOT_FORMAL = [
    "Яма засыпана 12.05.",
    "Работы выполнит мастер участка.",
    "Ремонт моста не представляется возможным, так как средства в бюджете поселения не предусмотрены.",
    "Ремонт включён в план на 2027 год.",
    "ВОДА ПОДАНА, НАСОС ЗАМЕНЕН",
    clean_text("<p>Здравствуйте!</p><p>Свет подан 14 июля. Причина&nbsp;— обрыв провода.</p>"),
    "Фонарь заменили, проверте",
    "Выполнено.",
    "Всё сделано!",
    "Мост отремонтируют, не позднее 15 июля.",
]


@pytest.mark.parametrize("reply", FORMAL)
def test_a_reply_that_says_nothing_of_the_matter_is_formal(reply):
    found = read("Почините мост", reply)
    assert "is_formal" in found.signals
    assert reason_of(found).startswith(("Отписка", "Похоже на отписку"))


@pytest.mark.parametrize("reply", NOT_FORMAL)
def test_a_reply_with_a_deed_a_term_a_person_or_a_reason_is_not_formal(reply):
    found = read("Почините мост", reply)
    assert "is_formal" not in found.signals
    assert reason_of(found).startswith("Не отписка")


@pytest.mark.parametrize(
    "reply",
    [
        "Автобус не будет запущен.",
        "Помочь не можем.",
        "К сожалению, это не представляется возможным.",
        "В выделении средств отказано.",
        "Ваша просьба отклонена.",
        "Ваше заявление оставлено без удовлетворения.",
        "Рассмотрев обращение, сообщаем: удовлетворить просьбу не имеем возможности.",
        "Этого мы сделать не в силах.",
        "Лавочек больше не будет.",
        "Проверку провести не представляется возможным.",
        "Выделить средства не представляется возможным.",
        "Невозможно выделить финансирование.",
    ],
)
def test_a_refusal_without_its_reason_is_formal(reply):
    found = read("Будет автобус?", reply)
    assert "is_formal" in found.signals
    assert "has_refusal" not in found.signals
    assert reason_of(found) == "Отписка: отказ, причина не названа."


@pytest.mark.parametrize(
    "reply",
    [
        "Автобус не будет запущен: денег на субсидию нет.",
        "Помочь не можем, дорога принадлежит республике.",
        "В выделении средств отказано в связи с отсутствием подтверждающих документов.",
        "Вопрос не относится к компетенции администрации.",
        "Провести ремонт не представляется возможным из-за отсутствия средств.",
        "В связи с нехваткой средств провести проверку не представляется возможным.",
        "Провести проверку не можем, так как нет полномочий.",
        "Денежные средства на автобус в бюджете отсутствуют.",
    ],
)
def test_a_refusal_with_its_reason_is_not(reply):
    assert "is_formal" not in read("Будет автобус?", reply).signals


@pytest.mark.parametrize(
    ("reply", "signal", "holds"),
    [
        ("Свалка убрана.", "claims_solution", True),
        ("Свалка будет убрана.", "claims_solution", False),
        ("Свалка не убрана.", "claims_solution", False),
        ("Комиссией установлено, что свалка есть.", "claims_solution", False),
        ("Акт осмотра прилагаем.", "has_proof", True),
        ("Пришлите фото ямы.", "has_proof", False),
        ("Акт осмотра не составлялся.", "has_proof", False),
        ("Фото не прилагаются.", "has_proof", False),
        ("Протокол не оформлялся, акт прилагаем.", "has_proof", True),
        ("Нормативный правовой акт принят.", "has_proof", False),
        ("По статье 14 закона № 131-ФЗ это полномочие района.", "has_basis", True),
        ("В соответствии с действующим законодательством.", "has_basis", False),
        ("Контейнер не поставим: мусоровоз не развернётся.", "has_refusal", True),
        ("Вопрос не относится к компетенции района.", "has_refusal", True),
        ("Вне полномочий, обращение направлено в Росреестр.", "has_refusal", False),
    ],
)
def test_a_signal_is_what_its_definition_says(reply, signal, holds):
    assert (signal in read("Почему?", reply).signals) is holds


def test_points_of_completeness_are_those_of_the_domain():
    assert points(read("Почините фонарь", "Фонарь заменил электрик Котов 5 мая, фото прилагаем.")) == 40 + 20 + 15 + 15
    assert points(read("Почините фонарь", "Вопрос на контроле.")) == 0
    outside = "Ремонт фонарей на трассе не относится к полномочиям района, трасса федеральная."
    assert points(read("Почините фонарь", outside)) == 40 + 20


TEXTS = st.lists(
    st.sampled_from("не будет засыпана яма отдел жкх направлен в рамках срок до мая фз меры приняты и сообщаем".split())
)


@given(TEXTS)
def test_a_phrase_is_found_whether_or_not_the_words_are_looked_at_first(words):
    text = " ".join(words)
    for kind in ("claim", "handling", "general", "refusal", "reason", "proper", "generic", "sent"):
        slow = pattern(kind).search(text)
        quick = search(text, kind)
        assert (slow and slow.span()) == (quick and quick.span())


@given(st.text(max_size=200), st.text(min_size=1, max_size=200))
def test_whatever_is_written_it_is_read(letter, reply):
    found = read(letter, reply)
    assert found.signals <= SIGNALS.keys()
    assert len(found.unanswered) <= len(found.asks)
    assert 0 <= points(found) <= 90


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("Водитель оштрафован на 5000 рублей.", "что предпринято"),
        ("Яма засыпана.", "что сделано"),
    ],
)
def test_why_says_done_only_where_the_sign_does(reply, words):
    found = read("Водитель курил, накажите его. Засыпьте яму.", reply)
    assert words in reason_of(found)
    assert ("что сделано" in reason_of(found)) == ("claims_solution" in found.signals)
