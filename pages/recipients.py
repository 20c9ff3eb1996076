"""«Получатели»: who answers how many and how well, and can one tell them apart? Asked by the Head and the curator."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
from dash import MATCH, Input, Output, State, callback, html, no_update, register_page
from dash.development.base_component import Component

from access import scope
from answers import ranks
from answers.frames import with_short_names
from answers.table import when
from components import chart_card, empty_reason, ids, segments, shell
from components.columns import cell_column, link_column, opening_column, text_column, with_cells
from components.figures import dots
from components.filter_bar import click_to_filter
from components.question import Question, Screen, read_screen
from components.register import table
from data.metrics import METRICS, members
from data.metrics.enough import FEW_GENITIVE
from deeds import corrections

PATH, TITLE = "/recipients", "Получатели"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=3, icon="recipients", needs="data")

AXES = ("on_time_share", "records", "resolution_median_days", "overdue_now", "repeat_share", "satisfied_share")
WITH_INTERVAL = ("on_time_share", "resolution_median_days", "repeat_share", "satisfied_share")
COUNTS = ("records", "due", "open_now", "overdue_now")
QUESTION: Question = (["records", "due", "open_now", *AXES[2:4], "on_time_share", *AXES[4:]], ["recipient"])
_PLACE = (text_column("rank_text", "Место"), text_column("peers_text", "Среди кого"))
NOTE = (
    "Точка — значение, полоса — 90 %-й интервал. Место — среди ответственных того же вида; кого по этим данным не "
    f"различить, тем дан общий промежуток мест. Меньше {FEW_GENITIVE} наблюдений — «мало данных», без места."
)


def layout(axis: str = AXES[0], **params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        {"axis": axis, **params},
        "Получатели",
        "Кто сколько получает, соблюдает ли сроки и что говорят заявители. Полнота ответа пока не измеряется.",
        [
            segments.bar("axis", {code: METRICS[code].label for code in AXES}, axis),
            html.Div(id="recipients-nothing"),
            chart_card.chart_card("recipients-dots", "Ответственные", height=320, note=NOTE, wide=True),
            html.Div(id="recipients-table"),
        ],
    )


click_to_filter("recipients-dots", ["recipient"])


@callback(
    Output("recipients-dots", "figure"),
    Output("recipients-table", "children"),
    Output("recipients-nothing", "children"),
    Input(ids.FLT, "data"),
    Input(ids.THEME, "data"),
)
def answer(flt: dict[str, str] | None, theme: str | None = None) -> tuple[go.Figure, Any, Any]:
    """Everything on the screen at once."""
    screen = read_screen(flt, scope.current(), theme)
    axis = screen.param("axis", AXES)
    answer = screen.query(*QUESTION, intervals=True)
    frame = ranks.with_ranks(answer, "recipient", METRICS[axis], ranks.kinds(screen.filters))
    if frame.empty:
        return _dots(screen, frame, axis), None, empty_reason.why(screen, PATH)
    return _dots(screen, frame, axis), _table(screen, frame), None


def _dots(screen: Screen, frame: pd.DataFrame, axis: str) -> go.Figure:
    named = with_short_names(frame, "recipient", members("recipient", screen.filters))
    day = when(axis, (), screen.stamp.as_of)
    figure = dots.intervals(named, "recipient_short", axis, code="recipient", day=day, dark=screen.is_dark)
    title = " ".join(filter(None, (f"Ответственные: {METRICS[axis].label}", day)))
    return screen.chart(figure, title, frame, QUESTION)


def _table(screen: Screen, frame: pd.DataFrame) -> Component:
    opened = screen.with_records_link(with_cells(frame, *WITH_INTERVAL), COUNTS, "recipient")
    shown = screen.with_link_column(opened, "recipient", "recipient", "/register")
    counts = [opening_column(name, when(name, (), screen.stamp.as_of)) for name in COUNTS]
    columns = [link_column("recipient"), *_PLACE, *counts, *map(cell_column, WITH_INTERVAL)]
    note = (
        "Место — промежуток среди ответственных того же вида: в девяти таблицах из десяти верны все промежутки сразу. "
        "Порядок строк — по выбранному показателю."
    )
    return screen.table("Таблица ответственных", shown, columns, QUESTION, note=note, wide=True)


@callback(
    Output({"type": table.ACCEPTED, "index": MATCH}, "children"),
    Input({"type": table.ACCEPT, "index": MATCH}, "n_clicks"),
    State({"type": table.ACCEPT, "index": MATCH}, "id"),
    prevent_initial_call=True,
)
def accept(clicks: int | None, asked: dict[str, str]) -> Any:
    """The better addressee proposed on a record's card, accepted in one click."""
    if not clicks:
        return no_update
    record, question = (int(part) for part in asked["index"].split(":"))
    return table.accepted(corrections.accept_addressee(record, question))
