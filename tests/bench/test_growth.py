"""What is said of growth follows from what was measured."""

from xml.etree import ElementTree

import pytest

from bench.growth import table
from bench.growth_picture import drawn, slope

FOUND = {10_000: {"карта": 2.0, "правка": 300.0}, 1_000_000: {"карта": 4.0}, 100_000: {"карта": 3.0, "правка": 3000.0}}


def test_the_exponent_tells_how_fast_an_operation_grows() -> None:
    assert slope({10_000: 5.0, 10_000_000: 5.0}) == 0
    assert slope({10_000: 5.0, 100_000: 50.0}) == pytest.approx(1)
    assert slope({10_000: 5.0}) is None
    assert slope({10_000: 0.0, 100_000: 50.0}) is None


def test_what_was_not_measured_is_a_dash() -> None:
    assert table(FOUND)[-1] == "| правка | 300,0 | — | 3000,0 | 1,00 |"


def test_the_picture_is_an_svg_with_a_line_for_each_operation() -> None:
    picture = ElementTree.fromstring(drawn(FOUND))
    names = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"карта", "правка", "1 000 000"} <= names
    assert len(list(picture.iter("{http://www.w3.org/2000/svg}polyline"))) == 3  # two operations and the dotted line
