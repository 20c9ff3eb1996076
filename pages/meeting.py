"""One meeting: what is on its agenda, what was decided, what is ordered? Asked by who holds it, printed for it."""

from datetime import timedelta
from functools import partial
from typing import Any

from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers import agenda, record_links
from answers import meetings as frames
from answers.recommendations.lists import Asked
from components import address, buttons, cards, papers, shell, states, typed_form
from components.attributes import html_attributes
from components.meetings import forms, paper
from components.meetings.tables import ONE, button, tool
from data.decisions.meetings.read import Item, Meeting
from data.decisions.meetings.write import Form, ItemForm
from data.decisions.orders.write import Form as OrderForm
from data.errors import FilterError
from data.filters import Filters
from data.metrics import query, stamp
from deeds import duties, meetings, orders, polls, recommendations, roadmaps

PATH, TITLE = "/meeting", "Совещание"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=4.91, within="/meetings", needs="data")
_BODY, _DONE, _CODE, _ORDER = "meeting-body", "meeting-done", "meeting-code", "meeting-order"
_PANEL, _OPENED = "one-meeting-panel", "one-meeting-opened"
_KEEP = (no_update,) * 6
_TERM = timedelta(days=14)


@address.reads(id=address.ANY)
def layout(id: str = "", **_query: Any) -> Component:
    """The screen of one meeting."""
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    body: list[Any] = [
        html.Div(id=_DONE),
        html.Div(_body(id) if is_asked else None, id=_BODY, className="screen__body meeting"),
        typed_form.panel(_PANEL),
        dcc.Store(id=_OPENED),
        dcc.Store(id=_CODE, data=id),
        dcc.Store(id=_ORDER),
    ]
    return shell.plain_screen(TITLE, "Повестка, решения и поручения — на экране и на одном листе.", body)


@address.or_missing("Такого совещания нет", "Все совещания", "/meetings")
def _body(code: str) -> list[Component | None]:
    if not meetings.may_see():
        return [states.empty("Совещания вам не открыты.", "Поручения вашему органу — на экране «Совещания».")]
    one, known = meetings.one(code), meetings.listed()
    found, day, may = orders.listed(), meetings.today(), meetings.may_hold()
    shown = frames.paper(one, found, known)
    extra = paper.loose(shown, day)
    return [
        _tools(one) if may else None,
        papers.links(shown.heading, "/export/minutes", {"id": one.code}, papers.KINDS),
        paper.head(shown),
        cards.card("Повестка", [paper.agenda(shown, day, may=may)], wide=True),
        cards.card("Другие поручения совещания", [extra], wide=True) if extra else None,
        cards.card("Что стало с прежними поручениями", [paper.earlier(shown, day)], wide=True),
        cards.card("Итог", [html.P(one.conclusion)], wide=True) if one.conclusion else None,
    ]


def _tools(one: Meeting) -> Component:
    made = [
        tool("Предложить вопросы", "propose", one.code, on=ONE, is_main=not one.items),
        tool("Добавить вопрос", "item", on=ONE),
        tool("Согласовать дату", "agree", one.code, on=ONE) if one.state == "planned" else None,
        tool("Провести", "hold", one.code, on=ONE, is_main=bool(one.items)) if not one.is_held else None,
        tool("Поручение без вопроса", "item_order", "", on=ONE) if one.is_held else None,
        tool("Изменить", "meeting", one.code, on=ONE),
        html.Button(
            "Печать", id="meeting-print", className="button", type="button", **html_attributes(data_print="page")
        ),
    ]
    return html.Div(made, className="toolbar duties-tools")


@callback(
    Output(_PANEL, "is_open"),
    Output(_PANEL, "title"),
    Output(_PANEL, "children"),
    Output(_OPENED, "data"),
    Output(_BODY, "children"),
    Output(_DONE, "children"),
    Input(button(ALL, ALL, ONE), "n_clicks"),
    Input(_ORDER, "data"),
    State(typed_form.field(ALL), "value"),
    State(typed_form.field(ALL), "id"),
    State(_OPENED, "data"),
    State(_CODE, "data"),
    prevent_initial_call=True,
)
def act(
    _clicks: Any, wanted: list[int] | None, given: list[Any], named: list[Any], opened: dict[str, Any] | None, code: str
) -> Any:
    """Do what a button or a dragged item asks for; buttons that were merely drawn ask for nothing."""
    code = str(code or "")
    if ctx.triggered_id == _ORDER:
        return _arranged(code, wanted)
    pressed = buttons.pressed()
    if pressed is None:
        return _KEEP
    action, key = pressed.id["action"], pressed.id["key"]
    if action in ("meeting", "item", "item_order"):
        return (*_opened(action, key, code), no_update, None)
    version = opened.get("version") if isinstance(opened, dict) else None
    told = typed_form.values(given, named)
    said = _done(action, key, code, version if isinstance(version, int) else 0, told, opened or {})
    return False, no_update, html.Div(), None, _body(code), html.P(said, className="staff-note", role="status")


def _arranged(code: str, wanted: Any) -> Any:
    if not wanted:
        return _KEEP
    one = meetings.one(code)
    seen = {item.key: item.version for item in one.items}
    meetings.arrange(code, [int(key) for key in wanted if isinstance(key, int)], seen)
    said = html.P("Повестка переставлена.", className="staff-note", role="status")
    return *(no_update,) * 4, _body(code), said


def _opened(action: str, key: str, code: str) -> tuple[Any, ...]:
    person.require(meetings.RIGHT)
    one, day = meetings.one(code), meetings.today()
    if action == "meeting":
        return True, f"Совещание {code}", forms.meeting(one, day, ONE), {"version": one.version}
    item = _item(one, key) if key else None
    if action == "item":
        title = "Вопрос повестки" if item else "Новый вопрос"
        return True, title, forms.item(item), {"version": item.version if item else 0}
    given_on = one.held_on if one.held_on <= day else day
    new = OrderForm(item.decision if item else "", "", given_on + _TERM, given_on)
    shown = forms.order(None, new, orders.recipients(), orders.topics(), ONE)
    return True, "Поручение совещания", shown, {"version": 0, "item": item.key if item else None}


def _item(one: Meeting, key: str) -> Item:
    found = next((item for item in one.items if str(item.key) == key), None)
    if found is None:
        raise FilterError("Такого вопроса в повестке уже нет. Обновите страницу.")
    return found


def _done(action: str, key: str, code: str, version: int, given: dict[str, str], opened: Any) -> str:
    if action in ("up", "down"):
        meetings.move(code, _item(meetings.one(code), key).key, -1 if action == "up" else 1)
        return "Повестка переставлена."
    if action in ("agree", "hold"):
        meetings.set_state(code, "agreed" if action == "agree" else "held")
        return "Дата согласована." if action == "agree" else "Совещание проведено: запишите решения и поручения."
    if action == "propose":
        added = meetings.add_items(code, [_form(one) for one in _proposals()])
        return f"Добавлено вопросов: {added}." if added else "Нового, что ждёт решения, нет."
    if action == "save_item":
        return _saved_item(key, code, version, given)
    if action == "remove_item":
        meetings.remove_item(code, _item(meetings.one(code), key).key, version)
        return "Вопрос убран. Вернуть его можно в истории на экране «Совещания»."
    if action == "save_order":
        return f"Поручение {_ordered(code, given, opened)} дано."
    return _of_meeting(action, code, version, given)


def _of_meeting(action: str, code: str, version: int, given: dict[str, str]) -> str:
    if action == "remove_meeting":
        meetings.remove(code, version)
        return "Совещание удалено. Вернуть его можно в истории на экране «Совещания»."
    if action != "save_meeting":
        raise FilterError("Такого действия нет. Обновите страницу.")
    held = typed_form.required_day(given["held_on"], "Дата")
    told = (given["title"], given["chair"], held, given["starts_at"], given["place"], given["attendees"])
    meetings.save(code, version, Form(*told, meetings.one(code).state, given["conclusion"]))
    return "Сохранено."


def _saved_item(key: str, code: str, version: int, given: dict[str, str]) -> str:
    told = ItemForm(given["subject"], given["reason"], given["speaker"], given["decision"])
    if key:
        meetings.save_item(code, _item(meetings.one(code), key).key, version, told)
    else:
        meetings.add_items(code, [told])
    return "Сохранено."


def _ordered(code: str, given: dict[str, str], opened: Any) -> str:
    due, day = (
        typed_form.required_day(given[name], label) for name, label in (("due_on", "Срок"), ("given_on", "Дано"))
    )
    item = opened.get("item") if isinstance(opened.get("item"), int) else None
    key = meetings.one(code).key
    told = OrderForm(
        given["text"], given["recipient"], due, day, given["official"], given["topic"], source_kind="meeting",
        source_id=key, item_id=item,
    )  # fmt: skip
    return orders.save("", 0, told)


def _proposals() -> list[agenda.Proposal]:
    """What needs a decision now, from the numbers of the last year and from what people keep."""
    who, now = scope.current(), stamp(Filters())
    number, _, snapshot_hash = now.address.partition("-")
    filters = Filters(snapshot=int(number), snapshot_hash=snapshot_hash)
    overdue = query(["overdue_now"], ["recipient"], filters, who).dropna(subset=["recipient"])
    to = partial(record_links.address, filters, now.as_of, "overdue_now")
    links = {one: to({"recipient": one}) for one in overdue["recipient"]}
    kept = recommendations.rules(), recommendations.decisions(), recommendations.today()
    found = Asked(filters, who, now.as_of, duties.listed(), *kept).everything()
    day = meetings.today()
    kept_by_others = [*agenda.of_roadmaps(roadmaps.listed(), day), *agenda.of_polls(polls.due(day), day)]
    return agenda.proposals(orders.listed(), overdue, found, kept_by_others, day, links)


def _form(one: agenda.Proposal) -> ItemForm:
    return ItemForm(one.subject[:500], one.reason[:1000], one.speaker, "", one.kind, one.key[:200], one.link[:2000])
