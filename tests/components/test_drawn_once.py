"""A picture is drawn anew exactly when something that it is drawn from is another."""

from collections.abc import Callable

import plotly.graph_objects as go
import pytest

from components.drawn_once import _MOST, DrawnOnce

Show = Callable[[int], go.Figure]


@pytest.fixture
def drawn() -> list[int]:
    """What was drawn, in order."""
    return []


@pytest.fixture
def show(drawn: list[int]) -> Show:
    """Asks for the picture of a number."""
    pictures = DrawnOnce()

    def shown(records: int) -> go.Figure:
        def draw() -> go.Figure:
            drawn.append(records)
            return go.Figure(go.Bar(y=[records]))

        return pictures.of(("weeks", (records,)), draw)

    return shown


def test_a_picture_of_equal_things_is_drawn_once_and_of_others_anew(show: Show, drawn: list[int]) -> None:
    assert [show(count).data[0].y[0] for count in (3, 3, 4, 3)] == [3, 3, 4, 3]
    assert drawn == [3, 4]


def test_only_the_last_ones_are_kept_and_one_asked_for_again_is_among_them(show: Show, drawn: list[int]) -> None:
    for at in (*range(_MOST), 0, _MOST, 0, 1):  # the first is asked for again before one more comes: the second must go
        show(at)

    assert drawn == [*range(_MOST), _MOST, 1]
