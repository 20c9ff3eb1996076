"""«Опрос заявителей»: what did applicants answer when asked? Written down by who asks, from a file or by hand."""

from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person
from access.roles import Right
from answers import surveys as answered
from components import buttons, cards, shell
from components import upload as upload_file
from components.surveys import forms, listed
from data.decisions.surveys.read import KINDS
from data.decisions.surveys.table import FIELDS
from data.errors import FilterError
from data.filters import Filters
from data.metrics import stamp
from deeds import surveys
from reports import xlsx
from words import format

PATH, TITLE, RIGHT = "/surveys", "Опрос заявителей", Right.RECORD_SURVEYS
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=81.5,
    icon="satisfaction",
    section="data",
    right=RIGHT,
)
CLOSED = "Опрос заявителей вносят куратор и руководитель МЦУ; его числа — на экране «Удовлетворённость»."
MARKS = {
    "5": "5 — отлично",
    "4": "4 — хорошо",
    "3": "3 — средне",
    "2": "2 — плохо",
    "1": "1 — очень плохо",
    surveys.UNRATED: "Не оценка: такие строки не вносить",
}
"""What a person may say of a value that was not understood."""
_BODY, _DONE, _FILE = "surveys-body", "surveys-done", "surveys-file"


def layout(**_query: Any) -> Component:
    """The forms and the list, for who may write surveys down."""
    may = surveys.may_record()
    if not may and person.current() is not None:  # Dash itself makes every layout, to know its ids
        return shell.plain_screen(TITLE, CLOSED, html.Div())
    ways = [forms.of_file(KINDS), forms.of_call(surveys.recipients() if may else [])]
    body: list[Any] = [
        html.Div(id=_DONE),
        dcc.Download(id=_FILE),
        cards.grid(ways),
        html.Div(_body() if may else None, id=_BODY, className="screen__body"),
    ]
    question = "Что ответили заявители, когда их спросили. Числа — на экране «Удовлетворённость»."
    return shell.plain_screen(TITLE, question, body)


def _body() -> Component:
    return listed.table(surveys.listed(), KINDS)


@callback(
    Output(forms.COLUMNS, "children"),
    Input(forms.UPLOAD, "contents"),
    State(forms.UPLOAD, "filename"),
    prevent_initial_call=True,
)
def choose(contents: str | None, name: str | None) -> Any:
    """Ask which column of the chosen file says what."""
    if not contents:
        return no_update
    header, found = surveys.header(name or "", _raw(contents))
    return [html.P(f"Файл: {name}", className="card__note"), forms.columns_of(header, found, FIELDS)]


@callback(
    Output(_BODY, "children"),
    Output(_DONE, "children"),
    Output(forms.COLUMNS, "children", allow_duplicate=True),
    Output(_FILE, "data"),
    Input(forms.button(ALL, ALL), "n_clicks"),
    State(forms.field(ALL), "value"),
    State(forms.field(ALL), "id"),
    State(forms.UPLOAD, "contents"),
    State(forms.UPLOAD, "filename"),
    prevent_initial_call=True,
)
def act(_clicks: Any, given: Any, identities: Any, contents: str | None, name: str | None) -> Any:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (no_update,) * 4
    action, told, file = pressed.id["action"], forms.values(given, identities), (name or "", contents or "")
    if action == "file":
        return (*(no_update,) * 3, _file())
    if action not in _DO:
        raise FilterError("Такого действия нет. Обновите страницу.")
    try:
        said = _DO[action](told, str(pressed.id["key"]), file)
    except surveys.UnclearMarksError as error:
        why = html.P(str(error), className="staff-note", role="alert")
        return no_update, why, _asked_again(told, file, error), no_update
    note = html.P(said, className="staff-note", role="status")
    asked = html.Div() if action == "load" else no_update  # without a child Dash remembers its fields
    return _body(), note, asked, no_update


def _file() -> dict[str, Any]:
    name = f"{listed.TITLE}.xlsx"
    surveys.export(name)
    frame = answered.listed(surveys.listed())
    body = xlsx.workbook(frame, answered.LISTED_COLUMNS, listed.TITLE, "без фильтров", stamp(Filters()))
    return xlsx.download(name, body)


def _asked_again(told: dict[str, str], file: tuple[str, str], error: surveys.UnclearMarksError) -> list[Component]:
    """The columns as they were chosen, and what each value that was not understood means."""
    header, _ = surveys.header(file[0], _raw(file[1]))
    asked = forms.meanings_of({**forms.meanings(told), **dict.fromkeys(error.values, "")}, MARKS)
    return [html.P(f"Файл: {file[0]}", className="card__note"), forms.columns_of(header, _mapping(told), FIELDS, asked)]


def _mapping(told: dict[str, str]) -> dict[str, str]:
    return {name: told.get(f"column-{name}", "") for name in FIELDS}


def _load(told: dict[str, str], _key: str, file: tuple[str, str]) -> str:
    person.require(RIGHT)
    kind, title, day = (told.get(name, "") for name in ("kind", "title", "day"))
    meanings = {value: mark for value, mark in forms.meanings(told).items() if mark}
    again = forms.may_repeat(told, "again")
    made = surveys.load(kind, title, file[0], _raw(file[1]), _mapping(told), day, meanings=meanings, again=again)
    said = f"Внесено: {format.plural(len(made.told), 'ответ', 'ответа', 'ответов')}."
    if made.unrated:
        said += f" Без оценки и не внесено: {format.plural(made.unrated, 'строка', 'строки', 'строк')}."
    return f"{said} {listed.unknown(made.unknown)}" if made.unknown else said


def _call(told: dict[str, str], _key: str, _file: tuple[str, str]) -> str:
    typed = (told.get(f"call-{name}", "") for name in ("number", "recipient", "day", "mark"))
    surveys.add_call(*typed, again=forms.may_repeat(told, "call-again"))
    return "Звонок записан."


def _undo(_told: dict[str, str], key: str, _file: tuple[str, str]) -> str:
    surveys.undo(key)
    return "Отменено вместе со всеми ответами."


def _raw(contents: str) -> bytes:
    return upload_file.content(contents, "опроса")


_DO = {"load": _load, "call": _call, "undo": _undo}
