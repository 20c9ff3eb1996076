"""«Качество ответов»: which answers deserve a look, and why? Asked by whoever answers for the quality of answers."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import scope
from answers import signals as found
from answers.table import Column
from components import address, buttons, empty_reason, ids, moments, shell, states
from components import tables as paging
from components.answers_quality import views
from components.question import Screen, read_screen
from components.register import table as register_table
from components.signals import tables
from data.errors import FilterError
from data.metrics import register
from data.settings import current
from deeds import signals
from reports import xlsx

PATH, TITLE, NEEDS = "/answers", "Качество ответов", "records"
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=3.5, icon="quality", section="answers", needs=NEEDS
)
SIZE = 25


@address.reads(signal=address.choice(found.CODES, "первый сигнал из найденных"), page=address.PAGE, card=address.RECORD)
def layout(signal: str = "", page: str = "", card: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        {"signal": signal, "page": page, "card": card, **params},
        TITLE,
        "На какие ответы посмотреть и почему. Каждый сигнал объясняет себя, и его можно отклонить.",
        [
            dcc.Store(id="signals-changed", data=0),
            dcc.Download(id="signals-file"),
            html.Div(id="signals-done"),
            tables.reason_field(may=signals.may_dismiss()),
            html.Div(states.skeleton(480), id="signals-body", className="screen__body"),
            register_table.panel(card),
        ],
    )


@callback(Output("signals-body", "children"), Input(ids.FLT, "data"), Input("signals-changed", "data"))
def answer(flt: dict[str, str] | None, _changed: int | None = None) -> Any:
    """The signals, and the records of the chosen one."""
    screen = read_screen(flt, scope.current())
    closed = empty_reason.closed_to(screen, PATH, needs=NEEDS)
    if closed is not None:
        return closed
    asked = (screen.filters, screen.scope, current())
    frame = found.overview(*asked)
    told = frame[frame["count"].fillna(0) > 0]["code"].tolist()
    chosen = screen.param("signal", ("", *found.CODES)) or next(iter(told), next(iter(found.CODES)))
    dismissed = tables.dismissed(
        found.dismissed(current(), screen.scope), current().time_zone, may=signals.may_dismiss()
    )
    ways = views.bar(PATH, screen.href)
    return [ways, tables.overview(frame, screen, chosen), _records(screen, chosen, _count(frame, chosen)), dismissed]


def _count(frame: pd.DataFrame, code: str) -> int:
    return int(frame.set_index("code")["count"].fillna(0)[code])


def _records(screen: Screen, code: str, total: int) -> Component:
    number = paging.reached(screen.number("page"), total, SIZE)
    made = found.page(code, screen.filters, screen.scope, current(), number=number, size=SIZE, total=total)
    pager = paging.pager(total, number, SIZE)
    return tables.records(made.frame, total, pager, found.CODES[code], code, may=signals.may_dismiss())


@callback(
    Output("signals-changed", "data"),
    Output("signals-done", "children"),
    Output("signals-file", "data"),
    Input(tables.button(ALL, ALL), "n_clicks"),
    State(tables.REASON, "value"),
    State("signals-changed", "data"),
    State(ids.FLT, "data"),
    prevent_initial_call=True,
)
def act(_clicks: Any, reason: str | None, changed: int | None, flt: dict[str, str] | None) -> tuple[Any, Any, Any]:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return no_update, no_update, no_update
    action, key = str(pressed.id["action"]), str(pressed.id["key"])
    if action == "file":
        return no_update, no_update, _file(read_screen(flt, scope.current()), key)
    said = _done(action, key, reason, read_screen(flt, scope.current()))
    return (changed or 0) + 1, html.P(said, className="staff-note staff-done", role="status"), no_update


def _done(action: str, key: str, reason: str | None, screen: Screen) -> str:
    if action == "restore":
        return f"Сигнал «{found.CODES[signals.restore(key)]}» возвращён."
    if action != "dismiss":
        raise FilterError("Такого действия нет. Обновите страницу.")
    code, _, record = key.partition(":")
    if not signals.dismiss(code, record, reason, screen.filters):
        return "Этот сигнал уже отклонили раньше: осталась прежняя причина."
    return "Сигнал отклонён. Вернуть его можно в списке отклонённых."


def _file(screen: Screen, code: str) -> dict[str, Any]:
    """The records of a signal, how many each has, or what was dismissed, as a workbook without texts and personal
    data.
    """
    if code not in (tables.OVERVIEW, tables.DISMISSED, *found.CODES):
        raise FilterError("Такого сигнала нет. Обновите страницу.")
    title = found.CODES.get(code, "Отклонённые сигналы" if code == tables.DISMISSED else "Сигналы об ответах")
    signals.export(f"{title}.xlsx")
    frame, columns = _rows_of_file(screen, code)
    body = xlsx.workbook(frame, columns, title, screen.subtitle, screen.stamp)
    return xlsx.download(f"{title}.xlsx", body)


def _rows_of_file(screen: Screen, code: str) -> tuple[pd.DataFrame, Sequence[Column]]:
    asked = (screen.filters, screen.scope, current())
    if code == tables.OVERVIEW:
        return found.overview(*asked), found.OVERVIEW_COLUMNS
    if code == tables.DISMISSED:
        frame = found.dismissed(current(), screen.scope, register.MOST_ROWS)
        return moments.told(frame, current().time_zone), found.DISMISSED_COLUMNS
    return found.for_file(code, *asked), found.FILE_COLUMNS
