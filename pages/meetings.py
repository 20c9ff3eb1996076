"""«Совещания»: what meetings are planned and held, and what became of their orders? Asked by the curator every week."""

from datetime import timedelta
from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person
from answers import duties as edits
from answers import meetings as frames
from components import address, buttons, shell, states, typed_form
from components.duties import tables as kept
from components.meetings import forms, tables
from data.decisions.meetings.write import Form
from data.decisions.orders.write import Form as OrderForm
from data.errors import FilterError
from data.filters import Filters
from data.metrics import stamp
from data.settings import current
from deeds import meetings, orders, problem_card
from reports import xlsx

PATH, TITLE = "/meetings", "Совещания"
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=4.9,
    icon="meeting",
    section="decisions",
    needs="data",
)
_BODY, _DONE, _FILE = "meetings-body", "meetings-done", "meetings-file"
_PANEL, _OPENED = "meetings-panel", "meetings-opened"
_KEEP = (no_update,) * 6
_TERM = timedelta(days=14)
_GIVEN = "Здесь будут поручения, открытые вам: их дают на совещаниях и по рекомендациям."


@address.reads(problem=address.ANY)
def layout(problem: str = "", **_query: Any) -> Component:
    """The screen: meetings, orders, and for who may, the ways to change them; problem: whose order is begun."""
    question = "Что решаем на совещаниях и что стало с поручениями. Просроченное — первым."
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    odd = _unknown(problem) if is_asked and problem else None
    body: list[Any] = [
        odd,
        html.Div(id=_DONE),
        _tools() if not is_asked or meetings.may_hold() else None,
        html.Div(_body() if is_asked else None, id=_BODY, className="screen__body"),
        typed_form.panel(_PANEL, *_begun("" if odd else problem)),
        dcc.Store(id=_OPENED, data={"version": 0, "problem": "" if odd else problem}),
        dcc.Download(id=_FILE),
    ]
    return shell.plain_screen(TITLE, question, body)


@address.or_missing("Такой проблемы нет", "К проблемам", "/problems?view=made")
def _unknown(problem: str) -> None:
    """Nothing where the problem of the address is there."""
    problem_card.of(problem)


def _begun(problem: str) -> tuple[str, Component | None]:
    """The form of an order about a problem, for who may give one."""
    if not problem or not orders.may_give():
        return "", None
    found, day = problem_card.of(problem).problem, meetings.today()
    new = OrderForm(f"По проблеме «{found.title}»: ", "", day + _TERM, day)
    return f"Поручение по проблеме № {found.number}", forms.order(None, new, orders.recipients(), orders.topics())


def _tools() -> Component:
    made = [
        tables.tool("Новое совещание", "meeting", is_main=True),
        tables.tool("Новое поручение", "order"),
    ]
    return html.Div(made, className="toolbar duties-tools")


def _body() -> list[Component]:
    found, day = orders.listed(), orders.today()
    totals = orders.totals()
    said = frames.summary(totals.counts, totals.done_late)
    made: list[Component] = []
    if meetings.may_see():
        made.append(_meetings(found))
    if found:
        made.append(tables.orders(frames.order_rows(found, day), said, may=orders.may_give()))
    elif sum(totals.counts.values()):
        made.append(states.empty("Вам открыты только итоги поручений.", said))
    else:
        how = "Их дают на совещании, по рекомендации или кнопкой сверху." if orders.may_give() else _GIVEN
        made.append(states.empty("Поручений нет.", how))
    for history, kind, title in (
        (meetings.history(), "undo_meeting", "История совещаний"),
        (orders.history(), "undo_order", "История поручений"),
    ):
        if history:
            made.append(_history(history, kind, title))
    return made


def _history(found: Any, kind: str, title: str) -> Component:
    return kept.history(edits.edits(found), current().time_zone, title, lambda one: tables.button(kind, one))


def _meetings(found: Any) -> Component:
    listed = meetings.listed()
    if not listed:
        return states.empty("Совещаний ещё нет.", "Нажмите «Новое совещание», затем соберите повестку.")
    return tables.meetings(frames.meeting_rows(listed, found, meetings.today()))


@callback(
    Output(_PANEL, "is_open"),
    Output(_PANEL, "title"),
    Output(_PANEL, "children"),
    Output(_OPENED, "data"),
    Output(_BODY, "children"),
    Output(_DONE, "children"),
    Output(_FILE, "data"),
    Input(tables.button(ALL, ALL), "n_clicks"),
    State(typed_form.field(ALL), "value"),
    State(typed_form.field(ALL), "id"),
    State(_OPENED, "data"),
    prevent_initial_call=True,
)
def act(_clicks: Any, given: list[Any], named: list[Any], opened: dict[str, Any] | None) -> Any:
    """Do what a button of this screen asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (*_KEEP, no_update)
    action, key = pressed.id["action"], pressed.id["key"]
    if action in ("meeting", "order", "finish"):
        return (*_opened(action, key), no_update, None, no_update)
    if action == "file":
        return (*_KEEP, _file(key))
    told = opened if isinstance(opened, dict) else {}
    version = told.get("version")
    given_by_name = typed_form.values(given, named) | {"problem": str(told.get("problem") or "")}
    said = _done(action, key, version if isinstance(version, int) else 0, given_by_name)
    return False, no_update, html.Div(), None, _body(), html.P(said, className="staff-note", role="status"), no_update


def _opened(action: str, code: str) -> tuple[Any, ...]:
    person.require(meetings.RIGHT)
    day = meetings.today()
    if action == "meeting":
        return True, "Новое совещание", forms.meeting(None, day), {"version": 0}
    if action == "finish":
        one = orders.one(code)
        return True, f"Поручение {code}", forms.done(one, day), {"version": one.version}
    known = orders.one(code) if code else None
    new = OrderForm("", "", day + _TERM, day)
    shown = forms.order(known, new, orders.recipients(), orders.topics())
    return True, f"Поручение {code}" if code else "Новое поручение", shown, {"version": known.version if known else 0}


def _done(action: str, key: str, version: int, given: dict[str, str]) -> str:
    if action == "save_meeting":
        return (
            f"Совещание {meetings.save(key, version, meeting_form(given))} сохранено: откройте его и соберите повестку."
        )
    if action == "save_order":
        return f"Поручение {orders.save(key, version, order_form(given, key), given.get('reason', ''))} сохранено."
    if action == "save_done":
        orders.finish(key, version, typed_form.required_day(given["done_on"], "Исполнено"), given["result"])
        return f"Поручение {key} исполнено."
    if action == "remove_order":
        orders.remove(key, version)
        return "Поручение удалено. Вернуть его можно в истории."
    if action in ("undo_order", "undo_meeting"):
        (orders if action == "undo_order" else meetings).undo(key)
        return "Правка отменена."
    raise FilterError("Такого действия нет. Обновите страницу.")


def meeting_form(given: dict[str, str]) -> Form:
    """What the panel says of a meeting."""
    held = typed_form.required_day(given["held_on"], "Дата")
    return Form(given["title"], given["chair"], held, given["starts_at"], given["place"], given["attendees"])


def order_form(given: dict[str, str], code: str) -> OrderForm:
    """What the panel says of an order; where it came from stays."""
    known = orders.form_of(orders.one(code)) if code else None
    kept_from = (
        (known.problem_id, known.source_kind, known.source_id, known.item_id) if known else (None, "hand", None, None)
    )
    problem, kind, source, item = kept_from
    if not code and given["problem"]:
        problem = problem_card.of(given["problem"]).problem.number
    return OrderForm(
        given["text"], given["recipient"], typed_form.required_day(given["due_on"], "Срок"),
        typed_form.required_day(given["given_on"], "Дано"), given["official"], given["topic"], problem,
        typed_form.day(given.get("done_on", ""), "Исполнено"), given.get("result", ""),
        given.get("withdrawn", "") == "yes", kind, source, item,
    )  # fmt: skip


def _file(kind: str) -> dict[str, Any]:
    """Orders or meetings as a workbook."""
    if kind not in ("orders", "meetings"):
        raise FilterError("Такой таблицы нет. Обновите страницу.")
    title = "Поручения" if kind == "orders" else TITLE
    orders.export(f"{title}.xlsx")
    found, day = orders.listed(), orders.today()
    is_orders = kind == "orders"
    frame = frames.order_rows(found, day) if is_orders else frames.meeting_rows(meetings.listed(), found, day)
    columns = frames.ORDER_COLUMNS if is_orders else frames.MEETING_COLUMNS
    body = xlsx.workbook(frame, columns, title, "без фильтров", stamp(Filters()))
    return xlsx.download(f"{title}.xlsx", body)
