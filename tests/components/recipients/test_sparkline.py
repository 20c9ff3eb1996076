"""A line in a row: what is drawn, and what is not known."""

from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from components import theme
from components.recipients import sparkline


def drawn(values: Sequence[float | None], *, top: float | None = None, dark: bool = False) -> str:
    image: Any = sparkline.line(values, "слова", top=top, dark=dark)
    assert image.alt == "слова"
    return b64decode(image.src.partition(",")[2]).decode()


def test_the_last_known_value_is_a_point_and_the_largest_the_top() -> None:
    svg = drawn([0, 5, 10])

    assert svg.count("<polyline") == 1
    assert f'cx="{sparkline.WIDTH - sparkline.EDGE:.1f}" cy="{sparkline.EDGE:.1f}"' in svg


def test_a_step_that_is_not_known_breaks_the_line() -> None:
    assert drawn([1, 2, None, 3, float("nan"), 4]).count("<polyline") == 3


def test_nothing_known_draws_nothing_but_the_base() -> None:
    for values in ([], [None, None]):
        svg = drawn(values)
        assert "<polyline" not in svg
        assert "<circle" not in svg


def test_a_share_is_drawn_on_the_whole_scale_and_in_the_theme_s_colours() -> None:
    svg = drawn([0.5, 0.5], top=1.0, dark=True)

    assert f",{sparkline.HEIGHT / 2:.1f}" in svg
    assert theme.DARK.accent in svg
