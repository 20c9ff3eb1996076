"""Sentences of the note agree with any number they may hold."""

import pytest

from reports.documents.blocks import Number
from reports.weekly.figures import Figure, compared
from reports.weekly.hotspots import _times
from words import nouns
from words.format import NBSP


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (2.1, "вдвое больше"),
        (3.4, "в 3,4 раза больше"),
        (5.1, "впятеро больше"),
        (21.2, "в 21 раз больше"),
        (22.0, "в 22 раза больше"),
        (53.0, "в 53 раза больше"),
        (63.4, "в 63 раза больше"),
        (12.0, "в 12 раз больше"),
        (100.0, "в 100 раз больше"),
    ],
)
def test_times_agree_with_their_number(ratio: float, said: str) -> None:
    assert _times(ratio).replace(NBSP, " ") == said


NORM, YEAR = "нормы восьми недель", "в ту же неделю год назад"
NOTHING = "сравнить не с чем: данных за прежние недели нет"


@pytest.mark.parametrize(
    ("now", "norm", "year", "said"),
    [
        (12.0, 11.4, 10.0, f"на 1 запись больше {NORM} (11) и на 2 записи больше, чем {YEAR} (10)"),
        (37.0, 37.2, 35.0, f"столько же, сколько по норме восьми недель (37), и на 2 записи больше, чем {YEAR} (35)"),
        (37.0, 37.2, None, "столько же, сколько по норме восьми недель (37)"),
        (5.0, 26.0, 5.0, f"на 21 запись меньше {NORM} (26) и столько же, сколько {YEAR} (5)"),
        (5.0, None, None, NOTHING),
    ],
)
def test_a_figure_is_compared_with_what_is_known(now: float, norm: float | None, year: float | None, said: str) -> None:
    figure = Figure("records", Number("", "records", now), None, norm, year)
    assert compared(figure, nouns.RECORD).replace(NBSP, " ") == said
