"""The map of the district."""

import json

import pandas as pd
import pytest

from answers import map_layers
from answers.heat_map.measures import MEASURES, Measure, difference
from components.figures import district_map, map_ground, map_scale
from geo.view import fit
from tests.components.figures.frames import answered, built_layers, place_members
from words import texts

ASKIZ, BISKAMZHA, BAZA = "95608151", "95608165", "95608405"
ASKIZ_TOWN = "95608151051"
SHARE = MEASURES["overdue_share"]


@pytest.fixture(scope="module")
def layers(tmp_path_factory):
    return built_layers(tmp_path_factory.mktemp("geo"))


def places() -> pd.DataFrame:
    return answered([(ASKIZ_TOWN, 20.0, 10.0, 30.0, 40)], "place").assign(records=40)


def drawn(layers, rows, measure: Measure = SHARE, width: int = 980, spots: pd.DataFrame | None = None):
    areas = answered(rows, "municipality")
    scale = map_scale.of(areas, "municipality", measure, "even")
    spots = places() if spots is None else spots
    return district_map.draw(areas, spots, place_members(), measure, layers, district_map.paper(width), scale=scale)


def circles(figure):
    return next(trace for trace in figure.data if trace.name == district_map.PLACES)


def test_few_observations_are_hatched_instead_of_coloured(layers) -> None:
    figure = drawn(layers, [(ASKIZ, 20.0, 10.0, 30.0, 40), (BISKAMZHA, 100.0, 30.0, 100.0, 3)])

    land, full, pale, hatching = figure.data[:4]
    assert list(full.locations) == [ASKIZ]
    assert list(pale.locations) == []
    assert len(land.locations) == 14
    assert len([x for x in hatching.lon if x is not None]) > 10


def test_between_few_and_sure_the_colour_is_pale(layers) -> None:
    pale = drawn(layers, [(ASKIZ, 20.0, 10.0, 30.0, 40), (BISKAMZHA, 50.0, 30.0, 70.0, 12)]).data[2]

    assert list(pale.locations) == [BISKAMZHA]
    assert pale.marker.opacity == map_ground.PALE


def test_a_change_that_may_be_chance_is_pale_however_many_records_stand_behind_it(layers) -> None:
    rows = [(ASKIZ, 4.0, -1.0, 9.0, 900), (BISKAMZHA, -8.0, -12.0, -3.0, 60)]
    figure = drawn(layers, rows, difference(SHARE))

    assert list(figure.data[1].locations) == [BISKAMZHA]
    assert list(figure.data[2].locations) == [ASKIZ]


def test_every_municipality_can_be_clicked_even_without_data(layers) -> None:
    land = drawn(layers, [(ASKIZ, 20.0, 10.0, 30.0, 40)]).data[0]

    assert {row[0] for row in land.customdata} == {f["properties"]["oktmo"] for f in layers.municipalities["features"]}
    assert all(row[1] is None for row in land.customdata)
    assert map_ground.OUTSIDE in [row[5] for row in land.customdata]


def test_the_cells_of_places_are_clicked_as_places(layers) -> None:
    figure = district_map.draw(
        places(), places(), place_members(), SHARE, layers, district_map.paper(980), scale=None, level="place"
    )

    assert len(figure.data[0].locations) > 55
    assert all(row[0] is None and row[1] for row in figure.data[0].customdata)


def test_the_tooltip_tells_the_interval_and_the_number_behind_it(layers) -> None:
    full = drawn(layers, [(ASKIZ, 20.0, 10.0, 30.0, 40)]).data[1]

    text = full.customdata[0][5].replace("\u00a0", " ")
    assert "20 % (10–30 %), из 40, у которых срок наступил" in text


def test_the_map_asks_no_foreign_host_and_takes_shapes_by_a_lasting_address(layers) -> None:
    figure = drawn(layers, [(ASKIZ, 20.0, 10.0, 30.0, 40)])

    assert figure.data[0].geojson == f"/geo/{layers.version}/municipalities.geojson"
    assert "http" not in json.dumps(figure.to_plotly_json(), default=str)
    assert figure.layout.geo.visible is False
    assert figure.layout.geo.fitbounds is False


@pytest.mark.parametrize("width", [350, 980])
def test_the_map_names_its_source_and_the_nature_of_its_borders(layers, width: int) -> None:
    figure = drawn(layers, [(ASKIZ, 20.0, 10.0, 30.0, 9)], width=width)
    words = [annotation.text for annotation in figure.layout.annotations]

    assert any(texts.OSM in text and layers.notice in text for text in words)


@pytest.mark.parametrize("n", [3, 9, 40])
@pytest.mark.parametrize("others", [(), (3,), (40, 9), (40, 3, 9)])
def test_the_legend_has_a_line_for_what_is_on_the_map_and_no_other(layers, n: int, others: tuple[int, ...]) -> None:
    codes = [feature["properties"]["oktmo"] for feature in layers.municipalities["features"]]
    shown = (n, *others) if others != (40, 9) else (n, *others, *[50] * (len(codes) - 3))
    areas = [(code, 20.0, 10.0, 30.0, size) for code, size in zip(codes, shown, strict=False)]
    words = " ".join(a.text for a in drawn(layers, areas).layout.annotations)

    assert ("нет данных" in words) == (len(shown) < len(codes))
    assert ("мало данных: меньше 5" in words) == any(size < 5 for size in shown)
    assert ("бледно: 5–19" in words) == any(5 <= size < 20 for size in shown)


def test_the_legend_of_a_count_explains_its_circles(layers) -> None:
    def said(records: int) -> str:
        spots = places().assign(records=records)
        figure = drawn(layers, [(ASKIZ, 9, 5, 12, 9)], MEASURES["records"], spots=spots)
        return " ".join(a.text for a in figure.layout.annotations)

    assert "бледно" not in said(40)
    assert "меньше 5" in said(3), "hollow circles are explained"
    assert "меньше 5" not in said(40), "there is none"


@pytest.mark.parametrize("width", [350, 980])
def test_names_are_laid_out_for_the_size_of_the_screen(layers, width: int) -> None:
    figure = drawn(layers, [(ASKIZ, 20.0, 10.0, 30.0, 40)], width=width)

    paper = district_map.paper(width)
    view = fit("screen", map_layers.bounds(layers), paper.width, paper.map_height)
    assert tuple(figure.layout.geo.lonaxis.range) == view.lon_range
    centres = [trace for trace in figure.data if getattr(trace, "mode", "") == "text"][1]
    assert len(centres.text) == 14


def test_a_place_without_records_has_a_dot_and_no_circle(layers) -> None:
    frame = pd.concat([places(), places().assign(place="95608165051", records=0)])

    figure = drawn(layers, [(ASKIZ, 20.0, 10.0, 30.0, 40)], spots=frame)

    assert [row[1] for row in circles(figure).customdata] == [ASKIZ_TOWN]


def test_a_place_with_few_records_has_a_hollow_circle(layers) -> None:
    frame = pd.concat([places(), places().assign(place="95608165051", records=4)])

    marks = circles(drawn(layers, [(ASKIZ, 20.0, 10.0, 30.0, 40)], spots=frame)).marker

    assert marks.color[0] != marks.color[1]
    assert marks.line.color[1] == marks.color[0], "the ring of a hollow circle has the colour of a full one"


def test_the_area_of_a_circle_is_the_number_of_records(layers) -> None:
    frame = pd.concat([places().assign(records=400), places().assign(place="95608165051", records=100)])

    first, second = circles(drawn(layers, [(ASKIZ, 20.0, 10.0, 30.0, 40)], spots=frame)).marker.size

    assert first == pytest.approx(2 * second)


@pytest.mark.parametrize("width", [None, "широко", 3, 10**9])
def test_a_width_that_makes_no_sense_still_gives_a_picture(width) -> None:
    assert 280 <= district_map.paper(width).width <= 1800


def test_a_map_without_any_colour_says_why(layers) -> None:
    figure = drawn(layers, [(ASKIZ, 100.0, 30.0, 100.0, 3)])

    assert any("Раскрасить нечего" in a.text for a in figure.layout.annotations)
    assert not any("Раскрасить" in a.text for a in drawn(layers, [(ASKIZ, 9.0, 3.0, 12.0, 30)]).layout.annotations)
