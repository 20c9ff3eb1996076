"""«Материалы для ЦУР»: what does the regional centre ask for, what was sent when to whom? Asked by the centre."""

from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from access.roles import Right
from answers import sent_materials as frames
from answers.duties import edits
from components import buttons, shell
from components import upload as upload_file
from components.duties.tables import history
from components.materials import form, tables
from data.decisions.duties.table import day as typed_day
from data.decisions.materials import table
from data.decisions.materials.profile import Asked, Profile
from data.errors import FilterError, MCUError
from data.filters import Filters
from data.metrics import stamp
from data.settings import current
from deeds import materials
from reports import xlsx
from reports.channel.span import STEPS, Span, latest
from reports.materials import Package, open_package
from words import format

PATH, TITLE, RIGHT = "/materials", "Материалы для ЦУР", Right.SEND_MATERIALS
_MENU: Any = {"order": 82, "icon": "upload", "section": "documents"}
register_page(__name__, path=PATH, name="Для ЦУР", title=f"{TITLE} · МЦУ", right=RIGHT, needs="data", **_MENU)
_BODY, _DONE, _FILE, _UPLOAD = "materials-body", "materials-done", "materials-file", "materials-upload"
_KEEP = (no_update,) * 5
_PERIODS = 6
"""Whole periods that may be chosen on the screen; any other is made by the command."""


def layout(**_query: Any) -> Component:
    """The screen; nothing of it for who may not send materials."""
    question = "Какие таблицы просит региональный центр и что ему когда отправлено. Без персональных данных."
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    if is_asked and not materials.may():
        said = "Материалы для ЦУР готовят куратор и руководитель МЦУ."
        return shell.plain_screen(TITLE, question, [html.P(said, className="card__note")])
    sets = [(one.code, one.name) for one in materials.profiles()]
    body: list[Any] = [
        html.Div(id=_DONE),
        tables.choice(sets),
        _tools(),
        html.Div(_body() if is_asked else None, id=_BODY, className="screen__body"),
        *form.places(),
        dcc.Download(id=_FILE),
    ]
    return shell.plain_screen(TITLE, question, body)


def _tools() -> Component:
    drop = dcc.Upload(["Загрузить наборы из файла"], id=_UPLOAD, className="drop", accept=".csv,.xlsx")
    made = [
        html.Button("Новый набор", id=tables.button("open", ""), className="button", type="button"),
        html.Button("Наборы, CSV", id=tables.button("file", "csv"), className="button", type="button"),
        html.Button("Наборы, XLSX", id=tables.button("file", "xlsx"), className="button", type="button"),
    ]
    return html.Div([*made, drop], className="toolbar duties-tools")


def _body() -> list[Component]:
    packages = materials.packages()
    made = [
        tables.sent(frames.sent(packages), [one.files for one in packages]),
        tables.sets(frames.profiles(materials.profiles())),
    ]
    if found := materials.history():
        zone = current().time_zone
        made.append(history(edits(found), zone, "История правок", lambda one: tables.button("undo", one)))
    return made


@callback(Output(tables.PERIOD, "options"), Output(tables.PERIOD, "value"), Input(tables.PROFILE, "value"))
def periods(code: str | None) -> tuple[Any, Any]:
    """The last whole periods of the chosen set, the newest chosen."""
    if not code:
        return [], None
    profile = materials.profile(str(code))
    last = latest(next(step for step in STEPS if step == profile.step), stamp(Filters()).as_of)
    spans = [last.moved(-back) for back in range(_PERIODS)]
    return [{"value": span.code, "label": span.short} for span in spans], last.code


@callback(Output(tables.DRAFT, "children"), Input(tables.PERIOD, "value"), State(tables.PROFILE, "value"))
def draft(period: str | None, code: str | None) -> Any:
    """What the package of a period holds; a refusal stands where it would."""
    if not (period and code):
        return None
    try:
        made = _package(str(code), str(period))
    except MCUError as error:
        return html.P(str(error), className="card__note")
    params = {"profile": made.profile.code, made.span.step: made.span.code}
    return tables.draft(made.tables, params, format.day(materials.today()))


def _package(code: str, period: str) -> Package:
    profile = materials.profile(code)
    span = Span.parse(next(step for step in STEPS if step == profile.step), period)
    return open_package(profile, span, None, scope.current())


@callback(
    Output(form.PANEL, "is_open"),
    Output(form.PANEL, "title"),
    Output(form.PANEL, "children"),
    Output(form.OPENED, "data"),
    Output(_BODY, "children"),
    Output(_DONE, "children"),
    Output(_FILE, "data"),
    Input(tables.button(ALL, ALL), "n_clicks"),
    State(form.fields(ALL), "value"),
    State(form.fields(ALL), "id"),
    State(form.OPENED, "data"),
    State(tables.field(ALL), "value"),
    State(tables.field(ALL), "id"),
    State(tables.PROFILE, "value"),
    State(tables.PERIOD, "value"),
    prevent_initial_call=True,
)
def act(
    _clicks: Any, values: list[Any], identities: list[Any], opened: Any, sent: list[Any], sent_ids: list[Any],
    code: str | None, period: str | None,
) -> Any:  # fmt: skip
    """Do what a button of this screen asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (*_KEEP, no_update, no_update)
    action, key = pressed.id["action"], pressed.id["key"]
    if action in ("open", "copy"):
        return (*_opened(key, is_copy=action == "copy"), no_update, None, no_update)
    if action == "file":
        return (*_KEEP, no_update, _file(key))
    if action == "send":
        told = {one["name"]: str(value or "") for one, value in zip(sent_ids, sent, strict=True)}
        said = _send(str(code or ""), str(period or ""), told)
    else:
        said = _done(action, key, *form.read(values, identities, _version(opened)))
    return False, no_update, html.Div(), None, _body(), html.P(said, className="staff-note", role="status"), no_update


def _opened(code: str, *, is_copy: bool) -> tuple[Any, ...]:
    one = materials.profile(code) if code else Profile("", "", "month", (Asked("", (), ()),))
    shown = Profile("", f"{one.name}: свой", one.step, one.tables) if is_copy else one
    return True, shown.name or "Новый набор", form.form(shown), {"code": shown.code, "version": shown.version}


def _version(opened: Any) -> int:
    version = opened.get("version") if isinstance(opened, dict) else None
    return version if isinstance(version, int) else 0


def _send(code: str, period: str, told: dict[str, str]) -> str:
    made = _package(code, period)
    ready = materials.Ready(
        made.profile, made.span.code, made.stamp.address, made.document().hash, made.stamp.is_demo, made.files()
    )
    day = typed_day(told.get("day", ""), "Когда") or materials.today()
    number = materials.send(ready, day, told.get("to", ""), told.get("note", ""))
    return f"Записано: {number}. Файлы сохранены такими, какими отправлены."


def _done(action: str, key: str, profile: Profile, reason: str) -> str:
    if action == "undo":
        materials.undo(key)
        return "Правка отменена."
    if action == "remove":
        materials.remove(key, profile.version, reason)
        return "Набор удалён. Вернуть его можно в истории правок."
    if action != "save":
        raise FilterError("Такого действия нет. Обновите страницу.")
    materials.save(profile, reason)
    return "Сохранено."


def _file(kind: str) -> dict[str, Any]:
    """The sets, to be edited and brought back; or the log of what was sent."""
    if kind not in ("csv", "xlsx", "sent"):
        raise FilterError("Такой таблицы нет. Обновите страницу.")
    title = "Отправленные материалы" if kind == "sent" else "Наборы материалов"
    name = f"{title.lower()}.{'csv' if kind == 'csv' else 'xlsx'}"
    materials.export(name)
    if kind == "csv":
        return {"content": "\ufeff" + table.as_csv(materials.profiles()), "filename": name, "type": "text/csv"}
    sent = kind == "sent"
    frame = frames.sent(materials.packages()) if sent else frames.file_rows(materials.profiles())
    columns = frames.SENT_COLUMNS if sent else frames.PROFILE_COLUMNS
    body = xlsx.workbook(frame, columns, title, "без фильтров", stamp(Filters()))
    return xlsx.download(name, body)


@callback(
    Output(_BODY, "children", allow_duplicate=True),
    Output(_DONE, "children", allow_duplicate=True),
    Input(_UPLOAD, "contents"),
    State(_UPLOAD, "filename"),
    prevent_initial_call=True,
)
def upload(contents: str | None, name: str | None) -> tuple[Any, Any]:
    """All sets that a file says."""
    if not contents:
        return no_update, no_update
    raw = upload_file.content(contents, "наборов")
    count = materials.take_in(name or "", raw)
    said = f"Файл прочитан: {format.plural(count, 'набор', 'набора', 'наборов')}."
    return _body(), html.P(said, className="staff-note", role="status")
