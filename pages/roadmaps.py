"""«Дорожные карты»: what is being done about causes, what burns, and has it helped? Asked by the curator every week."""

from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers.roadmaps import ask, frames
from answers.roadmaps.effect import VERDICTS
from answers.roadmaps.kept import STAGES, MapForm, Roadmap
from components import address, buttons, empty_reason, ids, shell, states
from components import upload as upload_file
from components.question import Screen, read_screen
from components.roadmaps import form, listed
from components.roadmaps import ids as own
from data.decisions.roadmaps import table
from data.errors import FilterError, MCUError
from deeds import problem_card, roadmaps
from reports import xlsx
from words import texts

PATH, TITLE, NEEDS = "/roadmaps", "Дорожные карты", "records"
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=4.6,
    icon="roadmaps",
    section="decisions",
    needs=NEEDS,
)
_PAGE, _BODY, _DONE, _FILE, _UPLOAD = "roadmaps", "roadmaps-body", "roadmaps-done", "roadmaps-file", "roadmaps-upload"
_NOTHING = ("Дорожных карт ещё нет.", "Составьте первую: проблема, причины, что сделать и чего ждать.")
_OF_PROBLEM = (
    "По этой проблеме дорожной карты ещё нет.",
    "«Составить карту» возьмёт название, тему и место из проблемы.",
)
_NEW_TITLE = "Новая дорожная карта"
_NARROWED = ("Таких карт нет.", "Снимите условия над списком.")


@address.reads(
    stage=address.choice(STAGES, "любая стадия"),
    effect=address.choice(VERDICTS, "любой эффект"),
    burns=address.choice(("1",), "и то, что не горит"),
    problem=address.ANY,
    begin=address.choice(("1",), "список без новой карты"),
)
def layout(
    stage: str = "", effect: str = "", burns: str = "", problem: str = "", begin: str = "", **params: Any
) -> Component:
    """The screen; nothing is asked here."""
    question = "Что делается с причинами, кто и когда, и стало ли записей меньше."
    query = {"stage": stage, "effect": effect, "burns": burns, "problem": problem, **params}
    body = [
        html.Div(id=_DONE),
        _tools(stage, effect, burns),
        html.Div(states.skeleton(360), id=_BODY, className="screen__body roadmaps-screen"),
        *form.places(_PAGE, _NEW_TITLE, _begun(problem) if begin else None),
        dcc.Store(id="roadmaps-changed", data=0),
        dcc.Download(id=_FILE),
    ]
    return shell.screen(query, TITLE, question, body, controls=None, of_records=False)


def _begun(problem: str) -> Component | None:
    """The form of a new roadmap about a problem, for who may make one."""
    if person.current() is None or not roadmaps.may_edit():
        return None
    try:
        return form.of_map(_new(_problem({"problem": problem})), roadmaps.choices(), "")
    except MCUError as error:
        return states.error(str(error))


def _tools(stage: str, effect: str, burns: str) -> Component:
    may = person.current() is None or roadmaps.may_edit()  # Dash itself makes every layout, to know its ids
    chosen = [
        _choice("stage", STAGES, stage, "Любая стадия"),
        _choice("effect", {word: word for word in VERDICTS}, effect, "Любой эффект"),
        _choice("burns", {"1": "Только с просроченным"}, burns, "И просроченные, и нет"),
    ]
    files = [
        html.Button(label, id=own.button("file", kind), className="button", type="button")
        for kind, label in (("csv", "Скачать CSV"), ("xlsx", "Скачать XLSX"))
    ]
    drop = dcc.Upload(["Загрузить исправленный файл"], id=_UPLOAD, className="drop", accept=".csv,.xlsx")
    add = html.Button("Составить карту", id=own.button("open-map", ""), className="button button--main", type="button")
    return html.Div([*chosen, *files, *([drop, add] if may else [])], className="toolbar duties-tools roadmaps-tools")


def _choice(key: str, words: dict[str, str], value: str, everything: str) -> Component:
    options: Any = [{"value": code, "label": label[:1].upper() + label[1:]} for code, label in words.items()]
    known = value if value in words else None
    return dcc.Dropdown(
        options, known, id=ids.param(key), placeholder=everything, labels=texts.DROPDOWN, className="duties-whose"
    )


@callback(Output(_BODY, "children"), Input(ids.FLT, "data"), Input("roadmaps-changed", "data"))
@address.or_missing("Такой проблемы нет", "К проблемам", "/problems?view=made")
def answer(flt: dict[str, str] | None, _changed: int | None = None) -> Any:
    """The list that the address asks for."""
    screen = read_screen(flt, scope.current())
    closed = empty_reason.closed_to(screen, PATH, needs=NEEDS, of_period=False)
    if closed is not None:
        return closed
    found = roadmaps.listed()
    verdicts = ask.verdicts(found, screen.filters, screen.scope)
    shown = [one for one in found if _is_asked(one, screen, verdicts)]
    if not shown:
        return html.Div(states.empty(*_why_none(screen, is_any=bool(found))), className="nothing")
    frame = frames.listed(shown, verdicts, roadmaps.today())
    return listed.table(frame, shows_effect=screen.scope.sees_everything)


def _why_none(screen: Screen, *, is_any: bool) -> tuple[str, str]:
    if number := screen.params.get("problem"):
        problem_card.of(number)  # or there is no such problem
        return _OF_PROBLEM
    return _NARROWED if is_any else _NOTHING


def _is_asked(one: Roadmap, screen: Screen, verdicts: dict[str, str]) -> bool:
    asked = screen.params
    return (
        asked.get("stage") in (None, "", one.stage)
        and asked.get("effect") in (None, "", verdicts.get(one.code))
        and (not asked.get("burns") or bool(one.overdue(roadmaps.today())))
        and asked.get("problem") in (None, "", str(one.problem))
    )


@callback(
    Output(own.panel(_PAGE), "is_open"),
    Output(own.panel(_PAGE), "title"),
    Output(own.panel(_PAGE), "children"),
    Output("roadmaps-changed", "data"),
    Output(_DONE, "children"),
    Output(_FILE, "data"),
    Input(own.button(ALL, ALL), "n_clicks"),
    State(own.field(ALL), "value"),
    State(own.field(ALL), "id"),
    State(own.aim(ALL), "value"),
    State(own.aim(ALL), "id"),
    State(ids.FLT, "data"),
    State("roadmaps-changed", "data"),
    prevent_initial_call=True,
)
def act(_clicks: Any, told: Any, names: Any, aims: Any, aim_names: Any, flt: Any, changed: int | None) -> Any:
    """Do what a button of this screen asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (no_update,) * 6
    action, key = pressed.id["action"], pressed.id["key"]
    problem = _problem(flt)
    if action == "open-map":
        shown = form.of_map(_new(problem), roadmaps.choices(), "")
        return True, _NEW_TITLE, shown, no_update, None, no_update
    if action == "file":
        return (*(no_update,) * 5, _file(key))
    if action != "save-map":
        raise FilterError("Такого действия нет. Обновите страницу.")
    given = own.values(told, names) | own.values(aims, aim_names)
    code = _save(form.told_map(given, problem), given["reason"], read_screen(flt, scope.current()))
    said: Any = ["Карта составлена: ", dcc.Link(code, href=listed.href(code)), ". Назовите причины и мероприятия."]
    done = html.P(said, className="staff-note", role="status")
    return False, no_update, html.Div(), (changed or 0) + 1, done, no_update


def _problem(flt: Any) -> int | None:
    text = str((flt or {}).get("problem", ""))
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _new(problem: int | None) -> MapForm:
    person.require(roadmaps.RIGHT)
    return roadmaps.of_a_problem(problem) if problem else MapForm("", "", "")


def _save(told: MapForm, reason: str, screen: Screen) -> str:
    return roadmaps.save("", 0, ask.completed(told, roadmaps.choices(), screen.filters, screen.scope), reason)


def _file(kind: str) -> dict[str, Any]:
    """The table, to be edited and brought back."""
    if kind not in ("csv", "xlsx"):
        raise FilterError("Такой таблицы нет. Обновите страницу.")
    name, found = f"дорожные карты.{kind}", roadmaps.listed()
    roadmaps.export(name)
    if kind == "csv":
        return {"content": "\ufeff" + table.as_csv(found), "filename": name, "type": "text/csv"}
    body = xlsx.workbook(frames.file_rows(found), frames.FILE_COLUMNS, TITLE, "без фильтров", _stamp())
    return xlsx.download(name, body)


def _stamp() -> Any:
    """Of a file that leaves."""
    return read_screen({}, scope.current()).stamp


@callback(
    Output("roadmaps-changed", "data", allow_duplicate=True),
    Output(_DONE, "children", allow_duplicate=True),
    Input(_UPLOAD, "contents"),
    State(_UPLOAD, "filename"),
    State("roadmaps-changed", "data"),
    prevent_initial_call=True,
)
def upload(contents: str | None, name: str | None, changed: int | None) -> tuple[Any, Any]:
    """All that a file says."""
    if not contents:
        return no_update, no_update
    raw = upload_file.content(contents, "дорожных карт")
    made = roadmaps.replace_rows(name or "", raw)
    said = f"Файл прочитан: строк добавлено {made.added}, изменено {made.changed}, без изменений {made.same}."
    return (changed or 0) + 1, html.P(said, className="staff-note", role="status")
