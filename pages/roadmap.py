"""One roadmap: why it is so, what is done, and has it helped? Asked by whoever answers for it."""

from collections.abc import Mapping
from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers import duties as edit_frames
from answers.roadmaps import ask, frames, sentences
from answers.roadmaps.kept import CauseForm, CheckForm, MeasureForm, Roadmap
from components import address, buttons, cards, empty_reason, ids, received, shell, states
from components.duties import tables as history_table
from components.practices import offered
from components.question import Screen, read_screen
from components.roadmaps import effect, form, parts, scheme, summary
from components.roadmaps import ids as own
from data.decisions.roadmaps import table
from data.errors import FilterError
from data.settings import current
from deeds import practices, roadmaps
from reports import xlsx

PATH, TITLE, NEEDS = "/roadmap", "Дорожная карта", "records"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=4.61, within="/roadmaps", needs=NEEDS)
_PAGE, _BODY, _DONE, _FILE, _CHANGED = "roadmap", "roadmap-body", "roadmap-done", "roadmap-file", "roadmap-changed"
_PARTS = {"cause": "Причина", "measure": "Мероприятие", "check": "Контрольная точка"}
_CHOOSE = ("Выберите дорожную карту.", "Список — на экране «Дорожные карты».")


@address.reads(id=address.ANY)
def layout(id: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    body = [
        html.Div([dcc.Link("← Все дорожные карты", href="/roadmaps")]),
        html.Div(id=_DONE),
        html.Div(states.skeleton(480), id=_BODY, className="screen__body roadmaps-screen"),
        *form.places(_PAGE),
        dcc.Store(id=_CHANGED, data=0),
        dcc.Download(id=_FILE),
    ]
    question = "Причины, мероприятия и то, что из них вышло."
    return shell.screen({"id": id, **params}, TITLE, question, body, controls=None, of_records=False)


@callback(Output(_BODY, "children"), Input(ids.FLT, "data"), Input(ids.THEME, "data"), Input(_CHANGED, "data"))
@address.or_missing("Такой дорожной карты нет", "Все дорожные карты", "/roadmaps")
def answer(flt: dict[str, str] | None, theme_name: str | None = None, _changed: int | None = None) -> Any:
    """Everything of the roadmap at once."""
    screen = read_screen(flt, scope.current(), theme_name)
    closed = empty_reason.closed_to(screen, PATH, needs=NEEDS, of_period=False)
    if closed is not None:
        return closed
    code = screen.params.get("id", "")
    return _shown(screen, roadmaps.one(code)) if code else html.Div(states.empty(*_CHOOSE), className="nothing")


def _shown(screen: Screen, one: Roadmap) -> list[Any]:
    day, may = roadmaps.today(), roadmaps.may_edit()
    measures = frames.measures(one, day)
    return [
        summary.card(screen, one, len(one.overdue(day)), may=may),
        *_effect(screen, one),
        scheme.tree(screen, one, day),
        parts.measures(measures, may=may),
        offered([known for known in practices.of_topic(one.topic.code) if known.roadmap != one.code]),
        scheme.gantt(screen, one, day),
        cards.grid([parts.causes(one, may=may), parts.checks(frames.checks(one), day, may=may)]),
        _history(one),
    ]


def _effect(screen: Screen, one: Roadmap) -> list[Any]:
    if not screen.scope.sees_everything:
        return [cards.card(effect.TITLE, html.P(sentences.NOT_SEEN, className="card__note"))]
    told = ask.told(one, screen.filters, screen.scope)
    return [cards.grid([effect.card(screen, one, told), effect.chart(screen, one, told.blocks)])]


def _history(one: Roadmap) -> Component | None:
    found = roadmaps.history(one)
    if not found:
        return None
    return history_table.history(
        edit_frames.edits(found), current().time_zone, "История правок", lambda number: own.button("undo", number)
    )


@callback(
    Output(own.panel(_PAGE), "is_open"),
    Output(own.panel(_PAGE), "title"),
    Output(own.panel(_PAGE), "children"),
    Output(own.opened(_PAGE), "data"),
    Output(_CHANGED, "data"),
    Output(_DONE, "children"),
    Output(_FILE, "data"),
    Input(own.button(ALL, ALL), "n_clicks"),
    State(own.field(ALL), "value"),
    State(own.field(ALL), "id"),
    State(own.aim(ALL), "value"),
    State(own.aim(ALL), "id"),
    State(own.opened(_PAGE), "data"),
    State(ids.FLT, "data"),
    State(_CHANGED, "data"),
    prevent_initial_call=True,
)
def act(
    _clicks: Any, told: Any, names: Any, aims: Any, aim_names: Any, opened: Any, flt: Any, changed: int | None
) -> Any:
    """Do what a button of this screen asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (no_update,) * 7
    action, key = pressed.id["action"], pressed.id["key"]
    screen = read_screen(flt, scope.current())
    one = roadmaps.one(screen.params.get("id", ""))
    verb, _, kind = action.partition("-")
    if verb == "open":
        return (*_opened(kind, key, one), no_update, None, no_update)
    if verb == "file":
        return (*(no_update,) * 6, _file(key, one, screen))
    given = own.values(told, names) | own.values(aims, aim_names)
    version = opened.get("version") if isinstance(opened, dict) else None
    said = _done(verb, kind, key, one, given, version if isinstance(version, int) else 0, screen)
    note = html.P(said, className="staff-note", role="status")
    return False, no_update, html.Div(), None, (changed or 0) + 1, note, no_update


def _opened(kind: str, key: str, one: Roadmap) -> tuple[Any, ...]:
    person.require(roadmaps.RIGHT)
    if kind == "map":
        shown = form.of_map(table.form_of(one), roadmaps.choices(), one.code)  # type: ignore[arg-type]
        return True, one.code, shown, {"version": one.version}
    if kind not in _PARTS:
        raise FilterError("Такого действия нет. Обновите страницу.")
    no = int(key) if key.isdecimal() and len(key) < 6 else None
    part = next((part for part in _of_kind(one, kind) if part.no == no), None)
    return True, _PARTS[kind], _form(kind, one, part, no), {"version": part.version if part else 0}


def _of_kind(one: Roadmap, kind: str) -> Any:
    return {"cause": one.causes, "measure": one.measures, "check": one.checks}[kind]


def _form(kind: str, one: Roadmap, part: Any, no: int | None) -> Component:
    told: Any = table.form_of(part) if part else None
    if kind == "cause":
        return form.of_cause(told or CauseForm(""), one, no)
    if kind == "measure":
        return form.of_measure(told or MeasureForm(""), one, roadmaps.choices(), no)
    return form.of_check(told or CheckForm(""), no)


def _done(verb: str, kind: str, key: str, one: Roadmap, given: Mapping[str, str], version: int, screen: Screen) -> str:
    if verb == "undo":
        roadmaps.undo(key)
        return "Правка отменена."
    if verb not in ("save", "remove") or kind not in ("map", *_PARTS):
        raise FilterError("Такого действия нет. Обновите страницу.")
    no = int(key) if key.isdecimal() and len(key) < 6 else None
    reason = given.get("reason", "")
    if verb == "remove":
        _removed(kind, one, no, version, reason)
        return "Удалено. Вернуть можно в истории правок."
    if kind == "map":
        told = form.told_map(given, one.problem)
        roadmaps.save(one.code, version, ask.kept(told, one, roadmaps.choices(), screen.filters, screen.scope), reason)
    else:
        roadmaps.save_part(one.code, form.told_part(kind, given), no, version, reason)
    return "Сохранено."


def _removed(kind: str, one: Roadmap, no: int | None, version: int, reason: str) -> None:
    if kind == "map":
        roadmaps.remove(one.code, version, reason)
    else:
        roadmaps.remove_part(one.code, kind, no or 0, version, reason)


def _file(kind: str, one: Roadmap, screen: Screen) -> dict[str, Any]:
    if kind not in ("csv", "xlsx", "measures", "facts"):
        raise FilterError("Такой таблицы нет. Обновите страницу.")
    name = f"{one.code}{'' if kind in ('csv', 'xlsx') else f' {kind}'}.{'csv' if kind == 'csv' else 'xlsx'}"
    roadmaps.export(name)
    if kind == "csv":
        return {"content": "\ufeff" + table.as_csv([one]), "filename": name, "type": "text/csv"}
    frame, columns = _frame(kind, one, screen)
    body = xlsx.workbook(frame, columns, f"{one.code}. {one.title}", "без фильтров", screen.stamp)
    return xlsx.download(name, body)


def _frame(kind: str, one: Roadmap, screen: Screen) -> tuple[Any, Any]:
    if kind == "measures":
        return frames.measures(one, roadmaps.today()), frames.MEASURE_COLUMNS
    if kind == "xlsx":
        return frames.file_rows([one]), frames.FILE_COLUMNS
    found = ask.told(one, screen.filters, screen.scope) if screen.scope.sees_everything else None
    if found is None or found.outcome is None:
        raise FilterError(sentences.NOT_SEEN if found is None else sentences.NO_COMPARISON)
    return frames.facts(found.outcome), frames.FACT_COLUMNS


@callback(
    Output(own.prospect(ALL), "children"),
    Input(own.aim(ALL), "value"),
    State(own.aim(ALL), "id"),
    State(own.prospect(ALL), "id"),
    State(ids.FLT, "data"),
)
def prospect(aims: Any, names: Any, places: Any, flt: Any) -> Any:
    """What can be promised of the topic, territory and start that a form has, before it is saved."""
    if not aims:
        return [no_update] * len(places or ())
    screen = read_screen(flt, scope.current())
    given = own.values(aims, names)
    received.require({"topic", "territory", "starts_on"} <= given.keys())
    lines = ask.prospects(given, roadmaps.choices(), screen.filters, screen.scope)
    return [[html.P(line) for line in lines] for _ in places]
