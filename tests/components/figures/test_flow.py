"""Weekly flow and weekly cohorts."""

import pandas as pd

from components import theme
from components.figures import cohorts, flow
from tests.components.figures.frames import week


def flow_frame(channels: int) -> pd.DataFrame:
    rows = [
        {"week": week(w), "channel": f"c{c}", "channel_label": f"Канал {c}", "records": (c + 1) * (w + 1)}
        for w in range(3)
        for c in range(channels)
    ]
    return pd.DataFrame(rows)


def test_an_empty_flow_says_so_and_draws_no_bar() -> None:
    empty = pd.DataFrame({"week": [], "channel": [], "channel_label": [], "records": []})

    figure = flow.stacked_bars(empty, "week", "channel")

    assert not figure.data
    assert "записей нет" in figure.layout.annotations[0].text


def test_a_flow_of_zeros_is_an_empty_flow() -> None:
    assert not flow.stacked_bars(flow_frame(2).assign(records=0), "week", "channel").data


def test_bars_of_a_week_add_up_to_its_records() -> None:
    frame = flow_frame(10)

    figure = flow.stacked_bars(frame, "week", "channel")

    drawn = sum(sum(bar.y) for bar in figure.data)
    assert drawn == frame["records"].sum()
    assert len(figure.data) == flow.MOST_SERIES + 1
    assert figure.data[-1].name == flow.OTHERS


def test_few_channels_keep_their_own_names_and_different_colours() -> None:
    figure = flow.stacked_bars(flow_frame(4), "week", "channel")

    assert {bar.name for bar in figure.data} == {f"Канал {c}" for c in range(4)}
    assert len({bar.marker.color for bar in figure.data}) == 4


def test_weeks_are_written_in_russian() -> None:
    figure = flow.stacked_bars(flow_frame(2), "week", "channel")

    assert figure.layout.xaxis.ticktext[0].replace("\u00a0", " ") == "2 мар<br>2026"


def cohort_frame() -> pd.DataFrame:
    return pd.DataFrame(
        {"week": [week(1), week(0)], "on_time": [3, 5], "late": [1, 0], "overdue_open": [2, 1], "not_yet_due": [0, 4]}
    )


def test_a_cohort_keeps_its_order_colours_and_numbers() -> None:
    figure = cohorts.weekly(cohort_frame())

    assert [bar.name for bar in figure.data] == ["В срок", "С опозданием", "Просрочено, не закрыто", "Срок не наступил"]
    assert [bar.marker.color for bar in figure.data] == [theme.outcome_colours()[code] for code in cohorts.SHOWN]
    assert list(figure.data[0].x) == [week(0), week(1)]
    assert list(figure.data[0].y) == [5, 3]


def test_without_any_term_the_cohorts_say_why_they_are_empty() -> None:
    figure = cohorts.weekly(cohort_frame().assign(on_time=0, late=0, overdue_open=0, not_yet_due=0))

    assert not figure.data
    assert "срок" in figure.layout.annotations[0].text
