"""«Обязанности»: who answers for what, by which document, and what does nobody answer for? Asked before a decision."""

from functools import partial
from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person
from answers import duties as frames
from components import buttons, moments, shell
from components import upload as upload_file
from components.duties import form, tables
from data.decisions.duties import table
from data.decisions.duties.read import Duty
from data.decisions.duties.write import Form
from data.errors import FilterError
from data.filters import Filters
from data.metrics import stamp
from data.settings import current
from deeds import duties
from reports import xlsx
from words import format

PATH, TITLE = "/duties", "Обязанности"
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=81, icon="table", section="data", needs="data"
)
_BODY, _DONE, _WHOSE, _FILE, _UPLOAD = "duties-body", "duties-done", "duties-whose", "duties-file", "duties-upload"
_NEW: dict[str, Any] = {
    "code": "",
    "recipient": None,
    "name": "",
    "topics": [],
    "document": "",
    "valid_from": "",
    "valid_to": "",
}
_KEEP = (no_update,) * 5
HISTORY = "История правок"
_PARTS = {"gaps": "Никто не отвечает", "overlaps": "Отвечают несколько", "history": HISTORY}
_FILES = {"csv": TITLE, "xlsx": TITLE} | _PARTS


def layout(**_query: Any) -> Component:
    """The screen: what is kept, and for who may, the ways to change it."""
    question = "Кто за что отвечает и по какому документу. По обязанностям построены карточка получателя и предложения."
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    body: list[Any] = [
        html.Div(id=_DONE),
        _tools(is_asked),
        html.Div(_body(None) if is_asked else None, id=_BODY, className="screen__body"),
        *form.places(),
        dcc.Download(id=_FILE),
    ]
    return shell.plain_screen(TITLE, question, body)


def _tools(is_asked: bool) -> Component:
    found = {one.recipient.code: one.recipient.name for one in duties.listed()} if is_asked else {}
    options: Any = [{"value": code, "label": name} for code, name in sorted(found.items(), key=lambda one: one[1])]
    whose = dcc.Dropdown(options, id=_WHOSE, placeholder="Все получатели", className="duties-whose")
    save = [
        html.Button(label, id=tables.button("file", kind), className="button", type="button")
        for kind, label in (("csv", "Скачать CSV"), ("xlsx", "Скачать XLSX"))
    ]
    may = not is_asked or duties.may_edit()
    drop = dcc.Upload(["Загрузить исправленный файл"], id=_UPLOAD, className="drop", accept=".csv,.xlsx")
    add = html.Button("Добавить", id=tables.button("open", ""), className="button button--main", type="button")
    return html.Div([whose, *save, *([drop, add] if may else [])], className="toolbar duties-tools")


def _body(whose: str | None) -> list[Component]:
    found = [one for one in duties.listed() if whose in (None, "", one.recipient.code)]
    made = [tables.duties(frames.rows(found, duties.today()), may=duties.may_edit())]
    if duties.sees_all():
        coverage = duties.in_force()
        made += [tables.gaps(frames.gaps(coverage), coverage.topics), tables.overlaps(frames.overlaps(coverage))]
    if history := duties.history():
        zone, file = current().time_zone, tables.button("file", "history")
        made.append(tables.history(frames.edits(history), zone, HISTORY, partial(tables.button, "undo"), file))
    return made


@callback(Output(_BODY, "children"), Input(_WHOSE, "value"), prevent_initial_call=True)
def narrow(whose: str | None) -> Any:
    """Duties of one recipient."""
    return _body(whose)


@callback(
    Output(form.PANEL, "is_open"),
    Output(form.PANEL, "title"),
    Output(form.PANEL, "children"),
    Output(form.OPENED, "data"),
    Output(_BODY, "children", allow_duplicate=True),
    Output(_DONE, "children"),
    Output(_FILE, "data"),
    Input(tables.button(ALL, ALL), "n_clicks"),
    State(form.fields(ALL), "value"),
    State(form.fields(ALL), "id"),
    State(form.OPENED, "data"),
    State(_WHOSE, "value"),
    prevent_initial_call=True,
)
def act(
    _clicks: list[int | None], values: list[Any], identities: list[dict[str, str]], opened: Any, whose: str | None
) -> Any:
    """Do what a button of this screen asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (*_KEEP, no_update, no_update)
    action, key = pressed.id["action"], pressed.id["key"]
    if action == "open":
        return (*_opened(key), no_update, None, no_update)
    if action == "file":
        return (*_KEEP, no_update, _file(key))
    said = _done(action, key, form.values(values, identities), opened or {})
    return (
        False,
        no_update,
        html.Div(),
        None,
        _body(whose),
        html.P(said, className="staff-note", role="status"),
        no_update,
    )


def _opened(code: str) -> tuple[Any, ...]:
    person.require(duties.RIGHT)
    one = _duty(code) if code else None
    row = _row(one) if one else _NEW | {"confidence": "H"}
    shown = form.form(row, *duties.choices())
    return True, one.name if one else "Новая обязанность", shown, {"code": code, "version": one.version if one else 0}


def _duty(code: str) -> Duty:
    found = next((one for one in duties.listed() if one.code == code), None)
    if found is None:
        raise FilterError("Такой обязанности уже нет. Обновите страницу.")
    return found


def _row(one: Duty) -> dict[str, Any]:
    days = {
        name: format.day(day) if day else ""
        for name, day in (("valid_from", one.valid_from), ("valid_to", one.valid_to))
    }
    topics = [topic.code for topic in one.topics]
    return {"code": one.code, "recipient": one.recipient.code, "name": one.name, "topics": topics,
            "document": one.document, "confidence": one.confidence, **days}  # fmt: skip


def _done(action: str, key: str, given: dict[str, Any], opened: dict[str, Any]) -> str:
    if action == "undo":
        duties.undo(key)
        return "Правка отменена."
    version = opened.get("version") if isinstance(opened, dict) else None
    version = version if isinstance(version, int) else 0
    if action == "remove":
        duties.remove(key, version, given["reason"])
        return "Обязанность удалена. Вернуть её можно в истории правок."
    if action != "save":
        raise FilterError("Такого действия нет. Обновите страницу.")
    duties.save(key, version, _form(given), given["reason"])
    return "Сохранено."


def _form(given: dict[str, Any]) -> Form:
    since, until = (table.day(given[name].strip(), table.HEADINGS[name]) for name in ("valid_from", "valid_to"))
    topics = tuple(given["topics"])
    return Form(given["recipient"], given["name"], topics, given["document"], since, until, given["confidence"])


def _file(kind: str) -> dict[str, Any]:
    """The table, to be edited and brought back; or what nobody, or several, answer for."""
    if kind not in _FILES:
        raise FilterError("Такой таблицы нет. Обновите страницу.")
    name = f"{_FILES[kind].lower()}.{'csv' if kind == 'csv' else 'xlsx'}"
    duties.export(name)
    if kind == "csv":
        return {"content": "\ufeff" + table.as_csv(duties.listed()), "filename": name, "type": "text/csv"}
    frame, columns = _frame(kind)
    body = xlsx.workbook(frame, columns, _FILES[kind], "без фильтров", stamp(Filters()))
    return xlsx.download(name, body)


def _frame(kind: str) -> tuple[Any, Any]:
    if kind == "gaps":
        return frames.gaps(duties.in_force()), frames.GAP_COLUMNS
    if kind == "overlaps":
        return frames.overlaps(duties.in_force()), frames.OVERLAP_COLUMNS
    if kind == "history":
        return moments.told(frames.edits(duties.history()), current().time_zone), frames.EDIT_COLUMNS
    return frames.file_rows(duties.listed()), frames.FILE_COLUMNS


@callback(
    Output(_BODY, "children", allow_duplicate=True),
    Output(_DONE, "children", allow_duplicate=True),
    Input(_UPLOAD, "contents"),
    State(_UPLOAD, "filename"),
    State(_WHOSE, "value"),
    prevent_initial_call=True,
)
def upload(contents: str | None, name: str | None, whose: str | None) -> tuple[Any, Any]:
    """All that a file says."""
    if not contents:
        return no_update, no_update
    raw = upload_file.content(contents, "обязанностей")
    made = duties.replace(name or "", raw)
    said = f"Файл прочитан: добавлено {made.added}, изменено {made.changed}, без изменений {made.same}."
    return _body(whose), html.P(said, className="staff-note", role="status")
