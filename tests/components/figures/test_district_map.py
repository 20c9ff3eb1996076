"""The map of the district."""

import json

import pandas as pd
import pytest

from components import texts
from components.figures import district_map
from tests.components.figures.frames import built_layers, measured, place_members

ASKIZ, BISKAMZHA = "95608151", "95608165"
ASKIZ_TOWN = "95608151051"


@pytest.fixture(scope="module")
def layers(tmp_path_factory):
    return built_layers(tmp_path_factory.mktemp("geo"))


def areas(rows) -> pd.DataFrame:
    return measured("overdue_share", rows, "municipality")


def places() -> pd.DataFrame:
    return measured("overdue_share", [(ASKIZ_TOWN, 0.2, 0.1, 0.3, 40)], "place").assign(records=40)


def drawn(layers, rows, **options):
    return district_map.draw(areas(rows), places(), place_members(), "overdue_share", layers, **options)


def test_few_observations_are_hatched_instead_of_coloured(layers) -> None:
    figure = drawn(layers, [(ASKIZ, 0.2, 0.1, 0.3, 40), (BISKAMZHA, 1.0, 0.3, 1.0, 3)])

    plain, coloured, hatching = figure.data[:3]
    assert list(coloured.locations) == [ASKIZ]
    assert len(plain.locations) == 14
    assert len([x for x in hatching.lon if x is not None]) > 10


def test_every_municipality_can_be_clicked_even_without_data(layers) -> None:
    plain = drawn(layers, [(ASKIZ, 0.2, 0.1, 0.3, 40)]).data[0]

    assert {row[0] for row in plain.customdata} == {f["properties"]["oktmo"] for f in layers.municipalities["features"]}
    assert all(row[1] is None for row in plain.customdata)
    assert district_map.OUTSIDE in [row[3] for row in plain.customdata]


def test_the_tooltip_tells_the_interval_and_the_number_behind_it(layers) -> None:
    coloured = drawn(layers, [(ASKIZ, 0.2, 0.1, 0.3, 40)]).data[1]

    text = coloured.customdata[0][3].replace("\u00a0", " ")
    assert "10–30 %" in text
    assert "n = 40" in text


def test_the_map_asks_no_foreign_host_and_takes_shapes_by_a_lasting_address(layers) -> None:
    figure = drawn(layers, [(ASKIZ, 0.2, 0.1, 0.3, 40)])

    assert figure.data[0].geojson == f"/geo/{layers.version}/municipalities.geojson"
    assert "http" not in json.dumps(figure.to_plotly_json(), default=str)
    assert figure.layout.geo.visible is False
    assert figure.layout.geo.fitbounds is False


def test_the_map_names_its_source_and_the_nature_of_its_borders(layers) -> None:
    text = drawn(layers, [(ASKIZ, 0.2, 0.1, 0.3, 9)]).layout.annotations[0].text

    assert texts.OSM in text
    assert layers.notice in text


@pytest.mark.parametrize("narrow", [True, False])
def test_names_are_laid_out_for_the_size_of_the_screen(layers, narrow: bool) -> None:
    figure = drawn(layers, [(ASKIZ, 0.2, 0.1, 0.3, 40)], narrow=narrow)

    view = layers.views["narrow" if narrow else "wide"]
    assert tuple(figure.layout.geo.lonaxis.range) == view.lon_range
    centres = figure.data[-1]
    assert len(centres.text) == 14


def test_a_place_without_records_has_no_circle(layers) -> None:
    frame = pd.concat([places(), places().assign(place="95608165051", records=0)])

    figure = district_map.draw(areas([(ASKIZ, 0.2, 0.1, 0.3, 40)]), frame, place_members(), "overdue_share", layers)

    circles = next(
        trace for trace in figure.data if getattr(trace, "mode", "") == "markers" and trace.customdata is not None
    )
    assert [row[1] for row in circles.customdata] == [ASKIZ_TOWN]
