"""A funnel as it is drawn: limits, points by verdict, names of who differs."""

import pandas as pd

from answers.rating.funnel import WITHIN, WORSE, FunnelOf
from components.figures import funnel
from data.metrics import METRICS

POINTS = pd.DataFrame(
    {
        "recipient": ["a", "b", "c"], "peers_text": ["поселения", "поселения", "учреждения"],
        "raw": [0.3, 0.9, 0.5], "share": [0.31, 0.9, 0.5], "among": [90.0, 80, 5], "elsewhere": [1.0, 1, 0],
        "verdict": [WORSE, WITHIN, WITHIN],
    }
)  # fmt: skip
LIMITS = pd.DataFrame(
    {
        "peers_text": ["поселения"] * 2, "among": [1.0, 95], "centre": [0.85] * 2, "inner_low": [0.1, 0.7],
        "inner_high": [1.0, 0.95], "outer_low": [0.0, 0.6], "outer_high": [1.0, 0.98],
    }
)  # fmt: skip
FOUND = FunnelOf(METRICS["on_time_share"], POINTS, LIMITS)


def test_points_stand_at_their_cases_and_who_differs_is_named() -> None:
    figure = funnel.draw(FOUND, "поселения", {"a": "Аскизский"})

    drawn = {trace.name: trace for trace in figure.data}
    assert list(drawn[WORSE].x) == [90.0]
    assert list(drawn[WORSE].text) == ["Аскизский"]
    assert drawn[WITHIN].text is None
    assert drawn[funnel.OUTER].line.dash == "solid"
    assert drawn["среднее сверстников"].y[0] == 0.85


def test_other_kinds_of_peers_are_not_drawn_and_none_is_a_sentence() -> None:
    assert sum(len(trace.x) for trace in funnel.draw(FOUND, "поселения", {}).data if trace.mode != "lines") == 2
    assert "Воронку строить не из чего" in funnel.draw(None, "поселения", {}).layout.annotations[0].text
    assert "Воронку строить не из чего" in funnel.draw(FOUND, "органы района", {}).layout.annotations[0].text
