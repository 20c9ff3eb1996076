"""«Проверка записки»: is this paper the note that was issued? Whoever holds a copy asks; nothing leaves the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dash import ALL, Input, Output, State, callback, html, no_update, register_page, set_props
from dash.development.base_component import Component

from answers import note_checks
from components import buttons, cards, shell
from components import upload as upload_file
from components.note import ids, listed
from data.decisions.notes.read import Note
from data.errors import FilterError, MCUError
from deeds import notes

PATH, TITLE = "/note/check", "Проверка записки"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=5.1, within="/note", needs="data")
_SHOWN = "note-verdict"


def layout(**_query: Any) -> Component:
    """Where a file is dropped or a number typed."""
    question = "Тот ли это документ, что выпущен: сверка файла до последнего знака и выпущенные страницы по номеру."
    return shell.plain_screen(TITLE, question, [listed.check(), html.Div(id=_SHOWN)])


@callback(
    Output(_SHOWN, "children"),
    Input(ids.UPLOAD, "contents"),
    State(ids.UPLOAD, "filename"),
    prevent_initial_call=True,
)
def file(contents: str | None, name: str | None) -> Any:
    """Whether a file is an issued note."""
    if not contents:
        return no_update
    with _refusal_alone():
        raw = upload_file.content(contents)
        note_checks.require_content(raw, name or "файл")
        found = notes.check_file(raw)
    return _verdict(note_checks.of_file(found, name or "файл"), found.note if found else None)


@callback(
    Output(_SHOWN, "children", allow_duplicate=True),
    Input(ids.button("check", ALL), "n_clicks"),
    State(ids.field(ALL), "value"),
    State(ids.field(ALL), "id"),
    prevent_initial_call=True,
)
def code(_clicks: Any, given: list[Any], identities: list[Any]) -> Any:
    """Whether a number, or the beginning of a sum, is of an issued note."""
    if buttons.pressed() is None:
        return no_update
    typed = ids.values(given, identities).get("code", "").strip()
    with _refusal_alone():
        if not typed:
            raise FilterError("Напишите номер записки или начало суммы из QR.")
        found = notes.check_code(typed)
    return _verdict(note_checks.of_code(found, typed), found)


@contextmanager
def _refusal_alone() -> Iterator[None]:
    """What was found before is taken away where the next question is refused: it would read as its answer."""
    try:
        yield
    except MCUError:
        set_props(_SHOWN, {"children": None})
        raise


def _verdict(said: str, note: Note | None) -> Component:
    """What was found, with the issued pages for who may see them."""
    pictures = [notes.page(note, kind) for kind in note_checks.pages(note)] if note and notes.may_see() else []
    shown = listed.pages(pictures, "Выпущенная записка") if pictures else None
    told = html.P(said, className="note-verdict", role="status")
    return cards.card("Результат проверки", html.Div([told, shown]), wide=True)
