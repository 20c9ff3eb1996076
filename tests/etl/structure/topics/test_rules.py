"""The lexicon out of the box: what it says of plain texts, and what it leaves unsaid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store.reference import table
from etl.structure.topics import rules

TOPICS = set(table("topics")["topic_code"])


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Третий день нет воды во всём доме", "housing.no_water"),
        ("Вода ржавая, пить невозможно", "housing.water_quality"),
        ("Водоразборная колонка замёрзла", "housing.standpipes"),
        ("Прорвало трубу водопровода, бежит по улице", "housing.water_main_breaks"),
        ("Батареи холодные, котельная не топит", "housing.heating"),
        ("Прошу перерасчёт по квитанции за тепло", "housing.utility_bills"),
        ("Отключили свет, электричества нет с утра", "energy.outages"),
        ("Когда привезут дрова и уголь", "energy.solid_fuel"),
        ("На дороге ямы и выбоины", "roads.potholes"),
        ("Нужен грейдер и отсыпка щебнем", "roads.unpaved_grading"),
        ("Дорогу не чистят от снега, гололёд", "roads.snow_ice"),
        ("Не горит ни один фонарь, темно", "roads.lighting"),
        ("Мусор не вывозят, контейнеры переполнены", "waste.collection_sites"),
        ("Стихийная свалка за селом", "waste.illegal_dumps"),
        ("Стая бродячих собак у школы", "safety.stray_animals"),
        ("Волки режут скот", "safety.wild_animals"),
        ("Коровы бродят по улицам, пастуха нет", "agriculture.grazing"),
        ("Невозможно записаться к врачу, талонов нет", "health.appointments"),
        ("Школьный автобус не ходит", "education.school_bus"),
        ("Автобус отменили, расписание не соблюдается", "transport.schedule"),
        ("Сотовая связь пропала", "communication.mobile"),
        ("Обработайте кладбище от клещей", "amenities.ticks"),
        ("Общественная баня закрыта", "authorities.bathhouses"),
    ],
)
def test_a_plain_text_is_given_its_topic(text, topic):
    assert rules.shipped_rules().answers([text]).labels[0][0] == topic


def test_every_rule_leads_to_a_topic_of_the_tree():
    lexicon = table("topic_lexicon")
    assert set(lexicon["topic_code"]) <= TOPICS
    assert (lexicon["weight"].astype(float) > 0).all()


@pytest.mark.parametrize("text", ["", "Здравствуйте!", "Спасибо", "12345", "\u0301🙂"])
def test_a_text_about_nothing_has_no_topic_and_is_never_sure(text):
    answers = rules.shipped_rules().answers([text])
    assert answers.labels == [("", "", "")]
    assert not answers.is_sure[0]


def test_no_texts_have_no_answers():
    assert len(rules.shipped_rules().answers([])) == 0


@given(st.lists(st.text(max_size=80), max_size=5))
def test_shares_are_shares_and_fall_from_first_to_third(texts):
    answers = rules.shipped_rules().answers(texts)
    assert (answers.probabilities >= 0).all()
    assert (answers.probabilities.sum(axis=1) <= 1 + 1e-6).all()
    assert (answers.probabilities[:, :-1] >= answers.probabilities[:, 1:]).all()


def test_alternatives_are_beginnings_and_whole_words_behind_an_equals_sign():
    made = rules.Rules([("a.x", "вод =нет/отсутств", 2.0)])
    assert made.scores(["воды нет", "вода отсутствует", "воды нетто", "нет", "вода"])[:, 0].tolist() == [2, 2, 0, 0, 0]
