"""A picture is drawn anew exactly when something that it is drawn from is another."""

from functools import partial

import plotly.graph_objects as go

from components.drawn_once import _MOST, DrawnOnce


def test_a_picture_of_equal_things_is_drawn_once_and_of_others_anew() -> None:
    pictures, drawn = DrawnOnce(), list[int]()

    def draw(records: int) -> go.Figure:
        drawn.append(records)
        return go.Figure(go.Bar(y=[records]))

    shown = [pictures.of(("weeks", (count,)), partial(draw, count)) for count in (3, 3, 4, 3)]

    assert drawn == [3, 4]
    assert [figure.data[0].y[0] for figure in shown] == [3, 3, 4, 3]


def test_only_the_last_ones_are_kept_and_one_asked_for_again_is_among_them() -> None:
    pictures, drawn = DrawnOnce(), list[int]()

    def draw(at: int) -> go.Figure:
        drawn.append(at)
        return go.Figure()

    for at in (*range(_MOST), 0, _MOST, 0, 1):  # the last but three asks for the first again, so the second must go
        pictures.of(at, partial(draw, at))

    assert drawn == [*range(_MOST), _MOST, 1]
