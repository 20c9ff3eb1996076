"""Places in free texts are measured on examples made up for `places_labelled.csv`; half of them were never tuned on."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store.reference import table
from etl.structure.places import mentions
from etl.structure.places.inflection import name_forms

LABELLED = pd.read_csv("tests/etl/places_labelled.csv", dtype=str, keep_default_na=False)
FINDER = mentions.from_reference()
ASSIGNED = (mentions.FOUND, mentions.MUNICIPALITY)
MONTH_WITHOUT_WATER = "Третью неделю нет воды."


def answers(texts):
    found = [FINDER.find(text) for text in texts]
    return pd.DataFrame(
        {
            "status": [one.status for one in found],
            "place_oktmo": [one.place or "" for one in found],
            "municipality_oktmo": [one.municipality or "" for one in found],
            "candidates": [" ".join(map(str, one.candidates)) for one in found],
        }
    )


def test_the_labelled_set_is_large_and_full_of_traps():
    assert len(LABELLED) >= 200
    assert (LABELLED["is_trap"] == "1").sum() >= 60
    assert not LABELLED["text"].duplicated().any()
    assert set(LABELLED["status"]) == set(mentions.STATUSES)


@pytest.mark.parametrize(
    "half", ["tune", "held", "blind", "blind_2", "blind_3", "blind_4", "own_tune", "own_held", "whole"]
)
def test_what_is_assigned_is_right_and_little_is_missed(half):
    wanted = LABELLED[(LABELLED["half"] == half) | (half == "whole")].reset_index(drop=True)
    got = answers(wanted["text"])
    is_right = (got[["status", "place_oktmo", "municipality_oktmo"]] == wanted[got.columns[:3]]).all(axis=1)
    assert is_right[got["status"].isin(ASSIGNED)].mean() >= 0.98
    assert is_right[wanted["status"].isin(ASSIGNED)].mean() >= 0.85


def test_an_ambiguous_text_names_its_candidates():
    wanted = LABELLED[LABELLED["status"] == mentions.AMBIGUOUS].reset_index(drop=True)
    got = answers(wanted["text"])
    is_told = got["status"] == mentions.AMBIGUOUS
    assert (got["candidates"] == wanted["candidates"])[is_told].all()
    assert (got["place_oktmo"] == "").all()


@pytest.mark.parametrize(
    ("text", "status", "key"),
    [
        ("Полтаков, школьный автобус третий день не приходит", "found", "95608420101"),
        ("полтаков: закройте свалку", "found", "95608420101"),
        ("Полтаков, тракторист, не чистит дорогу", "none", ""),
        ("Полтаков: опять обещал мост и не построил", "none", ""),
        ("Полтаков, верните воду", "none", ""),
        ("Сафьянов аал вторую неделю без света", "found", "95608450116"),
        ("В усть-есинской школе холодно", "found", "95608420136"),
        ("Устьесинский клуб закрыт", "found", "95608420136"),
        ("на Кызласской улице темно", "none", ""),
        ("кызласская дорога разбита", "none", ""),
        ("детей возят в бирикчульскую школу", "ambiguous", ""),
        ("аскизская школа переполнена", "none", ""),
        ("вершинотёйцы просят автобус", "found", "95608169051"),
        ("команда «Кызласцы» выиграла", "none", ""),
        ("В Аскизском районе нет дорог", "none", ""),
        ("Аскизский сельсовет не отвечает", "municipality", "95608405"),
        ("Аскиз, ул. Ленина", "ambiguous", ""),
        ("655735, Аскиз, ул. Ленина", "found", "95608151051"),
        ("село Аскиз, ул. Ленина", "found", "95608405101"),
        ("Аскизский поссовет, Аскиз, яма", "found", "95608151051"),
        ("аал Апчинаев, темно", "found", "95608405111"),
        ("у Апчинаева темно", "none", ""),
        ("ст. Камышта, темно", "found", "95608450106"),
        ("станция Казановка, темно", "ambiguous", ""),
        ("Аскизский р-н, Аскиз рп, темно", "found", "95608151051"),
        ("655700, рп Аскиз, темно", "ambiguous", ""),
        ("c. Бeльтиpcкoe, темно", "found", "95608412101"),
        ("Минусинский район, д. Николаевка, темно", "none", ""),
        ("в Таштыпском районе светло, а в Балыксе темно", "found", "95608409101"),
        ("с. Аскиз, Луговая, 5", "found", "95608405101"),
        ("в Верхней и Нижней Базе темно", "ambiguous", ""),
        ("в аалах Политов и Илиморов темно", "ambiguous", ""),
        ("Кызласов, 65 лет", "none", ""),
        ("поссовет Аскизский", "municipality", "95608151"),
        ("Вершинотейский поссовет", "municipality", "95608169"),
        ("сельсовет Аскизского района", "none", ""),
        ("Есинский сельсовет, в Кызласе темно", "ambiguous", ""),
        ("", "none", ""),
        ("65 65 65", "none", ""),
    ],
)
def test_the_place_of_a_text_is_as_a_reader_would_say(text, status, key):
    found = FINDER.find(text)
    assert (found.status, found.place or (found.municipality if status == "municipality" else "") or "") == (
        status,
        key,
    )


@pytest.mark.parametrize("name", sorted(set(table("places")["name"])))
def test_every_name_with_its_kind_is_found_or_leaves_its_namesakes(name):
    rows = table("places")[lambda places: places["name"] == name]
    for oktmo, kind in rows[["oktmo", "kind"]].to_numpy():
        found = FINDER.find(f"Живём здесь: {kind} {name}. {MONTH_WITHOUT_WATER}")
        assert found.place == oktmo


@pytest.mark.parametrize("name", sorted(set(table("places")["name"])))
def test_a_street_or_a_river_called_so_is_not_the_place(name):
    for what in ("улица", "ул.", "река", "магазин"):
        assert FINDER.find(f"{what} {name}, темно").place is None


@given(st.text(max_size=60))
def test_any_text_has_an_answer_that_does_not_contradict_itself(text):
    found = FINDER.find(text)
    assert (found.place is not None) == (found.status == mentions.FOUND)
    assert bool(found.candidates) == (found.status == mentions.AMBIGUOUS)


@given(st.sampled_from(sorted(set(table("places")["name"]))), st.text("абвгд ,.-«»\n", max_size=12), st.booleans())
def test_what_is_found_belongs_to_its_municipality(name, around, is_behind):
    found = FINDER.find(f"в {name} {around}" if is_behind else f"{around} {name}")
    if found.place:
        assert str(found.place).startswith(str(found.municipality))


def test_two_words_of_a_name_are_declined_together():
    forms = name_forms("Нижняя Тёя")
    assert forms[("нижней", "тее")] == "dp"
    assert ("нижней", "тея") not in forms
    assert name_forms("Вершина Тёи")[("вершине", "теи")] == "dp"
    assert "o" in name_forms("Полтаков")[("полтаково",)]
