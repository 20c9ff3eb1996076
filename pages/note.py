"""«Записка»: what does the Head read of a week, who has agreed to it? The centre asks."""

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dash import ALL, Input, Output, State, callback, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers import note_checks
from answers import notes as frames
from components import address, buttons, cards, first_steps, shell, states
from components.duties import tables as duty_tables
from components.note import ids, listed, panel
from components.note import sections as drawn
from components.note import since as bridge
from data.decisions.notes.read import BESIDE, DRAFT, MODES, WITH_CENTRE_HEAD, Note
from data.errors import FilterError, MCUError
from data.filters import Filters
from data.metrics import stamp
from data.settings import current
from deeds import notes
from reports.documents import pdf
from reports.documents.blocks import Document
from reports.documents.outline import pieces
from reports.weekly import drafts, files, open_week, since
from reports.weekly.sections import TITLES
from reports.weekly.week import Week, Weekly
from words import format

PATH, TITLE, IN = "/note", "Записка", "documents"
register_page(__name__, PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=5, icon="register", section=IN, needs="data")
_BODY, _DONE, _PAGES = "note-body", "note-done", "note-pages"
_CLOSED = "Записка построена по всем данным района, вам открыта их часть: свои числа — на экране «Сводка»."


@address.reads(week=address.ANY)
def layout(week: str = "", **_query: Any) -> Component:
    """The list of weeks, and the note of the one that the address names."""
    shown = _body(week) if person.current() else None  # Dash itself makes every layout, to know its ids
    question = "Что за неделю читает Глава: проект, согласование и выпуск."
    body = [html.Div(id=_DONE), html.Div(shown, id=_BODY, className="screen__body"), html.Div(id=_PAGES)]
    return shell.plain_screen(TITLE, question, [*body, *panel.places(week)])


@address.or_missing("Такой записки нет", "Все записки", PATH)
def _body(week: str) -> list[Component]:
    if not notes.may_see():
        return [html.Div(states.empty("Записка вам не открыта.", _CLOSED), className="nothing")]
    if not (found := notes.listed()) and not stamp(Filters()).records:
        return [first_steps.nothing_loaded()]
    free = drafts.weeks(stamp(Filters()).as_of, [one.week for one in found]) if notes.may(DRAFT) else []
    rows = frames.rows(found, {one.week: Week.parse(one.week).words for one in found})
    last = Week.last_whole(stamp(Filters()).as_of).code
    return [listed.notes(rows, free, last, may=notes.may(DRAFT)), *(_opened(notes.opened(week)) if week else [])]


def _opened(note: Note) -> list[Component]:
    number = f"№ {note.issue.number} от {format.day(note.issue.issued_on)}, срез {note.snapshot}" if note.issue else ""
    mine = frames.TURNS.get(note.status, ()) if notes.may(note.status) else ()
    others = (*frames.FILES, *(frames.OF_ISSUED if note.is_issued else frames.OF_DRAFT))
    title, number = f"Записка за {Week.parse(note.week).words}", number or f"Срез {note.snapshot}"
    about = [listed.way(frames.STEPS, note.status), listed.tools(mine, others, str(note.version), note.week)]
    head = cards.card(title, html.Div(about), note=number, wide=True)
    try:
        inside = _issued(note) if note.is_issued else _sections(note)
    except MCUError as error:  # its snapshot may be thinned out: what can be done about it stays on the screen
        inside = [states.error(str(error))]
    told = frames.history(notes.history(note), TITLES, may_undo=note.status == DRAFT and notes.may(DRAFT))
    past = [duty_tables.history(told, current().time_zone, "История записки", ids.undo)] if len(told) else []
    return [head, *inside, *past]


def _weekly(note: Note) -> Weekly:
    return drafts.of_address(note.week, note.snapshot, scope.current(), current(), notes.made_on(note))


def _sections(note: Note) -> list[Component]:
    made = drafts.sections(_weekly(note))
    unknown = drafts.unknown(made, drafts.own(note.texts, BESIDE))
    may = (note.status == DRAFT and notes.may(DRAFT), notes.may_work())
    whole = drawn.comments([one for one in note.comments if not one.section], current().time_zone)
    shown: list[Component] = [cards.card("Замечания ко всей записке", whole, wide=True)] if whole else []
    for one in made:
        text = note.texts.get(one.key)
        own = drawn.own_words(text.body, MODES[text.mode], unknown[one.key]) if text else None
        said = drawn.comments([each for each in note.comments if each.section == one.key], current().time_zone)
        shown.append(drawn.section(one.title, one.key, drawn.made(pieces(one.blocks)), own, said, may=may))
    return shown


def _issued(note: Note) -> list[Component]:
    pictures = [notes.page(note, kind) for kind in note_checks.pages(note)]
    return [cards.card("Выпущенные страницы", listed.pages(pictures, "Записка"), note=frames.KEPT, wide=True)]


@callback(
    Output(_BODY, "children"),
    Output(_DONE, "children"),
    Output(_PAGES, "children"),
    Output(ids.FILE, "data"),
    Output(ids.PANEL, "is_open"),
    Output(ids.PANEL, "title"),
    Output(ids.PANEL, "children"),
    Output(ids.OPENED, "data"),
    Input(ids.button(ALL, ALL), "n_clicks"),
    State(ids.field(ALL), "value"),
    State(ids.field(ALL), "id"),
    State(ids.OPENED, "data"),
    prevent_initial_call=True,
)
def act(_clicks: Any, given: list[Any], identities: list[Any], opened: Any) -> tuple[Any, ...]:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (no_update,) * 8
    action, key = str(pressed.id["action"]), str(pressed.id["key"])
    told = opened if isinstance(opened, dict) else {}
    week, fields = str(told.get("week") or ""), ids.values(given, identities)
    if action in ("edit", "say", "back"):
        return (*(no_update,) * 4, True, *_panel(action, key, week))
    if action in files.RENDER:
        return (*(no_update,) * 3, _file(week, action), *(no_update,) * 4)
    if action in ("pages", "since"):
        return (*(no_update,) * 2, _pages(week) if action == "pages" else _since(week), *(no_update,) * 5)
    version = str(told.get("version") if action == "write" else key)
    week = fields.get("week", "") if action == "prepare" else week
    said = _done(action, key, week, int(version) if version.isdecimal() and len(version) < 10 else 0, fields)
    done = [html.P(said, className="staff-note", role="status"), listed.leading(week) if action == "prepare" else None]
    return _body(week), done, None, no_update, False, no_update, html.Div(), {"week": week}


def _panel(action: str, key: str, week: str) -> tuple[str, Component, dict[str, Any]]:
    """Title and inside of the panel, what is opened in it."""
    if action == "back":
        return "Вернуть записку", panel.returning(key), {"week": week}
    title = TITLES.get(key, "Вся записка")
    if action == "say":
        return f"Замечание: {title}", panel.remark(key), {"week": week}
    note = notes.opened(week)
    made = next((one for one in drafts.sections(_weekly(note)) if one.key == key), None)
    if made is None:
        raise FilterError("Такого раздела в записке нет. Обновите страницу.")
    text = note.texts.get(key)
    shown = drawn.made(pieces(made.blocks))
    body = panel.words(shown, key, text.body if text else "", text.mode if text else BESIDE, MODES)
    return title, body, {"week": week, "version": text.version if text else 0}


def _done(action: str, key: str, week: str, version: int, fields: dict[str, str]) -> str:
    body = fields.get("body", "")
    steps: dict[str, tuple[Callable[[], Any], str]] = {
        "prepare": (lambda: notes.prepare(week, _latest(week)), "Проект подготовлен."),
        "recount": (lambda: notes.recount(week, version, _latest(week)), "Пересчитано, свои тексты остались."),
        "write": (lambda: notes.save_text(week, _known(key), version, fields.get("mode", ""), body), "Текст сохранён."),
        "comment": (lambda: notes.comment(week, _known(key) if key else "", body), "Замечание записано."),
        "return": (lambda: notes.give_back(week, version, notes.opened(week).status, body), "Записка возвращена."),
        "undo": (lambda: notes.undo(week, key), "Правка отменена."),
        "send": (lambda: notes.send(week, version), "Передана руководителю МЦУ."),
        "approve": (lambda: _approve(week, version), "Согласована."),
        "issue": (lambda: _issue(week, version), "Выпущена: номер, срез и файлы сохранены."),
    }
    if action not in steps:
        raise FilterError("Такого действия нет. Обновите страницу.")
    do, said = steps[action]
    do()
    return said


def _latest(week: str) -> str:
    notes.require(DRAFT)
    return open_week(drafts.chosen(week), None, scope.current(), current()).stamp.address


def _known(section: str) -> str:
    if section not in TITLES:
        raise FilterError("Такого раздела в записке нет. Обновите страницу.")
    return section


def _draft(note: Note, marked: drafts.Marked | None = None) -> Document:
    return drafts.document(_weekly(note), drafts.own(note.texts, BESIDE), marked)


def _approve(week: str, version: int) -> None:
    notes.require(WITH_CENTRE_HEAD)
    notes.approve(week, version, _draft(notes.opened(week)).hash)


def _issue(week: str, version: int) -> None:
    mark, note = notes.signature(week), replace(notes.opened(week), version=version)
    drafts.require_time(_weekly(note), mark.day)
    approvals = (f"Куратор МЦУ: {mark.signed}", f"Руководитель МЦУ: {mark.approved}")
    made = files.kept(_draft(note, drafts.Marked(mark.number, mark.day, approvals)), current().public_url)
    notes.issue(note, mark, made.content, made.content_hash, made.files)


def _file(week: str, kind: str) -> dict[str, Any]:
    note = notes.opened(week)
    name = f"записка-{note.issue.number if note.issue else week}.{kind}"
    if note.is_issued:
        body = notes.take_file(note, kind, name)
    else:
        notes.export(name)
        body = files.RENDER[kind](_draft(note), current().public_url)
    return {"content": base64.b64encode(body).decode(), "filename": name, "base64": True}


def _pages(week: str) -> Component:
    made = pdf.pages(_draft(notes.opened(week)), current().public_url)
    return cards.card("Как на бумаге", listed.pages(made, "Проект"), note=drafts.too_long(len(made)), wide=True)


def _since(week: str) -> Component:
    note = notes.opened(week)
    found = since.changes(note.issue.content if note.issue else "", _weekly(note))
    return bridge.table(since.rows(found), since.columns(found), len(found))
