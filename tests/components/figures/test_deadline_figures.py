"""The calendar of coming terms, ages of open records, cohorts by channel and curves say what their frames say."""

from datetime import date

import pandas as pd
import pytest

from components import theme
from components.figures import cohorts, curves, due_calendar, flow
from tests.components.figures.frames import week

AS_OF = date(2026, 3, 31)  # a Tuesday


@pytest.mark.parametrize("dark", [False, True])
def test_the_calendar_shows_each_coming_day_and_no_day_that_has_gone_by(dark: bool) -> None:
    counts = {date(2026, 3, 30): 9, date(2026, 3, 31): 2, date(2026, 4, 3): 5, date(2026, 12, 1): 7}
    figure = due_calendar.calendar(counts, AS_OF, dark=dark)
    cells = figure.data[0].z
    assert cells[0][0] is None, "Monday has gone by"
    assert (cells[0][1], cells[0][4], cells[1][0]) == (2, 5, 0)
    assert [a.text for a in figure.layout.annotations] == ["<b>2</b>", "<b>5</b>"]
    axes = (figure.layout.xaxis, figure.layout.yaxis)
    assert not any(axis.zeroline or axis.showline or axis.showgrid for axis in axes), "no line crosses a cell"
    assert "30.03.2026: прошло" in figure.data[0].text[0][0]


def test_a_calendar_without_terms_says_so() -> None:
    figure = due_calendar.calendar({date(2026, 3, 1): 4}, AS_OF)
    assert not figure.data
    assert "сроков нет" in figure.layout.annotations[0].text


def test_text_in_a_cell_is_read_on_its_shade() -> None:
    assert theme.text_on(1.0) == theme.palette().surface
    assert theme.text_on(0.1) == theme.palette().text
    assert theme.with_alpha("#0b5cab", 0.5) == "rgba(11,92,171,0.5)"


def aged() -> pd.DataFrame:
    rows = [("1", "до 3 дней", "ПОС", 4), ("3", "11–30 дней", "ПОС", 2), ("1", "до 3 дней", "Письмо", 1)]
    frame = pd.DataFrame(rows, columns=["age", "age_label", "channel_label", "open_now"])
    return frame.assign(channel=frame["channel_label"].map({"ПОС": "pos_message", "Письмо": "letter"}))


def test_ages_are_stacked_in_their_own_order_and_add_up() -> None:
    figure = flow.bars_by_age(aged(), "channel")
    assert list(figure.layout.xaxis.ticktext) == ["до 3", "11–30"]
    assert sum(sum(bar.y) for bar in figure.data) == 7
    assert not flow.bars_by_age(aged().iloc[:0], "channel").data


def members_frame(members: int) -> pd.DataFrame:
    rows = [
        {"week": week(w), "channel_label": f"Канал {m}", **dict.fromkeys(cohorts.SHOWN, m + 1)}
        for w in range(2)
        for m in range(members)
    ]
    return pd.DataFrame(rows)


def test_cohorts_by_member_draw_the_biggest_with_one_legend() -> None:
    figure = cohorts.by_member(members_frame(8), "channel")
    assert [a.text for a in figure.layout.annotations] == [f"Канал {m}" for m in (7, 6, 5, 4, 3, 2)]
    assert [bar.name for bar in figure.data if bar.showlegend] == [
        "В срок", "С опозданием", "Просрочено, не закрыто", "Срок не наступил",
    ]  # fmt: skip
    assert sum(sum(bar.y) for bar in figure.data) == 2 * 4 * (8 + 7 + 6 + 5 + 4 + 3)


def test_cohorts_of_nobody_say_so() -> None:
    assert not cohorts.by_member(members_frame(2).assign(**dict.fromkeys(cohorts.SHOWN, 0)), "channel").data


def test_a_curve_rises_to_the_share_that_was_closed_with_its_band_around_it() -> None:
    steps = {"days": [0.0, 5.0], "still_open": [1.0, 0.25], "low": [1.0, 0.1], "high": [1.0, 0.5], "n": [20, 20]}
    low, high, curve = curves.closed_by(pd.DataFrame({"code": "pos_message", "name": "ПОС", **steps}), "channel").data
    assert list(curve.y) == [0.0, 0.75]
    assert list(low.y) == [0.0, 0.5]
    assert list(high.y) == [0.0, 0.9]
    assert "20 записей" in curve.name.replace("\u00a0", " ")
    assert not curves.closed_by(pd.DataFrame(), "channel").data
