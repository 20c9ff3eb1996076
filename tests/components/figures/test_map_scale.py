"""Colours of the map: classes, borders, and readers who do not tell red from green."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.heat_map.measures import MEASURES, difference
from components import theme
from components.figures import map_scale

RECORDS, CHANGE = MEASURES["records"], difference(MEASURES["overdue_share"])
# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
BLINDNESS = {
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
}
EASILY_TOLD = 7.0
"""CIE76 distance between neighbouring classes; 2.3 is just noticeable side by side."""


@pytest.mark.parametrize(("most", "told"), [(1, ["0", "1"]), (3, ["0", "3"]), (4, ["0", "2", "4"])])
def test_a_scale_of_few_records_names_no_half_of_one(most, told):
    assert [said for _, said in map_scale.make([0, most], RECORDS, "even").ticks] == told


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear RGB under D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen(colour: str, blindness: str) -> np.ndarray:
    return lab(np.array(BLINDNESS[blindness]) @ linear(colour))


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("is_change", [False, True])
def test_neighbouring_classes_are_told_apart_without_red_and_green(blindness: str, dark: bool, is_change: bool) -> None:
    shades = map_scale.shades(is_change=is_change, is_by_class=True, dark=dark)
    steps = [np.linalg.norm(seen(a, blindness) - seen(b, blindness)) for a, b in pairwise(shades)]

    assert min(steps) > EASILY_TOLD, steps


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("dark", [False, True])
def test_less_and_more_of_equal_strength_are_told_apart_without_red_and_green(blindness: str, dark: bool) -> None:
    shades = map_scale.shades(is_change=True, is_by_class=True, dark=dark)

    for i in range(3):
        assert np.linalg.norm(seen(shades[i], blindness) - seen(shades[6 - i], blindness)) > 2 * EASILY_TOLD


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("dark", [False, True])
def test_more_is_always_further_from_the_paper(blindness: str, dark: bool) -> None:
    light = [seen(c, blindness)[0] for c in map_scale.shades(is_change=False, is_by_class=False, dark=dark)]

    assert light == sorted(light, reverse=not dark)


def test_an_even_scale_begins_at_zero_and_ends_at_a_round_number() -> None:
    made = map_scale.make([3, 187, 634], RECORDS, "even")

    assert made is not None
    assert (made.low, made.high) == (0, 700)
    assert made.z(187) == 187


def test_a_change_has_zero_in_the_middle() -> None:
    made = map_scale.make([-3.0, 11.0], CHANGE, "even")

    assert made is not None
    assert made.low == -made.high
    assert made.ticks[2] == (0.0, "0")


def test_nothing_known_has_no_scale() -> None:
    assert map_scale.make([], RECORDS, "even") is None


VALUES = st.lists(st.floats(-1000, 1000).map(lambda x: round(x, 2)), min_size=1, max_size=60)


@given(VALUES, st.sampled_from(["even", "quantile"]), st.booleans())
def test_every_value_has_a_place_on_its_scale_and_more_is_never_less(values, kind: str, is_change: bool) -> None:
    shown = values if is_change else [abs(v) for v in values]
    made = map_scale.make(shown, CHANGE if is_change else RECORDS, kind)

    assert made is not None
    zs = [made.z(v) for v in sorted(shown)]
    assert zs == sorted(zs)
    assert all(made.low <= z <= made.high for z in zs)
    stops = [float(stop) for stop, _ in made.colorscale]
    assert (stops[0], stops[-1]) == (0, 1)
    assert stops == sorted(stops)


@given(VALUES)
def test_less_and_more_never_share_a_class(values) -> None:
    made = map_scale.make(values, CHANGE, "quantile")

    assert made is not None
    below, above = [made.z(v) for v in values if v < 0], [made.z(v) for v in values if v > 0]
    assert not set(below) & set(above)


def test_quantile_classes_hold_about_as_many_areas_each() -> None:
    made = map_scale.make(list(range(1, 41)), RECORDS, "quantile")

    assert made is not None
    sizes = [sum(1 for v in range(1, 41) if made.z(v) == i + 0.5) for i in range(map_scale.CLASSES)]
    assert sizes == [10] * 4


@pytest.mark.parametrize("dark", [False, True])
def test_the_class_of_least_differs_from_land_without_data(dark: bool) -> None:
    palest = map_scale.shades(is_change=False, is_by_class=True, dark=dark)[0]

    for blindness in BLINDNESS:
        assert np.linalg.norm(seen(palest, blindness) - seen(theme.palette(dark).land, blindness)) > EASILY_TOLD
