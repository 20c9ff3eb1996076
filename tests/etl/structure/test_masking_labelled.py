"""How much of what identifies a person is hidden, measured on invented texts of `masking_labelled.csv`."""

import pandas as pd
import pytest

from etl.structure.privacy import mask

LABELLED = pd.read_csv("tests/etl/masking_labelled.csv", dtype=str, keep_default_na=False)
LABELLED["masked"] = LABELLED["text"].map(mask)
STRUCTURED = ["phone", "mail", "passport", "snils", "card", "profile", "flat", "document"]


def hidden(frame):
    """Whether nothing of what must be hidden can be read, text by text."""
    pairs = zip(frame["hidden"], frame["masked"], strict=True)
    return pd.Series([not any(part in masked for part in parts.split("|")) for parts, masked in pairs])


def test_the_labelled_set_is_large_enough_to_measure_on():
    assert len(LABELLED) >= 150
    assert not LABELLED["text"].duplicated().any()


@pytest.mark.parametrize("kind", STRUCTURED)
def test_every_kind_of_identifier_is_in_the_set_and_hidden(kind):
    assert hidden(LABELLED[LABELLED["kind"] == kind]).mean() >= 0.99


def test_nearly_all_names_are_hidden():
    assert hidden(LABELLED[LABELLED["kind"] == "name"]).mean() >= 0.90


def test_places_streets_numbers_and_dates_stay_readable():
    kept = LABELLED[LABELLED["kind"] == "kept"]
    assert [row.text for row in kept.itertuples() if row.kept not in row.masked] == []


@pytest.mark.parametrize("text", ["на Вершине Тёи темно", "В ВЕРШИНЕ ТЁИ ТЕМНО", "в Катанове темно"])
def test_a_place_that_looks_like_a_name_is_not_hidden(text):
    assert mask(text) == text


def test_an_applicant_whose_surname_is_a_place_stays_hidden():
    assert "Катанов" not in mask("в Катанове темно", ["Катанов Пётр"])
