"""«Рекомендации»: what should be decided, for whom and why? Asked by the Head and the curator; decided by people."""

from dataclasses import replace
from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers import duties as edits
from answers.recommendations import facts, frames
from answers.recommendations.lists import Asked
from answers.recommendations.rules import Recommendation
from components import address, buttons, empty_reason, ids, segments, shell, states, tables, typed_form
from components.duties import tables as kept
from components.question import Screen, read_screen
from components.recommendations import cards, form
from components.recommendations.cards import button
from data.decisions.orders.write import Form as Order
from data.decisions.recommendations.write import Form
from data.decisions.roadmaps.forms import MeasureForm
from data.errors import FilterError
from data.settings import current
from deeds import duties, orders, practices, recommendations, roadmaps
from reports import xlsx
from words import format

PATH, TITLE = "/recommendations", "Рекомендации"
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=4.8, icon="bulb", section="decisions", needs="data"
)
VIEWS = {"waiting": "Ждут решения", "decided": "Решено"}
SIZE, LEAST = 12, 5
_CHANGED, _PLACES, _FILE = "recommendations-changed", "recommendations-places", "recommendations-file"
_SUMS_ONLY = "Вам открыты только округлённые итоги: рекомендации построены на малых числах."


@address.reads(view=address.choice(VIEWS), page=address.PAGE)
def layout(view: str = "", page: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        {"view": view, "page": page, **params},
        TITLE,
        "Что решить по обязанностям получателей. Правила — данные с основанием; решает человек.",
        [
            html.Div([segments.switch("view", VIEWS, view), _tool("Скачать XLSX", "file", "")], className="toolbar"),
            dcc.Store(id=_CHANGED, data=0),
            html.Div(id="recommendations-done"),
            html.Div(states.skeleton(480), id=_PLACES, className="screen__body"),
            html.Div(id="recommendations-body", className="screen__body"),
            typed_form.panel(form.PANEL),
            dcc.Download(id=_FILE),
        ],
    )


def _tool(label: str, action: str, key: str) -> Component:
    return html.Button(label, id=button(action, key), className="button", type="button")


@callback(Output("recommendations-body", "children"), Input(ids.FLT, "data"), Input(_CHANGED, "data"))
def answer(flt: dict[str, str] | None, _changed: int | None = None) -> Any:
    """The chosen view: what waits, or what is decided."""
    screen = read_screen(flt, scope.current())
    closed = empty_reason.closed_to(screen, PATH, needs="data")
    if closed is not None:
        return closed
    if screen.scope.hides_small_cells:
        accepted, declined = recommendations.counts()
        said = f"Принято: {format.number(accepted)}, отклонено: {format.number(declined)}."
        return states.empty(_SUMS_ONLY, said)
    if screen.param("view", tuple(VIEWS)) == "decided":
        return _decided()
    asked = _asked(screen)
    known = asked.facts()
    return _page(screen, asked.of_shares(known), facts.few(known, LEAST))


def _page(screen: Screen, found: list[Recommendation], few: int) -> list[Component]:
    if not found:
        hint = (
            "Ни одно число не вышло за порог вместе со своей неопределённостью. Уберите фильтры или смотрите «Решено»."
        )
        return [cards.summary(found, few), states.empty("Рекомендовать нечего.", hint)]
    number = tables.reached(screen.number("page"), len(found), SIZE)
    shown = found[(number - 1) * SIZE : number * SIZE]
    return [cards.summary(found, few), *_cards(shown), tables.pager(len(found), number, SIZE)]


def _cards(found: list[Recommendation]) -> list[Component]:
    known, may = practices.listed(), recommendations.may_decide()
    helped = {
        one.finding.topic: [
            (practice.code, f"{practice.title} — {'проверено здесь' if practice.is_own else 'чужой опыт'}")
            for practice in known
            if practice.helps(one.finding.topic)
        ]
        for one in found
    }
    return [cards.card(one, helped[one.finding.topic], may=may) for one in found]


def _decided() -> list[Component]:
    made = [cards.decided(frames.decided(found))] if (found := recommendations.decisions()) else []
    if not made:
        return [states.empty("Ещё ничего не решено.", "Откройте «Ждут решения» и нажмите «Решить».")]
    if history := recommendations.history():
        shown = edits.edits(history)
        made.append(kept.history(shown, current().time_zone, "История решений", lambda one: button("undo", one)))
    return made


@callback(Output(_PLACES, "children"), Input(ids.FLT, "data"), Input(_CHANGED, "data"))
def answer_places(flt: dict[str, str] | None, _changed: int | None = None) -> Any:
    """What hotspots, growth and season recommend: their search takes seconds, so it does not hold the rest up."""
    screen = read_screen(flt, scope.current())
    is_first = screen.number("page") == 1 and screen.param("view", tuple(VIEWS)) == "waiting"
    if not is_first or screen.scope.hides_small_cells or empty_reason.closed_to(screen, PATH, needs="data"):
        return None
    return _cards(_asked(screen).of_changes())


def _asked(screen: Screen) -> Asked:
    """With the snapshot in every address: the numbers behind a decision stay what they were."""
    number, _, key = screen.stamp.address.partition("-")
    filters = replace(screen.filters, snapshot=int(number), snapshot_hash=key)
    known = recommendations.rules(), recommendations.decisions(), recommendations.today()
    return Asked(filters, screen.scope, screen.stamp.as_of, duties.listed(), *known)


@callback(
    Output(form.PANEL, "is_open"),
    Output(form.PANEL, "title"),
    Output(form.PANEL, "children"),
    Output(_CHANGED, "data"),
    Output("recommendations-done", "children"),
    Output(_FILE, "data"),
    Input(button(ALL, ALL), "n_clicks"),
    State(typed_form.field(ALL), "value"),
    State(typed_form.field(ALL), "id"),
    State(ids.FLT, "data"),
    State(_CHANGED, "data"),
    prevent_initial_call=True,
)
def act(_clicks: Any, given: list[Any], named: list[Any], flt: dict[str, str] | None, changed: int | None) -> Any:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (no_update,) * 6
    action, key = pressed.id["action"], pressed.id["key"]
    screen = read_screen(flt, scope.current())
    if action == "file":
        return (*(no_update,) * 5, _file(screen))
    if action == "open":
        person.require(recommendations.RIGHT)
        one = _asked(screen).one(key)
        shown = form.form(one, recommendations.today(), _roadmaps(), may_order=recommendations.may_order())
        return True, one.finding.topic_label, shown, no_update, None, no_update
    said = _done(screen, action, key, typed_form.values(given, named))
    return (
        False,
        no_update,
        html.Div(),
        (changed or 0) + 1,
        html.P(said, className="staff-note", role="status"),
        no_update,
    )


def _roadmaps() -> list[tuple[str, str]]:
    return [(one.code, f"{one.code} {one.title}") for one in roadmaps.listed()] if roadmaps.may_edit() else []


def _done(screen: Screen, action: str, key: str, given: dict[str, str]) -> str:
    if action == "undo":
        recommendations.undo(key)
        return "Решение отменено."
    if action not in ("accept", "decline", "order", "measure"):
        raise FilterError("Такого действия нет. Обновите страницу.")
    one = _asked(screen).one(key)
    numbers, link, _figures = one.finding.story
    told = Form(
        one.rule.code, one.finding.topic, one.finding.recipient, one.rule.decision, numbers, link, action != "decline",
        given["reason"],
    )  # fmt: skip
    if action == "measure":
        told = replace(told, became=_measure(one, given))
    became = recommendations.decide(told, _order(one, given) if action == "order" else None)
    return f"Записано{f': {became}' if became else ''}. Вернуть — в истории решений."


def _order(one: Recommendation, given: dict[str, str]) -> Order:
    due, topic = typed_form.required_day(given["due_on"], "Срок"), one.finding.topic
    return Order(
        given["text"], one.finding.recipient, due, orders.today(), given["official"], topic if "." in topic else ""
    )


def _measure(one: Recommendation, given: dict[str, str]) -> str:
    if not given.get("roadmap"):
        raise FilterError("Выберите дорожную карту, в которую войдёт мероприятие.")
    due = typed_form.required_day(given["due_on"], "Срок")
    measure = MeasureForm(given["text"][:400], one.finding.recipient, given["official"], due_on=due)
    roadmaps.add_measure(given["roadmap"], measure, "из рекомендации")
    return given["roadmap"]


def _file(screen: Screen) -> dict[str, Any]:
    """All that waits, or all that is decided, as a workbook."""
    is_decided = screen.param("view", tuple(VIEWS)) == "decided"
    title = f"Рекомендации: {VIEWS['decided' if is_decided else 'waiting'].lower()}"
    if screen.scope.hides_small_cells:
        raise FilterError(_SUMS_ONLY)
    orders.export(f"{title}.xlsx")
    frame = frames.decided(recommendations.decisions()) if is_decided else frames.waiting(_asked(screen).everything())
    columns = frames.DECIDED_COLUMNS if is_decided else frames.COLUMNS
    body = xlsx.workbook(frame, columns, title, screen.subtitle, screen.stamp)
    return xlsx.download(f"{title}.xlsx", body)
