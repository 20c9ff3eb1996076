"""«События»: what happened where and when, so that a rise of appeals is not read as a failure? Marked by who knows."""

from typing import Any

import pandas as pd
from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person
from answers.duties import edits
from answers.table import Column
from components import buttons, shell
from components import upload as upload_file
from components.duties.tables import history
from components.events import form
from data.decisions.duties.table import day
from data.decisions.events import table
from data.decisions.events.read import Event
from data.decisions.events.write import Form
from data.errors import FilterError
from data.filters import Filters
from data.metrics import stamp
from data.settings import current
from deeds import events
from reports import xlsx

PATH, TITLE = "/events", "События"
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=80.5,
    icon="events",
    section="decisions",
    needs="data",
)
_BODY, _DONE, _FILE, _UPLOAD = "events-body", "events-done", "events-file", "events-upload"
_COLUMNS = tuple(Column(name, heading) for name, heading in table.HEADINGS.items())
_KEEP = (no_update,) * 6


def layout(**_query: Any) -> Component:
    """The screen: what is marked, and for who may, the ways to mark more."""
    question = (
        "Что случилось в районе и когда: аварии, отключения, новые порядки. События стоят на графиках по времени."
    )
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    body: list[Any] = [
        html.Div(id=_DONE),
        _tools(may=not is_asked or events.may_edit()),
        html.Div(_body() if is_asked else form.leaving(), id=_BODY, className="screen__body"),
        *form.places(),
        dcc.Download(id=_FILE),
    ]
    return shell.plain_screen(TITLE, question, body)


def _tools(*, may: bool) -> Component:
    save = html.Button("XLSX", id=form.button("file", "xlsx"), className="button", type="button")
    drop = dcc.Upload(["Загрузить исправленный файл"], id=_UPLOAD, className="drop", accept=".csv,.xlsx")
    add = html.Button("Отметить событие", id=form.button("open", ""), className="button button--main", type="button")
    return html.Div([save, *([drop, add] if may else [])], className="toolbar duties-tools")


def _body() -> list[Component]:
    made = [form.listed(events.listed(), may=events.may_edit())]
    if told := events.history():
        made.append(history(edits(told), current().time_zone, "История правок", lambda n: form.button("undo", n)))
    return made


@callback(
    Output(form.PANEL, "is_open"),
    Output(form.PANEL, "title"),
    Output(form.PANEL, "children"),
    Output(form.OPENED, "data"),
    Output(_BODY, "children"),
    Output(_DONE, "children"),
    Output(_FILE, "data"),
    Input(form.button(ALL, ALL), "n_clicks"),
    State(form.fields(ALL), "value"),
    State(form.fields(ALL), "id"),
    State(form.LEAVES, "value", allow_optional=True),
    State(form.OPENED, "data"),
    prevent_initial_call=True,
)
def act(_clicks: Any, given: list[Any], named: list[dict[str, str]], leaves: Any, opened: Any) -> Any:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (*_KEEP, no_update)
    action, key = str(pressed.id["action"]), str(pressed.id["key"])
    if action == "open":
        return (*_opened(key), no_update, None, no_update)
    if action == "file":
        return (*_KEEP, _file())
    said = _done(action, key, form.values(given, named), leaves=bool(leaves), opened=opened or {})
    return False, no_update, html.Div(), None, _body(), html.P(said, className="staff-note", role="status"), no_update


def _opened(code: str) -> tuple[Any, ...]:
    person.require(events.RIGHT)
    one = _event(code) if code else None
    shown = form.form(one, *events.choices())
    version = one.version if one else 0
    return True, one.title if one else "Новое событие", shown, {"code": code, "version": version}


def _event(code: str) -> Event:
    found = next((one for one in events.listed() if one.code == code), None)
    if found is None:
        raise FilterError("Такого события уже нет. Обновите страницу.")
    return found


def _done(action: str, key: str, given: dict[str, str], *, leaves: bool, opened: dict[str, Any]) -> str:
    if action == "undo":
        events.undo(key)
        return "Правка отменена."
    version = opened.get("version") if isinstance(opened, dict) else None
    version = version if isinstance(version, int) else 0
    if action == "remove":
        events.remove(key, version, given["reason"])
        return "Событие удалено. Вернуть его можно в истории правок."
    if action != "save":
        raise FilterError("Такого действия нет. Обновите страницу.")
    since, until = (day(given[name].strip(), table.HEADINGS[name]) for name in ("started_on", "ended_on"))
    told = Form(
        given["kind"], given["title"], given["topic"], given["territory"], since, until, leaves, given["document"]
    )
    return f"Сохранено: {events.save(key, version, told, given['reason'])}."


def _file() -> dict[str, Any]:
    """The table, to be edited and brought back."""
    name = "события.xlsx"
    events.export(name)
    frame = pd.DataFrame(table.rows(events.listed()), columns=list(table.HEADINGS))
    body = xlsx.workbook(frame, _COLUMNS, TITLE, "без фильтров", stamp(Filters()))
    return xlsx.download(name, body)


@callback(
    Output(_BODY, "children", allow_duplicate=True),
    Output(_DONE, "children", allow_duplicate=True),
    Input(_UPLOAD, "contents"),
    State(_UPLOAD, "filename"),
    prevent_initial_call=True,
)
def upload(contents: str | None, name: str | None) -> tuple[Any, Any]:
    """All that a file says."""
    if not contents:
        return no_update, no_update
    raw = upload_file.content(contents, "событий")
    made = events.replace(name or "", raw)
    said = f"Файл прочитан: добавлено {made.added}, изменено {made.changed}, без изменений {made.same}."
    return _body(), html.P(said, className="staff-note", role="status")
