"""«Виды»: which screens have I, my role and everybody kept under a name? And the menu beside the filters, which saves
them.
"""

from typing import Any

import dash
from dash import ALL, Input, Output, State, callback, ctx, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from access.roles import ROLES
from answers import duties as edit_frames
from answers import saved_views as frames
from components import buttons, ids, received, shell
from components.account import Account, pages_of
from components.duties.tables import history
from components.saved_views import menu, table
from data.decisions.views.saved import AUDIENCES, OF_ALL, OF_ROLE, OWN, SavedView
from data.errors import FilterError
from data.settings import current
from deeds import last_filters, saved_views

PATH, TITLE = menu.PATH, "Виды"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ")
_BODY, _DONE = "views-body", "views-done"


def layout(**_query: Any) -> Component:
    """The screen; views of who asks are read here."""
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    body = [html.Div(id=_DONE), html.Div(_body() if is_asked else None, id=_BODY, className="screen__body")]
    return shell.plain_screen(TITLE, "Экраны с фильтрами под своим именем: мои, моей роли и общие.", body)


def _body() -> list[Component]:
    frame = frames.rows(saved_views.listed(), scope.current())
    screens = _screens()
    shown = frame.assign(
        screen=[screens.get(view.path, "") for view in frame["view"]],
        whom=[_whom(view) for view in frame["view"]],
        may_change=[saved_views.may_change(view) for view in frame["view"]],
    )
    made = [table.views(shown)]
    if edits := saved_views.history():
        zone = current().time_zone
        told = edit_frames.edits(edits)
        made.append(history(told, zone, "История правок", lambda number: table.button("undo", number, 0)))
    return made


def _screens() -> dict[str, str]:
    """Path → name of the screens that are open to the person in force."""
    who, seen = person.signed_in(), scope.current()
    opened = frozenset(["data"] * bool(seen.grants) + ["records"] * seen.may_open_records)
    account = Account("", "", "", frozenset(who.rights), opened=opened)
    pages = list(dash.page_registry.values())
    shut = {page["path"] for page in pages if page.get("icon")} - {page["path"] for page in pages_of(account)}
    return {page["path"]: page["name"] for page in pages if page["path"] not in shut}


def _whom(view: SavedView) -> str:
    if view.audience == OF_ROLE:
        return f"роли «{ROLES[view.role].label}»" if view.role in ROLES else AUDIENCES[OF_ROLE]
    return AUDIENCES[view.audience]


@callback(
    Output(_BODY, "children"),
    Output(_DONE, "children"),
    Input(table.button(ALL, ALL, ALL), "n_clicks"),
    State(table.title(ALL), "value"),
    State(table.title(ALL), "id"),
    prevent_initial_call=True,
)
def act(_clicks: list[int | None], titles: list[Any], owners: list[Any]) -> Any:
    """Do what a button of the list asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return no_update, no_update
    named = {str(one["key"]): received.text(value) for one, value in zip(owners, titles, strict=True)}
    key, version = received.numbers(f"{pressed.id['key']}:{pressed.id['version']}", 2)
    said = _done(pressed.id["action"], key, version, named)
    return _body(), html.P(said, className="staff-note", role="status")


def _done(action: Any, key: int, version: int, named: dict[str, str]) -> str:
    if action == "rename":
        saved_views.rename(key, version, named.get(str(key), ""))
        return "Вид переименован."
    if action == "remove":
        saved_views.remove(key, version)
        return "Вид удалён. Вернуть его можно в истории правок."
    if action != "undo":
        raise FilterError("Такого действия нет. Обновите страницу.")
    saved_views.undo(key)
    return "Правка отменена."


@callback(
    Output(menu.BOX, "children"),
    Input(menu.OPEN, "n_clicks"),
    Input(menu.button(ALL), "n_clicks"),
    State(menu.field(ALL), "value"),
    State(menu.field(ALL), "id"),
    State(ids.FLT, "data"),
    State(ids.PAGE_LOCATION, "pathname"),
    prevent_initial_call=True,
)
def use_menu(
    _opened: int | None,
    _clicks: list[int | None],
    values: list[Any],
    names: list[Any],
    flt: dict[str, str] | None,
    path: str | None,
) -> Any:
    """Draw the menu when it is opened, and do what its buttons ask for."""
    here = path or "/"
    received.require(here in {page["path"] for page in dash.page_registry.values()})
    pressed = buttons.pressed()
    if pressed is None:
        return _inside(here) if ctx.triggered_id == menu.OPEN else no_update
    if pressed.id["action"] == "plain":
        dash.set_props(ids.KEPT, {"data": last_filters.keep(here, {})})
        return _inside(here, "Ваши фильтры этого экрана забыты.")
    given = {str(one["name"]): received.text(value) for one, value in zip(names, values, strict=True)}
    audience, _, role = (given.get("audience") or OWN).partition(":")
    dash.set_props(menu.SAID, {"hidden": True})  # of the save before this one; a refusal leaves the form as it is
    saved_views.save(given.get("title", ""), here, flt or {}, audience, role)
    return _inside(here, "Вид сохранён.")


def _inside(path: str, said: str = "") -> list[Component]:
    found = [view for view in saved_views.listed() if view.path == path]
    told = [
        (view, "" if view.audience == OWN else _whom(view), frames.closed(view.query, scope.current()))
        for view in found
    ]
    return menu.inside(told, _audiences() if saved_views.may_share() else [], said)


def _audiences() -> list[tuple[str, str]]:
    roles = [(f"{OF_ROLE}:{code}", f"роли «{role.label}»") for code, role in ROLES.items()]
    return [(OWN, AUDIENCES[OWN]), *roles, (OF_ALL, AUDIENCES[OF_ALL])]
