"""«Лучшие практики»: what has worked with this problem, here or elsewhere? Asked before a measure is invented anew."""

from typing import Any

import pandas as pd
from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers import duties as edits
from answers import practices as offers
from answers.practices import OTHER, OWN
from answers.roadmaps import ask
from answers.table import Column
from components import address, buttons, cards, shell, states, typed_form
from components.duties import tables as kept
from components.practices import button, card, form, tool
from data.decisions.practices.read import Practice
from data.decisions.practices.write import Form
from data.errors import FilterError
from data.filters import Filters
from data.metrics import stamp
from data.settings import current
from deeds import orders, practices, roadmaps
from reports import xlsx
from words import format

PATH, TITLE = "/practices", "Лучшие практики"
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=4.85,
    icon="practice",
    section="decisions",
    needs="data",
)
_BODY, _DONE, _WORDS, _TOPIC, _FILE = (
    "practices-body", "practices-done", "practices-words", "practices-topic", "practices-file",
)  # fmt: skip
_OFFERED = "practices-offered"
_PANEL, _OPENED = "practices-panel", "practices-opened"
_KEEP = (no_update,) * 6
COLUMNS = tuple(
    Column(name, label)
    for name, label in (
        ("code", "Номер"), ("title", "Практика"), ("topic", "Тематика"), ("checked", "Проверено"),
        ("situation", "Что было"), ("action", "Что сделали"), ("result", "Что вышло"), ("place", "Где"),
        ("source", "Откуда известно"), ("roadmap", "Дорожная карта"),
    )
)  # fmt: skip


@address.reads(id=address.ANY, topic=address.ANY)
def layout(id: str = "", topic: str = "", **_query: Any) -> Component:
    """The screen; id: number of the practice to show alone; topic: code of what it should help with."""
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    options: Any = [{"value": code, "label": name} for code, name in (practices.topics() if is_asked else [])]
    words = dcc.Input(
        id=_WORDS, value=id, type="search", placeholder="Слова или номер", className="field__input practice-found"
    )
    odd = address.unlisted("все тематики", topic=(topic, [one["value"] for one in options])) if is_asked else []
    topic = "" if odd else topic
    chosen = dcc.Dropdown(options, topic or None, id=_TOPIC, placeholder="Все тематики", className="duties-whose")
    may = not is_asked or practices.may_write()
    add = tool("Добавить практику", "open", is_main=True) if may else None
    odd += (
        address.unlisted("поиск по этим словам", id=(id, [one.code for one in practices.listed()])) if is_asked else []
    )
    body: list[Any] = [
        *odd,
        html.Div(id=_DONE),
        html.Div([words, chosen, tool("Скачать XLSX", "file"), add], className="toolbar duties-tools"),
        html.Div(id=_OFFERED),
        html.Div(_body(id, topic) if is_asked else None, id=_BODY, className="screen__body"),
        typed_form.panel(_PANEL),
        dcc.Store(id=_OPENED),
        dcc.Download(id=_FILE),
    ]
    question = "Что сработало с такой же проблемой: у нас — по дорожным картам, у других — с источником."
    return shell.plain_screen(TITLE, question, body)


def _found(words: str | None, topic: str | None) -> list[Practice]:
    told, asked = str(words or "").strip(), str(topic or "")
    return [
        one for one in practices.listed() if (one.code == told or one.holds(told)) and (not asked or one.helps(asked))
    ]


def _body(words: str | None, topic: str | None) -> list[Component]:
    found, may = _found(words, topic), practices.may_write()
    made = [card(one, may=may) for one in found]
    if not made:
        hint = (
            "Снимите условия поиска." if words or topic else "Запишите, что помогло: из дорожной карты или от соседей."
        )
        made = [states.empty("Практик нет.", hint)]
    if history := practices.history():
        shown = edits.edits(history)
        made.append(kept.history(shown, current().time_zone, "История правок", lambda one: button("undo", one)))
    return made


@callback(Output(_OFFERED, "children"), Input(_DONE, "id"))
def offered(_id: str) -> Any:
    """Roadmaps that have worked and are not written down yet; their effects take a moment."""
    if not practices.may_write():
        return None
    found = roadmaps.listed()
    shown = offers.worked(found, ask.verdicts(found, Filters(), scope.current()), practices.listed())
    if not shown:
        return None
    rows: list[Any] = [html.Li([f"{one.code} {one.title} ", tool("Записать", "offer", one.code)]) for one in shown]
    note = "Эффект показан: запишите, что помогло, пока помните."
    return cards.card("Сработало у нас", html.Ul(rows, className="short-list"), note=note, wide=True)


@callback(Output(_BODY, "children"), Input(_WORDS, "value"), Input(_TOPIC, "value"), prevent_initial_call=True)
def narrow(words: str | None, topic: str | None) -> Any:
    """Practices with the typed words, about the chosen topic."""
    return _body(words, topic)


@callback(
    Output(_PANEL, "is_open"),
    Output(_PANEL, "title"),
    Output(_PANEL, "children"),
    Output(_OPENED, "data"),
    Output(_BODY, "children", allow_duplicate=True),
    Output(_DONE, "children"),
    Output(_FILE, "data"),
    Input(button(ALL, ALL), "n_clicks"),
    State(typed_form.field(ALL), "value"),
    State(typed_form.field(ALL), "id"),
    State(_OPENED, "data"),
    State(_WORDS, "value"),
    State(_TOPIC, "value"),
    prevent_initial_call=True,
)
def act(
    _clicks: Any,
    given: list[Any],
    named: list[Any],
    opened: dict[str, Any] | None,
    words: str | None,
    topic: str | None,
) -> Any:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (*_KEEP, no_update)
    action, key = pressed.id["action"], pressed.id["key"]
    if action == "file":
        return (*_KEEP, _file(_found(words, topic)))
    if action in ("open", "offer"):
        return (*(_opened(key) if action == "open" else _begun(key)), no_update, None, no_update)
    version = opened.get("version") if isinstance(opened, dict) else None
    said = _done(action, key, version if isinstance(version, int) else 0, typed_form.values(given, named))
    shown = html.P(said, className="staff-note", role="status")
    return False, no_update, html.Div(), None, _body(words, topic), shown, no_update


def _opened(code: str) -> tuple[Any, ...]:
    person.require(practices.RIGHT)
    one = next((known for known in practices.listed() if known.code == code), None)
    if code and one is None:
        raise FilterError("Такой практики уже нет. Обновите страницу.")
    told = Form("", "", "", "") if one is None else practices.form_of(one)
    return (
        True,
        one.title if one else "Новая практика",
        form(told, code, practices.topics()),
        {"version": one.version if one else 0},
    )


def _begun(code: str) -> tuple[Any, ...]:
    person.require(practices.RIGHT)
    return True, "Новая практика", form(offers.begun(roadmaps.one(code)), "", practices.topics()), {"version": 0}


def _done(action: str, key: str, version: int, given: dict[str, str]) -> str:
    if action == "undo":
        practices.undo(key)
        return "Правка отменена."
    if action == "remove":
        practices.remove(key, version)
        return "Практика удалена. Вернуть её можно в истории правок."
    if action != "save":
        raise FilterError("Такого действия нет. Обновите страницу.")
    told = {
        name: given[name] for name in ("title", "topic", "action", "result", "situation", "place", "source", "roadmap")
    }
    return f"Практика {practices.save(key, version, Form(**told, is_own=given['kind'] == 'own'))} сохранена."


def _file(found: list[Practice]) -> dict[str, Any]:
    orders.export(f"{TITLE}.xlsx")
    rows = [
        {column.name: getattr(one, column.name, "") for column in COLUMNS}
        | {"topic": one.topic_name, "checked": OWN if one.is_own else OTHER}
        for one in found
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in COLUMNS])
    body = xlsx.workbook(
        frame, COLUMNS, TITLE, format.plural(len(found), "практика", "практики", "практик"), stamp(Filters())
    )
    return xlsx.download(f"{TITLE}.xlsx", body)
