"""Municipalities are recognised however a file spells them, and never by guessing between two."""

import pytest

from geo import recognise


@pytest.mark.parametrize(
    ("name", "oktmo"),
    [
        ("Аскизский поссовет", "95608151"),
        ("АСКИЗСКИЙ ПОССОВЕТ", "95608151"),
        ("Городское поселение «Аскизский поссовет»", "95608151"),
        ("Аскизский сельсовет", "95608405"),
        ("сельское поселение Аскизский сельсовет", "95608405"),
        ("Аскизское сельское поселение", "95608405"),
        ("МО Аскизский сельсовет Аскизского района Республики Хакасия", "95608405"),
        ("Вершино-Тейский поссовет", "95608169"),
        ("Вершино-Тёйский поссовет", "95608169"),
        ("Вершино–Тёйский  поссовет", "95608169"),
        ("Муниципальное образование Верх-Аскизский сельсовет", "95608415"),
        ("Бельтирский", "95608412"),
        ("Аскизский", None),
        ("Таштыпский сельсовет", None),
        ("", None),
    ],
)
def test_a_name_leads_to_one_municipality_or_to_none(municipalities, name, oktmo):
    assert recognise.by_name(name, municipalities) == oktmo


def test_every_reference_name_is_recognised(municipalities):
    found = [recognise.by_name(name, municipalities) for name in municipalities["name"]]
    assert found == municipalities["oktmo"].tolist()


@pytest.mark.parametrize(("code", "oktmo"), [("95608151", "95608151"), ("95608151000", "95608151"), ("95608", None)])
def test_a_code_may_have_eight_digits_or_eleven(municipalities, code, oktmo):
    assert recognise.by_code(code, municipalities) == oktmo
