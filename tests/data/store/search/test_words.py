"""What a word is: folding, stems, slips."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.store.search import words

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


@pytest.mark.parametrize(
    "forms",
    [
        "снег снега снегу снегом снеге", "дорога дорог дорогу дорогами дороге", "вода воды воде водой вод",
        "посёлок посёлка посёлке посёлков", "остановка остановок остановки", "площадка площадок площадками",
        "скамейка скамеек", "деревня деревень", "котёл котла котлов", "уголь угля углём", "лёд льда", "окно окон",
        "ребёнок ребёнка", "дети детей детьми", "письмо писем", "ручей ручья ручьи", "яма ям ямы", "рынок рынка",
        "отопление отопления отоплению", "освещение освещением", "школа школ", "улица улиц улице", "врач врачи врачей",
        "собака собак собаками", "автобус автобусы автобусов", "колонка колонок", "мусор мусора", "земля земель",
        "больница больниц", "жилец жильцов", "пришёл пришла пришли", "столб столбы столбов", "река рек рекой",
    ],
)  # fmt: skip
def test_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({words.stem_of(words.folded(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["снег снос", "вода водка", "стена стон", "мера море", "школа скала"])
def test_words_that_look_alike_keep_stems_of_their_own(pair: str) -> None:
    one, other = pair.split()
    assert words.stem_of(one) != words.stem_of(other)


def test_words_are_told_apart_as_a_reader_would() -> None:
    assert words.words_of("Ёлка, до\u0301роги; 59-ФЗ — ул.Мира,5а 🙂снег🙂Снег") == [
        "елка", "дороги", "59", "фз", "ул", "мира", "5а", "снег",
    ]  # fmt: skip
    assert words.words_of("и\u0306од") == ["йод"], "a letter of two signs is one letter"
    assert words.words_of("cнег") == ["снег"], "a Latin letter in a Russian word"
    assert words.words_of("ӱчӱн Ӱчӱн wi-fi") == ["ӱчӱн", "wi", "fi"]
    assert words.words_of("!?… 🙂 漢字") == []


def test_words_without_sense_are_asked_for_only_alone() -> None:
    assert words.asked_words("нет света на улице") == ["нет", "света", "улице"]
    assert words.asked_words("на и по") == ["на", "и", "по"]


WORD = st.text(LETTERS.replace("ё", ""), min_size=5, max_size=14)


@given(WORD, st.data())
def test_a_slip_of_one_letter_is_near_and_shares_a_number(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    kinds = {
        "wrong": word[:at] + letter + word[at + 1 :],
        "missing": word[:at] + word[at + 1 :],
        "added": word[:at] + letter + word[at:],
        "swapped": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }
    typed = words.folded(kinds[data.draw(st.sampled_from(sorted(kinds)))])
    assert words.is_near(typed, word) and words.is_near(word, typed)
    assert words.slips_of(typed) & words.slips_of(word)


@given(WORD, WORD)
def test_two_slips_are_not_one(one: str, other: str) -> None:
    assume(sum(a != b for a, b in zip(one, other, strict=False)) > 2 and abs(len(one) - len(other)) > 1)
    assert not words.is_near(one, other)


@given(st.text(max_size=80))
def test_any_text_has_words_of_small_letters_and_digits_only(text: str) -> None:
    found = words.words_of(text)
    assert len(found) == len(set(found))
    assert all(word and word == word.lower() and "ё" not in word and word.isalnum() for word in found)
    assert words.words_of(" ".join(found)) == found
