"""The map as one file."""

import re

import pytest

from reports import standalone_map
from tests.components.figures.frames import built_layers, measured, place_members
from words import texts

CAPTION = standalone_map.Caption("Карта <b>района</b>", "52 недели", "Данные на 31.03.2026, срез № 7")


@pytest.fixture(scope="module")
def layers(tmp_path_factory):
    return built_layers(tmp_path_factory.mktemp("geo"))


@pytest.fixture(scope="module")
def document(layers) -> str:
    if not (standalone_map.BUNDLE / "standalone" / "leaflet.js").exists():
        pytest.skip("the front-end bundle has not been built")
    areas = measured("records", [("95608151", 40, 30, 50, 40), ("95608165", 3, 1, 6, 3)], "municipality")
    places = measured("records", [("95608151051", 40, 30, 50, 40)], "place").assign(place_label="<img src=x onerror=y>")
    return standalone_map.html(areas, places, place_members(), "records", layers, CAPTION)


def test_no_foreign_host_stands_in_the_file(document: str) -> None:
    hosts = set(re.findall(r"(?:https?:)?//([a-z0-9.-]+\.[a-z]{2,})", document, re.IGNORECASE))

    assert hosts <= {"www.w3.org"}, "only the names of XML vocabularies may look like addresses"


def test_nothing_is_loaded_from_outside(document: str) -> None:
    assert not re.findall(r"<script[^>]+src=|<link[^>]+href=|@import|url\((?!data:|#)[^)]*http", document)


def test_attribution_borders_and_stamp_are_on_the_map(document: str, layers) -> None:
    assert texts.OSM in document
    assert layers.notice in document
    assert "срез № 7" in document


def test_texts_from_the_data_are_escaped(document: str) -> None:
    assert "<img src=x" not in document
    assert "Карта <b>района" not in document


def test_few_observations_have_no_colour_of_the_scale() -> None:
    declared = standalone_map.metric("overdue_share")
    row = {"overdue_share": 1.0, "overdue_share_n": 3}

    assert standalone_map._fill(row, declared, 1.0) == standalone_map.theme.LIGHT.line
    assert standalone_map._fill(row | {"overdue_share_n": 30}, declared, 1.0) in standalone_map._colours()


def test_leaflets_licence_travels_with_it(document: str) -> None:
    assert "Agafonkin" in document or "BSD" in document
