"""Small maps, one per topic group."""

import pandas as pd
import pytest

from answers.heat_map.measures import MEASURES
from components.figures import district_map, map_multiples, map_scale
from tests.components.figures.frames import answered, built_layers

ASKIZ, BISKAMZHA = "95608151", "95608165"
RECORDS = MEASURES["records"]


@pytest.fixture(scope="module")
def layers(tmp_path_factory):
    return built_layers(tmp_path_factory.mktemp("geo"))


def totals(count: int) -> pd.DataFrame:
    codes = [*(f"g{i}" for i in range(count)), None]
    return pd.DataFrame({"topic_group": codes, "topic_group_label": codes, "records": range(count + 1, 0, -1)})


@pytest.fixture
def frame() -> pd.DataFrame:
    rows = [(ASKIZ, "g0", 40.0, 30.0, 50.0, 40), (BISKAMZHA, "g1", 8.0, 4.0, 12.0, 8)]
    return answered(rows, "municipality", "topic_group")


def drawn(layers, frame, width: int, count: int = 3):
    paper = district_map.paper(width)
    shown = map_multiples.topics_with_maps(totals(count), "topic_group", narrow=paper.is_narrow)
    scale = map_scale.of(frame, "municipality", RECORDS, "even")
    return map_multiples.draw(frame, shown, "topic_group", RECORDS, layers, paper, scale)


def test_every_group_has_a_map_of_its_own_in_one_scale(layers, frame) -> None:
    figure = drawn(layers, frame, 980)

    coloured = [t for t in figure.data if t.type == "choropleth" and t.z is not None and max([*t.z, 0]) > 0]
    assert {trace.geo for trace in coloured} == {"geo", "geo2"}
    assert len({trace.zmax for trace in coloured}) == 1


def test_a_click_carries_the_group_beside_the_municipality(layers, frame) -> None:
    figure = drawn(layers, frame, 980)

    land = next(t for t in figure.data if t.type == "choropleth" and t.geo == "geo2")
    assert {row[2] for row in land.customdata} == {"g1"}


@pytest.mark.parametrize(("width", "most"), [(980, 12), (350, 8)])
def test_as_many_maps_as_fit_and_never_one_for_the_undefined(layers, frame, width: int, most: int) -> None:
    names = [a.text for a in drawn(layers, frame, width, count=20).layout.annotations if "<b>g" in a.text]

    assert len(names) == most


def test_the_maps_do_not_overlap(layers, frame) -> None:
    figure = drawn(layers, frame, 980, count=12)
    boxes = [(g.domain.x, g.domain.y) for key in figure.layout if key.startswith("geo") for g in [figure.layout[key]]]

    for i, (x, y) in enumerate(boxes):
        assert 0 <= y[0] < y[1] <= 1
        for other_x, other_y in boxes[i + 1 :]:
            apart = x[1] <= other_x[0] or other_x[1] <= x[0] or y[1] <= other_y[0] or other_y[1] <= y[0]
            assert apart


def test_without_topics_there_is_a_sentence(layers, frame) -> None:
    figure = map_multiples.draw(frame, [], "topic_group", RECORDS, layers, district_map.paper(980), None)

    assert "записей нет" in figure.layout.annotations[0].text
