"""«Записи»: which records stand behind a number, and what is in one? Asked by whoever answers for a channel."""

from dataclasses import asdict
from typing import Any

from dash import (
    ALL,
    MATCH,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    html,
    no_update,
    register_page,
)
from dash.development.base_component import Component

from access import person, scope
from answers.filter_words import counted_by
from components import address, buttons, empty_reason, filter_bar, ids, received, segments, shell, tables
from components.question import read_screen
from components.register import table
from data.errors import AccessError
from data.metrics import METRICS, record_order, register
from data.order import Order
from data.scope import Scope
from deeds import checks, contacts, corrections, records
from words import format, texts

PATH, NEEDS = "/register", "records"
register_page(
    __name__,
    path=PATH,
    name="Записи",
    title="Записи · МЦУ",
    order=4,
    icon="register",
    section="answers",
    needs=NEEDS,
)

SIZE = 50
SORTS = {
    "received": "Сначала новые",
    "urgent": "Сначала срочные",
    "resolved": "Недавно закрытые",
    "rating": "Сначала низкие оценки",
}
"""Orders with a button of their own; the headings give the others."""
SORT = ids.param("sort", "received")


@address.reads(
    sort=address.order(record_order.SORTS, "сначала новые"),
    page=address.PAGE,
    card=address.RECORD,
    behind=address.choice(METRICS, "все записи"),
)
def layout(sort: str = "received", page: str = "", card: str = "", behind: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        {"sort": "" if sort == "received" else sort, "page": page, "behind": behind, **params},
        "Записи",
        "Какие записи стоят за числами. Имена и контакты заявителей скрыты.",
        [
            html.Div(
                [
                    segments.switch("sort", SORTS, sort, more=True),
                    html.Div(
                        [
                            table.narrowing_to_share(register.BEHIND, behind),
                            html.A(texts.XLSX, id="register-file", className="button"),
                        ],
                        className="register-side",
                    ),
                ],
                className="toolbar",
            ),
            html.P(id="register-limit", className="card__note"),
            html.Section(id="register-rows", className="card register"),
            table.panel(card),
        ],
        controls=filter_bar.OF_RECORDS,
    )


@callback(
    Output("register-rows", "children"),
    Output("register-file", "href"),
    Output("register-limit", "children"),
    Input(ids.FLT, "data"),
)
def answer(flt: dict[str, str] | None) -> tuple[Any, str, str]:
    """One page of the register."""
    screen = read_screen(flt, scope.current())
    order = record_order.of_screen(screen.params.get("sort", ""))
    behind, number = screen.param("behind", ("", *METRICS)), screen.number("page")
    closed = empty_reason.closed_to(screen, PATH, needs=NEEDS)
    if closed is not None:
        return closed, "", ""
    more: dict[str, Any] = {"sort": order.name, "descending": order.is_down, "behind": behind}
    found = register.page(screen.filters, screen.scope, page=number, size=SIZE, **more)
    if number != (number := tables.reached(number, found.total, SIZE)):
        found = register.page(screen.filters, screen.scope, page=number, size=SIZE, **more)
    file = screen.href("/export/register.xlsx", sort=screen.params.get("sort", ""), behind=behind)
    said = _limit(found.total, counted_by(behind)) + table.after_count(screen.filters, screen.scope, found.total)
    if not found.total:
        return empty_reason.why(screen, PATH, behind), file, said
    return _rows(found, number, order), file, said


def _rows(found: register.RegisterPage, number: int, order: Order) -> list[Component]:
    return [tables.pager(found.total, number, SIZE), table.rows(found.frame, "Реестр записей", SORT, order)]


def _limit(total: int, only: str) -> str:
    most, found = register.MOST_ROWS, f"Найдено{f' ({only})' if only else ''}: {format.records(total)}."
    if total <= most:
        return f"{found} В XLSX попадут все, без персональных данных и текстов."
    first = f"В XLSX попадут первые {format.number(most)}: сузьте фильтры, чтобы взять остальные."
    return f"{found} {first}"


@callback(
    Output(table.PANEL, "is_open"),
    Output(table.PANEL, "title"),
    Output(table.PANEL, "children"),
    Output(table.SHOWN, "data"),
    Input({"type": table.OPEN, "index": ALL}, "n_clicks"),
    Input(table.WANTED, "data"),
    State(table.SHOWN, "data"),
    State(ids.FLT, "data"),
)
def open_card(_clicks: list[int | None], wanted: Any, shown: Any, flt: dict[str, str] | None) -> tuple[Any, ...]:
    """The card of the record whose row was clicked, on any screen with `register_table.rows` and its panel, or of the
    one that the address names.

    A number of the address that nobody has, or the asker may not see, is told where the card would stand. Rows that
    were merely drawn open nothing themselves; but their arrival makes the browser drop an answer on its way,
    so what the address names is given until it has been shown.
    """
    pressed = buttons.pressed()
    number = pressed.id["index"] if pressed else wanted if shown is None else None
    if number is None:
        return (no_update,) * 4
    screen = read_screen(flt, scope.current())
    try:
        record = records.open_card(number, screen.filters)
    except AccessError as error:
        if pressed:
            raise
        return _missing(str(error), screen.scope, number)
    asks = bool(screen.scope.at_least("contacts").grants)
    card = table.record_card(
        record, may_ask_contacts=asks, may_correct=corrections.may_correct(), may_check=checks.may_check()
    )
    return True, table.record_title(record), card, record["record_id"]


def _missing(why: str, asker: Scope, number: int) -> tuple[Any, ...]:
    if not asker.may_open_records:  # the screen itself says so
        return (no_update,) * 4
    told = address.missing("Такой записи нет", why, "Все записи", PATH)
    return True, f"Запись № {number}", told, number


clientside_callback(
    ClientsideFunction("mcu_filters", "card"),
    Input(table.PANEL, "is_open"),
    Input(table.SHOWN, "data"),
    prevent_initial_call=True,
)


@callback(
    Output({"type": table.CONTACTS, "index": MATCH}, "children"),
    Input({"type": table.ASK, "index": MATCH}, "n_clicks"),
    State({"type": table.REASON, "index": MATCH}, "value"),
    State({"type": table.ASK, "index": MATCH}, "id"),
    prevent_initial_call=True,
)
def show_contacts(clicks: int | None, reason: str | None, asked: dict[str, Any]) -> Any:
    """Contacts of one applicant, for a reason that stays in the log of actions."""
    if not clicks or person.current() is None:
        return no_update
    (record,) = received.numbers(asked["index"], 1)
    return table.contacts(asdict(contacts.show_contacts(record, reason or "")))
