"""Dots with intervals."""

import numpy as np
import pandas as pd
import pytest

from components.figures import dots
from tests.components.figures.frames import measured

NAN = float("nan")


def test_few_observations_get_words_instead_of_a_dot() -> None:
    frame = measured(
        "on_time_share", [("a", 0.8, 0.6, 0.9, 20), ("b", 1.0, 0.4, 1.0, 2), ("c", NAN, NAN, NAN, 0)], "recipient"
    )

    _, points, words = dots.intervals(frame, "recipient_label", "on_time_share").data

    assert list(points.y) == [0]
    assert [word.strip() for word in words.text] == ["мало данных", "нет данных"]
    assert list(words.y) == [1, 2]


def test_an_unbounded_interval_reaches_the_edge() -> None:
    frame = measured("resolution_median_days", [("a", 10, 8, NAN, 20), ("b", 12, 9, 15, 20)], "recipient")

    lines, *_ = dots.intervals(frame, "recipient_label", "resolution_median_days").data

    assert lines.x[1] == pytest.approx(1.05 * 15)


def test_shares_are_drawn_on_the_whole_scale() -> None:
    frame = measured("on_time_share", [("a", 0.8, 0.6, 0.9, 20)], "recipient")

    figure = dots.intervals(frame, "recipient_label", "on_time_share")

    assert figure.layout.xaxis.ticktext == ("0 %", "25 %", "50 %", "75 %", "100 %")


def test_the_chart_grows_with_its_rows() -> None:
    rows = [(str(i), 0.5, 0.4, 0.6, 30) for i in range(40)]

    figure = dots.intervals(measured("on_time_share", rows, "recipient"), "recipient_label", "on_time_share")

    assert figure.layout.height == dots.height(40) > 1000


def test_nobody_with_enough_observations_gives_a_sentence() -> None:
    frame = measured("on_time_share", [("a", 1.0, 0.4, 1.0, 2)], "recipient")

    assert "мало данных" in dots.intervals(frame, "recipient_label", "on_time_share").layout.annotations[0].text


def test_a_count_is_drawn_however_small() -> None:
    frame = pd.DataFrame(
        {"recipient": ["a", "b"], "recipient_label": ["А", "Б"], "overdue_now": [2, 0], "overdue_now_n": [2, 0],
         "overdue_now_low": [np.nan] * 2, "overdue_now_high": [np.nan] * 2}
    )  # fmt: skip
    figure = dots.intervals(frame, "recipient_label", "overdue_now", code="recipient", day="на 29.11.2026")
    assert list(figure.data[1].x) == [2, 0]
    assert figure.layout.xaxis.title.text == "Просрочено на 29.11.2026"
