"""Suggestions for unknown names: alike first, nothing where nothing is alike."""

from hypothesis import given
from hypothesis import strategies as st

from data.store.similarity import KnownSpellings, likeness, pieces


def test_an_ending_and_the_order_of_words_matter_little() -> None:
    known = KnownSpellings([("Ямы на дорогах", "a"), ("Отсутствие воды", "b")])
    assert set(known.likest("На дороге ямы")) == {"a"}
    assert set(known.likest("Отсутсвие воды")) == {"b"}
    assert known.likest("Комментарий") == {}


def test_a_code_with_several_spellings_is_as_like_as_the_likest_of_them() -> None:
    known = KnownSpellings([("МЦУ района", "mcu"), ("МЦУ Аскизского района", "mcu")])
    assert known.likest("МЦУ района") == {"mcu": 1.0}


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_and_does_not_depend_on_the_order(one: str, other: str) -> None:
    there, back = likeness(pieces(one), pieces(other)), likeness(pieces(other), pieces(one))
    assert there == back
    assert 0 <= there <= 1
