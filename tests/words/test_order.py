"""How a list is sorted by a heading."""

import unicodedata
from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.order import alphabetical
from words.order import ranks


def in_order(values):
    """The known values as a list sorted by their ranks would show them."""
    pairs = [(rank, value) for rank, value in zip(ranks(values), values, strict=True) if rank is not None]
    return [value for _, value in sorted(pairs, key=lambda pair: pair[0])]


def test_yo_stands_between_ye_and_zhe_in_either_way_of_writing_it():
    words = ["Ёлкино", "Жемчужный", "Ефремкино", "Аскиз", "Ея", "ёж", unicodedata.normalize("NFD", "Йод"), "Калы"]
    expected = ["Аскиз", "Ефремкино", "Ея", "ёж", "Ёлкино", "Жемчужный", unicodedata.normalize("NFD", "Йод"), "Калы"]
    assert in_order(words) == expected


def test_case_and_quotation_marks_do_not_count():
    assert in_order(["школа", "«Исток»", "Больница", "детский сад", "Иня"]) == [
        "Больница", "детский сад", "Иня", "«Исток»", "школа",
    ]  # fmt: skip


def test_numbers_inside_words_are_numbers():
    assert in_order(["№ 10", "№ 9", "МО-2026/100", "МО-2026/99"]) == ["МО-2026/99", "МО-2026/100", "№ 9", "№ 10"]


def test_numbers_are_numbers_and_days_are_days():
    assert in_order([10, 9.5, -1, 100]) == [-1, 9.5, 10, 100]
    days = [date(2026, 2, 1), date(2025, 12, 31), date(2026, 1, 15)]
    assert in_order(days) == sorted(days)
    assert in_order([pd.Timestamp(day) for day in days]) == [pd.Timestamp(day) for day in sorted(days)]


def test_what_is_not_known_has_no_place():
    assert ranks([None, float("nan"), pd.NaT, pd.NA, "нет данных", "мало данных", "не определено", "", 3]) == [
        *[None] * 8, 0,
    ]  # fmt: skip


@given(st.lists(st.one_of(st.none(), st.integers(-99, 99), st.text(max_size=6), st.dates())))
def test_equal_values_share_a_place_and_places_have_no_gaps(values):
    known = {rank for rank in ranks(values) if rank is not None}
    assert known == set(range(len(known)))
    assert ranks(values) == ranks([*values])
    assert [rank for rank, _ in zip(ranks(values + values), values, strict=False)] == ranks(values)


@given(st.text(), st.text())
def test_any_two_words_can_be_compared(one, other):
    assert (alphabetical(one) < alphabetical(other)) + (alphabetical(other) < alphabetical(one)) <= 1
