"""The timeline and the small map of a hotspot say what their frames say."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from components.figures import hotspot_map, hotspot_timeline
from geo.layers import Layers
from tests.components.figures.frames import built_layers, place_members, week

WEEKS = pd.DataFrame(
    {
        "day": [week(i) for i in range(4)],
        "records": [2.0, 1.0, 9.0, 3.0],
        "expected": [2.0, 2.0, 2.0, 2.0],
        "low": [0.0, 0.0, 0.0, 0.0],
        "high": [5.0, 5.0, 5.0, 5.0],
        "inside": [False, False, True, True],
    }
)


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    return built_layers(Path(tmp_path_factory.mktemp("geo")))


def spots(places: list[tuple[str, ...]]) -> pd.DataFrame:
    ranks = range(1, len(places) + 1)
    return pd.DataFrame({"rank": ranks, "kind": "new", "title": "Отсутствие воды", "places": places})


def test_bars_are_the_weeks_and_only_a_week_above_the_band_in_the_window_stands_out() -> None:
    figure = hotspot_timeline.weeks(WEEKS)

    bars = figure.data[-1]
    assert list(bars.y) == [2, 1, 9, 3]
    assert bars.marker.color.count(bars.marker.color[2]) == 1


def test_a_short_history_has_bars_and_no_band() -> None:
    figure = hotspot_timeline.weeks(WEEKS.assign(expected=np.nan, low=np.nan, high=np.nan))

    assert [trace.type for trace in figure.data] == ["bar"]


def test_weeks_without_anything_known_are_a_sentence() -> None:
    figure = hotspot_timeline.weeks(WEEKS.assign(records=np.nan))

    assert "нет" in figure.layout.annotations[0].text


def test_a_place_of_two_hotspots_carries_both_numbers(layers: Layers) -> None:
    known = place_members()
    one, two = known["code"].iloc[0], known["code"].iloc[1]

    figure = hotspot_map.draw(spots([(one,), (one, two)]), hotspot_map.kind_colours(), known, layers)

    assert list(figure.data[-1].text) == ["1, 2", ""], "a number stands once, at the first place of its hotspot"
    assert "условные границы" in figure.layout.annotations[0].text


def test_the_chosen_places_get_a_ring(layers: Layers) -> None:
    known = place_members()
    chosen = tuple(known["code"].iloc[:2])

    figure = hotspot_map.draw(spots([chosen]), hotspot_map.kind_colours(), known, layers, chosen=chosen)

    assert list(figure.data[-2].lon) == list(figure.data[-1].lon) == list(known["longitude"].iloc[:2])


def test_no_two_numbers_on_the_map_overlap(layers: Layers) -> None:
    known = place_members()
    near = known.iloc[[0, 0]].assign(code=["a", "b"], longitude=known["longitude"].iloc[0] + np.array([0, 0.001]))

    figure = hotspot_map.draw(spots([("a",), ("b",)]), hotspot_map.kind_colours(), near, layers)

    assert list(figure.data[-1].text) == ["1", ""], "the surer one is told, the tooltip tells the other"


def test_a_place_without_coordinates_is_left_out_of_the_map(layers: Layers) -> None:
    known = place_members()

    figure = hotspot_map.draw(
        spots([("00000000000", known["code"].iloc[3])]), hotspot_map.kind_colours(), known, layers
    )

    assert len(figure.data[-1].lon) == 1


def test_no_hotspots_leave_a_map_of_the_district(layers: Layers) -> None:
    assert hotspot_map.draw(spots([]), hotspot_map.kind_colours(), place_members(), layers).data
