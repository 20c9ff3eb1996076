"""«Обсуждения»: what do people propose and talk about in public, where, how many support it? Asked beside appeals."""

from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers import discussions as frames
from answers.duties import edits
from components import address, buttons, empty_reason, ids, segments, shell, states, tables
from components import upload as upload_file
from components.discussions import forms, listed
from components.duties.tables import history
from components.question import Screen, read_screen
from data.errors import FilterError, UnknownObjectError
from data.filters import Filters
from data.settings import current
from deeds import discussions

PATH, TITLE = "/discussions", "Обсуждения"
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=4.7,
    icon="discussions",
    section="decisions",
    needs="data",
)
_BODY, _DONE, _CHANGED, _TOOLS = "discussions-body", "discussions-done", "discussions-changed", "discussions-tools"
_NONE = (
    "Общественных обсуждений ещё нет.",
    "Загрузите выгрузку Decidim, Consul или Единого портала: предложения и комментарии, каждое своим файлом.",
)
_FILTERS = ("group", "topic", "municipality", "place")


@address.reads(by=address.choice(frames.SUMMARY), page=address.PAGE, id=address.ANY)
def layout(by: str = "", page: str = "", id: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    # Dash itself makes every layout, to know its ids: the form of a file comes later for who may load one.
    known = None if person.current() else forms.upload([], current().time_zone)
    body = [
        segments.bar("by", frames.SUMMARY, by),
        dcc.Store(id=_CHANGED, data=0),
        html.Div(id=_DONE),
        html.Div(states.skeleton(480), id=_BODY, className="screen__body"),
        html.Div(known, id=_TOOLS, className="screen__body"),
    ]
    question = "Что предлагают и обсуждают публично, где, и сколько людей поддерживают. Это не записи."
    return shell.screen(
        {"by": by, "page": page, "id": id, **params}, TITLE, question, body, controls=_FILTERS, of_records=False
    )


@callback(Output(_BODY, "children"), Input(ids.FLT, "data"), Input(ids.THEME, "data"), Input(_CHANGED, "data"))
@address.or_missing("Такого обсуждения нет", "К списку", PATH)
def answer(flt: dict[str, str] | None, theme: str | None = None, _changed: int | None = None) -> Any:
    """The discussions of the period and the territory, or the chosen one."""
    screen = read_screen(flt, scope.current(), theme)
    closed = empty_reason.closed_to(screen, PATH)
    if closed is not None:
        return closed
    if key := screen.params.get("id", ""):
        return _one(screen, key)
    rows = discussions.listed()
    found = frames.frame(rows, screen.filters, screen.stamp.as_of)
    if found.empty:
        return _nothing(screen, rows)
    by = screen.param("by", tuple(frames.SUMMARY))
    shown = [listed.figures(frames.totals(found), discussions.waiting())]
    shown.append(listed.summary(screen, frames.summary(found, by), by))
    if screen.scope.may_open_records:
        number = tables.reached(screen.number("page"), len(found), listed.SIZE)
        shown += listed.table(screen, found, number)
    return shown


def _nothing(screen: Screen, rows: list[dict[str, Any]]) -> Component:
    if not rows:
        return html.Div(states.empty(*_NONE), className="nothing")
    ever = frames.frame(rows, Filters(period="all"), screen.stamp.as_of)
    said = states.empty("За этот период ничего не обсуждали.", f"За всё время: {frames.sentence(frames.totals(ever))}")
    link = dcc.Link("Показать за всё время", href=f"{PATH}?period=all", className="button")
    return html.Div([said, link], className="nothing")


def _one(screen: Screen, key: str) -> Component:
    if not (key.isdecimal() and len(key) < 10):
        raise UnknownObjectError("Номер обсуждения не разобран. Выберите обсуждение из списка.")
    opened = discussions.one(int(key))
    found = frames.frame([opened], Filters(period="all"), screen.stamp.as_of)
    row: dict[str, Any] = {**opened, **{str(name): value for name, value in found.iloc[0].items()}}
    return listed.opened(screen, row, discussions.comments(int(key), listed.MOST_COMMENTS))


@callback(Output(_TOOLS, "children"), Input(_CHANGED, "data"))
def tools(_changed: int | None = None) -> Any:
    """Loading and categories, for who may."""
    if person.current() is None:
        return no_update
    made: list[Any] = []
    if discussions.may_map():
        made.append(forms.categories(discussions.unmapped(), discussions.topics()))
    if discussions.may_load():
        made.append(forms.upload(discussions.imports(), current().time_zone))
    if told := discussions.history():
        made.append(
            history(edits(told), current().time_zone, "История сопоставлений", lambda n: forms.button("undo", n))
        )
    return [part for part in made if part is not None]


@callback(
    Output(_CHANGED, "data"),
    Output(_DONE, "children"),
    Input(forms.button(ALL, ALL), "n_clicks"),
    State(forms.topic(ALL), "value"),
    State(forms.topic(ALL), "id"),
    State(_CHANGED, "data"),
    prevent_initial_call=True,
)
def act(_clicks: Any, topics: list[str | None], named: list[dict[str, str]], changed: int | None) -> tuple[Any, Any]:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return no_update, no_update
    action, key = str(pressed.id["action"]), str(pressed.id["key"])
    said = _done(action, key, {one["key"]: value for one, value in zip(named, topics, strict=True)})
    return (changed or 0) + 1, _note(said)


def _done(action: str, key: str, topics: dict[str, str | None]) -> str:
    if action == "map":
        source, _, category = key.partition("\n")
        count = discussions.map_category(source, category, topics.get(key))
        return f"Сопоставлено, обсуждений: {count}. Вернуть — в истории внизу."
    if action == "undo":
        discussions.undo_edit(key)
        return "Правка отменена."
    if action != "undo_import":
        raise FilterError("Такого действия нет. Обновите страницу.")
    return discussions.undo_import(key)


@callback(
    Output(_CHANGED, "data", allow_duplicate=True),
    Output(_DONE, "children", allow_duplicate=True),
    Input(forms.UPLOAD, "contents"),
    State(forms.UPLOAD, "filename"),
    State(forms.SOURCE, "value"),
    State(_CHANGED, "data"),
    prevent_initial_call=True,
)
def upload(contents: str | None, name: str | None, source: str | None, changed: int | None) -> tuple[Any, Any]:
    """A file of discussions or comments."""
    if not contents:
        return no_update, no_update
    raw = upload_file.content(contents)
    return (changed or 0) + 1, _note(discussions.load(name or "", raw, source or "auto"))


def _note(said: str) -> Component:
    return html.P(said, className="staff-note", role="status")
