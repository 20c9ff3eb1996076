"""Suggestions for unknown names: alike first, nothing where nothing is alike."""

from hypothesis import given
from hypothesis import strategies as st

from data.similarity import Known, likeness, pieces


def test_an_ending_and_the_order_of_words_matter_little() -> None:
    known = Known([("Ямы на дорогах", "a", "Ямы на дорогах"), ("Отсутствие воды", "b", "Отсутствие воды")])
    assert known.nearest("На дороге ямы", 3)[0][0] == "a"
    assert known.nearest("Отсутсвие воды", 3)[0][0] == "b"
    assert known.nearest("Комментарий", 3) == []


def test_a_code_with_several_spellings_is_offered_once() -> None:
    known = Known([("МЦУ района", "mcu", "МЦУ"), ("МЦУ Аскизского района", "mcu", "МЦУ")])
    assert known.nearest("МЦУ района", 3) == [("mcu", "МЦУ")]


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_and_does_not_depend_on_the_order(one: str, other: str) -> None:
    there, back = likeness(pieces(one), pieces(other)), likeness(pieces(other), pieces(one))
    assert there == back
    assert 0 <= there <= 1
