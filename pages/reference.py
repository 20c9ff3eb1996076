"""«Справочники»: which recipients, places and topics are there, since when, and what follows them? Kept by those who
have the right.
"""

from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person
from answers import reference as frames
from answers.duties import edits
from components import address, buttons, shell, typed_form
from components import upload as upload_file
from components.duties.tables import history
from components.reference import screen
from data.decisions.duties.table import day
from data.decisions.reference import lists, table
from data.errors import FilterError
from data.filters import Filters
from data.metrics import stamp
from data.settings import current
from deeds import reference
from reports import xlsx

PATH, TITLE = "/reference", "Справочники"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=81.5, icon="table", section="data")
_BODY, _DONE, _PLAN, _LIST = "reference-body", "reference-done", "reference-plan", "reference-list"
_FILE, _UPLOAD = "reference-file", "reference-upload"
_KEEP = (no_update,) * 7
_SAVED = (
    "Сохранено и опубликовано. Уже загруженные записи остаются при своих местах, получателях и тематиках; новое "
    "узнаётся в следующих выгрузках. Чтобы прочитать прежний файл заново, отмените его загрузку и загрузите ещё раз."
)


@address.reads(list=address.choice({code: one.title for code, one in lists.LISTS.items()}), find=address.ANY)
def layout(list: str = "", find: str = "", **_query: Any) -> Component:
    """The chosen list, and for who may, the ways to change it. find: words that its rows are narrowed to."""
    chosen = list if list in lists.LISTS else next(iter(lists.LISTS))
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    body: Any = [
        dcc.Store(id=_LIST, data={"code": chosen, "find": str(find)[:100]}),
        screen.choice(PATH, chosen),
        html.Div(id=_DONE),
        _tools(may=not is_asked or reference.may_edit()),
        html.Div(id=_PLAN),
        screen.search(PATH, chosen, str(find)[:100]),
        html.Div(_body(chosen, str(find)[:100]) if is_asked else None, id=_BODY, className="screen__body"),
        typed_form.panel(screen.PANEL),
        dcc.Store(id=screen.OPENED),
        dcc.Download(id=_FILE),
    ]
    return shell.plain_screen(
        TITLE, "Кому, откуда и о чём приходят записи: с какого дня, под каким именем, кто преемник.", body
    )


def _tools(*, may: bool) -> Component:
    save = [
        html.Button(label, id=screen.button("file", kind), className="button", type="button")
        for kind, label in (("csv", "Скачать CSV"), ("xlsx", "Скачать XLSX"))
    ]
    drop = dcc.Upload(["Загрузить исправленный файл"], id=_UPLOAD, className="drop", accept=".csv,.xlsx")
    add = html.Button("Добавить", id=screen.button("open", ""), className="button button--main", type="button")
    return html.Div([*save, *([drop, add] if may else [])], className="toolbar duties-tools")


def _body(code: str, find: str) -> Any:
    listed, found = reference.listed(code)
    frame = frames.matching(frames.rows(listed, found, reference.choices(code)), find)
    made = [screen.rows(listed, frame, may=reference.may_edit())]
    if told := reference.history(code):
        zone = current().time_zone
        made.append(history(edits(told), zone, "История правок", lambda one: screen.button("undo", one)))
    return made


@callback(
    Output(screen.PANEL, "is_open"),
    Output(screen.PANEL, "title"),
    Output(screen.PANEL, "children"),
    Output(screen.OPENED, "data"),
    Output(_BODY, "children"),
    Output(_DONE, "children"),
    Output(_PLAN, "children"),
    Output(_FILE, "data"),
    Input(screen.button(ALL, ALL), "n_clicks"),
    State(typed_form.field(ALL), "value"),
    State(typed_form.field(ALL), "id"),
    State(screen.OPENED, "data"),
    State(_LIST, "data"),
    State(_UPLOAD, "contents", allow_optional=True),
    State(_UPLOAD, "filename", allow_optional=True),
    prevent_initial_call=True,
)
def act(_clicks: Any, given: Any, named: Any, opened: Any, chosen: Any, contents: Any, name: Any) -> Any:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (*_KEEP, no_update)
    (code, find), action, key = _chosen(chosen), str(pressed.id["action"]), str(pressed.id["key"])
    if action == "open":
        return (*_opened(code, key), no_update, None, no_update, no_update)
    if action == "file":
        return (*_KEEP, _file(code, key))
    if action == "apply":
        said = _applied(code, contents, name, opened)
    elif action == "drop":
        said = "Файл не записан."
    else:
        said = _done(action, code, key, typed_form.values(given, named), opened)
    done = html.P(said, className="staff-note", role="status")
    return False, no_update, html.Div(), None, _body(code, find), done, None, no_update


def _chosen(told: Any) -> tuple[str, str]:
    """Code of the list and the words it is narrowed to, as the page keeps them."""
    kept = told if isinstance(told, dict) else {}
    return lists.of(str(kept.get("code"))).code, str(kept.get("find") or "")


def _opened(code: str, key: str) -> tuple[Any, ...]:
    person.require(reference.RIGHT)
    listed = lists.of(code)
    one = reference.entry(code, key) if key else None
    shown = screen.form(listed, one.texts if one else {}, reference.choices(code))
    title = one.texts[listed.named] if one else f"Новая запись: {listed.one}"
    return True, title, shown, {"code": key, "version": one.version if one else 0}


def _done(action: str, code: str, key: str, given: Any, opened: Any) -> str:
    if action == "undo":
        reference.undo(code, key)
        return "Правка отменена, числа опубликованы."
    version = opened.get("version") if isinstance(opened, dict) else None
    if action == "remove":
        reference.remove(code, key, version if isinstance(version, int) else 0, given["reason"])
        return "Слово убрано. Вернуть его можно в истории правок."
    if action != "save":
        raise FilterError("Такого действия нет. Обновите страницу.")
    listed = lists.of(code)
    texts = {one.name: _text(one, given[one.name]) for one in listed.fields}
    if key:
        texts[listed.key.name] = key
    reference.save(code, texts, version if isinstance(version, int) else 0, given["reason"])
    return _SAVED


def _text(field: lists.Field, text: str) -> str:
    """A typed text as a file carries it."""
    told = " ".join(text.split())
    found = day(told, field.label) if field.kind == lists.DAY else None
    return found.isoformat() if found else told


def _file(code: str, kind: str) -> dict[str, Any]:
    """The list, to be edited and brought back."""
    listed, found = reference.listed(code)
    name = f"{listed.title.lower()}.{'csv' if kind == 'csv' else 'xlsx'}"
    reference.export(name)
    if kind == "csv":
        return {"content": "\ufeff" + table.as_csv(listed, found), "filename": name, "type": "text/csv"}
    body = xlsx.workbook(*frames.file_rows(listed, found), listed.title, "без фильтров", stamp(Filters()))
    return xlsx.download(name, body)


@callback(
    Output(_PLAN, "children", allow_duplicate=True),
    Output(_DONE, "children", allow_duplicate=True),
    Output(screen.OPENED, "data", allow_duplicate=True),
    Input(_UPLOAD, "contents"),
    State(_UPLOAD, "filename"),
    State(_LIST, "data"),
    prevent_initial_call=True,
)
def show_plan(contents: Any, name: Any, chosen: Any) -> Any:
    """What a file would change; nothing is written yet."""
    if not contents:
        return no_update, no_update, no_update
    found = reference.plan(_chosen(chosen)[0], str(name or ""), _raw(contents))
    return screen.plan(frames.plan(found), found.same), None, {"plan": found.mark}


def _applied(code: str, contents: Any, name: Any, opened: Any) -> str:
    raw, name = _raw(contents), str(name or "")
    found = reference.plan(code, name, raw)
    if not isinstance(opened, dict) or opened.get("plan") != found.mark:
        raise FilterError("Справочник изменился, пока вы смотрели план. Загрузите файл ещё раз и проверьте план.")
    made = reference.replace(code, name, raw, found)
    return f"Добавлено {len(made.added)}, изменено {len(made.changed)}, без изменений {made.same}. {_SAVED}"


def _raw(contents: Any) -> bytes:
    return upload_file.content(contents, "справочника")
