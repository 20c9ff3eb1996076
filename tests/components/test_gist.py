"""The sentences on a screen: quoted, each a way to its record, and an honest word where there are none."""

from types import SimpleNamespace
from typing import Any

from answers.gist import Gist, Quote
from components import gist
from tests.components.test_blocks import parts, words

SCREEN: Any = SimpleNamespace(href=lambda path, **more: f"{path}?card={more['card']}&period=all")


def test_each_sentence_opens_its_record():
    told = Gist((Quote(7, "А-7", "Воды нет третий день."),), 3, 9)
    card = gist.card(SCREEN, told)
    assert [link.href for link in parts(card, "Link")] == ["/register?card=7&period=all"]
    assert "Воды нет третий день." in words(card)
    assert "Прочитано: 3 из 9" in words(card)


def test_few_texts_are_said_to_be_few_and_texts_without_a_sentence_are_told_apart():
    assert "меньше трёх" in words(gist.card(SCREEN, Gist((), 2, 2)))
    assert "нет предложения" in words(gist.card(SCREEN, Gist((), 5, 5)))
