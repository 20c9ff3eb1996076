"""How the build of a reply is weighed, and that the weights shipped are those of the sets for learning."""

import pytest

from bench import reply_grammar
from etl.structure.replies import grammar
from etl.structure.replies.features import grammar_feature
from etl.structure.replies.signals import read


def test_words_are_taken_by_part_of_speech_and_form():
    told = list(grammar.features("Слесарем Ивановым заменена труба 5 мая."))
    assert {"actor:i", "name", "is_done", "00", "month"} <= set(told)
    assert "| actor:i" in told


def test_a_sum_over_the_features_is_what_the_weights_say():
    reply = "Мастер участка заменит трубу до 5 мая, кабинет 7."
    table = {" ".join(name).strip(): both for name, both in grammar._weights().items()}
    for place, said in enumerate(grammar.evidence(reply)):
        weights = {name: both[place] for name, both in table.items()}
        assert reply_grammar.evidence(weights, reply) == pytest.approx(said)


def test_learnt_weights_tell_what_they_were_learnt_from():
    deeds = [f"Мастер {name} заменил трубу." for name in ("Иванов", "Петров", "Чанков", "Тодинов")]
    words = [f"Вопрос {word} рассматривается в порядке." for word in ("дорог", "света", "воды", "тепла")]
    weights = reply_grammar.learn([*deeds, *words], [False] * 4 + [True] * 4)
    assert reply_grammar.evidence(weights, "Мастер Сагалаков заменил кран.") < 0
    assert reply_grammar.evidence(weights, "Вопрос газа рассматривается в порядке.") > 0


def test_no_reply_is_judged_by_weights_that_its_own_set_had_a_part_in():
    sets = [(["Мастер заменил трубу.", "Вопрос рассматривается."], [False, True])] * 3
    told = list(reply_grammar.left_out(sets))
    assert len(told) == 6
    assert told[0] == pytest.approx(told[2])


def test_the_build_counts_for_no_more_than_it_is_sure_of():
    assert grammar_feature(100.0) == 1
    assert grammar_feature(-100.0) == -1


@pytest.mark.parametrize(
    ("letter", "reply"),
    [
        ("Где документы?", "Документы поступили в отдел высокотехнологичной помощи, решение комиссии до 30 мая."),
        ("Настил торчит.", "Настил поправили путейцы станции Камышта, болты затянуты."),
    ],
)
def test_who_acts_is_told_by_the_build_where_no_rule_knows_him(letter, reply):
    assert "has_responsible" in read(letter, reply).signals
