"""Distances against known ones, points against cells."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from geo import locate, reference
from geo.distance import haversine_km
from geo.settings import SHIPPED

PLACES = reference.read_places(SHIPPED)

latitudes = st.floats(52.0, 54.5)
longitudes = st.floats(88.0, 92.0)


def test_one_degree_of_a_meridian_is_111_195_kilometres():
    assert haversine_km(53, 90, 54, 90) == pytest.approx(111.195, abs=0.001)


def test_the_antipode_is_half_the_circumference_away():
    assert haversine_km(0, 0, 0, 180) == pytest.approx(20015.1, abs=0.1)


def test_a_missing_coordinate_gives_a_missing_distance():
    assert np.isnan(haversine_km([53, np.nan], 90, 53, 90)).tolist() == [False, True]


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_symmetric(lat_a, lon_a, lat_b, lon_b):
    assert haversine_km(lat_a, lon_a, lat_b, lon_b) == pytest.approx(haversine_km(lat_b, lon_b, lat_a, lon_a))


def test_points_outside_the_district_or_missing_have_no_municipality(built):
    found = locate.municipality_at(built, [55.75, None, 53.0258], [37.62, 90.0, 90.4011])
    assert found.isna().tolist() == [True, True, False]
    assert found.iloc[2] == "95608412"


def test_a_point_on_a_common_border_goes_to_the_smaller_code(built):
    areas = {feature["id"]: feature["geometry"]["coordinates"][0] for feature in built.municipalities["features"]}
    common = {tuple(point) for point in areas["95608151"]} & {tuple(point) for point in areas["95608405"]}
    lon, lat = sorted(common)[0]
    assert locate.municipality_at(built, [lat], [lon]).tolist() == ["95608151"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(latitudes, longitudes), min_size=1, max_size=20))
def test_a_points_municipality_is_that_of_the_cell_it_lies_in(built, points):
    owner = PLACES.set_index("oktmo")["municipality_oktmo"]
    cells = {feature["id"]: shape(feature["geometry"]) for feature in built.places["features"]}
    found = locate.municipality_at(built, *zip(*points, strict=True))
    for (lat, lon), municipality in zip(points, found, strict=True):
        # On a common border either owner may be told.
        around = {owner[code] for code, cell in cells.items() if cell.distance(shapely.Point(lon, lat)) < 1e-9}
        assert municipality in around if around else pd.isna(municipality)
