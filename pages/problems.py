"""«Проблемы»: which messages are about one thing, and is it so? Asked before anything is counted twice."""

from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import scope
from components import address, buttons, cards, empty_reason, ids, segments, shell, states, tables
from components.problems import cards as problem_cards
from components.problems.cards import button
from components.question import read_screen
from deeds import problems

PATH, TITLE, NEEDS = "/problems", "Проблемы", "records"
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=4.5,
    icon="problems",
    section="decisions",
    needs=NEEDS,
)

VIEWS = {"proposed": "Предложены", "made": "Объединены", "different": "О разном"}
SIZE = 10
NONE = {
    "proposed": ("Похожих записей не нашлось.", "Ищем среди записей последних 400 дней; попробуйте снять условия."),
    "made": ("Ещё ничего не объединено.", "Откройте «Предложены» и решите, что об одном и том же."),
}


@address.reads(view=address.choice(VIEWS), page=address.PAGE)
def layout(view: str = "", page: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        {"view": view, "page": page, **params},
        TITLE,
        "О чём пишут несколько человек сразу. Сообщения считаются все, проблема — одна; решает человек.",
        [
            segments.bar("view", VIEWS, view),
            dcc.Store(id="problems-changed", data=0),
            html.Div(id="problems-done"),
            html.Div(states.skeleton(480), id="problems-body", className="screen__body"),
        ],
    )


@callback(Output("problems-body", "children"), Input(ids.FLT, "data"), Input("problems-changed", "data"))
def answer(flt: dict[str, str] | None, _changed: int | None = None) -> Any:
    """The chosen view."""
    screen = read_screen(flt, scope.current())
    closed = empty_reason.closed_to(screen, PATH, needs=NEEDS)
    if closed is not None:
        return closed
    view = screen.param("view", tuple(VIEWS))
    if view == "different":
        note = "Вместе эти записи больше не предлагаются. «Вернуть» отменяет решение целиком."
        return cards.card(
            VIEWS[view],
            problem_cards.splits(problems.differences(), screen, may=problems.may_decide()),
            note=note,
            wide=True,
        )
    found = problems.groups(view, screen.filters, screen.stamp.as_of)
    if not found:
        return html.Div(states.empty(*NONE[view]), className="nothing")
    number = tables.reached(screen.number("page"), len(found), SIZE)
    shown = found[(number - 1) * SIZE : number * SIZE]
    turn = tables.pager(len(found), number, SIZE)
    body, after = [problem_cards.headline(found, is_made=view == "made"), turn], turn if len(shown) > 3 else None
    may = problems.may_decide()
    like = problems.similar(shown, screen.stamp.as_of) if may and view == "proposed" else {}
    return [*body, *(problem_cards.card(one, screen, may=may, like=like.get(one.key, ())) for one in shown), after]


@callback(
    Output("problems-changed", "data"),
    Output("problems-done", "children"),
    Input(button(ALL, ALL, ALL), "n_clicks"),
    State(problem_cards.title(ALL), "value"),
    State(problem_cards.title(ALL), "id"),
    State(problem_cards.into(ALL), "value"),
    State(problem_cards.into(ALL), "id"),
    State("problems-changed", "data"),
    prevent_initial_call=True,
)
def act(
    _clicks: Any, titles: list[Any], named: list[Any], goals: list[Any], joined: list[Any], changed: int | None
) -> tuple[Any, Any]:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return no_update, no_update
    key = str(pressed.id["of"])
    chosen = _by_key(named, titles).get(key), _by_key(joined, goals).get(key)
    said = _decide(str(pressed.id["action"]), key, str(pressed.id["record"]), *chosen)
    return (changed or 0) + 1, html.P(said, className="staff-note staff-done", role="status")


def _by_key(names: list[dict[str, str]], values: list[str | None]) -> dict[str, str | None]:
    return {name["of"]: value for name, value in zip(names, values, strict=True)}


def _decide(action: str, key: str, record: str, title: str | None, into: str | None) -> str:
    if action == "together":
        problems.merge(key, title)
        return "Объединено: теперь это одна проблема. Вернуть — «Разъединить» в «Объединены»."
    if action == "in":
        problems.accept(key)
        return "Новые записи приняты. Вернуть — «Вернуть принятые»."
    if action == "into":
        problems.add_to(key, into)
        return "Добавлено. Вернуть — «Вернуть принятые» в «Объединены»."
    if action == "untake":
        problems.return_accepted(key)
        return "Возвращено: записи снова предложены."
    if action == "apart":
        problems.split(key)
        return "Разъединено: записи снова предложены."
    if action == "back":
        problems.unmark_different(key)
        return "Решение отменено."
    problems.mark_different(key, record)
    return "Записано: вместе не предлагать. Вернуть — в «О разном»."
