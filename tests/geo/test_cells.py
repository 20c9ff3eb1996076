"""Cells counted by hand: how many there are, and that they share the district without remainder or overlap."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.cells import cells, district_outline


def _frame(points: list[tuple[float, float]], population: list[float] | None = None) -> pd.DataFrame:
    lon, lat = zip(*points, strict=True)
    codes = [f"{number:011}" for number in range(len(points))]
    return pd.DataFrame({"oktmo": codes, "lon": lon, "lat": lat, "population": population or [1.0] * len(points)})


def test_sixty_two_places_have_sixty_two_cells_that_partition_the_outline(places):
    result = cells(places)
    areas = result["geometry"].to_numpy()
    assert len(areas) == 62
    assert shapely.area(areas).sum() == pytest.approx(district_outline().area, rel=1e-6)
    assert shapely.union_all(areas).area == pytest.approx(district_outline().area, rel=1e-6)


def test_every_cell_is_one_polygon(places):
    assert {area.geom_type for area in cells(places)["geometry"]} == {"Polygon"}


def test_the_part_of_a_cell_cut_off_by_the_border_goes_to_the_neighbour_that_touches_it(places):
    # The cell of Ясная Поляна crosses a bay of the border: 8.51 km² lie beyond it and touch only the cell of Калтас.
    result = cells(places).set_index("oktmo")["geometry"]
    assert result["95608165106"].area == pytest.approx(152.97e6, rel=1e-3)
    assert result["95608409126"].area == pytest.approx(640.91e6, rel=1e-3)


def test_two_places_at_one_point_share_the_cell_of_the_bigger_one():
    frame = _frame([(90.0, 53.0), (90.0, 53.0), (90.1, 53.1)], [5.0, 700.0, 1.0])
    result = cells(frame)
    assert result["geometry"].notna().tolist() == [False, True, True]
    assert result["shares_with"].tolist() == ["00000000001", None, None]


def test_a_place_without_coordinates_has_no_cell():
    frame = _frame([(90.0, 53.0), (float("nan"), 53.1), (90.1, 53.1)])
    assert cells(frame)["geometry"].notna().tolist() == [True, False, True]


def test_a_single_place_gets_the_whole_district():
    assert cells(_frame([(90.0, 53.0)]))["geometry"].iloc[0].equals(district_outline())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(8900, 9090), st.integers(5290, 5370)), min_size=2, max_size=25, unique=True))
def test_cells_of_any_places_add_up_to_the_outline_and_do_not_overlap(hundredths):
    result = cells(_frame([(x / 100, y / 100) for x, y in hundredths]))
    areas = [area for area in result["geometry"] if area is not None]
    assert sum(area.area for area in areas) == pytest.approx(district_outline().area, rel=1e-6)
    assert shapely.union_all(np.array(areas)).area == pytest.approx(district_outline().area, rel=1e-6)
