"""«Внести вручную»: how does a call, a letter or a reception that is in no file get in, in a minute?"""

import time
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
    ctx,
    dcc,
    html,
    no_update,
    register_page,
)
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from access import person
from access.roles import Right
from components import buttons, cards, received, shell
from components.entry import form, ids, outcomes
from data.settings import current
from deeds import entries

PATH, TITLE, RIGHT = "/entry", "Внести вручную", Right.IMPORT_FILES
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=81, icon="entry", section="data", right=RIGHT
)
_QUESTION = "Письмо, звонок, приём, сход, публикация, которых нет ни в одной выгрузке: те же проверки, та же отмена."
_MANY = "Таблица со списками и пояснениями. Заполненную загрузите на экране «Загрузка»: она узнаётся сама."
_FIELDS, _FLAWS = ids.field(ALL, ALL), ids.flaw(ALL, ALL)


def layout(**_query: Any) -> Component:
    """The screen: the form, the template for many records, the last entries."""
    who = person.current()
    if who is None:  # Dash itself makes every layout, to know its ids
        return _screen(form.form({}, dict.fromkeys(form.LISTED, ()), "", 1), None, [])
    offered = entries.choices()
    if not offered.channels:
        said = html.P("Каналы, которые вносят вручную, вам не открыты. Их вносит руководитель МЦУ.")
        return shell.plain_screen(TITLE, _QUESTION, [cards.card("Новая запись", said)])
    made = form.form(offered.channels, offered.lists(), entries.today(), entries.MOST_QUESTIONS)
    return _screen(made, _recent(), [outcomes.demonstration()] if who.is_demo else [])


def _screen(made: Component, recent: Component | None, warning: list[Component]) -> Component:
    template = html.A("Скачать шаблон XLSX", href="/export/template/by_hand.xlsx", className="button")
    loading = dcc.Link("Открыть «Загрузку»", href="/loading", className="button")
    body = [
        *warning,
        dcc.Store(id=ids.OUTCOME),
        cards.card("Новая запись", made, wide=True),
        cards.card("Много записей сразу", None, [template, loading], note=_MANY, wide=True),
        cards.card("Вы внесли последними", html.Div(recent, id=ids.RECENT), wide=True),
    ]
    return shell.plain_screen(TITLE, _QUESTION, body)


def _recent() -> Component:
    return outcomes.recent(entries.recent(), current().time_zone)


@callback(
    output={
        "values": Output(_FIELDS, "value"),
        "flaws": Output(_FLAWS, "children"),
        "folded": Output(ids.question(ALL), "hidden"),
        "hints": Output(ids.hint(ALL), "children", allow_duplicate=True),
        "answer": Output(ids.ANSWER, "children"),
        "is_sure_hidden": Output(ids.ANYWAY, "hidden"),
        "recent": Output(ids.RECENT, "children"),
        "focus": Output(ids.OUTCOME, "data"),
    },
    inputs={"pressed": [Input(one, "n_clicks") for one in (ids.SAVE, ids.ANYWAY, ids.CLEAR)]},
    state={
        "values": State(_FIELDS, "value"),
        "fields": State(_FIELDS, "id"),
        "flaws": State(_FLAWS, "id"),
        "questions": State(ids.question(ALL), "id"),
    },
    running=[
        (Output(ids.SAVE, "disabled"), True, False),
        (Output(ids.ANYWAY, "disabled"), True, False),
        (Output(ids.SAVE, "children"), "Записываем…", form.SAVE),
    ],
    prevent_initial_call=True,
)
def save(pressed: Any, values: Any, fields: Any, flaws: Any, questions: Any) -> dict[str, Any]:
    """Enter what was typed; on any refusal it stays as it is, on success channel and day stay for the next one."""
    if not any(pressed):
        raise PreventUpdate
    received.require(all(isinstance(one["no"], int) for one in (*fields, *flaws, *questions)))
    same = {"values": _same(fields), "folded": _same(questions), "hints": _same(questions), "recent": no_update}
    empty = {
        "values": [form.next_value(one["name"], value) for one, value in zip(fields, values, strict=True)],
        "folded": [one["no"] > 0 for one in questions],
        "hints": [None] * len(questions),
        "is_sure_hidden": True,
        "flaws": [""] * len(flaws),
        "focus": _focus("number"),
    }
    if ctx.triggered_id == ids.CLEAR:
        return empty | {"answer": None, "recent": no_update}
    typed = {(one["name"], one["no"]): form.field_text(value) for one, value in zip(fields, values, strict=True)}
    outcome = entries.enter(typed, is_sure=ctx.triggered_id == ids.ANYWAY)
    if outcome.entered:
        said = outcomes.saved_note(outcome.entered.number, is_update=outcome.entered.is_update)
        return empty | {"answer": said, "recent": _recent()}
    told = [outcome.flaws.get((one["name"], one["no"]), "") for one in flaws]
    if outcome.alike:
        return (
            same | {"flaws": told, "answer": outcomes.doubles_note(outcome.alike)} | _asked(ids.ANYWAY, is_alike=True)
        )
    first = next(one for one, words in zip(flaws, told, strict=True) if words)
    return same | {"flaws": told, "answer": outcomes.wrong()} | _asked(first["name"], first["no"])


def _same(parts: Any) -> list[Any]:
    return [no_update] * len(parts)


def _asked(name: str, no: int = 0, *, is_alike: bool = False) -> dict[str, Any]:
    """Where the keyboard goes after a refusal, and whether the person may say that this is another record."""
    return {"is_sure_hidden": not is_alike, "focus": _focus(name, no)}


def _focus(name: str, no: int = 0) -> dict[str, Any]:
    """Where the keyboard goes; n makes every answer another one."""
    return {"name": name, "no": no, "n": time.time()}


@callback(
    Output(ids.hint(MATCH), "children"),
    Input(ids.field("text", MATCH), "n_blur"),
    State(ids.field("text", MATCH), "value"),
    State(ids.field("text", MATCH), "id"),
    prevent_initial_call=True,
)
def suggest(_left: Any, text: str | None, of: dict[str, Any]) -> Any:
    """What the text of a question looks like, once it is left."""
    person.require(RIGHT)
    names, is_sure = entries.topic_suggestions(text.strip()) if text and text.strip() else ([], False)
    return outcomes.topics(of["no"], names, is_sure=is_sure)


@callback(
    Output(ids.field("topic", MATCH), "value", allow_duplicate=True),
    Input(ids.pick(MATCH, ALL), "n_clicks"),
    prevent_initial_call=True,
)
def pick(_clicks: Any) -> Any:
    """Take a suggested topic."""
    pressed = buttons.pressed()
    return pressed.id["topic"] if pressed else no_update


@callback(
    Output(ids.ANSWER, "children", allow_duplicate=True),
    Output(ids.RECENT, "children", allow_duplicate=True),
    Input(ids.undo(ALL), "n_clicks"),
    prevent_initial_call=True,
)
def undo(_clicks: Any) -> Any:
    """Take an entry back."""
    pressed = buttons.pressed()
    if pressed is None:
        return no_update, no_update
    return outcomes.taken_back(entries.undo(int(pressed.id["import"]))), _recent()


clientside_callback(
    ClientsideFunction("mcu_entry", "more"),
    Output(ids.question(ALL), "hidden", allow_duplicate=True),
    Input(ids.MORE, "n_clicks"),
    State(ids.question(ALL), "hidden"),
    prevent_initial_call=True,
)
clientside_callback(ClientsideFunction("mcu_entry", "focus"), Output(ids.FORM, "title"), Input(ids.OUTCOME, "data"))
