"""Names on a map: never over one another, the same every time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.heat_map import labels
from components.heat_map.labels import Spot
from geo.labels import overlap
from geo.view import fit

DISTRICT = (88.6, 52.6, 91.0, 54.0)
NAMES = ["Аскиз", "Верхняя База", "с. Камышта", "Усть-Чуль", "Отты", "Бельтирское"]

spots = st.lists(
    st.builds(
        Spot,
        code=st.integers(0, 10**6).map(str),
        name=st.sampled_from(NAMES),
        lon=st.floats(88.7, 90.9),
        lat=st.floats(52.7, 53.9),
        radius=st.floats(2, 18),
        is_centre=st.booleans(),
        records=st.integers(0, 900).map(float),
    ),
    max_size=40,
    unique_by=lambda spot: spot.code,
)


def boxes(names) -> np.ndarray:
    return np.array([name.box for name in names]).reshape(-1, 4)


@given(spots, st.sampled_from([(980, 590), (340, 250), (1400, 680)]))
@settings(max_examples=60)
def test_no_two_boxes_intersect_and_none_leaves_the_picture(found, size) -> None:
    view = fit("screen", DISTRICT, *size)

    made = boxes(labels.place(view, found))

    crossing = overlap(made[:, None, :], made[None, :, :])
    assert crossing.sum() == len(made), "a box meets only itself"
    assert (made[:, :2] >= 0).all()
    assert (made[:, 2] <= size[0]).all()
    assert (made[:, 3] <= size[1]).all()


@given(spots)
@settings(max_examples=30)
def test_the_order_of_the_places_changes_nothing(found) -> None:
    view = fit("screen", DISTRICT, 980, 590)

    assert labels.place(view, found) == labels.place(view, list(reversed(found)))


@given(spots)
@settings(max_examples=30)
def test_a_name_that_is_not_of_a_centre_covers_no_other_circle(found) -> None:
    view = fit("screen", DISTRICT, 980, 590)
    dots = view.pixels([s.lon for s in found], [s.lat for s in found]) if found else np.empty((0, 2))

    for name in labels.place(view, found):
        if name.spot.is_centre:
            continue
        for spot, dot in zip(found, dots, strict=True):
            circle = np.array([*(dot - spot.radius), *(dot + spot.radius)])
            assert spot.code == name.spot.code or not overlap(np.array(name.box), circle)


def test_the_name_of_a_small_centre_goes_round_the_circles_of_big_ones() -> None:
    view = fit("screen", DISTRICT, 980, 590)
    middle = np.array([490.0, 295.0])
    turns = np.arange(10) * 2 * np.pi / 10
    around = view.degrees(middle + 46 * np.column_stack([np.cos(turns), np.sin(turns)]))
    ring = [Spot(str(i), "", lon, lat, 12, is_centre=False, records=9) for i, (lon, lat) in enumerate(around)]
    lon, lat = view.degrees(middle[None, :])[0]
    (name,) = labels.place(view, [*ring, Spot("small", "Бельтирское", lon, lat, 4, is_centre=True)])[:1]
    dots = view.pixels([s.lon for s in ring], [s.lat for s in ring])
    assert name.spot.code == "small"
    assert not overlap(np.array(name.box)[None, :], np.column_stack([dots - 12, dots + 12])).any()


def test_a_line_begins_at_the_edge_of_the_circle_and_ends_at_the_box() -> None:
    view = fit("screen", DISTRICT, 980, 590)
    crowd = [Spot(str(i), "Бельтирское", 90 + 0.02 * i, 53.2, 8, is_centre=True, records=i) for i in range(6)]

    far = [name for name in labels.place(view, crowd) if name.has_leader]

    assert far
    line = view.pixels(*labels.leader(view, far[0]).T)
    dot = view.pixels([far[0].spot.lon], [far[0].spot.lat])[0]
    assert np.hypot(*(line[0] - dot)) == pytest.approx(8, abs=0.1)
