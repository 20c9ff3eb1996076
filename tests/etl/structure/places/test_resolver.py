"""Address fields of an import and `python -m etl locate` read a place by the same engine."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store import tables
from etl.structure.places import mentions
from etl.structure.places.resolver import PlaceResolver
from tests import stores

LABELLED = pd.read_csv("tests/etl/places_labelled.csv", dtype=str, keep_default_na=False)
SETTLEMENT, VILLAGE = "95608151051", "95608405101"
"""The two called Аскиз."""


class Known:
    """A resolver whose answers are ОКТМО codes."""

    def __init__(self, connection: sa.Connection) -> None:
        self.resolver = PlaceResolver(connection)
        codes = {"place": (tables.places, "place_id"), "area": (tables.municipalities, "municipality_id")}
        self.codes = {
            name: dict(connection.execute(sa.select(table.c[key], table.c.oktmo)).all())
            for name, (table, key) in codes.items()
        }

    def told(self, *fields: str) -> tuple[str, str | None, str | None]:
        found = self.resolver.resolve(*fields)
        return found.status, self.codes["place"].get(found.place_id), self.codes["area"].get(found.municipality_id)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    var: Path = tmp_path_factory.mktemp("places")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    stores.create(settings)
    with store.reading(settings) as connection:
        yield Known(connection)


def test_an_address_gives_the_place_that_locate_gives(known):
    finder = mentions.from_reference()
    found = {text: finder.find(text) for text in LABELLED["text"]}
    differ = {
        text for text, one in found.items() if known.told("", "", text) != (one.status, one.place, one.municipality)
    }
    assert differ == set()


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        (("Аскиз", "", ""), None),
        (("Аскиз", "Аскизский поссовет", ""), SETTLEMENT),
        (("Аскиз", "", "", "655700"), VILLAGE),
        (("Аскиз", "", "Хакасия Респ, Аскизский р-н, Аскиз с, Мира ул, 4"), VILLAGE),
        (("Бельтирскае", "", ""), "95608412101"),
        (("", "Аскизский сельсовет", "Аскиз, ул. Мира, 4"), VILLAGE),
        (("", "", "с.Бельтирское ул.Ленина 44"), "95608412101"),
        (("", "", "Минусинский район, д. Николаевка"), None),
    ],
)
def test_what_one_field_leaves_open_another_tells(known, fields, place):
    assert known.told(*fields)[1] == place


def test_two_councils_are_no_candidates_for_a_place(known):
    found = known.resolver.resolve("", "", "Есинский сельсовет, Базинский сельсовет")
    assert (found.status, found.candidates) == ("ambiguous", ())
